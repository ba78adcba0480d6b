/// Why a number that a person wrote could not be read: what is wrong, and what is allowed.
package struct HumanNumberError: Error, Sendable, Hashable {
  /// The kinds of failure.
  package enum Code: String, Sendable {
    /// There is no number.
    case empty
    /// A character stands where a number cannot have it.
    case malformed
    /// The number is below zero.
    case negative
    /// The number is followed by something that is no unit here.
    case unknownUnit
    /// The unit means different things to different readers.
    case ambiguousUnit
    /// A whole number is needed.
    case notWhole
    /// The number does not fit.
    case tooLarge
    /// The number has more digits than can be kept exactly.
    case tooManyDigits
    /// The number lies outside the allowed range.
    case outOfRange
  }

  /// What the number should have been.
  package enum Expectation: String, Sendable {
    /// A number of bytes.
    case size
    /// A number of tokens, parameters or operations.
    case count
    /// A part of the whole.
    case share
  }

  /// The kind of failure.
  package let code: Code

  /// What the person wrote.
  package let text: String

  /// Where in the text the trouble starts, in bytes, when one place is to blame.
  package let offset: Int?

  /// What is wrong.
  package let reason: String

  /// What the number should have been.
  package let expected: Expectation
}

extension HumanNumberError: CustomStringConvertible {
  /// The failure in one line, as a person is told it.
  package var description: String {
    let shown = DisplayWidth.truncated(VisibleText.escapingControls(text), toColumns: 60)
    return "“\(shown)”: \(reason); \(remedy)"
  }

  /// What is allowed.
  package var remedy: String {
    switch expected {
    case .size: "write a size such as 512, 64MB, 3.2TB or 10GiB"
    case .count: "write a count such as 2_000_000, 1.5e12, 7B or 15T"
    case .share: "write a share such as 0.01 or 1%"
    }
  }
}
