/// How a number is written for people.
///
/// Rounding is correct (to nearest, a tie to the even digit) and the text does not depend on the
/// locale: a point before decimals, commas between thousands.
package enum NumberFormat: Sendable, Hashable {
  /// As short as reads back to the same number: `4.125`, `2048`.
  case plain
  /// With this many decimals: `12,345` for 0, `1,234.50` for 2.
  case decimals(Int)
  /// With this many significant digits, but never with a whole digit rounded away: `4.12`,
  /// `0.00123`, `123,456`; as `1.23e-9` far from one.
  case significant(Int)
  /// A share as a percentage with this many decimals: `12.3%` for 0.123.
  case percent(decimals: Int)
  /// A count with a letter for thousands (K), millions (M), billions (B), trillions (T): `1.23T`.
  ///
  /// A count that the digits give exactly loses its trailing zeros: `15T` is fifteen trillion,
  /// `15.0T` is about that.
  case count(significant: Int)
  /// A size in bytes with decimal units, trailing zeros as for ``count(significant:)``: `3.2TB`.
  case bytes(significant: Int)
  /// A number of seconds: `12.3 ms`, `45.6 s`, `12 min 5 s`, `3 h 20 min`, `45.6 days`,
  /// `2.74 years` (of 365.25 days).
  case duration

  /// The text of an integer.
  package func text(of value: some BinaryInteger) -> String {
    if case .duration = self { return text(of: Double(value)) }
    let digits = DecimalDigits(UInt128(clamping: value.magnitude))
    return text(of: digits, isNegative: value < 0)
  }

  /// The text of a number; `∞` and `NaN` have no digits to format.
  package func text(of value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-∞" : "∞" }
    switch self {
    case .plain:
      let text = "\(value)"
      return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    case .duration:
      return (value < 0 ? "-" : "") + Self.duration(seconds: value.magnitude)
    default:
      return text(of: DecimalDigits(exactly: value), isNegative: value < 0)
    }
  }

  private func text(of digits: DecimalDigits, isNegative: Bool) -> String {
    let text =
      switch self {
      case .plain, .duration: digits.text()
      case .decimals(let places):
        digits.rounded(toPlaces: places).text(minimumPlaces: places, grouped: true)
      case .significant(let count): Self.significant(digits, count)
      case .percent(let places):
        digits.scaled(byPowerOfTen: 2).rounded(toPlaces: places)
          .text(minimumPlaces: places, grouped: true) + "%"
      case .count(let count):
        Self.scaled(digits, significant: count, units: ["", "K", "M", "B", "T"])
      case .bytes(let count):
        Self.scaled(digits, significant: count, units: ["B", "kB", "MB", "GB", "TB", "PB", "EB"])
      }
    // What was rounded to zero has no sign.
    let isZero = !text.utf8.contains { $0 >= UInt8(ascii: "1") && $0 <= UInt8(ascii: "9") }
    return isNegative && !isZero ? "-" + text : text
  }

  private static func significant(_ digits: DecimalDigits, _ count: Int) -> String {
    let rounded = digits.rounded(toSignificant: max(count, digits.pointPosition))
    if rounded.pointPosition > 15 || rounded.pointPosition < -5 {
      return digits.rounded(toSignificant: count).exponentText(minimumDigits: count)
    }
    // Zero has no significant digits, and 0.00 would say that something was rounded away.
    if rounded.digits.isEmpty { return "0" }
    return rounded.text(minimumPlaces: count - max(rounded.pointPosition, 0), grouped: true)
  }

  private static func scaled(
    _ digits: DecimalDigits, significant count: Int, units: [String]
  ) -> String {
    var step = min(max(0, (digits.pointPosition - 1) / 3), units.count - 1)
    var exact = digits.scaled(byPowerOfTen: -3 * step)
    var rounded = exact.rounded(toSignificant: max(count, exact.pointPosition))
    if rounded.pointPosition > 3, step + 1 < units.count {
      // 999.9 thousand to three digits is a million.
      step += 1
      exact = digits.scaled(byPowerOfTen: -3 * step)
      rounded = exact.rounded(toSignificant: count)
    }
    if rounded.pointPosition > 3 {
      let shown = digits.rounded(toSignificant: count)
      return shown.exponentText(minimumDigits: shown == digits ? 1 : count) + (units[0])
    }
    let places = rounded == exact ? 0 : count - rounded.pointPosition
    return rounded.text(minimumPlaces: places) + units[step]
  }
}

extension NumberFormat {
  private static func duration(seconds: Double) -> String {
    if seconds == 0 { return "0 s" }
    var (scale, unit) = (1.0, "s")
    if seconds < 1 { (scale, unit) = (1e3, "ms") }
    if seconds < 1e-3 { (scale, unit) = (1e6, "µs") }
    if seconds < 1e-6 { (scale, unit) = (1e9, "ns") }
    // Below, a unit is left where its rounded value would reach the next: 59.97 s is 1 min.
    if seconds < 59.95 {
      return "\(threeDigits(seconds * scale)) \(unit)"
    }
    if seconds < 3599.5 { return parts(seconds, "min", 60, "s") }
    if seconds < 86_370 { return parts(seconds / 60, "h", 60, "min") }
    if seconds < 86_400 * 999.5 { return long(seconds / 86_400, "day") }
    return long(seconds / (86_400 * 365.25), "year")
  }

  /// `value` of the smaller unit in whole numbers of both; a smaller part of zero is left out.
  private static func parts(
    _ value: Double, _ larger: String, _ size: Int, _ smaller: String
  ) -> String {
    let whole = Int((value + 0.5).rounded(.down))
    let rest = whole % size
    return "\(whole / size) \(larger)" + (rest == 0 ? "" : " \(rest) \(smaller)")
  }

  private static func long(_ value: Double, _ unit: String) -> String {
    let text = threeDigits(value)
    return text == "1" ? "1 \(unit)" : "\(text) \(unit)s"
  }

  /// Three significant digits; trailing zeros go where they say nothing, as for counts.
  private static func threeDigits(_ value: Double) -> String {
    let exact = DecimalDigits(exactly: value)
    return exact.rounded(toSignificant: 3) == exact
      ? exact.text(grouped: true) : NumberFormat.significant(3).text(of: value)
  }
}
