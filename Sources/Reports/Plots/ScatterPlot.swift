/// Points over two axes, with fitted lines and a band around them: observations and their fit, or
/// the residuals of one.
package struct ScatterPlot: Plot {
  /// Points of one kind.
  package struct Series: Sendable, Hashable {
    /// What they have in common.
    package var label: String
    /// The points; those that are not finite are not drawn.
    package var points: [PlotPoint]

    package init(_ label: String, _ points: [PlotPoint]) {
      self.label = label
      self.points = points
    }
  }

  /// A line through points, straight between them.
  package struct Line: Sendable, Hashable {
    /// What the line is.
    package var label: String
    /// The points it passes; two are enough for a straight line.
    package var points: [PlotPoint]
    /// Whether it is dashed.
    package var isDashed: Bool

    package init(_ label: String, _ points: [PlotPoint], isDashed: Bool = false) {
      self.label = label
      self.points = points
      self.isDashed = isDashed
    }
  }

  /// A band between two curves, such as a prediction interval.
  package struct Band: Sendable, Hashable {
    /// The band's extent at one place.
    package struct Slice: Sendable, Hashable {
      /// The horizontal coordinate.
      package var x: Double
      /// Where the band starts.
      package var low: Double
      /// Where the band ends.
      package var high: Double

      package init(x: Double, low: Double, high: Double) {
        self.x = x
        self.low = low
        self.high = high
      }
    }

    /// What the band is.
    package var label: String
    /// The slices from left to right.
    package var slices: [Slice]

    package init(_ label: String, _ slices: [Slice]) {
      self.label = label
      self.slices = slices
    }
  }

  package var title: String
  package var summary: String
  /// The horizontal axis.
  package var xAxis: PlotAxis
  /// The vertical axis.
  package var yAxis: PlotAxis
  /// The points, each series in a colour of its own.
  package var series: [Series]
  /// The lines; the axes cover them.
  package var lines: [Line]
  /// The band; cut where it leaves the plot.
  package var band: Band?
  /// The width in pixels.
  package var width: Double
  /// The height in pixels.
  package var height: Double

  package init(
    title: String, summary: String, xAxis: PlotAxis, yAxis: PlotAxis, series: [Series],
    lines: [Line] = [], band: Band? = nil, width: Double = 640, height: Double = 420
  ) {
    self.title = title
    self.summary = summary
    self.xAxis = xAxis
    self.yAxis = yAxis
    self.series = series
    self.lines = lines
    self.band = band
    self.width = width
    self.height = height
  }

  /// A plot of residuals: a solid line at zero, where a perfect fit would put every point.
  package static func residuals(
    title: String, summary: String, xAxis: PlotAxis, yAxis: PlotAxis, series: [Series],
    band: Band? = nil, width: Double = 640, height: Double = 300
  ) -> ScatterPlot {
    let finite = series.lazy.flatMap { $0.points }.filter { $0.isFinite }.map { $0.x }
    let (low, high) = (finite.min() ?? 0, finite.max() ?? 1)
    let zero = Line("Fit", [PlotPoint(x: low, y: 0), PlotPoint(x: high, y: 0)])
    return ScatterPlot(
      title: title, summary: summary, xAxis: xAxis, yAxis: yAxis, series: series, lines: [zero],
      band: band, width: width, height: height)
  }

  package func draw() -> SVGCanvas {
    let finite = series.map { $0.points.filter { $0.isFinite } }
    let linePoints = lines.flatMap { $0.points }.filter { $0.isFinite }
    let covered = finite.lazy.joined()
    var frame = PlotFrame(
      title: title, legend: legend, width: width, height: height,
      x: AxisScale(
        covering: covered.map { $0.x } + linePoints.map { $0.x }, xAxis,
        tickCount: AxisScale.tickCount(horizontal: width - 80)),
      xTitle: xAxis.title,
      y: AxisScale(
        covering: covered.map { $0.y } + linePoints.map { $0.y }, yAxis,
        tickCount: AxisScale.tickCount(vertical: height - 110)),
      yTitle: yAxis.title)
    let (x, y) = (frame.x, frame.y)
    let pixels = { (point: PlotPoint) in
      PlotPoint(x: x.position(point.x), y: y.position(point.y))
    }
    frame.draw { canvas in
      if let band {
        let slices = band.slices.filter { $0.x.isFinite && $0.low.isFinite && $0.high.isFinite }
        let outline =
          slices.map { PlotPoint(x: $0.x, y: $0.high) }
          + slices.reversed().map { PlotPoint(x: $0.x, y: $0.low) }
        canvas.path(SVGCanvas.polyline(outline.map(pixels)), "band")
      }
      let pointCount = finite.reduce(0) { $0 + $1.count }
      var markCount = 0
      for (index, points) in finite.enumerated() {
        // A picture of 1,500 marks is about 15 kB; every series has its share of them.
        let limit = max(100, 1500 * points.count / max(1, pointCount))
        let thinned = PointThinning(points.map(pixels), limit: limit)
        markCount += thinned.marks.count
        let color = "dots s\(PlotStyle.number(ofSeries: index))"
        canvas.path(thinned.dots(counting: 1...1), "\(color) d1")
        canvas.path(thinned.dots(counting: 2...3), "\(color) d2")
        canvas.path(thinned.dots(counting: 4...9), "\(color) d3")
        canvas.path(thinned.dots(counting: 10...), "\(color) d4")
      }
      if markCount < pointCount {
        let format = NumberFormat.decimals(0)
        canvas.remark(
          "\(format.text(of: pointCount)) points are drawn as \(format.text(of: markCount)) marks; "
            + "a stronger mark stands for more points.")
      }
      // Lines often lie close together: no halo may cover another line.
      let paths = lines.map { line in
        SVGCanvas.polyline(line.points.filter { $0.isFinite }.map(pixels))
      }
      for path in paths { canvas.path(path, "halo") }
      for (line, path) in zip(lines, paths) {
        canvas.path(path, line.isDashed ? "line fit dash" : "line fit")
      }
    }
    return frame.canvas
  }

  private var legend: [PlotFrame.LegendEntry] {
    var entries = series.enumerated().map { index, series in
      PlotFrame.LegendEntry(
        label: series.label, mark: .dot, classes: "s\(PlotStyle.number(ofSeries: index))")
    }
    entries += lines.map { line in
      .init(label: line.label, mark: line.isDashed ? .dashedLine : .line, classes: "fit")
    }
    if let band { entries.append(.init(label: band.label, mark: .box, classes: "band")) }
    return entries
  }

  /// The points in at most ten groups of equal size along the horizontal axis, and the lines by
  /// their ends.
  package var table: Table {
    let format = NumberFormat.significant(4)
    var table = Table(
      columns: [
        .init("Points"), .number("Number"), .number("\(xAxis.title), from"), .number("to"),
        .number("\(yAxis.title), mean"), .number("least"), .number("greatest"),
      ])
    for series in series {
      let points = series.points.filter { $0.isFinite }.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
      let groups = min(10, points.count)
      for group in 0..<groups {
        let slice = points[points.count * group / groups..<points.count * (group + 1) / groups]
        let values = slice.map { $0.y }
        table.rows.append([
          .text(series.label), .integer(slice.count), .number(slice.first?.x, format),
          .number(slice.last?.x, format),
          .number(values.reduce(0, +) / Double(values.count), format),
          .number(values.min(), format), .number(values.max(), format),
        ])
      }
    }
    for line in lines {
      guard let first = line.points.first, let last = line.points.last else { continue }
      let ends = [first.y, last.y].map { format.text(of: $0) }.joined(separator: " to ")
      let places = [first.x, last.x].map { format.text(of: $0) }.joined(separator: " to ")
      table.footnotes.append("\(line.label): \(ends) over \(places).")
    }
    return table
  }
}
