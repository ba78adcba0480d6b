@testable import DatasetEstimate
import Foundation
import Statistics
import Testing

@Suite("Datasets of which only size and mix are known") struct DescribedDatasetTests {
  private let profile: [String: [ProfiledSource]] = [
    "Latn": [
      ProfiledSource(name: "a", domain: "prose", bytes: 1_000_000, tokens: 200_000),
      ProfiledSource(name: "b", domain: "prose", bytes: 50_000, tokens: 11_000),
      ProfiledSource(name: "c", domain: "prose", bytes: 400_000, tokens: 100_000),
      ProfiledSource(name: "d", domain: "code", bytes: 100_000, tokens: 30_000),
    ],
    "Hani": [
      ProfiledSource(name: "a", domain: "prose", bytes: 300_000, tokens: 90_000),
      ProfiledSource(name: "b", domain: "prose", bytes: 100_000, tokens: 28_000),
      ProfiledSource(name: "e", domain: "chat", bytes: 20_000, tokens: 7_000),
    ],
    "Grek": [
      ProfiledSource(name: "a", domain: "prose", bytes: 90_000, tokens: 27_000),
      // Too little to be a source.
      ProfiledSource(name: "d", domain: "code", bytes: 200, tokens: 190),
    ],
  ]

  private func mix(_ fractions: [(script: String, fraction: Double)]) throws -> ScriptMix {
    try ScriptMix(fractions: fractions)
  }

  @Test func `one script has the interval of its sources`() throws {
    let dataset = DescribedDataset(bytes: 1e12, mix: try mix([("Latn", 1)]))
    let estimate = try dataset.tokens(from: profile)
    // Worked out apart: exp(mean log r ± t₃ · s · √(1 + 1/4)), t₃ = 3.182446.
    let logs = [0.2, 0.22, 0.25, 0.3].map { log($0) }
    let mean = logs.reduce(0, +) / 4
    let s = (logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 3).squareRoot()
    let margin = 3.182446305284263 * s * 1.25.squareRoot()
    let interval = try #require(estimate.interval)
    #expect(abs(estimate.tokens / (1e12 * exp(mean)) - 1) < 1e-12)
    #expect(abs(interval.low / (1e12 * exp(mean - margin)) - 1) < 1e-9)
    #expect(abs(interval.high / (1e12 * exp(mean + margin)) - 1) < 1e-9)
    let upperBound = try #require(estimate.upperBound)
    #expect(upperBound > estimate.tokens && upperBound < interval.high)
    #expect(estimate.sameWayInterval == nil)
    #expect(estimate.scripts.map(\.sources) == [4])
    #expect(abs(estimate.tokensPerByte - exp(mean)) < 1e-12)
  }

  @Test func `scripts are combined as independent, and the other extreme is told`() throws {
    let dataset = DescribedDataset(
      bytes: 1e9, mix: try mix([("Hani", 0.6), ("Latn", 0.4)]))
    let estimate = try dataset.tokens(from: profile)
    let interval = try #require(estimate.interval)
    let parts = try estimate.scripts.map { row in
      (value: try #require(row.tokens), interval: try #require(row.interval))
    }
    #expect(estimate.scripts.map(\.script) == ["Hani", "Latn"])
    #expect(abs(parts.reduce(0) { $0 + $1.value } - estimate.tokens) < 1)
    let up = parts.map { $0.interval.high - $0.value }
    #expect(abs(interval.high - estimate.tokens - hypot(up[0], up[1])) < 1)
    let sameWay = try #require(estimate.sameWayInterval)
    #expect(abs(sameWay.high - parts[0].interval.high - parts[1].interval.high) < 1)
    #expect(sameWay.low < interval.low && sameWay.high > interval.high)
  }

  @Test func `without three sources there is no interval but a reason`() throws {
    let dataset = DescribedDataset(bytes: 1e9, mix: try mix([("Latn", 0.9), ("Grek", 0.1)]))
    let estimate = try dataset.tokens(from: profile)
    #expect(estimate.interval == nil)
    #expect(estimate.upperBound == nil)
    #expect(estimate.intervalReason?.contains("Grek has 1") == true)
    #expect(estimate.scripts.first?.interval != nil)
    let chat = DescribedDataset(bytes: 1e9, mix: try mix([("Hani", 1)]), domain: "chat")
    let few = try chat.tokens(from: profile)
    #expect(few.intervalReason?.contains("of the domain chat") == true)
    #expect(abs(few.tokens - 0.35e9) < 1)
  }

  @Test func `entries of the same name are one source`() throws {
    let twice = [
      "Latn": [
        ProfiledSource(name: "a", domain: "prose", bytes: 5000, tokens: 1000),
        ProfiledSource(name: "a", domain: "prose", bytes: 3000, tokens: 800),
        ProfiledSource(name: "b", domain: "prose", bytes: 5000, tokens: 1100),
      ]
    ]
    let dataset = DescribedDataset(bytes: 1e9, mix: try mix([("Latn", 1)]))
    #expect(try dataset.tokens(from: twice).scripts.map(\.sources) == [2])
  }

  @Test func `scripts that the profile lacks are refused, or bounded when asked`() throws {
    let dataset = DescribedDataset(bytes: 1e9, mix: try mix([("Latn", 0.9), ("Thai", 0.1)]))
    #expect(
      throws: PredictionError.unknownScripts(
        ["Thai"], known: ["Grek", "Hani", "Latn"], domain: nil)
    ) { try dataset.tokens(from: profile) }
    let bounded = try dataset.tokens(from: profile, unknownScripts: .bound)
    let known = try DescribedDataset(bytes: 0.9e9, mix: mix([("Latn", 1)])).tokens(from: profile)
    let interval = try #require(bounded.interval)
    #expect(abs(bounded.tokens - known.tokens) < 1)
    #expect(bounded.scripts.last?.tokens == nil)
    #expect(interval.high > bounded.tokens + 0.1e9)
    #expect(abs(interval.low - (try #require(known.interval?.low))) < 1)
    #expect(bounded.cautions.count == 1)
    let code = DescribedDataset(bytes: 1e9, mix: try mix([("Grek", 1)]), domain: "code")
    #expect(
      throws: PredictionError.unknownScripts(["Grek"], known: ["Latn"], domain: "code")
    ) { try code.tokens(from: profile) }
  }

  @Test func `no byte has more than one token`() throws {
    let wild = [
      "Tibt": [(0.2, "a"), (0.6, "b"), (0.95, "c")].map {
        ProfiledSource(name: $0.1, domain: "prose", bytes: 10_000, tokens: UInt64($0.0 * 10_000))
      }
    ]
    let dataset = DescribedDataset(bytes: 1e6, mix: try mix([("Tibt", 1)]))
    #expect(try #require(try dataset.tokens(from: wild).interval).high <= 1e6)
  }

  @Test func `a mix is read as people write it, and refused when it is none`() throws {
    #expect(
      try mix([("latn", 0.4), ("HANS", 0.6)]).shares
        == [.init(script: "Hani", fraction: 0.6), .init(script: "Latn", fraction: 0.4)])
    let thirds = try mix([("Latn", 0.33), ("Hani", 0.33), ("Grek", 0.33)])
    #expect(thirds.shares.allSatisfy { abs($0.fraction - 1.0 / 3) < 1e-12 })
    let bytes = try ScriptMix(bytes: [("Latn", 300), ("Grek", 100), ("Thai", 0)])
    #expect(bytes.shares.map(\.fraction) == [0.75, 0.25])
    #expect(throws: PredictionError.badSum(0.5)) { try mix([("Latn", 0.5)]) }
    #expect(throws: PredictionError.badShare(script: "Latn", value: -1)) {
      try mix([("Latn", -1), ("Grek", 2)])
    }
    #expect(throws: PredictionError.scriptTwice("Hant", "Hani")) {
      try mix([("Hans", 0.5), ("Hant", 0.5)])
    }
    #expect(throws: PredictionError.noBytes) { try ScriptMix(bytes: []) }
    #expect(throws: PredictionError.noBytes) {
      try DescribedDataset(bytes: 0, mix: mix([("Latn", 1)])).tokens(from: profile)
    }
    #expect(throws: PredictionError.badLevel(1)) {
      try DescribedDataset(bytes: 1, mix: mix([("Latn", 1)])).tokens(from: profile, level: 1)
    }
  }
}
