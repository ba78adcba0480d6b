import Statistics
import Testing

@Suite struct SamplingTests {
  private let pairs = stride(from: 0, to: 40, by: 2).map {
    (first: Expected.draws[$0], second: Expected.draws[$0 + 1])
  }

  private func check(_ estimate: Estimate, _ expected: [Double]) {
    expectNear(estimate.value, expected[0])
    expectNear(estimate.standardError, expected[1])
    if expected.count == 4 {
      expectNear(estimate.interval().lowerBound, expected[2])
      expectNear(estimate.interval().upperBound, expected[3])
    }
  }

  @Test func estimatorsEqualNumPy() throws {
    check(
      try SamplingEstimate.proportionalToSize(ratios: Expected.draws), Expected.proportionalToSize)
    check(try SamplingEstimate.twoPerStratum(pairs), Expected.twoPerStratum)
    let units = zip(Expected.draws, Expected.classes).map {
      SamplingEstimate.ClassifiedUnit(ratio: $0, unitClass: $1)
    }
    let strata = stride(from: 0, to: 40, by: 2).map { (first: units[$0], second: units[$0 + 1]) }
    check(
      try SamplingEstimate.calibrated(strata, shares: Expected.shares), Expected.calibrated)
    // Shares in bytes do as well.
    check(
      try SamplingEstimate.calibrated(strata, shares: Expected.shares.map { $0 * 1e12 }),
      Expected.calibrated)
  }

  @Test func calibrationByOneClassIsNone() throws {
    let strata = pairs.map {
      (
        first: SamplingEstimate.ClassifiedUnit(ratio: $0.first, unitClass: 1),
        second: SamplingEstimate.ClassifiedUnit(ratio: $0.second, unitClass: 1)
      )
    }
    let plain = try SamplingEstimate.twoPerStratum(pairs)
    // The class 0 has no bytes, and the class 2 has bytes and no unit.
    for shares in [[0.0, 1.0], [0, 0.9, 0.1]] {
      let calibrated = try SamplingEstimate.calibrated(strata, shares: shares)
      expectNear(calibrated.value, plain.value)
      expectNear(calibrated.standardError, plain.standardError)
    }
  }

  @Test func clustersCountByTheirMeans() throws {
    let clusters = [[0.2, 0.3], [0.4], [0.1, 0.2, 0.3]]
    let estimate = try SamplingEstimate.twoStage(clusters: clusters)
    let means = try SamplingEstimate.proportionalToSize(ratios: [0.25, 0.4, 0.2])
    expectNear(estimate.value, means.value)
    expectNear(estimate.standardError, means.standardError)
    #expect(estimate.degreesOfFreedom == 2)
  }

  @Test func whatCannotBeEstimatedSaysWhy() {
    #expect(throws: FitError.tooFew(count: 1, needed: 2)) {
      try SamplingEstimate.proportionalToSize(ratios: [0.2])
    }
    #expect(throws: FitError.tooFew(count: 0, needed: 2)) { try SamplingEstimate.twoPerStratum([]) }
    #expect(throws: FitError.tooFew(count: 0, needed: 1)) {
      try SamplingEstimate.twoStage(clusters: [[1], []])
    }
    #expect(throws: FitError.notANumber) {
      try SamplingEstimate.proportionalToSize(ratios: [0.2, .nan])
    }
    let unit = SamplingEstimate.ClassifiedUnit(ratio: 0.2, unitClass: 1)
    for shares in [[0.5], [0.5, -0.1], [1, 0]] {
      #expect(throws: FitError.notANumber) {
        try SamplingEstimate.calibrated([(unit, unit)], shares: shares)
      }
    }
  }

  @Test func anUpperBoundIsTheEndOfAWiderInterval() {
    let estimate = Estimate(value: 10, standardError: 2, degreesOfFreedom: 20)
    expectNear(estimate.upperBound(), estimate.interval(level: 0.9).upperBound)
    let scaled = estimate.scaled(by: 3)
    expectNear(scaled.interval().lowerBound, 3 * estimate.interval().lowerBound)
  }

  @Test func theSampleSizeGivesTheWantedPrecision() throws {
    let pilot = Estimate(value: 0.25, standardError: 0.25 * 0.4 / 10, degreesOfFreedom: 99)
    let size = try SampleSize(pilot: pilot, pilotUnits: 100, precision: 0.01)
    // t(99) = 1.98422 at a coefficient of variation of 40 %: (198.422·0.4)² = 6299.4.
    #expect(size.units == 6300)
    #expect(try SampleSize(pilot: pilot, pilotUnits: 100, precision: 0.5).units == 300)
    #expect(throws: FitError.notANumber) {
      try SampleSize(pilot: pilot, pilotUnits: 100, precision: 0)
    }
  }

  @Test func betweenSourceVarianceEqualsNumPy() throws {
    let sources = zip(Expected.sourceRatios, Expected.sourceVariances).map {
      RandomEffects.Source(ratio: $0, variance: $1)
    }
    let effects = try RandomEffects(sources)
    let interval = try effects.predictionInterval()
    let values = [
      effects.betweenSourceVariance, effects.weightedMeanLog, effects.weightedMeanLogStandardError,
      effects.standardDeviationOfLog, interval.lowerBound, interval.upperBound,
    ]
    for (value, expected) in zip(values, Expected.randomEffects) { expectNear(value, expected) }
    #expect(interval.contains(effects.ratio))
    #expect(try effects.upperBound() < interval.upperBound)
  }

  @Test func twoSourcesGiveNoInterval() throws {
    let source = RandomEffects.Source(ratio: 0.2, variance: 0)
    let effects = try RandomEffects([source, source])
    #expect(effects.betweenSourceVariance == 0)
    #expect(throws: FitError.tooFew(count: 2, needed: 3)) { try effects.predictionInterval() }
    #expect(throws: FitError.tooFew(count: 1, needed: 2)) { try RandomEffects([source]) }
    #expect(throws: FitError.notANumber) {
      try RandomEffects([source, RandomEffects.Source(ratio: 0, variance: 0)])
    }
  }
}
