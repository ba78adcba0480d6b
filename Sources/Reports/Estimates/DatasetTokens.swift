package import DatasetEstimate
package import TrainingCost

/// A number of tokens with what is known of its uncertainty and origin.
package struct DatasetTokens: Sendable {
  /// Tokens, gone through once.
  package var tokens: Double
  /// The central interval; `nil` if the number is exact or no interval could be given.
  package var interval: Interval?
  /// Where the number comes from, for the reader.
  package var description: String

  /// A central interval and its probability.
  package struct Interval: Sendable {
    /// The probability, between 0 and 1.
    package var level: Double
    /// The lower end in tokens.
    package var low: Double
    /// The upper end in tokens.
    package var high: Double

    /// Makes an interval.
    package init(level: Double, low: Double, high: Double) {
      self.level = level
      self.low = low
      self.high = high
    }
  }

  /// Makes a number of tokens.
  package init(tokens: Double, interval: Interval?, description: String) {
    self.tokens = tokens
    self.interval = interval
    self.description = description
  }

  /// The tokens as the training equation takes them.
  package func data() throws(TrainingError) -> TrainingData {
    guard let interval else { return .tokens(Estimate(Tokens(tokens))) }
    var estimate = try Estimate(
      low: Tokens(interval.low), high: Tokens(interval.high), level: interval.level)
    estimate.median = Tokens(tokens)
    return .tokens(estimate)
  }
}

extension DatasetTokens {
  /// The tokens that a profile predicts.
  package init(_ prediction: TokenEstimate, description: String) {
    self.init(
      tokens: prediction.tokens,
      interval: prediction.interval.map { .init(level: $0.level, low: $0.low, high: $0.high) },
      description: description
        + (prediction.intervalReason.map { ", without an interval: \($0)" } ?? ""))
  }
}
