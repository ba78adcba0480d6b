/// Why a regular expression cannot be used as a pattern.
public struct PatternError: Error, Sendable, Equatable {
  /// What kind of trouble it is; the text names the construct.
  public enum Reason: Sendable, Equatable {
    /// Not a regular expression of the dialect.
    case malformed(String)
    /// A regular expression that this engine cannot compile exactly.
    case unsupported(String)
    /// More counted repetitions, classes or states than a pattern may have.
    case tooLarge(String)
  }

  public let reason: Reason

  /// Where the construct starts, in Unicode scalars from the start of the pattern.
  public let position: Int
}

extension PatternError: CustomStringConvertible {
  /// One line for a person, with the construct and its position counted from 1.
  public var description: String {
    let text =
      switch reason {
      case .malformed(let what): "not a valid pattern: \(what)"
      case .unsupported(let what): "\(what) is not supported in patterns"
      case .tooLarge(let what): "the pattern is too large: \(what)"
      }
    return "\(text) (at character \(position + 1) of the pattern)"
  }
}
