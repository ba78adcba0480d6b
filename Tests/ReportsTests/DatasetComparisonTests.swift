import Efficiency
import Scripts
import Testing
import TrainingCost

@testable import Reports

private typealias Fixture = ProfileFixtures

@Suite struct DatasetComparisonTests {
  private let comparison = ProfileComparison([
    .init(name: "first", profile: Fixture.mixed("first", latin: 250, han: 400)),
    .init(name: "second", profile: Fixture.mixed("second", latin: 300, han: 200)),
  ])

  private func perByte(_ code: String, _ column: Int) throws -> Double {
    let row = try #require(comparison.rows.first { $0.script?.code == code })
    return try #require(row.cells[column]?.summary.tokensPerByte)
  }

  @Test func `tokens and days follow from bytes, shares and the equation`() throws {
    let han = try #require(Script(code: "Hani"))
    var dataset = try DatasetComparison(
      .init(bytes: 1_000_000_000_000, mix: [(han, 0.75), (.latin, 0.25)]), comparison)
    for column in 0..<2 {
      let expected =
        1e12 * (0.75 * (try perByte("Hani", column)) + 0.25 * (try perByte("Latn", column)))
      #expect(abs(dataset.outcomes[column].tokens / expected - 1) < 1e-12)
    }

    var plan = TrainingPlan(model: .parameters(total: Parameters(7e9)))
    plan.accelerator = try Accelerator.named("H100-SXM")
    plan.devices = Estimate(Devices(512))
    plan.performance = .modelUtilisation(Estimate(Ratio(0.4)))
    try dataset.solve(plan, vocabularies: [1000, 1000])
    let peak = try #require(dataset.solution?.peak?.value)
    for outcome in dataset.outcomes {
      let days = outcome.tokens * 6 * 7e9 / (peak * 0.4 * 512) / 86_400
      #expect(abs((outcome.days?.median ?? 0) / days - 1) < 1e-9)
      #expect(abs((outcome.deviceHours?.median ?? 0) / (days * 24 * 512) - 1) < 1e-9)
    }
    let (first, second) = (dataset.outcomes[0], dataset.outcomes[1])
    #expect(first.savedDays == 0 && first.costRatio == 1)
    #expect(abs((second.costRatio ?? 0) - second.tokens / first.tokens) < 1e-12)
    let saved = try #require(first.days).median - (try #require(second.days).median)
    #expect(abs((second.savedDays ?? 0) - saved) < 1e-9 && saved > 0)
    // Exact inputs have no interval to show.
    #expect(!dataset.table.columns.contains { $0.title == "days low" })
  }

  @Test func `without a mix the shares are those of the profiled text`() throws {
    let dataset = try DatasetComparison(.init(bytes: 1 << 30), comparison)
    #expect(abs(dataset.shares.reduce(0) { $0 + $1.share } - 1) < 1e-12)
    let pooled = try #require(comparison.pooled.cells[0]?.summary.tokensPerByte)
    #expect(abs(dataset.outcomes[0].tokens / (Double(1 << 30) * pooled) - 1) < 1e-12)
  }

  @Test func `a script that was not measured is an error and not a zero`() throws {
    let thai = try #require(Script(code: "Thai"))
    #expect(throws: DatasetComparison.MissingScript.self) {
      try DatasetComparison(.init(bytes: 1, mix: [(thai, 1)]), comparison)
    }
  }
}
