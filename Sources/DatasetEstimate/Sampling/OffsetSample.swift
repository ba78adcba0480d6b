package import Statistics

/// A sample that was drawn by byte offset.
package struct OffsetSample<Unit: SampledUnit> {
  /// A stretch of the dataset with the two units that were drawn in it.
  package struct Stratum {
    package var first: Unit
    package var second: Unit
    /// Its bytes, as a multiple of those that it would have if all strata of its drawing were equal.
    package var width: Double
  }

  /// The strata, those of the pilot first.
  package var strata: [Stratum] = []
  /// How many units the pilot had.
  package var pilotUnits = 0
  /// Whether the limit of bytes stopped the sample short of the wanted precision.
  package var isLimited = false
  /// As in ``OffsetSampling/scriptShares``.
  package var scriptShares: [String: Double]

  /// The drawn units; one that was drawn twice is here twice.
  package var units: [Unit] { strata.flatMap { [$0.first, $0.second] } }

  /// The drawn units with the number of such units in the dataset of `bytes` that each stands for.
  package func weightedUnits(of bytes: Int64) -> [(unit: Unit, weight: Double)] {
    let scale = Double(bytes) / Double(2 * strata.count)
    return strata.flatMap { stratum in
      [stratum.first, stratum.second].map { unit in
        (unit: unit, weight: scale * stratum.width / Double(unit.containerBytes))
      }
    }
  }

  /// Tokens per container byte, calibrated by the shares of scripts if these are known for every unit
  /// drawn.
  package func ratio() throws(FitError) -> Estimate {
    if isCalibrated { return try calibratedRatio() }
    // With the widths as factors, the mean over strata is the sum of their shares of the dataset.
    return try estimate(
      strata.map {
        (first: $0.width * ratio($0.first), second: $0.width * ratio($0.second))
      })
  }

  func estimate(
    _ pairs: [(first: Double, second: Double)]
  ) throws(FitError) -> Estimate {
    var estimate = try SamplingEstimate.twoPerStratum(pairs)
    estimate.degreesOfFreedom = Self.degreesOfFreedom(pairs)
    return estimate
  }

  func ratio(_ unit: Unit) -> Double {
    Double(unit.tokens) / Double(unit.containerBytes)
  }

  /// The degrees of freedom of Σd², where d is the difference of the two in a stratum: 2·(Σd²)²/Σd⁴.
  ///
  /// It is F. E. Satterthwaite's 2·E²/Var (*Biometrics Bulletin* 2, 1946) with the mean of each d⁴ for the
  /// variance of d², which is never above it. There would be H of them if all strata varied alike. Where
  /// sources follow one another in a file, most of the variance is that of the few strata in which one
  /// ends and the next begins: with H degrees, intervals covered in 93 % of cases there.
  private static func degreesOfFreedom(_ pairs: [(first: Double, second: Double)]) -> Double {
    var (squares, fourths) = (0.0, 0.0)
    for pair in pairs {
      let square = (pair.first - pair.second) * (pair.first - pair.second)
      squares += square
      fourths += square * square
    }
    let count = Double(pairs.count)
    guard fourths > 0 else { return count }
    return min(count, max(1, 2 * squares * squares / fourths))
  }
}
