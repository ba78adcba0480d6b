public import ByteLevelBPE

/// What the metrics of a tokenizer on some text are worked out from: integers, so that adding up
/// files in any order gives the same figures.
public struct MetricCounts: Sendable, Hashable {
  /// Documents.
  public var documents: UInt64 = 0
  /// Lines: stretches that end with a newline or, if not empty, with the document.
  public var lines: UInt64 = 0
  /// Bytes of the text as UTF-8, before normalization.
  public var bytes: UInt64 = 0
  /// Unicode scalar values.
  public var characters: UInt64 = 0
  /// Tokens.
  public var tokens: UInt64 = 0
  /// Characters whose bytes are in more than one token.
  public var splitCharacters: UInt64 = 0
  /// Words of Unicode Standard Annex #29 as ICU finds them in the text.
  public var words: UInt64 = 0
  /// For every word the tokens that have a byte of it; a token with bytes of two words counts for
  /// both.
  public var wordTokens: UInt64 = 0
  /// Words that two or more tokens have bytes of.
  public var continuedWords: UInt64 = 0
  /// Words that one token has all bytes of.
  public var singleTokenWords: UInt64 = 0
  /// Tokens of the same text by the tokenizer that is compared with; zero without one.
  public var otherTokens: UInt64 = 0
  /// How often each token occurs.
  public var occurrences: [TokenID: UInt64] = [:]

  /// No text.
  public init() {}

  /// Adds up.
  ///
  /// - Complexity: O(tokens that occur in `right`).
  public static func += (left: inout MetricCounts, right: MetricCounts) {
    for path in Self.sums { left[keyPath: path] += right[keyPath: path] }
    left.occurrences.merge(right.occurrences) { $0 + $1 }
  }

  private static var sums: [WritableKeyPath<MetricCounts, UInt64>] {
    [
      \.documents, \.lines, \.bytes, \.characters, \.tokens, \.splitCharacters, \.words,
      \.wordTokens, \.continuedWords, \.singleTokenWords, \.otherTokens,
    ]
  }
}
