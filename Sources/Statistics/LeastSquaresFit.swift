/// The line y = a + b·x with the least sum of squares: a description of how tokens grow with size.
///
/// A total estimated from it is N·a + b·X, for N units of X bytes together
/// (``predictedTotal(units:size:)``): the intercept counts once a unit, and b·X alone is off by as
/// much as the intercept is not zero.
public struct LeastSquaresFit: Hashable, Sendable {
  /// How the units are weighted, which is also how the variance around the line is taken to grow.
  public enum Weighting: Hashable, Sendable {
    /// All units alike: ordinary least squares.
    case equal
    /// By 1/x: variance proportional to size.
    case inverseSize
  }

  /// The covariance matrix of intercept and slope.
  public struct Covariance: Hashable, Sendable {
    /// The variance of the intercept.
    public var intercept: Double
    /// The covariance of intercept and slope.
    public var interceptAndSlope: Double
    /// The variance of the slope.
    public var slope: Double
  }

  /// n.
  public let count: UInt64
  /// a.
  public let intercept: Double
  /// b.
  public let slope: Double
  /// The part of the (weighted) variance of y that the line explains; `nil` if y has none.
  public let rSquared: Double?
  /// s², the (weighted) sum of squared residuals by n − 2.
  public let residualVariance: Double
  /// s²·(XᵀWX)⁻¹, right if the weighting is. ``heteroscedasticCovariance(of:)`` needs no such belief.
  public let covariance: Covariance
  /// The weights of the fit.
  public let weighting: Weighting

  /// s, in tokens if all units weigh alike and else in tokens by the root of size.
  public var residualStandardDeviation: Double { residualVariance.squareRoot() }
  /// The standard error of a.
  public var interceptStandardError: Double { covariance.intercept.squareRoot() }
  /// The standard error of b.
  public var slopeStandardError: Double { covariance.slope.squareRoot() }

  /// Ordinary least squares, exact up to the last rounding.
  ///
  /// - Throws: ``FitError/tooFew(count:needed:)`` below three units, ``FitError/noSpread`` if all have
  ///   the same size.
  public init(_ moments: Moments) throws(FitError) {
    guard moments.count > 2 else { throw .tooFew(count: moments.count, needed: 3) }
    let centred = CentredSums(moments)
    guard centred.xx.isPositive else { throw .noSpread }
    let n = Double(moments.count)
    let xx = centred.xx.double
    let determinant = centred.determinant
    let interceptNumerator =
      ExactInteger(moments.sumY) * ExactInteger(moments.sumXX)
      - ExactInteger(moments.sumX) * ExactInteger(moments.sumXY)

    count = moments.count
    weighting = .equal
    slope = centred.xy.double / xx
    intercept = interceptNumerator.double / xx
    rSquared =
      centred.yy.isZero
      ? nil : (centred.xy * centred.xy).double / (centred.xx * centred.yy).double
    residualVariance = determinant.double / xx / n / (n - 2)
    covariance = Covariance(
      intercept: residualVariance * Double(moments.sumXX) / xx,
      interceptAndSlope: -residualVariance * Double(moments.sumX) / xx,
      slope: residualVariance * n / xx)
  }

  /// Least squares weighted by 1/x, with an intercept. (Without one it is ``RatioFit``.)
  ///
  /// - Throws: ``FitError/tooFew(count:needed:)`` below three units of any size, ``FitError/noSpread``
  ///   if all have the same.
  public init(_ moments: InverseWeightedMoments) throws(FitError) {
    guard moments.count > 2 else { throw .tooFew(count: moments.count, needed: 3) }
    // The normal equations with weights 1/x, times the fixed point's 2⁶⁰ where a sum has it.
    let point = InverseWeightedMoments.fractionBits
    let n = ExactInteger(moments.count)
    let x = ExactInteger(moments.sumX)
    let y = ExactInteger(moments.sumY)
    let w = ExactInteger(moments.sumInverseX)
    let wy = ExactInteger(moments.sumYOverX)
    let wyy = ExactInteger(moments.sumYYOverX)
    let determinant = w * x - (n * n) << point
    guard determinant.isPositive else { throw .noSpread }
    let a = wy * x - (n * y) << point
    let b = w * y - n * wy
    let residuals = wyy * determinant - wy * a - (y * b) << point

    let scale = Double(sign: .plus, exponent: point, significand: 1)
    let total = wyy * w - wy * wy
    count = moments.count
    weighting = .inverseSize
    intercept = a.double / determinant.double
    slope = b.double / determinant.double
    let sumOfSquares = max(0, residuals.double / determinant.double / scale)
    rSquared = total.isPositive ? 1 - sumOfSquares / (total.double / w.double / scale) : nil
    residualVariance = sumOfSquares / (Double(moments.count) - 2)
    covariance = Covariance(
      intercept: residualVariance * x.double / (determinant.double / scale),
      interceptAndSlope: -residualVariance * n.double / (determinant.double / scale),
      slope: residualVariance * w.double / determinant.double)
  }

  /// The estimated tokens of units that the line was not fitted to.
  ///
  /// The variance is [N X]·Cov(a, b)·[N X]ᵀ for the line and s²·N, or with weights 1/x s²·X, for the
  /// units around it.
  ///
  /// - Parameters:
  ///   - units: N, the number of units.
  ///   - size: X, the size of all of them together, in the unit of x.
  /// - Returns: The estimated sum of y.
  public func predictedTotal(units: Double, size: Double) -> Estimate {
    let line =
      units * units * covariance.intercept
      + 2 * units * size * covariance.interceptAndSlope
      + size * size * covariance.slope
    let around = residualVariance * (weighting == .equal ? units : size)
    return Estimate(
      value: units * intercept + slope * size,
      standardError: max(0, line + around).squareRoot(),
      degreesOfFreedom: Double(count) - 2)
  }
}

extension LeastSquaresFit {
  /// The covariance matrix of ordinary least squares that holds whatever the variance around the line
  /// does: HC3 (J. G. MacKinnon and H. White, *Journal of Econometrics* 29, 1985).
  ///
  /// It needs every point beside the others' sum, so it can be had from a sample of points and not
  /// from ``Moments``. Takes O(`points.count`).
  ///
  /// - Throws: ``FitError/tooFew(count:needed:)`` below three points, ``FitError/noSpread`` if all have
  ///   the same x or one of them decides the line alone.
  public static func heteroscedasticCovariance(
    of points: [(x: Double, y: Double)]
  ) throws(FitError) -> Covariance {
    guard points.count > 2 else { throw .tooFew(count: UInt64(points.count), needed: 3) }
    let n = Double(points.count)
    let meanX = sum(points.lazy.map(\.x)) / n
    let meanY = sum(points.lazy.map(\.y)) / n
    let xx = sum(points.lazy.map { ($0.x - meanX) * ($0.x - meanX) })
    guard xx > 0 else { throw .noSpread }
    let slope = sum(points.lazy.map { ($0.x - meanX) * ($0.y - meanY) }) / xx

    /// What a point adds to intercept and slope, by its residual, and that residual's square by
    /// (1 − leverage)².
    let influences = points.map { point in
      let x = point.x - meanX
      let residual = (point.y - meanY) - slope * x
      let free = 1 - 1 / n - x * x / xx
      return (intercept: 1 / n - meanX * x / xx, slope: x / xx, square: residual / free)
    }.map { ($0.intercept, $0.slope, $0.square * $0.square) }
    guard influences.allSatisfy({ $0.2.isFinite }) else { throw .noSpread }
    return Covariance(
      intercept: sum(influences.lazy.map { $0.0 * $0.0 * $0.2 }),
      interceptAndSlope: sum(influences.lazy.map { $0.0 * $0.1 * $0.2 }),
      slope: sum(influences.lazy.map { $0.1 * $0.1 * $0.2 }))
  }
}
