import Statistics
import Testing

@Suite struct DistributionTests {
  @Test func normalEqualsSciPy() {
    for row in Expected.normalQuantile {
      expectNear(Normal.quantile(row[0]), row[1], within: 1e-10, "\(row[0])")
    }
    for row in Expected.normalCDF { expectNear(Normal.cdf(row[0]), row[1], within: 1e-10) }
  }

  @Test func studentQuantilesEqualSciPy() {
    for row in Expected.studentQuantile {
      let value = StudentT(degreesOfFreedom: row[0]).quantile(row[1])
      expectNear(value, row[2], within: 1e-10, "quantile of \(row[1]) at \(row[0]):")
    }
  }

  @Test func studentProbabilitiesEqualSciPy() {
    for row in Expected.studentCDF {
      let value = StudentT(degreesOfFreedom: row[0]).cdf(row[1])
      expectNear(value, row[2], within: 1e-10, "probability below \(row[1]) at \(row[0]):")
    }
  }

  @Test func quantilesAndProbabilitiesAreInverse() {
    var generator = SeededGenerator(seed: 6)
    for _ in 0..<500 {
      let t = StudentT(degreesOfFreedom: 1 + 100 * generator.uniform())
      let p = generator.uniform()
      expectNear(t.cdf(t.quantile(p)), p, within: 1e-12)
      expectNear(Normal.cdf(Normal.quantile(p)), p, within: 1e-12)
    }
  }

  @Test func theEndsAreInfinite() {
    let t = StudentT(degreesOfFreedom: 5)
    #expect(t.quantile(0) == -.infinity)
    #expect(t.quantile(1) == .infinity)
    #expect(t.quantile(-0.1).isNaN)
    #expect(t.quantile(1.1).isNaN)
    #expect(t.quantile(0.5) == 0)
    #expect(t.cdf(.infinity) == 1)
    #expect(t.cdf(-.infinity) == 0)
    #expect(t.cdf(0) == 0.5)
    #expect(Normal.quantile(0) == -.infinity)
    #expect(Normal.quantile(1) == .infinity)
    #expect(Normal.quantile(.nan).isNaN)
  }
}
