import ArgumentParser
import JSONText
import Reports
import TrainingCost

struct TrainingAuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "What a report's figures imply, and what looks wrong in them.",
    discussion: """
      Needs tokens, a model, an accelerator, and accelerator-hours (or accelerators and days). \
      The utilisation follows from them; what the report claims is compared with it.

      Example:
        tokprof training audit --tokens 14.8T --params 671B --active-params 37.55B \\
          --gpu H800 --gpu-hours 2.664M --claimed-mfu 205%
      """)

  @OptionGroup var options: TrainingPlanOptions

  @Option(
    help: ArgumentHelp("The operations of the run as the report has them.", valueName: "flops"),
    transform: HumanValues.count)
  var claimedFlops: Double?

  @Option(
    help: ArgumentHelp("The utilisation as the report has it: 0.38, 205%.", valueName: "ratio"),
    transform: HumanValues.ratio)
  var claimedMfu: Double?

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    var (plan, data) = try options.plan()
    plan.claims.flops = claimedFlops.map { FLOPs($0) }
    plan.claims.utilisation = claimedMfu.map { Ratio($0) }
    let audit = try plan.audit()
    let solution = audit.solution
    var members: [JSONValue.Member] = [
      .init("mfu", audit.mfu.json), .init("hfu", .double(audit.hfu.value)),
      .init("published", audit.published.json(level: solution.level)),
    ]
    if let ratio = audit.expectedTimeRatio {
      members.append(.init("expectedTimeRatio", .double(ratio.value)))
    }
    members.append(.init("warnings", .array(audit.warnings.map(\.json))))
    members += solution.members(data).filter { !["mfu", "hfu"].contains($0.key) }
    members.append(.init("advice", .array(solution.advice.map { .string($0) })))
    members.append(.init("inputs", solution.inputs.json))
    let remarks =
      (data.map { ["tokens: from \($0.description)"] } ?? [])
      + solution.advice.map { "Advice: \($0)." }
    ResultOutput(
      json: .object(members),
      tables: [audit.table] + solution.tables + [solution.inputs.table(remarks: remarks)]
    ).print(asJSON: json)
  }
}

extension UtilisationPrior {
  fileprivate func json(level: Double) -> JSONValue {
    [
      "family": .string(family), "runs": .integer(runs), "isForFamily": .bool(isForFamily),
      "hfu": estimate.json(level: level),
    ]
  }
}

extension TrainingAudit {
  fileprivate var table: Table {
    let level = solution.level
    var table = Table(
      title: "What the figures imply",
      columns: [
        Table.Column("Utilisation of the \(solution.isPeakStated ? "stated" : "dense") peak"),
        .number("Implied"), .number("Low"),
        .number("High"),
      ])
    for convention in FLOPConvention.allCases {
      guard let ratio = mfu[convention] else { continue }
      table.rows.append([
        .text("MFU, \(convention.title)"), .number(ratio.value, .percent(decimals: 1)),
      ])
    }
    table.rows.append([
      .text("HFU, \(solution.convention.title)"), .number(hfu.value, .percent(decimals: 1)),
    ])
    table.rows.append(
      [.text("HFU of \(published.runs) published runs on \(published.family)")]
        + published.estimate.cells(level: level, .percent(decimals: 1)))
    if let expectedTimeRatio {
      table.rows.append([
        .text("Time expected at the given speed ÷ reported"),
        .number(expectedTimeRatio.value, .significant(3)),
      ])
    }
    table.footnotes =
      warnings.isEmpty
      ? ["Nothing looks wrong."] : warnings.map { "Warning: \($0.text)." }
    return table.withoutEmptyColumns()
  }
}
