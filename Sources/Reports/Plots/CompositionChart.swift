/// Stacked bars: of which parts one or more wholes are made.
package struct CompositionChart: Plot {
  /// A whole.
  package struct Row: Sendable, Hashable {
    /// What it is.
    package var label: String
    /// The size of each part, zero or more.
    package var values: [Double]

    package init(_ label: String, _ values: [Double]) {
      self.label = label
      self.values = values
    }

    /// The parts as shares of the whole; zeros for an empty whole.
    fileprivate func shares(_ count: Int) -> [Double] {
      let sizes = (0..<count).map { index in
        index < values.count && values[index].isFinite ? max(0, values[index]) : 0
      }
      let total = sizes.reduce(0, +)
      return sizes.map { total > 0 ? $0 / total : 0 }
    }
  }

  package var title: String
  package var summary: String
  /// What the wholes are counted in, such as “share of the vocabulary”.
  package var axisTitle: String
  /// The names of the parts, in the order of the values of every row.
  package var parts: [String]
  /// The wholes from top to bottom.
  package var rows: [Row]
  /// The width in pixels; the height follows from the number of rows.
  package var width: Double

  package init(
    title: String, summary: String, axisTitle: String, parts: [String], rows: [Row],
    width: Double = 640
  ) {
    self.title = title
    self.summary = summary
    self.axisTitle = axisTitle
    self.parts = parts
    self.rows = rows
    self.width = width
  }

  package func draw() -> SVGCanvas {
    let legend = parts.enumerated().map { index, part in
      PlotFrame.LegendEntry(
        label: part, mark: .box, classes: "f\(PlotStyle.number(ofSeries: index))")
    }
    let rowHeight = 32.0
    let labelRoom = min(
      (rows.map { TextMetrics.width($0.label) }.max() ?? 0).rounded(.up), width * 0.35)
    var frame = PlotFrame(
      title: title, legend: legend, width: width, left: labelRoom + 8, right: 0,
      rowsHeight: rowHeight * Double(rows.count) + 4,
      x: AxisScale(covering: [0, 1], PlotAxis(axisTitle, labels: .percentages), tickCount: 5),
      xTitle: axisTitle)
    let x = frame.x
    let area = frame.plotArea
    frame.draw { canvas in
      for (index, row) in rows.enumerated() {
        let top = area.top + 5 + Double(index) * rowHeight
        canvas.text(
          TextMetrics.truncated(row.label, to: labelRoom), x: area.left - 8, y: top + 16, .end)
        draw(row, top: top, x, on: &canvas)
      }
    }
    return frame.canvas
  }

  private func draw(_ row: Row, top: Double, _ x: AxisScale, on canvas: inout SVGCanvas) {
    var start = 0.0
    let shares = row.shares(parts.count)
    if shares.allSatisfy({ $0 == 0 }) {
      canvas.text("–", x: x.position(0) + 6, y: top + 16, .start, "soft value")
    }
    for (index, share) in shares.enumerated() where share > 0 {
      let left = x.position(start)
      let right = x.position(start + share)
      start += share
      let color = PlotStyle.number(ofSeries: index)
      let text = NumberFormat.percent(decimals: share < 0.0995 ? 1 : 0).text(of: share)
      canvas.rectangle(
        x: left, y: top, width: right - left - (right - left > 3 ? 1 : 0), height: 24,
        "f\(color)", label: "\(row.label), \(parts[index]): \(text)")
      if TextMetrics.width(text) + 6 <= right - left {
        canvas.text(text, x: (left + right) / 2, y: top + 16, .middle, "o\(color)")
      }
    }
  }

  /// The shares, a row for each whole.
  package var table: Table {
    Table(
      columns: [.init("Whole")] + parts.map { .number($0) },
      rows: rows.map { row in
        [.text(row.label)]
          + row.shares(parts.count).map { .number($0, .percent(decimals: 2)) }
      })
  }
}
