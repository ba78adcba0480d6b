/// The sums over units that a fit weighted by 1/x with an intercept needs beside n, Σx and Σy.
///
/// Quotients are kept in fixed point with 2⁻⁶⁰, rounded down for each unit, so that these sums, too,
/// do not depend on the order in which they are made. For units of 4 KiB that is 10⁻¹⁴ of a quotient.
/// Like ``Moments`` they are a commutative monoid. Units of no size have no weight and are left out.
public struct InverseWeightedMoments: Hashable, Sendable {
  /// The number of binary digits after the point.
  public static let fractionBits = 60

  /// n, of units with a size.
  public private(set) var count: UInt64 = 0
  /// Σx.
  public private(set) var sumX: UInt128 = 0
  /// Σy.
  public private(set) var sumY: UInt128 = 0
  /// 2⁶⁰·Σ(1/x).
  public private(set) var sumInverseX: UInt128 = 0
  /// 2⁶⁰·Σ(y/x).
  public private(set) var sumYOverX: UInt128 = 0
  /// 2⁶⁰·Σ(y²/x).
  public private(set) var sumYYOverX: UInt128 = 0

  /// Sums over no unit.
  public init() {}

  /// Adds a unit, which must not have more than sixteen tokens a byte; tokens of no bytes do not
  /// exist.
  ///
  /// - Parameters:
  ///   - x: Its size, in bytes or in characters.
  ///   - y: Its tokens.
  public mutating func add(x: UInt64, y: UInt64) {
    guard x > 0 else { return }
    count += 1
    sumX += UInt128(x)
    sumY += UInt128(y)
    sumInverseX += Self.quotient(1, x)
    sumYOverX += Self.quotient(UInt128(y), x)
    sumYYOverX += Self.quotient(UInt128(y) * UInt128(y), x)
  }

  private static func quotient(_ a: UInt128, _ b: UInt64) -> UInt128 {
    let (whole, rest) = a.quotientAndRemainder(dividingBy: UInt128(b))
    let bits = UInt128(fractionBits)
    return whole << bits + (rest << bits) / UInt128(b)
  }

  /// n, Σx, Σy, 2⁶⁰·Σ(1/x), 2⁶⁰·Σ(y/x) and 2⁶⁰·Σ(y²/x) as decimal numbers.
  public var decimals: [String] {
    [String(count)] + [sumX, sumY, sumInverseX, sumYOverX, sumYYOverX].map { String($0) }
  }

  /// Reads ``decimals``; `nil` if there are not six or one is not a decimal number as it is written
  /// there.
  public init?(decimals: [String]) {
    guard let numbers = parseDecimals(decimals, count: 6), let count = UInt64(exactly: numbers[0])
    else { return nil }
    self.count = count
    (sumX, sumY, sumInverseX) = (numbers[1], numbers[2], numbers[3])
    (sumYOverX, sumYYOverX) = (numbers[4], numbers[5])
  }

  /// The sums over the units of both, or `nil` if they do not fit: for sums from files, which may
  /// hold any numbers. ``+(_:_:)`` stops the program instead.
  public func checkedSum(with other: Self) -> Self? {
    var sum = Self()
    let (count, isTooGreat) = count.addingReportingOverflow(other.count)
    if isTooGreat { return nil }
    sum.count = count
    let sums: [WritableKeyPath<Self, UInt128>] = [
      \.sumX, \.sumY, \.sumInverseX, \.sumYOverX, \.sumYYOverX,
    ]
    for path in sums {
      let (value, isTooGreat) = self[keyPath: path].addingReportingOverflow(other[keyPath: path])
      if isTooGreat { return nil }
      sum[keyPath: path] = value
    }
    return sum
  }

  /// The sums over the units of both.
  public static func + (a: Self, b: Self) -> Self {
    var sum = a
    sum.count += b.count
    sum.sumX += b.sumX
    sum.sumY += b.sumY
    sum.sumInverseX += b.sumInverseX
    sum.sumYOverX += b.sumYOverX
    sum.sumYYOverX += b.sumYYOverX
    return sum
  }
}
