public import CorpusReading

/// Why metrics cannot be had.
public enum MetricsError: Error, Sendable, CustomStringConvertible {
  /// A file cannot be read.
  case corpus(CorpusError)
  /// ICU cannot find words, for this reason.
  case noWords(reason: String)
  /// Parallel texts do not have the same number of lines.
  case notAligned(first: String, lines: UInt64, second: String, secondLines: UInt64)
  /// Fewer than two parallel texts.
  case tooFewTexts(count: Int)

  /// What is wrong, and what to do about it.
  public var description: String {
    switch self {
    case .corpus(let error): "\(error)"
    case .noWords(let reason): reason
    case .notAligned(let first, let lines, let second, let secondLines):
      "parallel texts must be aligned line by line: \(first) has \(lines) lines and \(second) "
        + "has \(secondLines)"
    case .tooFewTexts(let count):
      "parallel text needs at least two files, and there \(count == 1 ? "is 1" : "are \(count)")"
    }
  }
}
