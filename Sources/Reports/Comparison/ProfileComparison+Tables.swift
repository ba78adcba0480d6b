import Efficiency
import Scripts

extension ProfileComparison {
  /// The tables for people: bytes per token, normalized sequence length, premium.
  package var tables: [Table] {
    [bytesPerTokenTable, sequenceLengthTable, premiumTable].compactMap { $0 }
  }

  private var levelText: String { NumberFormat.percent(decimals: 0).text(of: level) }

  /// Intervals of more tokenizers than this make a table too wide to be read; programs have them.
  private static let mostWithIntervals = 3

  private static func name(_ row: Row) -> Table.Cell { .text(row.script?.code ?? "all") }

  /// The clusters of a row's intervals, where all tokenizers have the same.
  private static func basis(_ row: Row) -> Table.Cell {
    let all = Set(
      row.cells.map { cell in
        cell?.interval.map { "\(NumberFormat.decimals(0).text(of: $0.effectiveCount)) \($0.basis)" }
      })
    guard all.count == 1, let text = all.first ?? nil else { return .missing }
    return .text(text)
  }

  /// Bytes per token by script, with intervals.
  package var bytesPerTokenTable: Table {
    let hasIntervals =
      subjects.count <= Self.mostWithIntervals
      && rows.contains { $0.cells.contains { $0?.interval != nil } }
    func cells(_ row: Row) -> [Table.Cell] {
      let figures = row.cells.flatMap { cell -> [Table.Cell] in
        let range = cell?.interval?.reciprocal
        return [
          .number(cell?.summary.bytesPerToken, .decimals(3)).emphasized(cell?.isBest ?? false)
        ]
          + (hasIntervals
            ? [
              .number(range?.lowerBound, .decimals(2)), .number(range?.upperBound, .decimals(2)),
            ] : [])
      }
      return [Self.name(row), .integer(row.bytes)] + figures
        + (hasIntervals ? [Self.basis(row)] : [])
    }
    let columns = subjects.flatMap { subject -> [Table.Column] in
      [.number(subject.name)]
        + (hasIntervals
          ? [
            .number("\(subject.name) low", dropOrder: 2),
            .number("\(subject.name) high", dropOrder: 2),
          ] : [])
    }
    var footnotes = [
      subjects.count > 1
        ? "Set off: the most bytes, so the fewest tokens, of each script." : nil,
      hasIntervals ? intervalFootnote : nil,
      difference.map { "\($0), so a difference between columns may be one between texts." },
    ].compactMap { $0 }
    if subjects.count > 1, difference == nil {
      footnotes.append(
        "All were measured on the same text, of which the counts are exact"
          + (hasIntervals ? ": the intervals are about other text." : "."))
    }
    return Table(
      title: "Bytes per token by script",
      columns: [.init("script"), .number("bytes", dropOrder: 1)] + columns
        + (hasIntervals ? [.init("interval over", dropOrder: 3)] : []),
      rows: rows.map(cells), totals: cells(pooled), footnotes: footnotes)
  }

  private var intervalFootnote: String {
    "Low and high: \(levelText) interval from the variance of the ratio between clusters. Over "
      + "files it speaks of text that differs as these files do; where a script has the weight of "
      + "fewer than three files it is over units of text, and speaks of more of the same files only."
  }

  /// Each tokenizer's tokens by the first one's on the same text; `nil` where that is not known.
  package var sequenceLengthTable: Table? {
    guard subjects.count > 1, difference == nil, let first = subjects.first else { return nil }
    let hasIntervals =
      subjects.count <= Self.mostWithIntervals
      && rows.contains { $0.cells.contains { $0?.sequenceLengthInterval != nil } }
    func cells(_ row: Row) -> [Table.Cell] {
      [Self.name(row)]
        + row.cells.dropFirst().flatMap { cell -> [Table.Cell] in
          let range = cell?.sequenceLengthInterval?.range
          return [
            .number(cell?.sequenceLength, .decimals(3)).emphasized(cell?.isBest ?? false)
          ]
            + (hasIntervals
              ? [
                .number(range?.lowerBound, .decimals(2)), .number(range?.upperBound, .decimals(2)),
              ] : [])
        }
    }
    return Table(
      title: "Normalized sequence length: tokens by those of \(first.name) on the same text",
      columns: [.init("script")]
        + subjects.dropFirst().flatMap { subject -> [Table.Column] in
          [.number(subject.name)]
            + (hasIntervals
              ? [
                .number("\(subject.name) low", dropOrder: 2),
                .number("\(subject.name) high", dropOrder: 2),
              ] : [])
        },
      rows: rows.map(cells), totals: cells(pooled),
      footnotes: [
        "Below 1 is shorter."
          + (hasIntervals ? " Low and high: \(levelText) interval over files." : "")
      ])
  }

  /// Tokens per character relative to the reference script; `nil` without one.
  package var premiumTable: Table? {
    guard let referenceScript else { return nil }
    return Table(
      title: "Premium: tokens per character by those of \(referenceScript.code)",
      columns: [.init("script")] + subjects.map { .number($0.name) },
      rows: rows.map { row in
        [Self.name(row)]
          + row.cells.map { .number($0?.premiumPerCharacter, .decimals(2)) }
      },
      footnotes: [
        "What a character costs, each tokenizer against its own \(referenceScript.code) text. It is "
          + "not the premium of parallel text: scripts need different numbers of characters to say "
          + "the same."
      ])
  }

  /// Everything in one table with a row for every script and tokenizer, for programs.
  package var longTable: Table {
    var table = Table(columns: [
      .init("script"), .init("tokenizer"), .number("bytes"), .number("characters"),
      .number("tokens"), .number("bytesPerToken"), .number("bytesPerTokenLow"),
      .number("bytesPerTokenHigh"), .init("intervalOver"), .number("tokensPerCharacter"),
      .number("normalizedSequenceLength"), .number("normalizedSequenceLengthLow"),
      .number("normalizedSequenceLengthHigh"), .number("premiumPerByte"),
      .number("premiumPerCharacter"), .init("best"),
    ])
    for row in rows + [pooled] {
      for case let (subject, cell?) in zip(subjects, row.cells) {
        let units = cell.summary.units
        let range = cell.interval?.reciprocal
        let length = cell.sequenceLengthInterval?.range
        table.rows.append([
          Self.name(row), .text(subject.name), .integer(units.bytes), .integer(units.characters),
          .integer(units.tokens), .number(cell.summary.bytesPerToken, .plain),
          .number(range?.lowerBound, .plain), .number(range?.upperBound, .plain),
          cell.interval.map { .text($0.basis.rawValue) } ?? .missing,
          .number(cell.summary.tokensPerCharacter, .plain), .number(cell.sequenceLength, .plain),
          .number(length?.lowerBound, .plain), .number(length?.upperBound, .plain),
          .number(cell.premiumPerByte, .plain), .number(cell.premiumPerCharacter, .plain),
          .text(cell.isBest ? "true" : "false"),
        ])
      }
    }
    return table
  }
}
