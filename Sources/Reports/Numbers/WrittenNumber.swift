/// A number as it was written: digits, a power of ten, and a unit that is not yet understood.
struct WrittenNumber {
  private let text: String
  private let expected: HumanNumberError.Expectation
  /// The digits without leading zeros, ASCII.
  private var digits: [UInt8] = []
  /// The number is `digits` · 10^`exponent`.
  private var exponent = 0
  /// What follows the number, without spaces around it.
  private(set) var unit = ""

  init(_ text: String, expected: HumanNumberError.Expectation) throws(HumanNumberError) {
    self.text = text
    self.expected = expected
    let bytes = Array(text.utf8)
    var position = bytes.prefix { $0 == UInt8(ascii: " ") }.count
    let end = bytes.count - bytes.reversed().prefix { $0 == UInt8(ascii: " ") }.count
    guard position < end else { throw error(.empty, "there is no number") }
    if bytes[position] == UInt8(ascii: "-") {
      throw error(.negative, "a \(expected.rawValue) is not negative", at: position)
    }
    if bytes[position] == UInt8(ascii: "+") { position += 1 }

    var sawDigit = false
    var sawPoint = false
    scan: while position < end {
      switch bytes[position] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        sawDigit = true
        if bytes[position] != UInt8(ascii: "0") || !digits.isEmpty {
          digits.append(bytes[position])
        }
        if sawPoint { exponent -= 1 }
      case UInt8(ascii: "_"):
        guard isDigit(bytes, position - 1), isDigit(bytes, position + 1) else {
          throw error(.malformed, "an underscore stands between digits", at: position)
        }
      case UInt8(ascii: "."):
        if sawPoint { throw error(.malformed, "there are two decimal points", at: position) }
        sawPoint = true
      case UInt8(ascii: ","):
        throw error(
          .malformed, "a comma may mean thousands or decimals (write 2_000 or 2.5)", at: position)
      default: break scan
      }
      position += 1
    }
    guard sawDigit else { throw error(.malformed, "it does not start with a number", at: position) }

    // An E is a power of ten where digits follow it, and a unit (exabytes) where none do.
    if position < end, bytes[position] | 0x20 == UInt8(ascii: "e") {
      var digit = position + 1
      let isNegative = digit < end && bytes[digit] == UInt8(ascii: "-")
      if digit < end, isNegative || bytes[digit] == UInt8(ascii: "+") { digit += 1 }
      if isDigit(bytes, digit) {
        var power = 0
        while digit < end, isDigit(bytes, digit) {
          // Beyond any number that fits, and far from overflowing itself.
          power = min(power * 10 + Int(bytes[digit] - UInt8(ascii: "0")), 1_000_000)
          digit += 1
        }
        exponent += isNegative ? -power : power
        position = digit
      }
    }
    while digits.last == UInt8(ascii: "0") {
      digits.removeLast()
      exponent += 1
    }
    while position < end, bytes[position] == UInt8(ascii: " ") { position += 1 }
    unit = String(decoding: bytes[position..<end], as: UTF8.self)
  }

  /// The number times a unit, as an integer.
  ///
  /// The part of a unit that is left over is rounded (1.1GiB is no whole number of bytes); a
  /// number without a unit must be whole itself.
  func whole(times factor: UnitFactor) throws(HumanNumberError) -> UInt64 {
    if digits.isEmpty { return 0 }
    // Twenty digits times 2^60 stay below 2^127.
    guard digits.count <= 20 else {
      throw error(.tooManyDigits, "it has more than 20 significant digits")
    }
    var value = digits.reduce(0 as UInt128) { $0 * 10 + UInt128($1 - UInt8(ascii: "0")) }
    var power = exponent
    switch factor {
    case .powerOfTen(let more): power += more
    case .powerOfTwo(let shift): value <<= UInt128(shift)
    }
    while power > 0, value <= UInt64.max {
      value *= 10
      power -= 1
    }
    var remainder: UInt128 = 0
    var divisor: UInt128 = 1
    if power < -38 {
      // Nothing is left of the number but its being not zero.
      (value, remainder, divisor) = (0, 1, 3)
    } else if power < 0 {
      divisor = (0 ..< -power).reduce(1) { product, _ in product * 10 }
      (value, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    }
    if remainder != 0 {
      guard factor != .powerOfTen(0) else {
        throw error(.notWhole, "a \(expected.rawValue) is a whole number")
      }
      if remainder >= divisor - remainder { value += 1 }
    }
    guard let whole = UInt64(exactly: value) else {
      throw error(.tooLarge, "the largest \(expected.rawValue) is \(UInt64.max)")
    }
    return whole
  }

  /// The number times a power of ten, as the nearest `Double`.
  func double(timesPowerOfTen power: Int) throws(HumanNumberError) -> Double {
    if digits.isEmpty { return 0 }
    let decimal = String(decoding: digits, as: UTF8.self) + "e\(exponent + power)"
    guard let value = Double(decimal), value.isFinite else {
      throw error(.tooLarge, "the largest number is about 1.8e308")
    }
    return value
  }

  /// What is wrong with the number.
  func error(
    _ code: HumanNumberError.Code, _ reason: String, at offset: Int? = nil
  ) -> HumanNumberError {
    HumanNumberError(code: code, text: text, offset: offset, reason: reason, expected: expected)
  }
}

private func isDigit(_ bytes: [UInt8], _ position: Int) -> Bool {
  bytes.indices.contains(position)
    && bytes[position] >= UInt8(ascii: "0") && bytes[position] <= UInt8(ascii: "9")
}
