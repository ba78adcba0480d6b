import Foundation
import Testing

@testable import TrainingCost

@Suite struct EstimateTests {
  /// Quantiles from tables of Student's distribution (two-sided).
  @Test(arguments: [
    (0.80, 1.0, 3.0777), (0.80, 8, 1.3968), (0.80, 17, 1.3334), (0.95, 4, 2.7764),
    (0.95, 30, 2.0423), (0.99, 2, 9.9248), (0.95, .infinity, 1.95996), (0.80, .infinity, 1.28155),
    (0.95, 299, 1.9679), (0.95, 301, 1.9679),
  ])
  func studentQuantiles(level: Double, degrees: Double, expected: Double) {
    let quantile = Distributions.centralQuantile(level: level, degreesOfFreedom: degrees)
    #expect(abs(quantile / expected - 1) < 0.005)
    if degrees < 300 { #expect(abs(quantile / expected - 1) < 1e-4) }
  }

  /// Welch and Satterthwaite's degrees of freedom are seldom whole.
  @Test func quantilesBetweenWholeDegreesLieBetween() {
    for degrees in stride(from: 1.0, through: 60, by: 0.37) {
      func quantile(_ degrees: Double) -> Double {
        Distributions.centralQuantile(level: 0.8, degreesOfFreedom: degrees)
      }
      #expect(quantile(degrees.rounded(.up)) <= quantile(degrees))
      #expect(quantile(degrees) <= quantile(degrees.rounded(.down)))
    }
  }

  @Test func anIntervalGivesItsEndsBack() throws {
    let estimate = try Estimate<TokenUnit>(low: Tokens(9e11), high: Tokens(1.1e12), level: 0.9)
    let interval = estimate.interval(level: 0.9)
    #expect(abs(interval.low.value / 9e11 - 1) < 1e-9)
    #expect(abs(interval.high.value / 1.1e12 - 1) < 1e-9)
    #expect(throws: TrainingError.self) {
      try Estimate<TokenUnit>(low: Tokens(0), high: Tokens(1), level: 0.9)
    }
    #expect(throws: TrainingError.self) {
      try Estimate<TokenUnit>(low: Tokens(2), high: Tokens(1), level: 0.9)
    }
  }

  /// The closed form against 200,000 draws of the same three factors.
  @Test func productAgreesWithSampling() throws {
    var product = LogProduct()
    let tokens = try Estimate<TokenUnit>(low: Tokens(0.9e12), high: Tokens(1.1e12), level: 0.8)
    let speed = try Estimate<DimensionlessUnit>(low: Ratio(0.3), high: Ratio(0.5), level: 0.8)
    let goodput = try Estimate<DimensionlessUnit>(low: Ratio(0.65), high: Ratio(0.95), level: 0.8)
    product.multiply(by: tokens, .tokens)
    product.divide(by: speed, .utilisation)
    product.divide(by: goodput, .goodput)
    let closed = product.estimate(SecondUnit.self).interval(level: 0.8)

    var generator = SplitMix(state: 7)
    var draws: [Double] = []
    for _ in 0..<200_000 {
      let value =
        tokens.median.value * exp(tokens.sigma * generator.normal())
        / (speed.median.value * exp(speed.sigma * generator.normal()))
        / (goodput.median.value * exp(goodput.sigma * generator.normal()))
      draws.append(value)
    }
    draws.sort()
    #expect(abs(draws[20_000] / closed.low.value - 1) < 0.01)
    #expect(abs(draws[180_000] / closed.high.value - 1) < 0.01)

    #expect(product.shares.map(\.factor) == [.utilisation, .goodput, .tokens])
    #expect(abs(product.shares.reduce(0) { $0 + $1.share.value } - 1) < 1e-12)
  }

  @Test func degreesOfFreedomFollowWelchAndSatterthwaite() {
    var product = LogProduct()
    product.multiply(
      by: Estimate(median: Ratio(1), sigma: 0.2, degreesOfFreedom: 8), .utilisation)
    let alone = product.estimate(DimensionlessUnit.self)
    #expect(abs(alone.degreesOfFreedom - 8) < 1e-9)
    product.multiply(by: Estimate(median: Ratio(1), sigma: 0.2), .tokens)
    #expect(abs(product.estimate(DimensionlessUnit.self).degreesOfFreedom - 32) < 1e-9)
  }
}

struct SplitMix {
  var state: UInt64

  mutating func uniform() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    mixed ^= mixed >> 31
    return (Double(mixed >> 11) + 0.5) / 9_007_199_254_740_992
  }

  mutating func normal() -> Double {
    (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform())
  }
}
