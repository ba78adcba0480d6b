import Efficiency
import Reports
import Scripts
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The observations of a profile, drawn in characters.
enum ProfilePlots {
  /// Observations and least-squares line of each script, or of one; scripts without a line, which
  /// have too few units or of one size, are left out.
  static func text(_ profile: EfficiencyProfile, script: Script?) -> String {
    guard profile.cells.contains(where: { !$0.moments.units.sample.observations.isEmpty }) else {
      return "\nThe profile keeps no observations to draw.\n"
    }
    let columns = min(Terminal.width(of: STDOUT_FILENO) ?? 80, 100)
    return profile.summaries.filter { script == nil || $0.script == script }
      .compactMap { plot($0) }.map { "\n" + $0.terminalText(columns: columns, rows: 10) }.joined()
  }

  private static func plot(_ summary: ScriptSummary) -> ScatterPlot? {
    guard case .success(let line) = summary.lineOnBytes else { return nil }
    let observations = summary.units.sample.observations
    let points = observations.map { PlotPoint(x: Double($0.bytes), y: Double($0.tokens)) }
    let sizes = points.map(\.x)
    guard let least = sizes.min(), let most = sizes.max() else { return nil }
    let code = summary.script?.code ?? ""
    let number =
      UInt64(points.count) == summary.units.count
      ? "\(points.count)" : "\(points.count) of \(summary.units.count)"
    let ends = [least, most].map { PlotPoint(x: $0, y: line.intercept + line.slope * $0) }
    return ScatterPlot(
      title: "\(code), \(number) units and their line", summary: "", xAxis: PlotAxis("bytes"),
      yAxis: PlotAxis("tokens"), series: [.init(code, points)], lines: [.init("line", ends)])
  }
}
