import ArgumentParser
import Reports
import TrainingCost

/// How options read what people write: the units of `HumanNumber`, alone or as a range.
///
/// Each function is an option's `transform`: what it throws is shown beside the value.
enum HumanValues {
  /// A count that need not be whole: `15T`, `0.5B`, `3.1e24`.
  static func count(_ text: String) throws -> Double {
    try HumanNumber.number(text)
  }

  /// A count that there has to be some of, and that arithmetic can take.
  static func amount(_ text: String) throws -> Double {
    let number = try count(text)
    guard AcceptedRange.amounts.contains(number) else {
      throw ValidationError("“\(text)”: give a number above 0, at most 1e30")
    }
    return number
  }

  /// The probability of an interval: `0.8`, `95%`.
  static func level(_ text: String) throws -> Double {
    let level = try share(text)
    guard AcceptedRange.levels.contains(level) else {
      throw ValidationError("“\(text)”: give a probability from 0.01 to 0.9999")
    }
    return level
  }

  /// A size: `3.2TB`, `10GiB`.
  static func bytes(_ text: String) throws -> Double {
    Double(try HumanNumber.bytes(text))
  }

  /// A share from 0 to 1: `0.4`, `40%`.
  static func share(_ text: String) throws -> Double {
    try HumanNumber.fraction(text)
  }

  /// A ratio that a report claims, which may be more than 1 because the report is wrong: `205%`.
  static func ratio(_ text: String) throws -> Double {
    try HumanNumber.number(text.hasSuffix("%") ? text.dropLast() + "e-2" : text)
  }

  /// A length in tokens. No units, for 4K is 4000 to one reader and 4096 to another.
  static func length(_ text: String) throws -> Int {
    guard let length = Int(text.filter { $0 != "_" }), length > 0 else {
      throw ValidationError("write a length in tokens such as 4096, without a unit")
    }
    return length
  }

  /// A count, or a range of counts: `3700`, `3600-3800`.
  static func countRange(_ text: String) throws -> ValueRange {
    try ValueRange(text, number: count)
  }

  /// A share, or a range of shares: `0.4`, `0.35-0.45`, `35%-45%`.
  static func shareRange(_ text: String) throws -> ValueRange {
    try ValueRange(text, number: share)
  }
}

/// A number, or a range that is read as an interval.
struct ValueRange: Sendable {
  var low: Double
  var high: Double

  /// Reads one number, or two with `-`, `–` or `..` between them.
  init(_ text: String, number: (String) throws -> Double) throws {
    let (first, second) = Self.ends(of: text)
    low = try number(first)
    high = try second.map(number) ?? low
    guard low <= high else {
      throw ValidationError("the range ends below its start; write it as \(second ?? "")-\(first)")
    }
  }

  /// The estimate whose interval of probability `level` this is; exact for a single number.
  func estimate<Unit>(
    level: Double, _ quantity: (Double) -> Quantity<Unit>
  ) throws -> Estimate<Unit> {
    low == high
      ? Estimate(quantity(low))
      : try Estimate(low: quantity(low), high: quantity(high), level: level)
  }

  /// A dash after an `e` belongs to a power of ten and one at the start to a sign.
  private static func ends(of text: String) -> (String, String?) {
    var last: Character?
    for index in text.indices {
      let rest = text[index...]
      for separator in ["..", "–", "-"] where rest.hasPrefix(separator) {
        guard let before = last, separator != "-" || before != "e" && before != "E" else {
          continue
        }
        return (String(text[..<index]), String(rest.dropFirst(separator.count)))
      }
      last = text[index]
    }
    return (text, nil)
  }
}
