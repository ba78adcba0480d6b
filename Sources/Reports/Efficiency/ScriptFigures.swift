import Efficiency
import Scripts
import Statistics

/// The pictures of one script: of one tokenizer, or of all of them beside each other.
struct ScriptFigures {
  /// The script's code.
  let code: String
  /// The tokenizers that met the script, with what they made of it.
  let subjects: [(name: String, cell: ProfileComparison.Cell)]
  /// The probability of bands.
  let level: Double

  init(_ row: ProfileComparison.Row, of comparison: ProfileComparison) {
    code = row.script?.code ?? "all"
    level = comparison.level
    subjects = zip(comparison.subjects, row.cells).compactMap { subject, cell in
      cell.map { (subject.name, $0) }
    }
  }

  private var levelText: String { NumberFormat.percent(decimals: 0).text(of: level) }

  /// Bytes per token of all tokenizers.
  var bars: BarChart {
    let bases = Set(subjects.compactMap { $0.cell.interval?.basis.rawValue }).sorted()
    return BarChart(
      title: "Bytes per token, \(code)", summary: "A longer bar is fewer tokens for the same text.",
      axis: PlotAxis("bytes per token"), series: ["bytes per token"],
      groups: subjects.map { name, cell in
        .init(
          name,
          [
            cell.summary.bytesPerToken.map {
              .init($0, interval: cell.interval?.reciprocal)
            }
          ])
      },
      format: .decimals(3),
      intervalLabel: bases.isEmpty
        ? nil : "\(levelText) interval over \(bases.joined(separator: " and "))")
  }

  /// The least-squares lines of all tokenizers.
  var fitTable: Table {
    Table(
      title: "Least-squares lines, \(code): tokens = a + b · bytes, one observation a unit",
      columns: [
        .init("tokenizer"), .number("units"), .number("a"), .number("a s.e."), .number("b"),
        .number("b s.e."), .number("R²"), .number("residual s.d.", unit: "tokens"),
        .number("ratio", unit: "tokens/byte"),
      ],
      rows: subjects.map { name, cell in
        guard case .success(let fit) = cell.summary.lineOnBytes else {
          return [.text(name), .integer(cell.summary.units.count)]
        }
        return [
          .text(name), .integer(fit.count), .number(fit.intercept, .significant(4)),
          .number(fit.interceptStandardError, .significant(2)),
          .number(fit.slope, .decimals(5)), .number(fit.slopeStandardError, .significant(2)),
          .number(fit.rSquared, .decimals(4)),
          .number(fit.residualStandardDeviation, .significant(3)),
          .number(cell.summary.tokensPerByte, .decimals(5)),
        ]
      })
  }

  /// Scatter and residuals of each tokenizer that has a line.
  var panels: [ObservationPanels] {
    subjects.compactMap { ObservationPanels($0.name, $0.cell.summary, code: code, level: level) }
  }
}

/// The observations of one tokenizer in one script, and how they lie about their line.
struct ObservationPanels {
  let name: String
  private let code: String
  private let level: Double
  private let fit: LeastSquaresFit
  private let ratio: Double
  private let points: [PlotPoint]

  /// Fewer units than this show nothing.
  static let fewestUnits = 10

  init?(_ name: String, _ summary: ScriptSummary, code: String, level: Double) {
    guard summary.units.count >= Self.fewestUnits, case .success(let fit) = summary.lineOnBytes,
      let ratio = summary.tokensPerByte
    else { return nil }
    self.name = name
    self.code = code
    self.level = level
    self.fit = fit
    self.ratio = ratio
    points = summary.units.sample.observations.map {
      PlotPoint(x: Double($0.bytes), y: Double($0.tokens))
    }.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
  }

  private var levelText: String { NumberFormat.percent(decimals: 0).text(of: level) }
  private var ends: (low: Double, high: Double) { (points.first?.x ?? 0, points.last?.x ?? 0) }

  /// Tokens on bytes with the line, its band and the ratio.
  var scatter: ScatterPlot {
    let (low, high) = ends
    func line(_ y: (Double) -> Double) -> [PlotPoint] {
      [low, high].map { PlotPoint(x: $0, y: y($0)) }
    }
    let quantile = StudentT(degreesOfFreedom: Double(fit.count) - 2).criticalValue(level: level)
    let steps = 12
    return ScatterPlot(
      title: "\(name): tokens on bytes, \(code)", summary: summary,
      xAxis: PlotAxis("bytes of a unit"), yAxis: PlotAxis("tokens"),
      series: [.init("units", points)],
      lines: [
        .init("line", line { fit.intercept + fit.slope * $0 }),
        .init("ratio", line { ratio * $0 }, isDashed: true),
      ],
      band: .init(
        "\(levelText) band of the line",
        (0...steps).map { step in
          let x = low + (high - low) * Double(step) / Double(steps)
          let covariance = fit.covariance
          let variance =
            covariance.intercept + 2 * x * covariance.interceptAndSlope + x * x * covariance.slope
          let margin = quantile * max(0, variance).squareRoot()
          let y = fit.intercept + fit.slope * x
          return .init(x: x, low: y - margin, high: y + margin)
        }), width: 460, height: 320)
  }

  /// What the line leaves of each observation.
  var residuals: ScatterPlot {
    let (low, high) = ends
    let spread = 2 * fit.residualStandardDeviation
    return .residuals(
      title: "\(name): residuals, \(code)",
      summary: "What is left of the tokens of a unit when the line is taken off.",
      xAxis: PlotAxis("bytes of a unit"), yAxis: PlotAxis("tokens off the line"),
      series: [.init("units", points.map { PlotPoint(x: $0.x, y: residual($0)) })],
      band: .init(
        "±2 residual s.d.", [low, high].map { .init(x: $0, low: -spread, high: spread) }),
      width: 460, height: 320)
  }

  private func residual(_ point: PlotPoint) -> Double {
    point.y - fit.intercept - fit.slope * point.x
  }

  var summary: String {
    let format = NumberFormat.significant(4)
    let drawn =
      UInt64(points.count) < fit.count
      ? "A sample of \(points.count) of \(NumberFormat.decimals(0).text(of: fit.count)) units"
      : "\(points.count) units"
    return "\(drawn); tokens = \(format.text(of: fit.intercept)) + "
      + "\(format.text(of: fit.slope)) · bytes"
      + (fit.rSquared.map { ", R² \(NumberFormat.decimals(4).text(of: $0))" } ?? "") + "."
  }

  /// The drawn observations in five groups of equal size.
  var table: Table {
    let format = NumberFormat.significant(4)
    let groups = min(5, points.count)
    return Table(
      columns: [
        .number("bytes, from"), .number("to"), .number("units drawn"), .number("tokens, mean"),
        .number("residual, mean"), .number("residual, s.d."),
      ],
      rows: (0..<groups).map { group in
        let slice = points[points.count * group / groups..<points.count * (group + 1) / groups]
        let n = Double(slice.count)
        let residuals = slice.map(residual)
        let mean = residuals.reduce(0, +) / n
        let squares = residuals.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return [
          .number(slice.first?.x, format), .number(slice.last?.x, format), .integer(slice.count),
          .number(slice.reduce(0) { $0 + $1.y } / n, format), .number(mean, .significant(3)),
          .number(n > 1 ? (squares / (n - 1)).squareRoot() : nil, .significant(3)),
        ]
      })
  }
}
