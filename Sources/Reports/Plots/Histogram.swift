/// How often values fall into each of a row of bins.
package struct Histogram: Plot {
  /// A bin and what fell into it.
  package struct Bin: Sendable, Hashable {
    /// The values that fall into the bin: from the lower bound to just below the upper.
    package var range: Range<Double>
    /// How many there were.
    package var count: UInt64
    /// The bin's name, such as `≥ 32`; made from its bounds if `nil`.
    package var label: String?

    package init(_ range: Range<Double>, count: UInt64, label: String? = nil) {
      self.range = range
      self.count = count
      self.label = label
    }

    /// The bin of one whole number, which is drawn around it.
    package init(_ value: Int, count: UInt64) {
      self.init(
        Double(value) - 0.5..<Double(value) + 0.5, count: count, label: "\(value)")
    }
  }

  package var title: String
  package var summary: String
  /// The quantity that is binned.
  package var xAxis: PlotAxis
  /// What is counted.
  package var yAxis: PlotAxis
  /// The bins; those of unequal width are drawn by height and not by area.
  package var bins: [Bin]
  /// The width in pixels.
  package var width: Double
  /// The height in pixels.
  package var height: Double

  package init(
    title: String, summary: String, xAxis: PlotAxis, yAxis: PlotAxis, bins: [Bin],
    width: Double = 640, height: Double = 320
  ) {
    self.title = title
    self.summary = summary
    self.xAxis = xAxis
    self.yAxis = yAxis
    self.bins = bins
    self.width = width
    self.height = height
  }

  package func draw() -> SVGCanvas {
    var fromZero = yAxis
    fromZero.includesZero = true
    var frame = PlotFrame(
      title: title, legend: [], width: width, height: height,
      x: AxisScale(
        covering: bins.flatMap { [$0.range.lowerBound, $0.range.upperBound] }, xAxis,
        tickCount: AxisScale.tickCount(horizontal: width - 80)),
      xTitle: xAxis.title,
      y: AxisScale(
        covering: bins.map { Double($0.count) }, fromZero,
        tickCount: AxisScale.tickCount(vertical: height - 110)),
      yTitle: yAxis.title)
    let (x, y) = (frame.x, frame.y)
    frame.draw { canvas in
      for bin in bins where bin.count > 0 {
        let left = x.position(bin.range.lowerBound)
        let right = x.position(bin.range.upperBound)
        let top = y.position(Double(bin.count))
        // A hairline between bins, where they are wide enough to spare it.
        let gap = right - left > 4 ? 1.0 : 0
        canvas.rectangle(
          x: left + gap / 2, y: top, width: right - left - gap, height: y.pixels.start - top, "f1",
          label: "\(Self.label(of: bin)): \(NumberFormat.decimals(0).text(of: bin.count))")
      }
    }
    return frame.canvas
  }

  private static func label(of bin: Bin) -> String {
    let format = NumberFormat.significant(4)
    return bin.label
      ?? "\(format.text(of: bin.range.lowerBound)) to \(format.text(of: bin.range.upperBound))"
  }

  /// The bins with their counts and shares.
  package var table: Table {
    let total = bins.reduce(0) { $0 + Double($1.count) }
    return Table(
      columns: [.init(xAxis.title), .number(yAxis.title), .number("Share")],
      rows: bins.map { bin in
        [
          .text(Self.label(of: bin)), .integer(bin.count),
          .number(total > 0 ? Double(bin.count) / total : nil, .percent(decimals: 2)),
        ]
      })
  }
}
