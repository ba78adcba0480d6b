import Foundation
import Statistics
import Testing

@testable import Reports

@Suite struct RatioIntervalTests {
  /// W. G. Cochran's variance of the ratio, worked out by hand: r = 0.25, Σe² = 50, X = 400,
  /// s = 0.0204124, t₃ = 3.182446.
  @Test func `clusters of equal size give the textbook's interval`() throws {
    let clusters = Moments([20, 25, 30, 25].map { (x: 100, y: $0) })
    let interval = try #require(RatioInterval(clusters, basis: .files, level: 0.95))
    #expect(interval.effectiveCount == 4)
    let spread = exp(3.182446305284263 * 0.02041241452319315 / 0.25)
    #expect(abs(interval.range.lowerBound - 0.25 / spread) < 1e-12)
    #expect(abs(interval.range.upperBound - 0.25 * spread) < 1e-12)
    #expect(interval.reciprocal.lowerBound == 1 / interval.range.upperBound)
  }

  /// The ratio is the large file's own, its residual next to nothing: five degrees of freedom would
  /// promise a precision of 10⁻⁵.
  @Test func `one large file with traces in others says nothing of other files`() {
    let traces = [(UInt64, UInt64)](repeating: (10, 9), count: 5)
    let clusters = Moments(([(1_000_000, 250_000)] + traces).map { (x: $0.0, y: $0.1) })
    #expect(RatioInterval(clusters, basis: .files, level: 0.95) == nil)
  }

  /// Files whose sizes vary tenfold and whose ratios scatter by a tenth.
  @Test func `nineteen of twenty intervals hold`() throws {
    var random = SplitMix64(seed: 11)
    let runs = 2000
    var held = 0
    for _ in 0..<runs {
      var clusters = Moments()
      for _ in 0..<12 {
        let size = 10_000 + random.next() % 90_000
        let deviation = (0..<4).reduce(-2.0) { sum, _ in
          sum + Double(random.next() % 1_000_000) / 1e6
        }
        clusters.add(x: size, y: UInt64(Double(size) * 0.25 * (1 + 0.17 * deviation)))
      }
      let interval = try #require(RatioInterval(clusters, basis: .files, level: 0.95))
      if interval.range.contains(0.25) { held += 1 }
    }
    let share = Double(held) / Double(runs)
    #expect((0.935...0.975).contains(share), "\(share)")
  }
}
