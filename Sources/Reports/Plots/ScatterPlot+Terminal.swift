#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension ScatterPlot {
  /// The plot in characters, for a first look on a terminal: points as dots that grow with their
  /// number, and the first line over them, with other marks where it meets points.
  ///
  /// Series are not told apart, and the band and further lines are left out.
  ///
  /// - Parameters:
  ///   - columns: The columns of the terminal; at least 20 are used.
  ///   - rows: The rows of the field of points; at least 4 are used.
  ///   - usesASCII: Whether the marks keep to ASCII.
  /// - Returns: Lines that end in newlines; only the first, with the titles, may be wider.
  package func terminalText(columns: Int = 72, rows: Int = 16, usesASCII: Bool = false) -> String {
    let columns = max(20, columns)
    let rows = max(4, rows)
    let points = series.flatMap { $0.points.filter { $0.isFinite } }
    let line = lines.first.map { $0.points.filter { $0.isFinite } } ?? []
    var x = AxisScale(
      covering: (points + line).map { $0.x }, xAxis, tickCount: max(2, columns / 14))
    var y = AxisScale(covering: (points + line).map { $0.y }, yAxis, tickCount: max(2, rows / 4))
    let labelWidth = y.labels.map { DisplayWidth.columns(of: $0) }.max() ?? 0
    let width = max(4, columns - labelWidth - 2)
    x.pixels = (0, Double(width - 1))
    y.pixels = (Double(rows - 1), 0)

    var counts = Array(repeating: Array(repeating: 0, count: width), count: rows)
    for point in points {
      counts[Int(y.position(point.y).rounded())][Int(x.position(point.x).rounded())] += 1
    }
    let marks = Array(usesASCII ? " .oO@" : " ·•●█")
    let mark = { (count: Int) in
      count == 0
        ? marks[0] : count < 3 ? marks[1] : count < 10 ? marks[2] : count < 30 ? marks[3] : marks[4]
    }
    var field = counts.map { $0.map(mark) }
    for (start, end) in zip(line, line.dropFirst()) {
      let (from, to) = (x.position(start.x), x.position(end.x))
      if from == to { continue }
      for column in Int(min(from, to).rounded())...Int(max(from, to).rounded()) {
        let share = (Double(column) - from) / (to - from)
        let row = y.position(start.y) + share * (y.position(end.y) - y.position(start.y))
        // Points that lie on a good line must not vanish under it.
        let hasPoints = counts[Int(row.rounded())][column] > 0
        field[Int(row.rounded())][column] =
          usesASCII ? (hasPoints ? "#" : "=") : (hasPoints ? "┿" : "─")
      }
    }

    var labels = Array(repeating: "", count: rows)
    for (tick, label) in zip(y.ticks, y.labels) { labels[Int(y.position(tick).rounded())] = label }
    var text = VisibleText.escapingControls("\(title): \(yAxis.title)") + "\n"
    for (label, row) in zip(labels, field) {
      let padded = DisplayWidth.padded(label, to: labelWidth, .trailing)
      text += Self.trimmed("\(padded) \(usesASCII ? "|" : "│")\(String(row))") + "\n"
    }
    var axis = Array(repeating: Character(usesASCII ? "-" : "─"), count: width)
    var ticks = ""
    for (tick, label) in zip(x.ticks, x.labels) {
      let column = Int(x.position(tick).rounded())
      axis[column] = usesASCII ? "+" : "┴"
      let start = min(
        labelWidth + 2 + max(0, column - label.count / 2), labelWidth + 2 + width - label.count)
      if start > ticks.count || ticks.isEmpty {
        ticks = DisplayWidth.padded(ticks, to: start, .leading) + label
      }
    }
    let margin = String(repeating: " ", count: labelWidth + 1)
    text += "\(margin)\(usesASCII ? "+" : "└")\(String(axis))\n\(ticks)\n"
    let xTitle = DisplayWidth.truncated(VisibleText.escapingControls(xAxis.title), toColumns: width)
    return text + "\(margin) \(xTitle)\n"
  }

  private static func trimmed(_ line: String) -> String {
    String(line[..<(line.lastIndex { $0 != " " }.map { line.index(after: $0) } ?? line.startIndex)])
  }
}
