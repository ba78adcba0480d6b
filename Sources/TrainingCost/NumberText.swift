#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Numbers in the sentences of warnings and advice, where three digits say all that is known.
enum NumberText {
  /// `value` to `digits` significant digits: `39.1`, `2660000`, `4.81e24`; a whole number that has
  /// no more digits stays as it is: `6`, not `6.00`.
  static func significant(_ value: Double, digits: Int = 3) -> String {
    guard value != 0, value.isFinite else { return value == 0 ? "0" : "\(value)" }
    if value == value.rounded(), abs(value) < pow(10, Double(digits)) {
      return fixed(value, decimals: 0)
    }
    var exponent = Int(log10(abs(value)).rounded(.down))
    // 9.996 to three digits is 10.0, one power higher.
    if (abs(value) / pow(10, Double(exponent - digits + 1))).rounded() >= pow(10, Double(digits)) {
      exponent += 1
    }
    if exponent < -3 || exponent > 8 {
      return fixed(value / pow(10, Double(exponent)), decimals: digits - 1) + "e\(exponent)"
    }
    let decimals = max(0, digits - 1 - exponent)
    let step = pow(10, Double(max(0, exponent - digits + 1)))
    return fixed((value / step).rounded(decimals: decimals) * step, decimals: decimals)
  }

  /// A ratio as a percentage to one decimal; absurd ones have a power of ten.
  static func percent(_ ratio: Double) -> String {
    (abs(ratio) < 1e6 ? fixed(100 * ratio, decimals: 1) : significant(100 * ratio)) + " %"
  }

  private static func fixed(_ value: Double, decimals: Int) -> String {
    let scale = pow(10, Double(decimals))
    let units = Int64((abs(value) * scale).rounded())
    let sign = value < 0 && units > 0 ? "-" : ""
    guard decimals > 0 else { return sign + String(units) }
    var fraction = String(units % Int64(scale))
    while fraction.utf8.count < decimals { fraction = "0" + fraction }
    return sign + String(units / Int64(scale)) + "." + fraction
  }
}

extension Double {
  fileprivate func rounded(decimals: Int) -> Double {
    let scale = pow(10, Double(decimals))
    return (self * scale).rounded() / scale
  }
}
