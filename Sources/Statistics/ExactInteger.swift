/// A signed integer of any size, for differences of products of 128-bit sums.
///
/// n·Σx² and (Σx)² agree in their first digits by as much as the mean exceeds the spread, so their
/// difference in floating point would keep few digits at 10¹⁵ units. Here it keeps all, and rounding
/// happens once, in ``double``. Used a few dozen times for a report, never per unit.
struct ExactInteger {
  private var isNegative = false
  /// Base 2⁶⁴, the lowest first, without zeros at the end.
  private var magnitude: [UInt64] = []

  init(_ value: UInt128) {
    magnitude = [UInt64(truncatingIfNeeded: value), UInt64(truncatingIfNeeded: value >> 64)]
    normalize()
  }

  init(_ value: UInt64) {
    self.init(UInt128(value))
  }

  var isZero: Bool { magnitude.isEmpty }
  var isPositive: Bool { !isNegative && !isZero }

  private mutating func normalize() {
    while magnitude.last == 0 { magnitude.removeLast() }
    if magnitude.isEmpty { isNegative = false }
  }

  static func * (a: ExactInteger, b: ExactInteger) -> ExactInteger {
    var product = ExactInteger(0 as UInt64)
    product.magnitude = [UInt64](repeating: 0, count: a.magnitude.count + b.magnitude.count)
    for (i, x) in a.magnitude.enumerated() {
      var carry: UInt64 = 0
      for (j, y) in b.magnitude.enumerated() {
        let sum = UInt128(x) * UInt128(y) + UInt128(product.magnitude[i + j]) + UInt128(carry)
        product.magnitude[i + j] = UInt64(truncatingIfNeeded: sum)
        carry = UInt64(truncatingIfNeeded: sum >> 64)
      }
      product.magnitude[i + b.magnitude.count] = carry
    }
    product.isNegative = a.isNegative != b.isNegative
    product.normalize()
    return product
  }

  static func + (a: ExactInteger, b: ExactInteger) -> ExactInteger {
    if a.isNegative == b.isNegative {
      var sum = a
      sum.magnitude = []
      var carry: UInt128 = 0
      for i in 0..<max(a.magnitude.count, b.magnitude.count) + 1 {
        carry += UInt128(a.limb(i)) + UInt128(b.limb(i))
        sum.magnitude.append(UInt64(truncatingIfNeeded: carry))
        carry >>= 64
      }
      sum.normalize()
      return sum
    }
    return a.isSmallerInMagnitude(than: b) ? b.subtractingMagnitude(a) : a.subtractingMagnitude(b)
  }

  static func - (a: ExactInteger, b: ExactInteger) -> ExactInteger {
    var negated = b
    negated.isNegative = !b.isNegative && !b.isZero
    return a + negated
  }

  static func << (a: ExactInteger, bits: Int) -> ExactInteger {
    a * ExactInteger(UInt128(1) << UInt128(bits))
  }

  private func limb(_ i: Int) -> UInt64 { i < magnitude.count ? magnitude[i] : 0 }

  private func isSmallerInMagnitude(than other: ExactInteger) -> Bool {
    if magnitude.count != other.magnitude.count { return magnitude.count < other.magnitude.count }
    return magnitude.reversed().lexicographicallyPrecedes(other.magnitude.reversed())
  }

  /// The difference of magnitudes, of which this one is not the smaller, with this one's sign.
  private func subtractingMagnitude(_ other: ExactInteger) -> ExactInteger {
    var difference = self
    var borrow = false
    for i in magnitude.indices {
      let (first, under) = magnitude[i].subtractingReportingOverflow(other.limb(i))
      let (second, underAgain) = first.subtractingReportingOverflow(borrow ? 1 : 0)
      difference.magnitude[i] = second
      borrow = under || underAgain
    }
    difference.normalize()
    return difference
  }

  /// The value in floating point, off by at most one unit in the last place.
  var double: Double {
    var value = 0.0
    // What is below the three highest digits is less than 2⁻¹²⁸ of the whole.
    for (i, digit) in magnitude.enumerated().suffix(3) {
      value += Double(sign: .plus, exponent: 64 * i, significand: Double(digit))
    }
    return isNegative ? -value : value
  }
}
