/// Estimators of a whole's ratio from units that were drawn by byte offset.
///
/// A unit is drawn by choosing a byte of the whole, each with the same probability, and taking the
/// unit that contains it; so its probability is proportional to its size x, and q = y/x is by itself
/// an unbiased estimate of the whole's tokens per byte. Multiply by the whole's bytes
/// (``Estimate/scaled(by:)``) to have its tokens.
public enum SamplingEstimate {
  /// The mean of the ratios of n independent draws, with n − 1 degrees of freedom: v = s²/n (M. H.
  /// Hansen and W. N. Hurwitz, *Annals of Mathematical Statistics* 14, 1943).
  ///
  /// - Parameter ratios: y/x of every draw; a unit drawn twice counts twice.
  /// - Returns: The estimated ratio of the whole.
  /// - Throws: ``FitError/tooFew(count:needed:)`` below two draws.
  public static func proportionalToSize(ratios: [Double]) throws(FitError) -> Estimate {
    try check(ratios, needed: 2)
    let n = Double(ratios.count)
    let (mean, squares) = spread(ratios)
    return Estimate(
      value: mean, standardError: (squares / (n - 1) / n).squareRoot(), degreesOfFreedom: n - 1)
  }

  /// The mean of the ratios of units that are drawn in two stages: clusters, such as compressed files,
  /// by offset, and units within each.
  ///
  /// The spread between clusters contains that within them, so that no more than their means is
  /// needed, however many units each has.
  ///
  /// - Parameter clusters: For every draw of a cluster the ratios of the units drawn in it. A cluster
  ///   that was read whole gives its one ratio.
  /// - Returns: The estimated ratio of the whole.
  /// - Throws: ``FitError/tooFew(count:needed:)`` below two clusters or with an empty one.
  public static func twoStage(clusters: [[Double]]) throws(FitError) -> Estimate {
    for ratios in clusters { try check(ratios, needed: 1) }
    return try proportionalToSize(ratios: clusters.map { sum($0) / Double($0.count) })
  }

  /// The mean of the ratios of two independent draws in each of H strata of equal size, with H degrees
  /// of freedom: v = Σ(q₁ − q₂)²/(4H²).
  ///
  /// Unbiased, and what the order of the whole has to tell, such as sources that follow one another,
  /// makes it more precise.
  ///
  /// - Parameter strata: The two ratios of each stratum.
  /// - Returns: The estimated ratio of the whole.
  /// - Throws: ``FitError/tooFew(count:needed:)`` without a stratum.
  public static func twoPerStratum(
    _ strata: [(first: Double, second: Double)]
  ) throws(FitError) -> Estimate {
    try check(strata.flatMap { [$0.first, $0.second] }, needed: 2)
    let h = Double(strata.count)
    let squares = sum(strata.lazy.map { ($0.first - $0.second) * ($0.first - $0.second) })
    return Estimate(
      value: sum(strata.lazy.map { ($0.first + $0.second) / 2 }) / h,
      standardError: (squares / (4 * h * h)).squareRoot(), degreesOfFreedom: h)
  }

  /// A drawn unit with the class that it is counted in, such as its script.
  public struct ClassifiedUnit: Hashable, Sendable {
    /// y/x.
    public var ratio: Double
    /// An index of the shares that ``calibrated(_:shares:)`` is given.
    public var unitClass: Int

    /// Makes a unit.
    public init(ratio: Double, unitClass: Int) {
      self.ratio = ratio
      self.unitClass = unitClass
    }
  }

  /// Two draws in each of H strata, calibrated by the known shares of classes: Σ W·(mean of the
  /// class), where W is the share of all bytes that are in units of the class.
  ///
  /// The variance is that of ``twoPerStratum(_:)`` for g·(q − mean of the class), with g the class's
  /// share by its part of the sample (C.-E. Särndal, B. Swensson and J. Wretman, *Model Assisted Survey
  /// Sampling*, 1992, ch. 7). Classes with fewer than ``smallestClass`` drawn units are made one, for the
  /// means of small classes fit their own units too well.
  ///
  /// - Parameters:
  ///   - strata: The two units of each stratum.
  ///   - shares: The share of each class, in any scale.
  /// - Returns: The estimated ratio of the whole.
  /// - Throws: ``FitError/tooFew(count:needed:)`` without a stratum, ``FitError/notANumber`` if a share
  ///   is negative, all are zero or a unit's class has none.
  public static func calibrated(
    _ strata: [(first: ClassifiedUnit, second: ClassifiedUnit)], shares: [Double]
  ) throws(FitError) -> Estimate {
    let units = strata.flatMap { [$0.first, $0.second] }
    try check(units.map(\.ratio), needed: 2)
    let totalShare = sum(shares)
    guard shares.allSatisfy({ $0 >= 0 }), totalShare > 0, totalShare.isFinite,
      units.allSatisfy({ shares.indices.contains($0.unitClass) && shares[$0.unitClass] > 0 })
    else { throw .notANumber }

    let merged = mergedClasses(units, shares: shares)
    let n = Double(units.count)
    var value = 0.0
    var means = [Double](repeating: 0, count: shares.count)
    var weights = means
    for name in Set(merged).sorted() {
      let ratios = units.filter { merged[$0.unitClass] == name }.map(\.ratio)
      if ratios.isEmpty { continue }
      let share = sum(shares.indices.lazy.map { merged[$0] == name ? shares[$0] : 0 }) / totalShare
      means[name] = sum(ratios) / Double(ratios.count)
      weights[name] = share * n / Double(ratios.count)
      value += share * means[name]
    }
    let residuals = strata.map { pair in
      let (a, b) = (merged[pair.first.unitClass], merged[pair.second.unitClass])
      return (
        first: weights[a] * (pair.first.ratio - means[a]),
        second: weights[b] * (pair.second.ratio - means[b])
      )
    }
    var estimate = try twoPerStratum(residuals)
    estimate.value = value
    return estimate
  }

  /// The fewest drawn units of a class that has a mean of its own in ``calibrated(_:shares:)``.
  public static let smallestClass = 5

  /// For every class the one that stands for it: itself, or the smallest of those that are made one.
  /// Where these are together still too few, the next larger class is one of them, too.
  private static func mergedClasses(_ units: [ClassifiedUnit], shares: [Double]) -> [Int] {
    var counts = [Int](repeating: 0, count: shares.count)
    for unit in units { counts[unit.unitClass] += 1 }
    let ascending = counts.indices.filter { shares[$0] > 0 }
      .sorted { (counts[$0], $0) < (counts[$1], $1) }
    var merged = Array(counts.indices)
    var together = 0
    for (position, i) in ascending.enumerated() {
      if counts[i] >= smallestClass, position == 0 || together >= smallestClass { break }
      merged[i] = ascending[0]
      together += counts[i]
    }
    return merged
  }

  private static func check(_ ratios: [Double], needed: Int) throws(FitError) {
    guard ratios.count >= needed else {
      throw .tooFew(count: UInt64(ratios.count), needed: UInt64(needed))
    }
    guard ratios.allSatisfy(\.isFinite) else { throw .notANumber }
  }
}
