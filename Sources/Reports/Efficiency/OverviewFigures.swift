import Efficiency
import Scripts
import Statistics

/// The pictures of all scripts together.
enum OverviewFigures {
  /// Bytes per token of the largest scripts, all tokenizers beside each other; `nil` for more
  /// tokenizers than there are colours.
  static func bars(_ comparison: ProfileComparison, scripts count: Int = 6) -> BarChart? {
    guard comparison.subjects.count <= PlotStyle.colorCount, !comparison.rows.isEmpty else {
      return nil
    }
    return BarChart(
      title: "Bytes per token of the scripts with the most text",
      summary: "A longer bar is fewer tokens for the same text.",
      axis: PlotAxis("bytes per token"), series: comparison.subjects.map(\.name),
      groups: comparison.rows.prefix(count).map { row in
        .init(
          row.script?.code ?? "",
          row.cells.map { cell in
            // Intervals over units are narrow for another reason than those over files; beside each
            // other they would mislead.
            let interval = cell?.interval.flatMap { $0.basis == .files ? $0.reciprocal : nil }
            return cell?.summary.bytesPerToken.map { .init($0, interval: interval) }
          })
      },
      format: .decimals(3),
      intervalLabel:
        "\(NumberFormat.percent(decimals: 0).text(of: comparison.level)) interval over files, where "
        + "there are three or more",
      width: 760)
  }

  /// How unevenly tokenizers charge for scripts; `nil` with fewer than two scripts.
  static func lorenz(_ comparison: ProfileComparison) -> LorenzPlot? {
    let curves = comparison.subjects.indices.compactMap { index -> LorenzPlot.Curve? in
      let costs = comparison.rows.compactMap { row -> Double? in
        guard let cell = row.cells[index],
          cell.summary.units.count >= ObservationPanels.fewestUnits
        else { return nil }
        return cell.summary.tokensPerCharacter
      }
      guard costs.count > 1, let distribution = try? CostDistribution(costs) else { return nil }
      return .init(
        comparison.subjects[index].name,
        distribution.lorenzCurve.map { PlotPoint(x: $0.languages, y: $0.costs) },
        gini: distribution.gini)
    }
    guard !curves.isEmpty else { return nil }
    return LorenzPlot(
      title: "How evenly scripts are charged",
      summary: "The further a curve hangs below the diagonal, the more a character costs in some "
        + "scripts than in others.",
      membersTitle: "share of the scripts, cheapest first",
      wholeTitle: "share of their tokens per character", curves: curves, width: 640)
  }
}
