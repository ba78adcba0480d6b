import Efficiency
import Reports
import Scripts
import Statistics

/// A profile as people read it.
enum ProfileTables {
  /// Counts and ratios by script, then the lines of tokens on bytes and on characters.
  static func text(_ profile: EfficiencyProfile) -> String {
    let summaries = profile.summaries
    let pooled = profile.pooledSummary
    return [
      counts(summaries, pooled).text(),
      lines(summaries, pooled, of: "bytes", \.lineOnBytes).text(),
      lines(summaries, pooled, of: "characters", \.lineOnCharacters).text(),
    ].joined(separator: "\n")
  }

  private static func name(_ summary: ScriptSummary) -> Table.Cell {
    .text(summary.script?.code ?? "all")
  }

  private static func counts(_ summaries: [ScriptSummary], _ pooled: ScriptSummary) -> Table {
    func cells(_ summary: ScriptSummary) -> [Table.Cell] {
      [
        name(summary), .integer(summary.documents), .integer(summary.units.count),
        .integer(summary.units.bytes), .integer(summary.units.characters),
        .integer(summary.units.tokens), .number(summary.tokensPerByte, .decimals(4)),
        .number(summary.tokensPerCharacter, .decimals(4)),
        .number(summary.bytesPerToken, .decimals(3)),
      ]
    }
    return Table(
      title: "Tokens by script",
      columns: [
        .init("script"), .number("documents", dropOrder: 2), .number("units", dropOrder: 3),
        .number("bytes"), .number("characters", dropOrder: 1), .number("tokens"),
        .number("tokens/byte"), .number("tokens/char"), .number("bytes/token"),
      ],
      rows: summaries.map(cells), totals: cells(pooled))
  }

  private static func lines(
    _ summaries: [ScriptSummary], _ pooled: ScriptSummary, of size: String,
    _ line: (ScriptSummary) -> Result<LeastSquaresFit, FitError>
  ) -> Table {
    func cells(_ summary: ScriptSummary) -> [Table.Cell] {
      guard case .success(let fit) = line(summary) else {
        return [name(summary), .integer(summary.units.count)]
      }
      return [
        name(summary), .integer(fit.count), .number(fit.intercept, .significant(4)),
        .number(fit.interceptStandardError, .significant(2)),
        .number(fit.slope, .decimals(5)), .number(fit.slopeStandardError, .significant(2)),
        .number(fit.rSquared, .decimals(4)),
        .number(fit.residualStandardDeviation, .significant(3)),
      ]
    }
    return Table(
      title: "Least-squares line: tokens = a + b · \(size), one observation a unit",
      columns: [
        .init("script"), .number("units", dropOrder: 2), .number("a"), .number("± s.e."),
        .number("b"), .number("± s.e."), .number("R²"), .number("residual s.d.", dropOrder: 1),
      ],
      rows: summaries.map(cells), totals: cells(pooled),
      footnotes: [
        "A line describes; the ratio tokens/byte estimates totals. A line's estimate for N units "
          + "of X \(size) is N·a + b·X."
      ])
  }
}
