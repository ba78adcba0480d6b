/// Why a fit or an interval cannot be had.
public enum FitError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Fewer units, clusters, strata or points than the formula needs.
  case tooFew(count: UInt64, needed: UInt64)
  /// All units have the same size, so there is no slope.
  case noSpread
  /// The sizes add up to nothing, or one of them is zero or negative where a ratio is needed.
  case noSize
  /// A number is not finite, or is negative where that has no meaning.
  case notANumber

  /// The reason as a sentence.
  public var description: String {
    switch self {
    case .tooFew(let count, let needed): "\(needed) observations are needed and there are \(count)."
    case .noSpread: "All observations have the same size, so a line has no slope."
    case .noSize: "The observations have no size to divide by."
    case .notANumber: "An observation is not a finite number in its range."
    }
  }
}

/// The ratio Σy/Σx, which is also the line through the origin fitted with weights 1/x: the estimator
/// of totals.
///
/// Its variance is that of simple random sampling without replacement, linearised (W. G. Cochran,
/// *Sampling Techniques*, 3rd ed., 1977, ch. 6):
///
///     v = (1 − f) · n/(n − 1) · Σ(y − r·x)² / (Σx)²
///
/// For units that come in clusters, such as the windows of one file, the same formula over clusters
/// is the honest one, since units of one cluster resemble each other: make ``Moments`` with one
/// ``Moments/add(x:y:)`` for the sums of each cluster.
public struct RatioFit: Hashable, Sendable {
  /// Σy/Σx.
  public let ratio: Double
  /// n, of units or of clusters.
  public let count: UInt64
  /// Σ(y − r·x)².
  public let residualSumOfSquares: Double
  /// The variance of ``ratio`` where the sample is a negligible part of the whole (f = 0); `nil` with
  /// one unit.
  public let variance: Double?

  /// - Throws: ``FitError/noSize`` if Σx is zero.
  public init(_ moments: Moments) throws(FitError) {
    guard moments.sumX > 0 else { throw .noSize }
    let x = ExactInteger(moments.sumX)
    let y = ExactInteger(moments.sumY)
    // (Σx)² · Σ(y − r·x)², exactly.
    let scaled =
      x * x * ExactInteger(moments.sumYY)
      - (x * y * ExactInteger(moments.sumXY)) << 1
      + y * y * ExactInteger(moments.sumXX)
    let squaredX = (x * x).double
    ratio = y.double / x.double
    count = moments.count
    residualSumOfSquares = scaled.double / squaredX
    let n = Double(count)
    variance = count > 1 ? n / (n - 1) * residualSumOfSquares / squaredX : nil
  }

  /// The square root of the variance.
  ///
  /// - Parameter sampledFraction: f, the part of all units that the sample is; it may be above zero
  ///   only if the sample was drawn without replacement from just what is estimated.
  /// - Returns: The standard error, `nil` with one unit.
  public func standardError(sampledFraction: Double = 0) -> Double? {
    variance.map { ((1 - sampledFraction) * $0).squareRoot() }
  }

  /// The ratio as an estimate with n − 1 degrees of freedom.
  ///
  /// - Parameter sampledFraction: As in ``standardError(sampledFraction:)``.
  /// - Returns: The estimate of tokens per unit of x.
  /// - Throws: ``FitError/tooFew(count:needed:)`` with one unit.
  public func estimate(sampledFraction: Double = 0) throws(FitError) -> Estimate {
    guard let error = standardError(sampledFraction: sampledFraction) else {
      throw .tooFew(count: count, needed: 2)
    }
    return Estimate(value: ratio, standardError: error, degreesOfFreedom: Double(count) - 1)
  }
}
