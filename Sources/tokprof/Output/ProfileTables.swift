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
      ratios(summaries, pooled).text(),
      lines(summaries, pooled, of: "bytes", \.lineOnBytes, \.robustCovarianceOnBytes).text(),
      lines(
        summaries, pooled, of: "characters", \.lineOnCharacters, \.robustCovarianceOnCharacters
      ).text(),
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

  /// What totals are estimated from, and how sure that is.
  private static func ratios(_ summaries: [ScriptSummary], _ pooled: ScriptSummary) -> Table {
    func cells(_ summary: ScriptSummary) -> [Table.Cell] {
      let weighted = try? summary.weightedLineOnBytes.get()
      let effects = try? summary.betweenSources.get()
      return [
        name(summary), .number(summary.tokensPerByte, .decimals(5)),
        .number((try? summary.ratioOnBytes.get())?.standardError(), .significant(2)),
        .number((try? summary.clusterRatioOnBytes.get())?.standardError(), .significant(2)),
        .integer(summary.filesOnBytes.count), .number(weighted?.intercept, .significant(3)),
        .number(weighted?.slope, .decimals(5)),
        .number(weighted?.slopeStandardError, .significant(2)), .integer(summary.sources.count),
        .number(effects?.betweenSourceVariance, .significant(2)),
        .number(effects?.betweenSourceVariance.squareRoot(), .percent(decimals: 1)),
      ]
    }
    return Table(
      title: "Tokens per byte: the ratio, the line weighted by 1/x, and sources",
      columns: [
        .init("script"), .number("ratio"), .number("± units"), .number("± files"),
        .number("files", dropOrder: 2), .number("weighted a", dropOrder: 4),
        .number("weighted b", dropOrder: 5), .number("± s.e.", dropOrder: 3), .number("sources"),
        .number("τ²", dropOrder: 1), .number("τ"),
      ],
      rows: summaries.map(cells), totals: cells(pooled),
      footnotes: [
        "ratio = Σ tokens / Σ bytes, which is the line through the origin weighted by 1/x. Good for: "
          + "totals of text like this. ± units is its linearised standard error with each unit drawn "
          + "by itself, ± files with each file, the honest one: units of one file resemble each other.",
        "Weighted by 1/x with an intercept (a + b·x, spread growing as size). Good for: seeing whether "
          + "the ratio depends on size; it does where a is many of its standard errors from 0.",
        "τ² is the variance of log ratio between sources (random effects; sources from "
          + "\(ScriptSummary.fewestSourceBytes) bytes on), τ about the relative spread. Good for: how far "
          + "off a corpus not yet seen may be; a prediction needs 3 sources.",
      ])
  }

  private static func lines(
    _ summaries: [ScriptSummary], _ pooled: ScriptSummary, of size: String,
    _ line: (ScriptSummary) -> Result<LeastSquaresFit, FitError>,
    _ robust: (ScriptSummary) -> LeastSquaresFit.Covariance?
  ) -> Table {
    func cells(_ summary: ScriptSummary) -> [Table.Cell] {
      guard case .success(let fit) = line(summary) else {
        return [name(summary), .integer(summary.units.count)]
      }
      return [
        name(summary), .integer(fit.count), .number(fit.intercept, .significant(4)),
        .number(fit.interceptStandardError, .significant(2)),
        .number(fit.slope, .decimals(5)), .number(fit.slopeStandardError, .significant(2)),
        .number(robust(summary)?.slope.squareRoot(), .significant(2)),
        .number(fit.rSquared, .decimals(4)),
        .number(fit.residualStandardDeviation, .significant(3)),
      ]
    }
    return Table(
      title: "Least-squares line: tokens = a + b · \(size), one observation a unit",
      columns: [
        .init("script"), .number("units", dropOrder: 2), .number("a"), .number("± s.e."),
        .number("b"), .number("± s.e."), .number("± HC3", dropOrder: 3), .number("R²"),
        .number("residual s.d.", dropOrder: 1),
      ],
      rows: summaries.map(cells), totals: cells(pooled),
      footnotes: [
        "Good for: a description of how tokens grow with size. Its estimate for N units of X "
          + "\(size) is N·a + b·X, never b·X alone; totals are the ratio's job. s.e. take the "
          + "spread to be the same at every size, HC3 does not and needs all observations (at most "
          + "\(ObservationSample.capacity))."
      ])
  }
}
