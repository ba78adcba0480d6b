/// The sums over units that every fit of this module is made from.
///
/// All are integers, so that the sum over a corpus is the same bit for bit however the work was split
/// over threads, shards and machines: ``+(_:_:)`` with ``init()`` is a commutative monoid.
///
/// Nothing overflows while Σx and Σy are below 2⁶⁴, which is 18 EB: Σx² ≤ (Σx)² < 2¹²⁸, and the
/// same holds for Σxy and Σy².
public struct Moments: Hashable, Sendable {
  /// n, the number of units.
  public private(set) var count: UInt64
  /// Σx.
  public private(set) var sumX: UInt128
  /// Σy.
  public private(set) var sumY: UInt128
  /// Σx².
  public private(set) var sumXX: UInt128
  /// Σxy.
  public private(set) var sumXY: UInt128
  /// Σy².
  public private(set) var sumYY: UInt128

  /// Sums over no unit.
  public init() {
    (count, sumX, sumY, sumXX, sumXY, sumYY) = (0, 0, 0, 0, 0, 0)
  }

  /// Sums over points. Takes O(`points.count`).
  public init(_ points: some Sequence<(x: UInt64, y: UInt64)>) {
    self.init()
    for point in points { add(x: point.x, y: point.y) }
  }

  /// Adds a unit.
  ///
  /// - Parameters:
  ///   - x: Its size, in bytes or in characters.
  ///   - y: Its tokens.
  public mutating func add(x: UInt64, y: UInt64) {
    count += 1
    sumX += UInt128(x)
    sumY += UInt128(y)
    sumXX += UInt128(x) * UInt128(x)
    sumXY += UInt128(x) * UInt128(y)
    sumYY += UInt128(y) * UInt128(y)
  }

  /// The sums over the units of both.
  public static func + (a: Moments, b: Moments) -> Moments {
    var sum = a
    sum += b
    return sum
  }

  /// Adds the sums over other units.
  public static func += (a: inout Moments, b: Moments) {
    a.count += b.count
    a.sumX += b.sumX
    a.sumY += b.sumY
    a.sumXX += b.sumXX
    a.sumXY += b.sumXY
    a.sumYY += b.sumYY
  }
}

extension Moments {
  /// n, Σx, Σy, Σx², Σxy and Σy² as decimal numbers, because most readers of JSON lose the digits of
  /// numbers above 2⁵³.
  public var decimals: [String] {
    [String(count)] + [sumX, sumY, sumXX, sumXY, sumYY].map { String($0) }
  }

  /// Reads ``decimals``. `nil` if there are not six, if one of them is not a decimal number as it is
  /// written there, or if no units have such sums.
  public init?(decimals: [String]) {
    guard let numbers = parseDecimals(decimals, count: 6), let count = UInt64(exactly: numbers[0])
    else { return nil }
    self.count = count
    (sumX, sumY, sumXX, sumXY, sumYY) = (numbers[1], numbers[2], numbers[3], numbers[4], numbers[5])
    guard count > 0 || numbers.allSatisfy({ $0 == 0 }), CentredSums(self).isPossible else {
      return nil
    }
  }

  /// The sums over the units of both, or `nil` if they do not fit: for sums from files, which may
  /// hold any numbers. ``+(_:_:)`` stops the program instead.
  public func checkedSum(with other: Moments) -> Moments? {
    var sum = Moments()
    let (count, isTooGreat) = count.addingReportingOverflow(other.count)
    if isTooGreat { return nil }
    sum.count = count
    let sums: [WritableKeyPath<Moments, UInt128>] = [\.sumX, \.sumY, \.sumXX, \.sumXY, \.sumYY]
    for path in sums {
      let (value, isTooGreat) = self[keyPath: path].addingReportingOverflow(other[keyPath: path])
      if isTooGreat { return nil }
      sum[keyPath: path] = value
    }
    return sum
  }
}

/// Reads numbers that are written as `String(_:)` writes them and in no other way.
func parseDecimals(_ decimals: [String], count: Int) -> [UInt128]? {
  let numbers = decimals.compactMap { text in
    UInt128(text).flatMap { String($0) == text ? $0 : nil }
  }
  return decimals.count == count && numbers.count == count ? numbers : nil
}

/// n² times the variances and the covariance of x and y, exactly.
struct CentredSums {
  var xx: ExactInteger
  var xy: ExactInteger
  var yy: ExactInteger

  init(_ moments: Moments) {
    let n = ExactInteger(moments.count)
    let x = ExactInteger(moments.sumX)
    let y = ExactInteger(moments.sumY)
    xx = n * ExactInteger(moments.sumXX) - x * x
    xy = n * ExactInteger(moments.sumXY) - x * y
    yy = n * ExactInteger(moments.sumYY) - y * y
  }

  /// Whether neither variance is negative and the correlation is not beyond ±1.
  var isPossible: Bool {
    [xx, yy, determinant].allSatisfy { $0.isZero || $0.isPositive }
  }

  var determinant: ExactInteger { xx * yy - xy * xy }
}
