/// Bytes that one device sends in a ring collective over `devices`; it receives as many.
///
/// The volume per device hardly grows with their number, and the whole group's does: published rules
/// of thumb mix the two up.
public enum RingCollective {
  /// Every device ends with the sum: 2·(G − 1)/G · bytes.
  public static func allReduce(_ bytes: Bytes, devices: Int) -> Bytes {
    2 * allGather(bytes, devices: devices)
  }

  /// Every device ends with all parts of `bytes`: (G − 1)/G · bytes. A reduce-scatter costs the same.
  public static func allGather(_ bytes: Bytes, devices: Int) -> Bytes {
    guard devices > 1 else { return Bytes(0) }
    return (Double(devices - 1) / Double(devices)) * bytes
  }
}

/// A question about what devices send one another in one optimizer step.
public struct CommunicationPlan: Sendable {
  /// The model; pipeline and tensor parallelism need its shape.
  public var model: ModelSize
  /// How the model is spread.
  public var parallelism = Parallelism()
  /// Sequences in a micro-batch.
  public var microBatch = 1
  /// Micro-batches in a step on one data-parallel rank (gradient accumulation).
  public var microBatches = 1
  /// Tokens in a sequence.
  public var sequenceLength = 4096
  /// How gradients are stored when they are summed.
  public var gradients = StorageFormat.sixteenBit
  /// How activations and weights are sent.
  public var activations = StorageFormat.sixteenBit
  /// What is recomputed; a full recomputation repeats the forward pass's collectives.
  public var recompute = Recompute.none
  /// The accelerator, for its peak and the link inside a node.
  public var accelerator: Accelerator
  /// Utilisation of the steps.
  public var utilisation = Ratio(0.4)
  /// What one device can send to other nodes; `nil` for the link inside the node.
  public var interNode: BytesPerSecond?

  /// A question about training `model` on `accelerator`.
  public init(model: ModelSize, accelerator: Accelerator) {
    self.model = model
    self.accelerator = accelerator
  }
}

/// One kind of traffic in a step.
public struct Traffic: Sendable, Hashable {
  /// What is sent.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Gradients, and weights with ZeRO-3.
    case data
    /// Partial results inside layers.
    case tensor
    /// Activations between stages.
    case pipeline
  }

  /// What.
  public var kind: Kind
  /// Bytes one device sends in a step.
  public var bytes: Bytes
  /// The link's bandwidth in one direction.
  public var bandwidth: BytesPerSecond
  /// How long the link is busy.
  public var time: Seconds
  /// The computation that can go on meanwhile; 0 where computation has to wait.
  public var window: Seconds
  /// What is sent and when.
  public var note: String

  /// Whether the link can hide behind computation.
  public var isHidden: Bool { time <= window }
  /// What the step is longer by.
  public var exposed: Seconds { Seconds(max(0, time.value - window.value)) }
}

/// A step's traffic beside its computation.
public struct CommunicationEstimate: Sendable {
  /// Computation of one device in a step.
  public var computation: Seconds
  /// The traffic.
  public var traffic: [Traffic]
  /// The part of a pipeline's time that stages wait to fill and drain: (p − 1)/(m·v + p − 1).
  /// Published utilisations contain it already.
  public var bubble: Ratio
  /// Exposed traffic ÷ computation.
  public var overhead: Ratio {
    Ratio(traffic.reduce(0) { $0 + $1.exposed.value } / computation.value)
  }
}

extension CommunicationPlan {
  /// Volumes, and whether the links hide them.
  ///
  /// - Throws: `TrainingError` if a size cannot be used or a link's bandwidth is unknown.
  public func estimate() throws(TrainingError) -> CommunicationEstimate {
    try parallelism.check()
    try AcceptedRange.check(count: microBatch, "micro-batch")
    try AcceptedRange.check(count: microBatches, "micro-batches")
    try AcceptedRange.check(length: Double(sequenceLength))
    try AcceptedRange.check(share: utilisation.value, "utilisation")
    if let interNode { try AcceptedRange.check(interNode.value, "bandwidth between nodes") }
    guard let link = accelerator.link.oneWay else {
      throw .missingInput(
        names: ["link bandwidth"], remedy: "none is known for \(accelerator.name)")
    }
    let peak = try accelerator.peak(accelerator.trainingFormat).rate.median
    let work = try TokenWork(
      model: model, phases: [SequencePhase(.fixed(length: sequenceLength))])
    let hardware = work.hardware(recompute)
    let tokens = Tokens(Double(microBatch * microBatches) * Double(sequenceLength))
    let group = Double(parallelism.tensor * parallelism.pipeline)
    let computation =
      tokens * (hardware.causal ?? hardware.sixN)
      / FLOPsPerSecond(group * peak.value * utilisation.value)
    var traffic: [Traffic] = []
    if parallelism.data > 1 {
      traffic.append(dataTraffic(computation, bandwidth: interNode ?? link))
    }
    if case .architecture(let shape) = model {
      if parallelism.tensor > 1 { traffic.append(tensorTraffic(shape, bandwidth: link)) }
      if parallelism.pipeline > 1 {
        traffic.append(pipelineTraffic(shape, computation, bandwidth: interNode ?? link))
      }
    } else if parallelism.tensor > 1 || parallelism.pipeline > 1 {
      throw .missingInput(
        names: ["config.json"], remedy: "tensor and pipeline traffic depend on the model's width")
    }
    let stages = Double(parallelism.pipeline)
    let chunks = Double(microBatches * parallelism.interleaving)
    return CommunicationEstimate(
      computation: computation, traffic: traffic,
      bubble: Ratio((stages - 1) / (chunks + stages - 1)))
  }

  /// Gradients once a step, behind the backward pass (two thirds) of the last micro-batch. ZeRO-3
  /// gathers weights for the forward and the backward pass and scatters gradients in each
  /// micro-batch, behind all of it.
  private func dataTraffic(_ computation: Seconds, bandwidth: BytesPerSecond) -> Traffic {
    let group = Double(parallelism.tensor * parallelism.pipeline)
    let parameters = model.total.value / group
    let gradientBytes = Bytes(parameters * gradients.bytes)
    guard parallelism.zero < .weights else {
      let weightBytes = Bytes(parameters * activations.bytes)
      let once =
        2 * RingCollective.allGather(weightBytes, devices: parallelism.data)
        + RingCollective.allGather(gradientBytes, devices: parallelism.data)
      let bytes = Double(microBatches) * once
      return Traffic(
        kind: .data, bytes: bytes, bandwidth: bandwidth, time: bytes / bandwidth,
        window: computation,
        note: "weights gathered twice and gradients scattered in each micro-batch")
    }
    let bytes = RingCollective.allReduce(gradientBytes, devices: parallelism.data)
    return Traffic(
      kind: .data, bytes: bytes, bandwidth: bandwidth, time: bytes / bandwidth,
      window: (2.0 / 3 / Double(microBatches)) * computation,
      note: "gradients summed behind the last micro-batch's backward pass")
  }

  /// Megatron's four all-reduces per layer and micro-batch (two forward, two backward; six with full
  /// recomputation). The next matrix waits for each.
  private func tensorTraffic(_ shape: Architecture, bandwidth: BytesPerSecond) -> Traffic {
    let activation = Bytes(
      Double(microBatch * sequenceLength) * Double(shape.hiddenSize) * activations.bytes)
    let collectives = (recompute == .full ? 6 : 4) * shape.layerCount * microBatches
    let bytes =
      (Double(collectives) / Double(parallelism.pipeline))
      * RingCollective.allReduce(activation, devices: parallelism.tensor)
    return Traffic(
      kind: .tensor, bytes: bytes, bandwidth: bandwidth, time: bytes / bandwidth,
      window: Seconds(0), note: "on the critical path: each layer waits")
  }

  /// One activation forward and one gradient back at each boundary, for every micro-batch and chunk.
  private func pipelineTraffic(
    _ shape: Architecture, _ computation: Seconds, bandwidth: BytesPerSecond
  ) -> Traffic {
    let activation =
      Double(microBatch * sequenceLength) * Double(shape.hiddenSize) * activations.bytes
    let bytes = Bytes(2 * activation * Double(microBatches * parallelism.interleaving))
    return Traffic(
      kind: .pipeline, bytes: bytes, bandwidth: bandwidth, time: bytes / bandwidth,
      window: computation, note: "behind the other micro-batches")
  }
}
