import Efficiency
import Reports
import Scripts

/// Metrics as people read them.
enum MetricTables {
  /// The counts, the figures with their formulas, the lengths of tokens, and the groups.
  static func tables(_ metrics: CorpusMetrics) -> [Table] {
    var tables = [
      figures("Text", metrics.total.countFigures), figures("Metrics", metrics.total.figures),
      lengths("Token lengths", metrics.total.tokenLengths.map { ($0.bytes, $0.tokens) }, "tokens"),
    ]
    if let grouping = metrics.grouping { tables += groups(metrics, grouping) }
    return tables
  }

  /// Texts against the first of them.
  static func tables(_ parallel: ParallelMetrics) -> [Table] {
    let rows = parallel.texts.map { text -> [Table.Cell] in
      [
        .text(VisibleText.escapingControls(text.path)), .integer(text.lines), .integer(text.bytes),
        .integer(text.characters), .integer(text.tokens),
        .number(parallel.premium(of: text), .decimals(3)),
        .number(parallel.bytePremium(of: text), .decimals(3)),
      ]
    }
    return [
      Table(
        title: "Parallel text",
        columns: [
          .init("text"), .number("lines", dropOrder: 1), .number("bytes", dropOrder: 3),
          .number("characters", dropOrder: 2), .number("tokens"), .number("premium"),
          .number("byte premium", dropOrder: 4),
        ],
        rows: rows,
        footnotes: [
          "premium = Σ tokens / Σ tokens of the first text; byte premium likewise of bytes. "
            + "Lines are tokenized by themselves, without their newlines."
        ]),
      figures("Over all texts", parallel.figures),
    ]
  }

  /// A vocabulary's figures, scripts, lengths and unreachable entries.
  static func tables(_ audit: VocabularyAudit) -> [Table] {
    let scripts = Table(
      title: "Entries by script",
      columns: [
        .init("script"), .number("entries"), .number("share"), .number("bytes/entry", dropOrder: 1),
      ],
      rows: audit.scripts.map {
        [
          .text($0.script.code), .integer($0.entries),
          .number(Double($0.entries) / Double(audit.size), .percent(decimals: 2)),
          .number(Double($0.bytes) / Double($0.entries), .decimals(2)),
        ]
      },
      footnotes: [
        "The script that owns most bytes of a well-formed entry; Zyyy has no letters. Share of all "
          + "\(audit.size) tokens."
      ])
    var tables = [
      figures("Vocabulary", audit.figures), scripts,
      lengths("Entry lengths", audit.lengths.map { ($0.bytes, UInt64($0.entries)) }, "entries"),
    ]
    if !audit.unreachableExamples.isEmpty {
      tables.append(
        Table(
          title: "Unreachable entries, the first of \(audit.unreachableEntries)",
          columns: [.number("id"), .init("entry"), .init("encoded as")],
          rows: audit.unreachableExamples.map { example in
            [
              .integer(example.id), .text(VisibleText.escapingControls("“\(example.text)”")),
              .text(example.encoded.map { "\($0)" }.joined(separator: " ")),
            ]
          }))
    }
    return tables
  }

  private static func figures(_ title: String, _ figures: [Metric]) -> Table {
    Table(
      title: title,
      columns: [.init("metric"), .number("value"), .init("unit"), .init("formula", dropOrder: 1)],
      rows: figures.map { figure in
        [.text(figure.name), cell(figure.value), .text(figure.unit), .text(figure.formula)]
      })
  }

  private static func cell(_ value: Metric.Value?) -> Table.Cell {
    switch value {
    case .count(let count): .integer(count)
    case .number(let number): .number(number, .significant(5))
    case .share(let share): .number(share, .percent(decimals: 3))
    case nil: .missing
    }
  }

  /// Lengths up to 16 bytes one by one, those above together.
  private static func lengths(
    _ title: String, _ lengths: [(bytes: Int, count: UInt64)], _ unit: String
  ) -> Table {
    let total = lengths.reduce(into: 0 as UInt64) { $0 += $1.count }
    func row(_ name: String, _ count: UInt64) -> [Table.Cell] {
      [
        .text(name), .integer(count),
        .number(total > 0 ? Double(count) / Double(total) : nil, .percent(decimals: 2)),
      ]
    }
    let long = lengths.filter { $0.bytes > 16 }.reduce(into: 0 as UInt64) { $0 += $1.count }
    return Table(
      title: title, columns: [.number("bytes"), .number(unit), .number("share")],
      rows: lengths.filter { $0.bytes <= 16 }.map { row("\($0.bytes)", $0.count) }
        + (long > 0 ? [row("> 16", long)] : []))
  }

  /// The figures of each group in two tables, for one would be too wide.
  private static func groups(_ metrics: CorpusMetrics, _ grouping: MetricsGrouping) -> [Table] {
    let all = metrics.groups.map { ($0.name.isEmpty ? "–" : $0.name, $0.metrics) }
    let total = ("all", metrics.total)
    func table(_ title: String, _ keys: [String], _ footnotes: [String]) -> Table {
      func row(_ name: String, _ metrics: TextMetrics) -> [Table.Cell] {
        let figures = metrics.countFigures + metrics.figures
        return [.text(VisibleText.escapingControls(name))]
          + keys.map { key in cell(figures.first { $0.key == key }?.value) }
      }
      let named = metrics.total.countFigures + metrics.total.figures
      return Table(
        title: title,
        columns: [.init(grouping.rawValue)]
          + keys.map { key in .number(named.first { $0.key == key }?.name ?? key) },
        rows: all.map { row($0.0, $0.1) }, totals: row(total.0, total.1), footnotes: footnotes)
    }
    let nsl = metrics.total.counts.otherTokens > 0 ? ["normalizedSequenceLength"] : []
    var notes: [String] = []
    if grouping == .script || grouping == .characterClass {
      notes.append(
        "A token or word belongs to the \(grouping.rawValue) that owns most of its bytes; of two "
          + "that own the same number, the one that begins first. Documents and lines count where "
          + "they have text of it.")
    }
    return [
      table(
        "By \(grouping.rawValue): size",
        ["bytes", "characters", "tokens", "bytesPerToken", "tokensPerByte", "charactersPerToken"]
          + nsl, notes),
      table(
        "By \(grouping.rawValue): words and use",
        [
          "words", "fertility", "continuedWords", "singleTokenWords", "types", "typeTokenRatio",
          "renyiEntropy2_5", "averageRank", "splitCharacters", "partialTokens",
        ], []),
    ]
  }
}
