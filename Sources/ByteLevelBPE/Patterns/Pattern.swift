/// Which engine's dialect a pattern is written for; the two differ in anchors and quantifiers.
public enum PatternDialect: String, Sendable {
  /// Oniguruma with Ruby's syntax, as `tokenizers` uses it.
  case oniguruma
  /// `fancy-regex`, as `tiktoken` uses it.
  case fancyRegex
}

/// Why a pattern cannot be used.
public struct PatternError: Error, Equatable, Sendable {
  /// The construct, and what to do about it.
  public let reason: String
  /// The offset in the pattern, in Unicode scalars.
  public let position: Int
}

/// A regular expression that finds pre-tokens.
public struct Pattern: Sendable {
  /// The expression as it was written.
  public let source: String
  /// Whose dialect it is written in.
  public let dialect: PatternDialect

  /// Parses and compiles `source`.
  ///
  /// - Throws: ``PatternError`` for what is malformed and for what cannot be matched exactly.
  public init(_ source: String, dialect: PatternDialect) throws(PatternError) {
    self.source = source
    self.dialect = dialect
  }
}

/// A match of a pattern: byte offsets of its start and end.
package struct PatternMatch: BitwiseCopyable, Sendable, Equatable {
  package var start: Int
  package var end: Int
}
