import Statistics
import Testing

@Suite struct DiversityTests {
  @Test func entropiesEqualSciPy() throws {
    let frequencies = TokenFrequencies(Expected.tokenCounts)
    for row in Expected.entropies {
      expectNear(frequencies.entropy(order: row[0]), row[1])
      expectNear(
        try #require(frequencies.efficiency(order: row[0], of: .observedTypes)), row[2])
      expectNear(
        try #require(frequencies.efficiency(order: row[0], of: .vocabulary(size: 1000))), row[3])
    }
    #expect(frequencies.types == Expected.tokenCounts.count { $0 > 0 })
  }

  @Test func theExtremesOfEntropyAreEqualUseAndOneToken() {
    let equal = TokenFrequencies([UInt64](repeating: .max / 8, count: 64))
    let one = TokenFrequencies([0, 12, 0])
    for order in [0.5, 1, 2, 2.5] {
      expectNear(equal.entropy(order: order), 6, within: 1e-14)
      #expect(one.entropy(order: order) == 0)
      #expect(TokenFrequencies([]).entropy(order: order) == 0)
    }
    #expect(one.efficiency(order: 2, of: .observedTypes) == nil)
    #expect(one.efficiency(order: 2, of: .vocabulary(size: 3)) == 0)
  }

  @Test func giniEqualsNumPy() throws {
    let distribution = try CostDistribution(Expected.costs)
    expectNear(distribution.gini, Expected.gini)
    // Twice the area between the diagonal and the curve, made discrete.
    let curve = distribution.lorenzCurve
    let area = zip(curve, curve.dropFirst()).reduce(0) { sum, ends in
      sum + (ends.1.languages - ends.0.languages) * (ends.0.costs + ends.1.costs) / 2
    }
    expectNear(1 - 2 * area, Expected.gini)
    #expect(curve.count == 18)
    #expect(curve[0] == (0, 0))
    #expect(curve[17] == (1, 1))
  }

  @Test func theExtremesOfGiniAreEqualCostsAndOneThatBearsAll() throws {
    #expect(try CostDistribution([3, 3, 3]).gini == 0)
    expectNear(try CostDistribution([0, 0, 0, 8]).gini, 0.75)
    #expect(throws: FitError.tooFew(count: 0, needed: 1)) { try CostDistribution([]) }
    #expect(throws: FitError.noSize) { try CostDistribution([0, 0]) }
    #expect(throws: FitError.notANumber) { try CostDistribution([1, -1]) }
  }
}
