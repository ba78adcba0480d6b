/// A number of no sign as decimal digits, with nothing lost: the ground that rounding stands on.
///
/// A `Double` is *m* · 2^*e*. For *e* < 0 that is *m* · 5^−*e* / 10^−*e*, so its decimal
/// expansion is finite and comes out of one multiplication of integers. Rounding that expansion
/// is correct by construction, as the C library's `printf` is: 2.675 lies below its name and
/// gives 2.67.
struct DecimalDigits: Hashable {
  /// The digits, most significant first, without leading or trailing zeros; none for 0.
  private(set) var digits: [UInt8]

  /// How many digits stand before the decimal point; negative for zeros after it.
  private(set) var pointPosition: Int

  /// The digits of an integer.
  init(_ magnitude: UInt128) {
    self.init(digits: magnitude.description.utf8.map { $0 - UInt8(ascii: "0") }, scale: 0)
  }

  /// The exact digits of a finite number; its sign is left out.
  init(exactly value: Double) {
    let magnitude = value.magnitude
    guard magnitude > 0, magnitude.isFinite else {
      self.init(digits: [], scale: 0)
      return
    }
    // The value is an odd integer times 2^exponent.
    var integer = magnitude.significandBitPattern
    var exponent = Int(magnitude.exponentBitPattern) - 1075
    if magnitude.isNormal { integer |= 1 << 52 } else { exponent += 1 }
    let shift = integer.trailingZeroBitCount
    integer >>= UInt64(shift)
    exponent += shift
    var limbs = Limbs(integer)
    if exponent > 0 { limbs.multiply(by: 2, times: exponent) }
    if exponent < 0 { limbs.multiply(by: 5, times: -exponent) }
    self.init(digits: limbs.digits, scale: max(0, -exponent))
  }

  /// The number `digits` / 10^`scale`.
  private init(digits: [UInt8], scale: Int) {
    let leading = digits.prefix { $0 == 0 }.count
    self.digits = Array(digits.dropFirst(leading))
    pointPosition = digits.count - leading - scale
    dropTrailingZeros()
  }

  /// The number rounded to `places` decimals, a tie to the even digit.
  func rounded(toPlaces places: Int) -> DecimalDigits {
    rounded(keeping: pointPosition + places)
  }

  /// The number rounded to `count` significant digits, a tie to the even digit.
  func rounded(toSignificant count: Int) -> DecimalDigits {
    rounded(keeping: max(1, count))
  }

  /// The number times 10^`power`.
  func scaled(byPowerOfTen power: Int) -> DecimalDigits {
    var scaled = self
    if !digits.isEmpty { scaled.pointPosition += power }
    return scaled
  }

  private func rounded(keeping count: Int) -> DecimalDigits {
    guard count < digits.count else { return self }
    var result = self
    guard count >= 0 else {
      result.digits = []
      result.pointPosition = 0
      return result
    }
    // No trailing zeros, so the rest is a half exactly when it is the single digit 5.
    let isTie = digits[count] == 5 && count + 1 == digits.count
    let previousIsOdd = count > 0 && digits[count - 1] % 2 == 1
    let roundsUp = isTie ? previousIsOdd : digits[count] >= 5
    result.digits.removeSubrange(count...)
    if roundsUp {
      var index = count - 1
      while index >= 0, result.digits[index] == 9 {
        result.digits[index] = 0
        index -= 1
      }
      if index >= 0 {
        result.digits[index] += 1
      } else {
        result.digits.insert(1, at: 0)
        result.pointPosition += 1
      }
    }
    result.dropTrailingZeros()
    return result
  }

  private mutating func dropTrailingZeros() {
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty { pointPosition = 0 }
  }
}

extension DecimalDigits {
  /// The number written out with at least `minimumPlaces` decimals and as many as it has.
  func text(minimumPlaces: Int = 0, grouped: Bool = false) -> String {
    var whole = digits.prefix(max(0, pointPosition)).map { Character(digit: $0) }
    whole += Array(repeating: "0", count: max(0, pointPosition - digits.count))
    if whole.isEmpty { whole = ["0"] }
    var fraction = Array(
      repeating: Character("0"), count: digits.isEmpty ? 0 : max(0, -pointPosition))
    fraction += digits.dropFirst(max(0, pointPosition)).map { Character(digit: $0) }
    fraction += Array(repeating: "0", count: max(0, minimumPlaces - fraction.count))

    var text = ""
    for (index, digit) in whole.enumerated() {
      if grouped, index > 0, (whole.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return fraction.isEmpty ? text : text + "." + String(fraction)
  }

  /// The number as `1.23e18`, with at least `minimumDigits` digits.
  func exponentText(minimumDigits: Int = 1) -> String {
    let mantissa = scaled(byPowerOfTen: 1 - pointPosition)
    return mantissa.text(minimumPlaces: minimumDigits - 1) + "e\(pointPosition - 1)"
  }
}

extension Character {
  fileprivate init(digit: UInt8) {
    self.init(Unicode.Scalar(UInt8(ascii: "0") + digit))
  }
}

/// An integer of any size in base 10^9, least significant limb first.
private struct Limbs {
  private var limbs: [UInt64]

  init(_ value: UInt64) {
    limbs = [value % 1_000_000_000, value / 1_000_000_000 % 1_000_000_000]
    if value >= 1_000_000_000_000_000_000 { limbs.append(value / 1_000_000_000_000_000_000) }
  }

  /// Multiplies by `base`^`times`, thirteen factors at a time: 5^13 is below 2^31.
  mutating func multiply(by base: UInt64, times: Int) {
    var left = times
    while left > 0 {
      let step = min(left, 13)
      multiply(by: (0..<step).reduce(1) { product, _ in product * base })
      left -= step
    }
  }

  private mutating func multiply(by factor: UInt64) {
    var carry: UInt64 = 0
    for index in limbs.indices {
      let product = limbs[index] * factor + carry
      limbs[index] = product % 1_000_000_000
      carry = product / 1_000_000_000
    }
    while carry > 0 {
      limbs.append(carry % 1_000_000_000)
      carry /= 1_000_000_000
    }
  }

  var digits: [UInt8] {
    limbs.reversed().flatMap { limb in
      let text = String(limb).utf8.map { $0 - UInt8(ascii: "0") }
      return Array(repeating: 0, count: 9 - text.count) + text
    }
  }
}
