/// Horizontal bars from zero with the intervals of their values, alone or in groups that compare
/// several series.
package struct BarChart: Plot {
  /// The bar of one series.
  package struct Bar: Sendable, Hashable {
    /// The value.
    package var value: Double
    /// The interval of the value, where there is one.
    package var interval: ClosedRange<Double>?

    package init(_ value: Double, interval: ClosedRange<Double>? = nil) {
      self.value = value
      self.interval = interval
    }
  }

  /// The bars that are compared with each other.
  package struct Group: Sendable, Hashable {
    /// What the bars have in common.
    package var label: String
    /// One bar for each series, `nil` where nothing was measured.
    package var bars: [Bar?]

    package init(_ label: String, _ bars: [Bar?]) {
      self.label = label
      self.bars = bars
    }
  }

  package var title: String
  package var summary: String
  /// The quantity and its unit.
  package var axis: PlotAxis
  /// What the bars of every group stand for; a single series needs no legend.
  package var series: [String]
  /// The groups from top to bottom.
  package var groups: [Group]
  /// How values are written behind their bars.
  package var format: NumberFormat
  /// What the whiskers are, such as “95% interval between sources”.
  package var intervalLabel: String?
  /// The width in pixels; the height follows from the number of bars.
  package var width: Double

  package init(
    title: String, summary: String, axis: PlotAxis, series: [String], groups: [Group],
    format: NumberFormat = .significant(3), intervalLabel: String? = nil, width: Double = 640
  ) {
    self.title = title
    self.summary = summary
    self.axis = axis
    self.series = series
    self.groups = groups
    self.format = format
    self.intervalLabel = intervalLabel
    self.width = width
  }

  package func draw() -> SVGCanvas {
    let barHeight = series.count > 1 ? 13.0 : 18.0
    let gap = 9.0
    let groupHeight = barHeight * Double(max(1, series.count)) + gap
    let labelRoom = min(
      (groups.map { TextMetrics.width($0.label) }.max() ?? 0).rounded(.up), width * 0.35)
    let bars = groups.flatMap { $0.bars.prefix(series.count) }.compactMap { $0 }.filter {
      $0.value.isFinite
    }
    let valueRoom = (bars.map { TextMetrics.width(format.text(of: $0.value)) }.max() ?? 0) + 8

    var fromZero = axis
    // A bar that does not start at zero lies about the ratio of two values.
    fromZero.includesZero = true
    let ends = bars.flatMap { [$0.value, $0.interval?.lowerBound, $0.interval?.upperBound] }
    let scale = AxisScale(
      covering: ends.compactMap { $0 }, fromZero,
      tickCount: AxisScale.tickCount(horizontal: width - labelRoom - valueRoom - 40))
    var frame = PlotFrame(
      title: title, legend: legend, width: width, left: labelRoom + 8, right: valueRoom,
      rowsHeight: groupHeight * Double(groups.count) + gap / 2, x: scale, xTitle: axis.title)
    let x = frame.x
    let area = frame.plotArea
    frame.draw { canvas in
      for (row, group) in groups.enumerated() {
        let top = area.top + gap / 2 + Double(row) * groupHeight
        canvas.text(
          TextMetrics.truncated(group.label, to: labelRoom), x: area.left - 8,
          y: top + (groupHeight - gap) / 2 + 4, .end)
        // The texts of all bars first: their halos must not bite into the bars about them.
        for index in series.indices {
          let bar = index < group.bars.count ? group.bars[index] : nil
          let middle = top + (Double(index) + 0.5) * barHeight
          drawValue(of: bar, at: middle, x, on: &canvas)
        }
        for (index, bar) in zip(series.indices, group.bars) {
          guard let bar, bar.value.isFinite else { continue }
          let name = series.count > 1 ? "\(group.label), \(series[index])" : group.label
          let top = top + Double(index) * barHeight
          draw(bar, index, name, top, barHeight - 1.5, x, on: &canvas)
        }
      }
      let zero = x.position(0)
      canvas.path(SVGCanvas.segment(zero, area.top, zero, area.bottom), "axis")
    }
    return frame.canvas
  }

  private func drawValue(
    of bar: Bar?, at middle: Double, _ x: AxisScale, on canvas: inout SVGCanvas
  ) {
    var end = x.position(0)
    var text = "–"
    if let bar, bar.value.isFinite {
      end = x.position(max(0, bar.value, bar.interval?.upperBound ?? 0))
      text = format.text(of: bar.value)
    }
    canvas.text(text, x: end + 6, y: middle + 3.5, .start, "soft value")
  }

  private func draw(
    _ bar: Bar, _ index: Int, _ name: String, _ top: Double, _ height: Double, _ x: AxisScale,
    on canvas: inout SVGCanvas
  ) {
    let start = x.position(min(0, bar.value))
    let end = x.position(max(0, bar.value))
    canvas.rectangle(
      x: start, y: top, width: end - start, height: height,
      "f\(PlotStyle.number(ofSeries: index))", label: "\(name): \(format.text(of: bar.value))")
    guard let interval = bar.interval else { return }
    let low = x.position(interval.lowerBound)
    let high = x.position(interval.upperBound)
    let middle = top + height / 2
    let whisker =
      SVGCanvas.segment(low, middle, high, middle)
      + SVGCanvas.segment(low, middle - 3, low, middle + 3)
      + SVGCanvas.segment(high, middle - 3, high, middle + 3)
    canvas.path(whisker, "halo")
    canvas.path(whisker, "whisker")
  }

  private var legend: [PlotFrame.LegendEntry] {
    var entries: [PlotFrame.LegendEntry] = []
    if series.count > 1 {
      entries = series.enumerated().map { index, label in
        .init(label: label, mark: .box, classes: "f\(PlotStyle.number(ofSeries: index))")
      }
    }
    if let intervalLabel {
      entries.append(.init(label: intervalLabel, mark: .line, classes: "whisker"))
    }
    return entries
  }

  /// The bars, a row for each.
  package var table: Table {
    var table = Table(
      columns: [
        .init("Group"), .init("Series"), .number(axis.title), .number("low"), .number("high"),
      ])
    for group in groups {
      for (label, bar) in zip(series, group.bars) {
        table.rows.append([
          .text(group.label), .text(label), .number(bar?.value, format),
          .number(bar?.interval?.lowerBound, format), .number(bar?.interval?.upperBound, format),
        ])
      }
    }
    if let intervalLabel { table.footnotes = ["Low and high: \(intervalLabel)."] }
    return table
  }
}
