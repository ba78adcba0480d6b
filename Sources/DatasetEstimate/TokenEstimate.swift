/// An interval that holds the true number with the probability `level`.
public struct TokenInterval: Hashable, Sendable {
  /// The probability, such as 0.95.
  public var level: Double
  /// The lower end, in tokens.
  public var low: Double
  /// The upper end, in tokens.
  public var high: Double

  /// Makes an interval.
  public init(level: Double, low: Double, high: Double) {
    self.level = level
    self.low = low
    self.high = high
  }
}

/// How many tokens a dataset has.
public struct TokenEstimate: Hashable, Sendable {
  /// The estimated number of tokens; scripts that are only bounded add nothing to it.
  public var tokens: Double
  /// The two-sided interval; `nil` when none can be given that would mean what it says.
  public var interval: TokenInterval?
  /// A sentence: why there is no interval, or why its width is zero.
  public var intervalReason: String?
  /// The number that the truth stays below with the probability of the level, one-sided; `nil`
  /// when there is no interval.
  public var upperBound: Double?
  /// The interval of a prediction if the errors of all scripts went the same way, which is the widest
  /// it can be; `nil` for one script and for data at hand.
  public var sameWayInterval: TokenInterval?
  /// The bytes that the tokens are those of: of the text for a prediction, of the container for data
  /// at hand.
  public var bytes: Double
  /// One row a script, the largest share first.
  public var scripts: [ScriptEstimate]
  /// Sentences on what the reader of the numbers should know.
  public var cautions: [String]

  /// Tokens per byte; 0 for no bytes.
  public var tokensPerByte: Double { bytes > 0 ? tokens / bytes : 0 }
}

/// The part of a dataset that is in one script.
public struct ScriptEstimate: Hashable, Sendable {
  /// The ISO 15924 code.
  public var script: String
  /// Bytes of text in the script.
  public var bytes: Double
  /// The tokens of these bytes; `nil` if nothing but their bound is known.
  public var tokens: Double?
  /// The interval of a prediction for this script alone; `nil` with fewer than three sources, and
  /// for data at hand, where only the whole has one.
  public var interval: TokenInterval?
  /// How many sources of a profile the row rests on; 0 for data at hand.
  public var sources: Int

  /// Tokens per byte of text; `nil` if nothing but a bound is known.
  public var tokensPerByte: Double? {
    tokens.flatMap { bytes > 0 ? $0 / bytes : nil }
  }
}
