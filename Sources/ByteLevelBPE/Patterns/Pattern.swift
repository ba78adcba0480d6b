/// A regular expression that cuts text into pre-tokens, compiled to an automaton.
///
/// It matches as the engine of its dialect does, over Unicode 16.0; what cannot be done exactly
/// is refused.
public struct Pattern: Sendable {
  /// The regular expression as it was given.
  public let source: String
  /// The syntax it is written in.
  public let dialect: PatternDialect

  package let matcher: PatternMatcher
  /// Whether a match can have no characters.
  package let isNullable: Bool
  /// The scalars that a match with any characters can begin with.
  let firstScalars: ScalarSet

  /// Compiles a regular expression.
  ///
  /// - Parameters:
  ///   - source: The regular expression.
  ///   - dialect: The syntax it is written in.
  /// - Throws: `PatternError`, with the construct and its position, when `source` is not a
  ///   regular expression of the dialect, cannot be compiled exactly, or is too large.
  public init(_ source: String, dialect: PatternDialect) throws(PatternError) {
    self.source = source
    self.dialect = dialect
    let node = try PatternNode.parse(source, dialect: dialect)
    isNullable = node.isNullable
    firstScalars = node.firstScalars
    matcher = try PatternMatcher(node)
  }
}
