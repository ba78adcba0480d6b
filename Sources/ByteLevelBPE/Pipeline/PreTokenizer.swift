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
    /// A literal text, as UTF-8; not empty.
    case literal([UInt8])
    /// Single characters of a kind.
    case characters(CharacterKind)
  }

  /// The kinds of characters that parts of `tokenizers` look for, each by the Unicode version that
  /// the reference has there.
  public enum CharacterKind: Sendable {
    /// What `Digits` isolates: `is_numeric` of Rust, Unicode 17.0.
    case numeric
    /// What `Punctuation` isolates: ASCII's punctuation and that of an old Unicode.
    case punctuation
    /// Word characters, `\w` of Rust's `regex`, Unicode 16.0.
    case word
    /// White space.
    case whiteSpace
  }

  /// One step.
  public enum Step: Sendable {
    /// Cuts at what `delimiter` matches, or, inverted, at what it does not match.
    case split(Delimiter, Behavior, inverted: Bool)
    /// Puts a space before a piece that does not begin with one (`add_prefix_space`).
    case prefixSpace
    /// Cuts where the script changes (`UnicodeScripts`), with kana and Han as one script.
    case splitScripts
    /// Cuts into pieces of this many characters (`FixedLength`); at least 1.
    case splitLength(Int)
    /// Cuts by steps that see each byte as the character that GPT-2's alphabet writes it with, as
    /// all do that follow `ByteLevel`. Their pieces may end inside a character of the text.
    indirect case inAlphabet([Step])

    /// Whether the step puts nothing into the text.
    var onlyCuts: Bool {
      switch self {
      case .prefixSpace: false
      case .inAlphabet(let steps): steps.allSatisfy(\.onlyCuts)
      case .split, .splitScripts, .splitLength: true
      }
    }
  }

  /// The steps, in order.
  public let steps: [Step]

  /// Creates a pre-tokenizer of `steps`; with none, a whole text is one pre-token.
  public init(steps: [Step]) {
    self.steps = steps
  }

  /// The pattern whose matches are the pre-tokens, when that is all there is to do: one pattern
  /// whose matches follow one another without a gap. Then text can be cut as it streams by.
  package var singlePattern: Pattern? {
    guard steps.count == 1,
      case .split(.pattern(let pattern), let behavior, let inverted) = steps[0],
      pattern.matcher.tilesText
    else { return nil }
    // Without gaps, dropping what does not match drops nothing.
    return behavior == .isolated || (inverted && behavior == .removed) ? pattern : nil
  }
}
