/// Reads sizes, counts and shares as people write them.
///
/// A number is digits, which underscores may group, with a decimal point and a power of ten if
/// wanted: `512`, `2_000_000`, `1.5e12`. A unit may follow, after a space or at once. Commas are
/// refused: `3,200` is two different numbers to two readers.
///
/// Letters count in either case. `B` is what its place makes it: in a count a billion, in a size
/// a byte.
package enum HumanNumber {
  /// Reads a size: `3.2TB`, `64MB`, `10GiB`, `512`.
  ///
  /// Units are decimal (kB, MB, GB, TB, PB, EB) or binary (KiB … EiB); the `B` may be left out.
  /// What is not a whole number of bytes after its unit is rounded to the nearest.
  ///
  /// - Parameter text: What the person wrote.
  /// - Returns: The size in bytes, exact.
  /// - Throws: ``HumanNumberError``.
  package static func bytes(_ text: String) throws(HumanNumberError) -> UInt64 {
    let number = try WrittenNumber(text, expected: .size)
    return try number.whole(times: sizeUnit(number))
  }

  /// Reads a count: `15T`, `7B`, `1.5e12`, `2_000_000`.
  ///
  /// Units are K (10^3), M (10^6), B or G (10^9) and T (10^12).
  ///
  /// - Parameter text: What the person wrote.
  /// - Returns: The count, exact.
  /// - Throws: ``HumanNumberError``; among others when the number is not whole.
  package static func count(_ text: String) throws(HumanNumberError) -> UInt64 {
    let number = try WrittenNumber(text, expected: .count)
    return try number.whole(times: countUnit(number))
  }

  /// Reads a number that need not be whole nor fit 64 bits, with the units of a count: `3.1e24`
  /// FLOPs, `989T`, `0.45`.
  ///
  /// - Parameter text: What the person wrote.
  /// - Returns: The `Double` nearest to the number.
  /// - Throws: ``HumanNumberError``.
  package static func number(_ text: String) throws(HumanNumberError) -> Double {
    let number = try WrittenNumber(text, expected: .count)
    return try number.double(timesPowerOfTen: countUnit(number).powerOfTen)
  }

  /// Reads a share: `1%`, `0.01`.
  ///
  /// - Parameter text: What the person wrote.
  /// - Returns: The share, from 0 to 1.
  /// - Throws: ``HumanNumberError``; `50` is refused, for it may mean 50%.
  package static func fraction(_ text: String) throws(HumanNumberError) -> Double {
    let number = try WrittenNumber(text, expected: .share)
    guard number.unit.isEmpty || number.unit == "%" else {
      throw number.error(.unknownUnit, "“\(number.unit)” is no unit of a share")
    }
    let share = try number.double(timesPowerOfTen: number.unit == "%" ? -2 : 0)
    guard share <= 1 else {
      throw number.error(
        .outOfRange, number.unit.isEmpty ? "a share is at most 1" : "a share is at most 100%")
    }
    return share
  }

  private static func sizeUnit(_ number: WrittenNumber) throws(HumanNumberError) -> UnitFactor {
    // Megabits are written like this, and off by eight.
    let letters = Array(number.unit.utf8)
    if letters.count == 2, letters[1] == UInt8(ascii: "b"), (0x41...0x5A).contains(letters[0]),
      letters[0] != UInt8(ascii: "B")
    {
      throw number.error(.ambiguousUnit, "“\(number.unit)” may be read as bits")
    }
    switch number.unit.lowercased() {
    case "", "b": return .powerOfTen(0)
    case "k", "kb": return .powerOfTen(3)
    case "m", "mb": return .powerOfTen(6)
    case "g", "gb": return .powerOfTen(9)
    case "t", "tb": return .powerOfTen(12)
    case "p", "pb": return .powerOfTen(15)
    case "e", "eb": return .powerOfTen(18)
    case "ki", "kib": return .powerOfTwo(10)
    case "mi", "mib": return .powerOfTwo(20)
    case "gi", "gib": return .powerOfTwo(30)
    case "ti", "tib": return .powerOfTwo(40)
    case "pi", "pib": return .powerOfTwo(50)
    case "ei", "eib": return .powerOfTwo(60)
    default: throw number.error(.unknownUnit, "“\(number.unit)” is no unit of a size")
    }
  }

  private static func countUnit(_ number: WrittenNumber) throws(HumanNumberError) -> UnitFactor {
    switch number.unit.lowercased() {
    case "": return .powerOfTen(0)
    case "k": return .powerOfTen(3)
    case "m": return .powerOfTen(6)
    case "b", "g": return .powerOfTen(9)
    case "t": return .powerOfTen(12)
    default: throw number.error(.unknownUnit, "“\(number.unit)” is no unit of a count")
    }
  }
}

/// What a unit multiplies by.
enum UnitFactor: Hashable {
  case powerOfTen(Int)
  case powerOfTwo(Int)

  /// The exponent of a decimal unit; counts have no others.
  var powerOfTen: Int {
    if case .powerOfTen(let exponent) = self { exponent } else { 0 }
  }
}
