/// A question about running a trained model.
public struct InferencePlan: Sendable {
  /// The model.
  public var model: ModelSize
  /// How weights are stored.
  public var weights = StorageFormat.sixteenBit
  /// How the KV cache is stored.
  public var cache = StorageFormat.sixteenBit
  /// The accelerator.
  public var accelerator: Accelerator
  /// Accelerators that share the model.
  public var devices = 1
  /// Tokens of a query.
  public var promptTokens = 1000
  /// Tokens in the KV cache of one sequence.
  public var contextTokens = 4096
  /// Sequences at once.
  public var batch = 1
  /// Utilisation of the dense peak while the query is read; 1 gives the bound.
  public var prefillUtilisation = Ratio(1)

  /// A question about running `model` on `accelerator`.
  public init(model: ModelSize, accelerator: Accelerator) {
    self.model = model
    self.accelerator = accelerator
  }
}

/// What running a model takes.
public struct InferenceEstimate: Sendable {
  /// Memory of the weights, on all devices together.
  public var weightBytes: Bytes
  /// Memory of the KV cache, on all devices together; `nil` if only parameters are known.
  public var cacheBytes: Bytes?
  /// The devices' memory.
  public var capacity: Bytes
  /// Operations of reading one query, with full attention if the shape is known.
  public var prefillFLOPs: FLOPs
  /// The time of reading one query at the given utilisation.
  public var prefillTime: Seconds
  /// Queries per second. Not tokens per second of an answer: that is the next figure.
  public var queriesPerSecond: Double
  /// The most tokens per second that one sequence can be answered with: every token reads all active
  /// weights and the cache. `nil` where the bandwidth is unknown.
  public var decodingCeiling: TokensPerSecond?
  /// The same for all sequences of the batch together.
  public var batchDecodingCeiling: TokensPerSecond?
  /// Sequences at which decoding turns from waiting for memory to waiting for arithmetic.
  public var ridgeBatch: Double?

  /// Weights and cache.
  public var total: Bytes { weightBytes + (cacheBytes ?? Bytes(0)) }
  /// Whether they fit.
  public var fits: Bool { total <= capacity }
}

extension InferencePlan {
  /// Prefill, decoding and memory.
  ///
  /// - Throws: `TrainingError` if a size cannot be used.
  public func estimate() throws(TrainingError) -> InferenceEstimate {
    try AcceptedRange.check(count: devices, "accelerators")
    try AcceptedRange.check(length: Double(promptTokens), "query")
    try AcceptedRange.check(length: Double(contextTokens), "context")
    try AcceptedRange.check(count: batch, "batch")
    try AcceptedRange.check(share: prefillUtilisation.value, "utilisation")
    let peak = try accelerator.peak(accelerator.trainingFormat).rate.median
    let work = try TokenWork(
      model: model, phases: [SequencePhase(.fixed(length: promptTokens))])
    let prefill = Tokens(Double(promptTokens)) * (work.forward.fullAttention ?? work.forward.sixN)
    let rate = Devices(Double(devices)) * FLOPsPerSecond(peak.value * prefillUtilisation.value)
    let time = prefill / rate
    let cacheOfOne = cacheBytes
    let read = Bytes(model.active.value * weights.bytes)
    let bandwidth = accelerator.memoryBandwidth?.median
    func ceiling(_ sequences: Double) -> TokensPerSecond? {
      guard let bandwidth else { return nil }
      let bytes = read + sequences * (cacheOfOne ?? Bytes(0))
      return TokensPerSecond(sequences * Double(devices) * bandwidth.value / bytes.value)
    }
    return InferenceEstimate(
      weightBytes: Bytes(model.total.value * weights.bytes),
      cacheBytes: cacheOfOne.map { Double(batch) * $0 },
      capacity: Double(devices) * accelerator.memory, prefillFLOPs: prefill, prefillTime: time,
      queriesPerSecond: 1 / time.value, decodingCeiling: ceiling(1),
      batchDecodingCeiling: ceiling(Double(batch)),
      ridgeBatch: accelerator.ridgePoint().map { $0.value * weights.bytes / 2 })
  }

  /// The KV cache of one sequence; a layer with a sliding window keeps the window only.
  private var cacheBytes: Bytes? {
    guard case .architecture(let shape) = model else { return nil }
    let elements = shape.layers.reduce(0.0) { sum, run in
      let kept = min(run.attention.window ?? contextTokens, contextTokens)
      return sum + Double(run.count * run.attention.cachedElementsPerToken) * Double(kept)
    }
    return Bytes(elements * cache.bytes)
  }
}
