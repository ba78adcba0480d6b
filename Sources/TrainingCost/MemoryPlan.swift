/// How a weight, a gradient or a cached number is stored.
public enum StorageFormat: String, Sendable, Hashable, CaseIterable {
  /// Four bytes.
  case fp32
  /// Two bytes: bf16 or fp16.
  case sixteenBit = "bf16"
  /// One byte: fp8 or int8.
  case eightBit = "fp8"
  /// Half a byte: quantised weights. Their scales, a few per cent, are left out.
  case fourBit = "int4"

  /// Bytes of one number.
  public var bytes: Double {
    switch self {
    case .fp32: 4
    case .sixteenBit: 2
    case .eightBit: 1
    case .fourBit: 0.5
    }
  }
}

/// What an optimizer keeps for each trained weight, besides a master copy.
public enum Optimizer: String, Sendable, Hashable, CaseIterable {
  /// Adam or AdamW: mean and variance in single precision, 8 bytes.
  case adam
  /// Adam with both moments in 8 bits, 2 bytes.
  case adam8bit
  /// SGD with momentum in single precision, 4 bytes.
  case sgd
  /// SGD without momentum.
  case plainSGD
  /// Muon: momentum for the matrices inside layers, Adam for the rest.
  case muon

  /// Bytes of state for `parameters` weights, of which `inner` lie in matrices inside layers.
  func stateBytes(parameters: Double, inner: Double) -> Double {
    switch self {
    case .adam: 8 * parameters
    case .adam8bit: 2 * parameters
    case .sgd: 4 * parameters
    case .plainSGD: 0
    case .muon: 4 * inner + 8 * (parameters - inner)
    }
  }
}

/// What ZeRO (FSDP) spreads over the data-parallel group instead of keeping it on each device.
public enum ZeROStage: Int, Sendable, Hashable, CaseIterable, Comparable {
  /// Nothing.
  case none = 0
  /// The optimizer's state.
  case optimizer = 1
  /// And the gradients.
  case gradients = 2
  /// And the weights (FSDP's full shard).
  case weights = 3

  /// Whether the first spreads less than the second.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// How a model is spread over devices.
public struct Parallelism: Sendable, Hashable {
  /// Copies of the model that see different data.
  public var data = 1
  /// Devices that share each matrix.
  public var tensor = 1
  /// Stages that hold different layers.
  public var pipeline = 1
  /// Chunks of layers per pipeline stage (interleaved schedule); 1 for the plain 1F1B schedule.
  public var interleaving = 1
  /// Whether norms and dropout are spread over the tensor-parallel group along the sequence.
  public var sequence = false
  /// What is spread over the copies.
  public var zero = ZeROStage.none

  /// One device.
  public init() {}

  /// Devices in all.
  public var devices: Devices { Devices(Double(data * tensor * pipeline)) }

  func check() throws(TrainingError) {
    try AcceptedRange.check(count: data, "data-parallel size")
    try AcceptedRange.check(count: tensor, "tensor-parallel size")
    try AcceptedRange.check(count: pipeline, "pipeline stages")
    try AcceptedRange.check(count: interleaving, "interleaving")
  }
}

/// A question about the memory of one device during training.
public struct MemoryPlan: Sendable {
  /// The model.
  public var model: ModelSize
  /// Which weights are trained.
  public var trainable = Trainable.everything
  /// How the weights used in the forward pass are stored.
  public var weights = StorageFormat.sixteenBit
  /// How gradients are stored.
  public var gradients = StorageFormat.sixteenBit
  /// Whether the optimizer keeps trained weights once more in single precision; `nil` for whenever
  /// the weights themselves are not.
  public var keepsMasterWeights: Bool?
  /// The optimizer.
  public var optimizer = Optimizer.adam
  /// How the model is spread.
  public var parallelism = Parallelism()
  /// Sequences that go through the model at once on one data-parallel rank.
  public var microBatch = 1
  /// Tokens in each.
  public var sequenceLength = 4096
  /// What is recomputed instead of kept.
  public var recompute = Recompute.none
  /// Whether attention scores are written to memory; fused kernels (FlashAttention) do not.
  public var storesAttentionScores = false
  /// Whether there is dropout, whose masks are kept.
  public var usesDropout = false
  /// The accelerator whose memory it has to fit.
  public var accelerator: Accelerator?

  /// Whether trained weights are kept in single precision too, as asked for or by default.
  public var hasMasterWeights: Bool { keepsMasterWeights ?? (weights != .fp32) }

  /// A question about training `model`.
  public init(model: ModelSize) {
    self.model = model
  }
}

/// The memory of one device.
public struct MemoryEstimate: Sendable {
  /// One use of memory.
  public struct Item: Sendable, Hashable {
    /// What for.
    public var use: Use
    /// How much, on one device.
    public var bytes: Bytes
    /// How it comes about.
    public var note: String
  }

  /// What memory is used for.
  public enum Use: String, Sendable, Hashable, CaseIterable {
    /// Weights of the forward pass.
    case weights
    /// Gradients.
    case gradients
    /// The optimizer's state and master weights.
    case optimizer
    /// What the backward pass needs of the forward pass.
    case activations
    /// The head's output in single precision.
    case logits
  }

  /// The uses, largest part of the design first: weights, gradients, optimizer, activations, logits.
  public var items: [Item]
  /// The device's memory; `nil` if no accelerator was named.
  public var capacity: Bytes?
  /// Every input as understood.
  public var inputs: [UnderstoodInput]
  /// What is not in the sum, or was assumed.
  public var notes: [String]

  /// The sum.
  public var total: Bytes { items.reduce(Bytes(0)) { $0 + $1.bytes } }
  /// Whether it fits the capacity, leaving 8 % for the runtime, buffers and fragmentation; `nil`
  /// without an accelerator.
  public var fits: Bool? { capacity.map { total <= 0.92 * $0 } }
  /// The bytes of one use.
  public func bytes(of use: Use) -> Bytes {
    items.filter { $0.use == use }.reduce(Bytes(0)) { $0 + $1.bytes }
  }
}
