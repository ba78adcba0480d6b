/// Why a dataset that is only described cannot be predicted.
public enum PredictionError: Error, Hashable, Sendable {
  /// The profile measured nothing in these scripts (of the domain, if one was asked for); `known`
  /// are those that it did.
  case unknownScripts([String], known: [String], domain: String?)
  /// The fractions of a mix sum to something other than 1.
  case badSum(Double)
  /// A share that is negative or not a number.
  case badShare(script: String, value: Double)
  /// A script that is named twice, the second time by the first name; both mean the second.
  case scriptTwice(String, String)
  /// A dataset of zero bytes.
  case noBytes
  /// A level of an interval that is not between 0 and 1.
  case badLevel(Double)
}

extension PredictionError: CustomStringConvertible {
  /// One sentence with the remedy.
  public var description: String {
    switch self {
    case .unknownScripts(let scripts, let known, let domain):
      let place = domain.map { " of the domain \($0)" } ?? ""
      let names = scripts.joined(separator: ", ")
      return known.isEmpty
        ? "the profile has measured no text\(place); profile some, or name another domain"
        : "the profile has measured no text\(place) in \(names), only in "
          + known.joined(separator: ", ") + "; profile text in \(names), or ask for a bound"
    case .badSum(let sum):
      return "the mix sums to \(sum) instead of 1"
    case .badShare(let script, let value):
      return "the share of \(script) is \(value) and not between 0 and 1"
    case .scriptTwice(let name, let script):
      return name == script
        ? "the mix names \(script) twice"
        : "the mix names \(script) twice, since \(name) is measured as \(script)"
    case .noBytes:
      return "the dataset has no bytes"
    case .badLevel(let level):
      return "the level \(level) of the interval is not between 0 and 1"
    }
  }
}
