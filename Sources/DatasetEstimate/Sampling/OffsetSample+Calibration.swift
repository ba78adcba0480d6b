import Statistics

extension OffsetSample {
  /// The fewest units that a class of its own is expected to have. Of 300 units in 25 scripts, classes
  /// of five as they happened to be drawn gave intervals that covered in 80 % of cases.
  private static var fewestExpected: Double { 20 }

  /// Whether the shares of scripts are known for every unit drawn.
  package var isCalibrated: Bool {
    !scriptShares.isEmpty && units.allSatisfy { scriptShares[$0.mainScript ?? "", default: 0] > 0 }
  }

  /// Σ W·(mean of the class), where W is the class's share of all bytes.
  ///
  /// The variance is that of the strata for g·(q − mean of the class), with g the class's share by its
  /// part of the sample (C.-E. Särndal, B. Swensson and J. Wretman, *Model Assisted Survey Sampling*,
  /// 1992, ch. 7); a unit counts by the width of its stratum.
  func calibratedRatio() throws(FitError) -> Estimate {
    let (classes, shares) = calibrationClasses()
    var sums = [Double](repeating: 0, count: shares.count)
    var widths = sums
    for stratum in strata {
      for unit in [stratum.first, stratum.second] {
        let unitClass = classes[unit.mainScript ?? ""] ?? 0
        sums[unitClass] += stratum.width * ratio(unit)
        widths[unitClass] += stratum.width
      }
    }
    let known = shares.indices.reduce(0) { widths[$1] > 0 ? $0 + shares[$1] : $0 }
    var value = 0.0
    for index in shares.indices where widths[index] > 0 {
      value += shares[index] / known * sums[index] / widths[index]
    }
    let all = widths.reduce(0, +)
    func residual(_ unit: Unit, _ width: Double) -> Double {
      let unitClass = classes[unit.mainScript ?? ""] ?? 0
      let g = shares[unitClass] / known * all / widths[unitClass]
      return width * g * (ratio(unit) - sums[unitClass] / widths[unitClass])
    }
    var estimate = try estimate(
      strata.map { (first: residual($0.first, $0.width), second: residual($0.second, $0.width)) })
    estimate.value = value
    return estimate
  }

  /// The class of each script, and the shares of the classes. Scripts of which too few units are to be
  /// expected are one class; what was drawn has no say in it, or the classes would fit the sample.
  private func calibrationClasses() -> (classes: [String: Int], shares: [Double]) {
    let total = scriptShares.values.sorted().reduce(0, +)
    let ascending = scriptShares.filter { $0.value > 0 }
      .sorted { ($0.value, $0.key) < ($1.value, $1.key) }
    let enough = Self.fewestExpected / Double(2 * strata.count) * total
    var classes: [String: Int] = [:]
    var shares = [0.0]
    for (script, share) in ascending {
      if share < enough || (shares[0] > 0 && shares[0] < enough) {
        classes[script] = 0
        shares[0] += share
      } else {
        classes[script] = shares.count
        shares.append(share)
      }
    }
    return (classes, shares)
  }
}
