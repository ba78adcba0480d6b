/// A question about a training run: everything that is known of it. `solve` finds what is left out.
///
/// Both sides of the equation, where the quantity left out is the one that is solved for:
///
///     accelerators · time · dense peak · utilisation · goodput
///         = tokens · epochs · FLOPs per token · recompute
public struct TrainingPlan: Sendable {
  /// How much data there is, before epochs; `nil` to solve for it.
  public var data: TrainingData?
  /// How often the data is gone through.
  public var epochs = 1.0
  /// The share of a batch's positions that hold tokens and not padding, 0 to 1.
  public var packingEfficiency = 1.0

  /// The model.
  public var model: ModelSize
  /// Sequence lengths, by share of the tokens. Empty: sequences of 4096, or of the config's longest
  /// context if that is shorter.
  public var phases: [SequencePhase] = []
  /// Whether the modules for multi-token prediction in the config are trained too.
  public var countsPredictionModules = false
  /// Which weights are trained.
  public var trainable = Trainable.everything
  /// What the backward pass recomputes.
  public var recompute = Recompute.none
  /// How operations are counted; `nil` for causal attention, or 6·N if only parameters are known.
  public var convention: FLOPConvention?

  /// The accelerator.
  public var accelerator: Accelerator?
  /// The operands' format; `nil` for the one the part trains in (bf16, or fp16 without it).
  public var format: NumberFormat?
  /// The accumulator's format.
  public var accumulation = Accumulation.fp32
  /// A peak of one accelerator as someone states it, in place of the table's. It is used as it
  /// stands, and a warning says when it is another format's or a sparse one.
  public var statedPeak: FLOPsPerSecond?
  /// Accelerators.
  public var devices: Estimate<DeviceUnit>?
  /// A whole number of accelerators is suggested in multiples of this: a node, or the group that
  /// holds one copy of the model.
  public var deviceMultiple = 8
  /// Wall-clock time.
  public var time: Estimate<SecondUnit>?
  /// Accelerator-hours, in place of accelerators and time or of one of them.
  public var deviceTime: Estimate<DeviceSecondUnit>?

  /// How fast steps are.
  public var performance: Performance?
  /// The share of wall-clock time that ends in kept steps, 0 to 1; `nil` for 1. Published runs: 0.65
  /// to 0.95.
  public var goodput: Estimate<DimensionlessUnit>?

  /// The probability that intervals hold.
  public var level = TrainingPlan.standardLevel
  /// A second tokenizer to compare with.
  public var alternative: TokenizerAlternative?
  /// What a report claims, for an audit.
  public var claims = Claims()

  /// The probability of intervals when none is asked for.
  public static let standardLevel = 0.8

  /// A question about training `model`.
  public init(model: ModelSize) {
    self.model = model
  }

  /// How fast steps are, in place of the prior from published runs.
  public enum Performance: Sendable, Hashable {
    /// Model FLOPs utilisation: recomputation is not counted as work.
    case modelUtilisation(Estimate<DimensionlessUnit>)
    /// Hardware FLOPs utilisation: recomputation is counted as work.
    case hardwareUtilisation(Estimate<DimensionlessUnit>)
    /// Tokens per second of `devices` accelerators together, measured over steps of this very
    /// training.
    case measured(Estimate<TokenRateUnit>, devices: Devices)
  }

  /// Figures from a report that the equation can check.
  public struct Claims: Sendable, Hashable {
    /// Operations of the whole run.
    public var flops: FLOPs?
    /// MFU or HFU.
    public var utilisation: Ratio?

    /// No claims.
    public init() {}
  }

  /// What is left out and will be solved for; `nil` if nothing is, which is a case for `audit`.
  public var unknown: Unknown? {
    if data == nil { return .tokens }
    if deviceTime != nil || devices != nil && time != nil {
      return performance == nil ? .utilisation : nil
    }
    if devices != nil { return .time }
    return time != nil ? .devices : .deviceTime
  }
}

/// The quantities the training equation can be solved for.
public enum Unknown: String, Sendable, Hashable, CaseIterable {
  /// Wall-clock time.
  case time
  /// Accelerators.
  case devices
  /// Accelerator-hours, when neither accelerators nor time are given.
  case deviceTime
  /// Utilisation.
  case utilisation
  /// Tokens of data.
  case tokens
}

/// How much there is to train on.
public enum TrainingData: Sendable, Hashable {
  /// So many tokens.
  case tokens(Estimate<TokenUnit>)
  /// So much text at a tokenizer's efficiency.
  case text(Bytes, TokensPerByteEstimate)

  /// A tokenizer's efficiency on the text.
  public typealias TokensPerByteEstimate = Estimate<TokenPerByteUnit>

  /// The tokens.
  public var tokens: Estimate<TokenUnit> {
    switch self {
    case .tokens(let tokens): tokens
    case .text(let bytes, let efficiency):
      Estimate(
        median: bytes * efficiency.median, sigma: efficiency.sigma,
        degreesOfFreedom: efficiency.degreesOfFreedom)
    }
  }
}

/// A second tokenizer for the same text.
public struct TokenizerAlternative: Sendable, Hashable {
  /// What it is called.
  public var name: String
  /// Its tokens on the text, divided by those of the first.
  public var tokenRatio: Estimate<DimensionlessUnit>
  /// Rows of the embedding matrix it needs; `nil` to leave the vocabulary as it is.
  public var vocabularySize: Int?

  /// An alternative that makes `tokenRatio` times the tokens.
  public init(name: String, tokenRatio: Estimate<DimensionlessUnit>, vocabularySize: Int? = nil) {
    self.name = name
    self.tokenRatio = tokenRatio
    self.vocabularySize = vocabularySize
  }
}
