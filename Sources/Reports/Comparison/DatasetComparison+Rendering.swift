import Efficiency
// TrainingCost has a type of the same name.
package import enum JSONText.JSONValue
import Scripts
import TrainingCost

extension DatasetComparison {
  /// Tokens, accelerator-hours and days, a row for each tokenizer.
  package var table: Table {
    let least = outcomes.map { $0.costRatio ?? $0.tokenRatio }.min()
    return Table(
      title: "What it means for \(Self.size(dataset.bytes)) of text",
      columns: [
        .init("tokenizer"), .number("tokens"), .number("by the first"),
        .number("GPU-hours"), .number("GPU-hours low", dropOrder: 2),
        .number("GPU-hours high", dropOrder: 2), .number("days"),
        .number("days low", dropOrder: 1), .number("days high", dropOrder: 1),
        .number("days saved"),
      ],
      rows: outcomes.map { outcome in
        let isBest = outcomes.count > 1 && (outcome.costRatio ?? outcome.tokenRatio) == least
        return [
          .text(outcome.name), .number(outcome.tokens, .count(significant: 4)),
          Table.Cell.number(outcome.tokenRatio, .decimals(3)).emphasized(isBest),
          .number(outcome.deviceHours?.median, .significant(4)),
          .number(outcome.deviceHours?.interval?.lowerBound, .significant(4)),
          .number(outcome.deviceHours?.interval?.upperBound, .significant(4)),
          .number(outcome.days?.median, .significant(4)),
          .number(outcome.days?.interval?.lowerBound, .significant(4)),
          .number(outcome.days?.interval?.upperBound, .significant(4)),
          .number(outcome.savedDays, .significant(3)),
        ]
      },
      footnotes: footnotes
    ).withoutEmptyColumns()
  }

  private static func size(_ bytes: UInt64) -> String {
    NumberFormat.bytes(significant: 4).text(of: bytes)
  }

  private var footnotes: [String] {
    let shown = shares.sorted { $0.share > $1.share }
    let parts = shown.prefix(8).map {
      "\($0.script.code) \(NumberFormat.percent(decimals: 1).text(of: $0.share))"
    }
    let rest = shown.count > 8 ? " and \(shown.count - 8) more" : ""
    var notes = [
      (dataset.mix == nil ? "Shares of bytes as in the profiled text: " : "Shares of bytes: ")
        + parts.joined(separator: ", ") + rest + ".",
      "Tokens are the bytes by the measured ratios, without an interval: “tokprof estimate” gives "
        + "the one between corpora.",
    ]
    if let solution {
      notes.append(
        "Low and high: \(NumberFormat.percent(decimals: 0).text(of: solution.level)) interval of "
          + "the utilisation and of other inputs given as ranges. It moves all tokenizers "
          + "together: the ratios do not depend on it.")
      if countsVocabularies {
        notes.append("The model's output head has a row for each token of the vocabulary.")
      }
      notes += solution.warnings.map { "Warning: \($0.text)." }
    }
    return notes
  }

  /// The comparison for programs; figures that are not known are absent.
  package var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("bytes", .integer(dataset.bytes)),
      .init("mixFrom", dataset.mix == nil ? "profile" : "given"),
      .init(
        "mix",
        .array(
          shares.map { ["script": .string($0.script.code), "share": .double($0.share)] })),
      .init("tokenizers", .array(outcomes.map(Self.json))),
    ]
    if let solution {
      members += [
        .init("solvedFor", .string(solution.unknown.rawValue)),
        .init("level", .double(solution.level)),
        .init("convention", .string(solution.convention.rawValue)),
        .init("flops", .double(solution.flops.value)),
        .init("warnings", .array(solution.warnings.map { .string($0.text) })),
      ]
    }
    return .object(members)
  }

  private static func json(_ outcome: Outcome) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("name", .string(outcome.name)), .init("tokens", .double(outcome.tokens)),
      .init("tokenRatio", .double(outcome.tokenRatio)),
    ]
    func add(_ key: String, _ spread: Spread?) {
      guard let spread else { return }
      members.append(
        .init(
          key,
          [
            "median": .double(spread.median), "low": .double(spread.low),
            "high": .double(spread.high),
          ]))
    }
    if let costRatio = outcome.costRatio { members.append(.init("costRatio", .double(costRatio))) }
    add("gpuHours", outcome.deviceHours)
    add("days", outcome.days)
    if let savedDays = outcome.savedDays { members.append(.init("savedDays", .double(savedDays))) }
    return .object(members)
  }
}
