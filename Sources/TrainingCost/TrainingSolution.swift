/// The answer to a `TrainingPlan`.
public struct TrainingSolution: Sendable {
  /// What was solved for.
  public var unknown: Unknown
  /// The probability that intervals are given at.
  public var level: Double
  /// How operations are counted.
  public var convention: FLOPConvention

  /// Tokens of the data, gone through once.
  public var dataTokens: Estimate<TokenUnit>
  /// Positions processed: data · epochs ÷ packing efficiency.
  public var processedTokens: Estimate<TokenUnit>
  /// Model operations per token, without recomputation.
  public var flopsPerToken: FLOPLedger
  /// Operations per token that the hardware does, with recomputation.
  public var hardwareFLOPsPerToken: FLOPLedger
  /// Model operations of the run in the chosen convention, at the median of tokens.
  public var flops: FLOPs
  /// Model operations of the run in every convention.
  public var flopTotals: FLOPTotals
  /// Operations of the run with recomputation, in every convention.
  public var hardwareFLOPTotals: FLOPTotals
  /// The output head's part of the operations; `nil` if only parameters are known.
  public var vocabularyShare: Ratio?
  /// The attention scores' part of the operations; `nil` if only parameters are known.
  public var scoreShare: Ratio?

  /// The peak of one accelerator, dense unless it was stated; `nil` if neither a part nor a peak was named.
  public var peak: FLOPsPerSecond?
  /// Whether someone stated that peak, so that nothing is known of its format and sparsity.
  public var isPeakStated: Bool
  /// Accelerator-seconds; `hours` gives GPU-hours.
  public var deviceTime: Estimate<DeviceSecondUnit>
  /// Accelerators, given or solved for.
  public var devices: Estimate<DeviceUnit>?
  /// The next whole multiple of accelerators at the median; only when solving for them.
  public var suggestedDevices: Devices?
  /// Wall-clock time, given or solved for.
  public var time: Estimate<SecondUnit>?
  /// MFU in each convention at the medians: of the steps where a goodput was given, of the whole
  /// time where not. `nil` without a peak.
  public var mfu: UtilisationLedger?
  /// HFU in the chosen convention at the medians. `nil` without a peak.
  public var hfu: Ratio?
  /// The utilisation solved for, as HFU in the chosen convention.
  public var solvedUtilisation: Estimate<DimensionlessUnit>?
  /// Tokens per second and accelerator over the whole time, at the medians.
  public var tokensPerSecondPerDevice: TokensPerSecond

  /// What no hardware of this peak can be faster than. `nil` without a peak.
  public var lowerBound: TimeBound?
  /// The same at the fastest matrix multiplication anyone measured on the part.
  public var measuredRateBound: TimeBound?
  /// What part of the variance each uncertain factor brings, largest first.
  public var varianceShares: [VarianceShare]
  /// The comparison with another tokenizer.
  public var comparison: TokenizerComparison?

  /// Every input as understood, in the order of the equation.
  public var inputs: [UnderstoodInput]
  /// What looks wrong.
  public var warnings: [TrainingWarning]
  /// What is worth knowing.
  public var advice: [String]
}

/// A time that cannot be beaten; not an estimate.
public struct TimeBound: Sendable, Hashable {
  /// In accelerator-seconds.
  public var deviceTime: DeviceSeconds
  /// In wall-clock time, if the accelerators are known.
  public var time: Seconds?
  /// How operations were counted for it.
  public var convention: FLOPConvention
  /// The rate of one accelerator it supposes.
  public var rate: FLOPsPerSecond
}

/// What changing the tokenizer does to the cost of training on the same text.
public struct TokenizerComparison: Sendable, Hashable {
  /// The other tokenizer.
  public var name: String
  /// Its tokens ÷ the first one's.
  public var tokenRatio: Estimate<DimensionlessUnit>
  /// Operations per token with its vocabulary ÷ with the first one's; 1 where the model's shape or
  /// the other vocabulary is not known.
  public var flopRatio: Ratio
  /// Cost with it ÷ cost with the first.
  public var costRatio: Estimate<DimensionlessUnit>
  /// Its accelerator-seconds.
  public var deviceTime: Estimate<DeviceSecondUnit>
  /// Its wall-clock time on the same accelerators.
  public var time: Estimate<SecondUnit>?
  /// Time saved by changing to it, at the median of the time; negative if it costs more. The
  /// interval is that of the token ratio, since every other factor is the same for both.
  public var savedTime: (low: Seconds, median: Seconds, high: Seconds)? {
    guard let time else { return nil }
    let before = time.median.value / costRatio.median.value
    return (
      Seconds(before * (1 - costRatioInterval.high.value)),
      Seconds(before * (1 - costRatio.median.value)),
      Seconds(before * (1 - costRatioInterval.low.value))
    )
  }
  /// The interval of `costRatio` at the plan's level.
  public var costRatioInterval: Interval<DimensionlessUnit>
}
