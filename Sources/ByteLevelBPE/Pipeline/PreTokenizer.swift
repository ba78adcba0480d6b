/// How text is cut into pre-tokens, the pieces that merges never cross: steps, each of which cuts
/// the pieces of the one before it.
public struct PreTokenizer: Sendable {
  /// What becomes of the text that a step's pattern matches (`SplitDelimiterBehavior`).
  public enum Behavior: String, Sendable {
    /// The match is dropped.
    case removed = "Removed"
    /// The match is a piece of its own.
    case isolated = "Isolated"
    /// The match ends the piece before it.
    case mergedWithPrevious = "MergedWithPrevious"
    /// The match begins the piece after it.
    case mergedWithNext = "MergedWithNext"
    /// Neighbouring matches together are one piece.
    case contiguous = "Contiguous"
  }

  /// What a step looks for.
  public enum Delimiter: Sendable {
    /// A regular expression.
    case pattern(Pattern)
    /// A literal text, as UTF-8.
    case literal([UInt8])
  }

  /// One step.
  public enum Step: Sendable {
    /// Cuts at what `delimiter` matches, or, inverted, at what it does not match.
    case split(Delimiter, Behavior, inverted: Bool)
    /// Puts a space before a piece that does not begin with one (`add_prefix_space`).
    case prefixSpace
  }

  /// The steps, in order.
  public let steps: [Step]

  /// Creates a pre-tokenizer of `steps`; with none, a whole text is one pre-token.
  public init(steps: [Step]) {
    self.steps = steps
  }
}
