import Testing

@testable import Statistics

@Suite struct FitTests {
  private struct Fixture {
    var points: [(x: UInt64, y: UInt64)]
    var ratio: [String: Double]
    var line: [String: Double]
    var weighted: [String: Double]

    init(
      _ x: [UInt64], _ y: [UInt64], ratio: [String: Double], line: [String: Double],
      weighted: [String: Double]
    ) {
      points = zip(x, y).map { (x: $0, y: $1) }
      (self.ratio, self.line, self.weighted) = (ratio, line, weighted)
    }

    func expected(_ key: String, of fit: KeyPath<Fixture, [String: Double]>) -> Double {
      self[keyPath: fit][key] ?? .nan
    }
  }

  private static let small = Fixture(
    Expected.smallX, Expected.smallY, ratio: Expected.smallRatio, line: Expected.smallOLS,
    weighted: Expected.smallWeighted)
  private static let windows = Fixture(
    Expected.windowsX, Expected.windowsY, ratio: Expected.windowsRatio, line: Expected.windowsOLS,
    weighted: Expected.windowsWeighted)
  /// Units of a petabyte.
  private static let large = Fixture(
    Expected.largeX, Expected.largeY, ratio: Expected.largeRatio, line: Expected.largeOLS,
    weighted: Expected.largeWeighted)

  @Test func ratiosEqualRationalArithmetic() throws {
    for fixture in [Self.small, Self.windows, Self.large] {
      let fit = try RatioFit(Moments(fixture.points))
      let error = fixture.expected("error", of: \.ratio)
      expectNear(fit.ratio, fixture.expected("ratio", of: \.ratio))
      expectNear(fit.residualSumOfSquares, fixture.expected("residuals", of: \.ratio))
      expectNear(try #require(fit.standardError()), error)
      expectNear(try #require(fit.standardError(sampledFraction: 0.36)), error * 0.8)
    }
  }

  @Test func linesEqualRationalArithmetic() throws {
    for fixture in [Self.small, Self.windows, Self.large] {
      check(try LeastSquaresFit(Moments(fixture.points)), fixture.line)
    }
  }

  @Test func weightedLinesEqualRationalArithmetic() throws {
    // Not for units of a petabyte: the fixed point has ten binary digits for 1/x there.
    for fixture in [Self.small, Self.windows] {
      var moments = InverseWeightedMoments()
      for point in fixture.points { moments.add(x: point.x, y: point.y) }
      check(try LeastSquaresFit(moments), fixture.weighted)
    }
  }

  private func check(_ fit: LeastSquaresFit, _ expected: [String: Double]) {
    let values = [
      "intercept": fit.intercept, "slope": fit.slope, "residualVariance": fit.residualVariance,
      "rSquared": fit.rSquared ?? .nan, "interceptError": fit.interceptStandardError,
      "slopeError": fit.slopeStandardError, "covariance": fit.covariance.interceptAndSlope,
    ]
    #expect(values.count == expected.count)
    for (name, value) in expected { expectNear(values[name] ?? .nan, value, within: 1e-9, name) }
  }

  @Test func theLineIsThatOfSciPy() throws {
    let fit = try LeastSquaresFit(Moments(Self.windows.points))
    let expected = Expected.windowsLinregress
    expectNear(fit.slope, expected[0])
    expectNear(fit.intercept, expected[1])
    expectNear((fit.rSquared ?? 0).squareRoot(), expected[2])
    expectNear(fit.slopeStandardError, expected[3])
    expectNear(fit.interceptStandardError, expected[4])
  }

  @Test func theLinePassesThroughTheMeans() throws {
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<200 {
      let scale = generator.uniform(below: 1_000_000) + 2
      let moments = Moments(
        (0..<(3 + generator.uniform(below: 50))).map { _ in
          (x: generator.uniform(below: scale) + scale, y: generator.uniform(below: scale))
        })
      guard let fit = try? LeastSquaresFit(moments) else { continue }
      let n = Double(moments.count)
      expectNear(
        fit.intercept + fit.slope * Double(moments.sumX) / n, Double(moments.sumY) / n,
        within: 1e-10)
      let total = fit.predictedTotal(units: n, size: Double(moments.sumX))
      expectNear(total.value, Double(moments.sumY), within: 1e-10)
    }
  }

  @Test func aPerfectLineHasNoResiduals() throws {
    let points = (UInt64(1)...50).map { (x: $0 * 1_000_003, y: $0 * 2_000_006 + 17) }
    let fit = try LeastSquaresFit(Moments(points))
    #expect(fit.residualVariance == 0)
    #expect(fit.rSquared == 1)
    #expect(fit.slope == 2)
    #expect(fit.intercept == 17)
  }

  @Test func hc3EqualsTheSandwichOfNumPy() throws {
    for (fixture, expected) in [
      (Self.small, Expected.smallHC3), (Self.windows, Expected.windowsHC3),
    ] {
      let points = fixture.points.map { (x: Double($0.x), y: Double($0.y)) }
      let covariance = try LeastSquaresFit.heteroscedasticCovariance(of: points)
      expectNear(covariance.intercept, expected[0])
      expectNear(covariance.interceptAndSlope, expected[1])
      expectNear(covariance.slope, expected[2])
    }
  }

  @Test func clustersAreUnitsOfTheSameFormula() throws {
    // Three files, each of equal windows: what varies is between them.
    let files: [(x: UInt64, y: UInt64)] = [(400, 100), (800, 160), (600, 180)]
    let fit = try RatioFit(Moments(files))
    let squares = files.map { file in
      let residual = Double(file.y) - 440.0 / 1800 * Double(file.x)
      return residual * residual
    }
    expectNear(
      try #require(fit.variance), 1.5 * squares.reduce(0, +) / (1800 * 1800), within: 1e-12)
    #expect(try fit.estimate().degreesOfFreedom == 2)
  }

  @Test func thePredictionOfATotalHasTheVarianceOfLineAndUnits() throws {
    let fit = try LeastSquaresFit(Moments(Self.windows.points))
    let total = fit.predictedTotal(units: 1000, size: 4e6)
    expectNear(total.value, 1000 * fit.intercept + 4e6 * fit.slope)
    let c = fit.covariance
    let variance =
      1e6 * c.intercept + 8e9 * c.interceptAndSlope + 16e12 * c.slope + 1000 * fit.residualVariance
    expectNear(total.standardError, variance.squareRoot())
    #expect(total.degreesOfFreedom == 58)
  }

  @Test func whatCannotBeFittedSaysWhy() {
    #expect(throws: FitError.noSize) { try RatioFit(Moments()) }
    #expect(throws: FitError.noSize) { try RatioFit(Moments([(x: 0, y: 3)])) }
    #expect(throws: FitError.tooFew(count: 1, needed: 2)) {
      try RatioFit(Moments([(x: 2, y: 1)])).estimate()
    }
    #expect(throws: FitError.tooFew(count: 2, needed: 3)) {
      try LeastSquaresFit(Moments([(x: 1, y: 1), (x: 2, y: 2)]))
    }
    let same: [(x: UInt64, y: UInt64)] = [(5, 1), (5, 2), (5, 4)]
    #expect(throws: FitError.noSpread) { try LeastSquaresFit(Moments(same)) }
    var weighted = InverseWeightedMoments()
    for point in same { weighted.add(x: point.x, y: point.y) }
    #expect(throws: FitError.noSpread) { try LeastSquaresFit(weighted) }
    #expect(throws: FitError.noSpread) {
      try LeastSquaresFit.heteroscedasticCovariance(of: [(0, 1), (0, 2), (1, 5)])
    }
  }

  @Test func inverseWeightedMomentsAreACommutativeMonoid() {
    var generator = SeededGenerator(seed: 5)
    let sums = (0..<20).map { _ in
      var moments = InverseWeightedMoments()
      for _ in 0..<generator.uniform(below: 4) {
        moments.add(x: generator.uniform(below: 6000), y: generator.uniform(below: 3000))
      }
      return moments
    }
    for a in sums {
      #expect(a + InverseWeightedMoments() == a)
      #expect(InverseWeightedMoments(decimals: a.decimals) == a)
      for b in sums {
        #expect(a + b == b + a)
        #expect((a + b) + sums[0] == a + (b + sums[0]))
      }
    }
  }
}
