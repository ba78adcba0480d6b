import Foundation
import Testing
import TokenizerFormats

@testable import DatasetEstimate

/// Draws from datasets that are known to the last token, again and again, and compares how often the
/// intervals hold the truth with what they promise.
@Suite("Coverage of the intervals") struct CoverageSimulationTests {
  static let isSlow = ProcessInfo.processInfo.environment["TOKPROF_SLOW_TESTS"] == "1"
  static let runs = 2000
  /// Three standard errors of a rate of 95 % in 2,000 runs are 1.5 %.
  static let accepted = 0.93...0.97

  private static func population(
    _ kind: PopulationKind, bytes: Int
  ) async throws -> Population {
    try await Population(
      kind, bytes: bytes, pools: TextPools(), tokenizer: TextPools.tokenizer().tokenizer,
      seed: 20_240_601)
  }

  @Test(arguments: [PopulationKind.sourceFiles, .mixedScripts])
  func `intervals of 300 units cover what they promise`(_ kind: PopulationKind) async throws {
    let population = try await Self.population(kind, bytes: 3_000_000)
    let edges = Double(population.units.reduce(0) { $0 + $1.tokens }) / population.tokens - 1
    // Windows are cut at newlines: what is drawn adds up to what is counted whole.
    #expect(abs(edges) < 0.0002, "\(edges)")
    let result = try population.coverage(
      of: OffsetSampling(size: .precision(0.99)), runs: Self.runs, seed: 1)
    #expect(Self.accepted.contains(result.coverage), "\(result.coverage)")
    #expect(abs(result.bias - edges) < 4 * result.rootMeanSquare / Double(Self.runs).squareRoot())
    let calibrated = try population.coverage(
      of: OffsetSampling(size: .precision(0.99), scriptShares: population.shares),
      runs: Self.runs, seed: 2)
    #expect(Self.accepted.contains(calibrated.coverage), "\(calibrated.coverage)")
    // Files in the order of their scripts leave nothing to calibrate.
    #expect(
      calibrated.rootMeanSquare < (kind == .mixedScripts ? 0.97 : 1.1) * result.rootMeanSquare)
  }

  /// The folders in that of `TOKPROF_COVERAGE_DATA`, each a dataset of its own.
  static let folders: [String] = {
    guard let root = ProcessInfo.processInfo.environment["TOKPROF_COVERAGE_DATA"] else { return [] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    return names.sorted().map { root + "/" + $0 }
  }()

  @Test(.enabled(if: !folders.isEmpty, "needs data; set TOKPROF_COVERAGE_DATA"))
  func `intervals cover on data of one's own`() async throws {
    let tokenizer = try TextPools.tokenizer().tokenizer
    var report = CoverageReport(runs: Self.runs)
    for folder in Self.folders {
      let name = String(folder.split(separator: "/").last ?? "")
      let population = try await Population(name, folder: folder, tokenizer: tokenizer)
      let simulation = try PopulationSimulation(population, runs: Self.runs)
      // Where many runs would rather count the data whole, the others are not a fair sample of runs.
      for row in simulation.rows where row.isOurs && row.result.counted < Self.runs / 100 {
        #expect(Self.accepted.contains(row.result.coverage), "\(name) \(row.label)")
      }
      report.add(simulation)
    }
    print(report.coverage)
  }

  @Test(.enabled(if: isSlow, "minutes; set TOKPROF_SLOW_TESTS=1"))
  func `intervals cover over all kinds of datasets, as docs/coverage.md says`() async throws {
    var report = CoverageReport(runs: Self.runs)
    for kind in PopulationKind.allCases {
      let population = try await Self.population(kind, bytes: 20_000_000)
      let simulation = try PopulationSimulation(population, runs: Self.runs)
      for row in simulation.rows where row.isOurs {
        #expect(row.result.counted < Self.runs / 100, "\(kind) \(row.label)")
        #expect(Self.accepted.contains(row.result.coverage), "\(kind) \(row.label)")
      }
      report.add(simulation)
    }
    let text = report.text
    try text.write(
      toFile: TextPools.package + "/docs/coverage.md", atomically: true, encoding: .utf8)
  }
}
