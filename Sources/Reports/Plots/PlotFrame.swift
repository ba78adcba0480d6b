/// The parts that plots share: the title, the legend, two axes and the room between them.
struct PlotFrame {
  /// An entry of the legend.
  struct LegendEntry {
    enum Mark {
      case box, dot, line, dashedLine
    }

    var label: String
    var mark: Mark
    /// The classes that colour the mark.
    var classes: String
  }

  private(set) var canvas: SVGCanvas
  private(set) var x: AxisScale
  private(set) var y: AxisScale

  private static let margin = 12.0
  private static let lineHeight = 18.0

  /// Draws title, legend, grid and axes of a plot with two numeric axes.
  init(
    title: String, legend: [LegendEntry], width: Double, height: Double,
    x: AxisScale, xTitle: String, y: AxisScale, yTitle: String
  ) {
    self.x = x
    self.y = y
    canvas = SVGCanvas(width: width, height: height)
    let top = Self.heading(title, legend, on: &canvas) + 8
    let labelRoom = y.labels.map { TextMetrics.width($0) }.max() ?? 0
    let left = Self.margin + Self.lineHeight + labelRoom + 8
    let right = width - Self.margin - (TextMetrics.width(x.labels.last ?? "") / 2).rounded(.up)
    let bottom = height - Self.margin - 2 * Self.lineHeight
    self.x.pixels = (left, right)
    self.y.pixels = (bottom, top)

    for (tick, label) in zip(y.ticks, y.labels) {
      let position = self.y.position(tick)
      canvas.path(SVGCanvas.segment(left, position, right, position), "grid")
      canvas.text(label, x: left - 8, y: position + 4, .end, "soft")
    }
    drawHorizontalAxis(top: top, bottom: bottom, title: xTitle, hasGrid: false)
    let room = bottom - top
    canvas.text(
      TextMetrics.truncated(yTitle, to: room), x: Self.margin + 10, y: (top + bottom) / 2, .middle,
      isVertical: true)
  }

  /// Draws title, legend and the horizontal axis of a plot whose rows have names.
  ///
  /// `left` is the room for the names, `right` that for what is written behind the rows.
  init(
    title: String, legend: [LegendEntry], width: Double, left: Double, right: Double,
    rowsHeight: Double, x: AxisScale, xTitle: String
  ) {
    self.x = x
    y = x
    // The heading's height depends on the legend, and the picture's on the heading.
    var measured = SVGCanvas(width: width, height: 0)
    let top = Self.heading(title, legend, on: &measured) + 4
    let bottom = top + rowsHeight
    canvas = SVGCanvas(width: width, height: bottom + Self.margin + 2 * Self.lineHeight)
    _ = Self.heading(title, legend, on: &canvas)
    let overhang = (TextMetrics.width(x.labels.last ?? "") / 2).rounded(.up)
    self.x.pixels = (Self.margin + left, width - Self.margin - max(right, overhang))
    y.pixels = (bottom, top)
    drawHorizontalAxis(top: top, bottom: bottom, title: xTitle, hasGrid: true)
  }

  /// The pixels between which the data lies.
  var plotArea: (left: Double, right: Double, top: Double, bottom: Double) {
    (x.pixels.start, x.pixels.end, y.pixels.end, y.pixels.start)
  }

  /// Draws into the picture.
  mutating func draw(_ body: (inout SVGCanvas) -> Void) { body(&canvas) }

  private mutating func drawHorizontalAxis(
    top: Double, bottom: Double, title: String, hasGrid: Bool
  ) {
    for (tick, label) in zip(x.ticks, x.labels) {
      let position = x.position(tick)
      canvas.path(
        SVGCanvas.segment(position, hasGrid ? top : bottom, position, bottom + 4),
        hasGrid ? "grid" : "axis")
      canvas.text(label, x: position, y: bottom + Self.lineHeight, .middle, "soft")
    }
    let (left, right) = x.pixels
    canvas.path(SVGCanvas.segment(left, bottom, right, bottom), "axis")
    canvas.text(
      TextMetrics.truncated(title, to: right - left), x: (left + right) / 2,
      y: bottom + 2 * Self.lineHeight + 2, .middle)
  }

  /// Draws the title and the legend below it, and returns where they end.
  private static func heading(
    _ title: String, _ legend: [LegendEntry], on canvas: inout SVGCanvas
  ) -> Double {
    let room = canvas.width - 2 * margin
    canvas.text(
      TextMetrics.truncated(title, to: room, fontSize: 15), x: margin, y: margin + 12, .start,
      "title")
    var bottom = margin + lineHeight
    var left = margin
    for entry in legend {
      let markWidth = entry.mark == .box ? 12.0 : entry.mark == .dot ? 6 : 22
      let label = TextMetrics.truncated(entry.label, to: room - markWidth - 6)
      let width = markWidth + 6 + TextMetrics.width(label)
      if left > margin, left + width > canvas.width - margin {
        left = margin
        bottom += lineHeight
      }
      draw(entry.mark, entry.classes, x: left, y: bottom + lineHeight / 2, on: &canvas)
      canvas.text(label, x: left + markWidth + 6, y: bottom + lineHeight / 2 + 4)
      left += width + 16
    }
    return legend.isEmpty ? bottom : bottom + lineHeight
  }

  private static func draw(
    _ mark: LegendEntry.Mark, _ classes: String, x: Double, y: Double, on canvas: inout SVGCanvas
  ) {
    switch mark {
    case .box: canvas.rectangle(x: x, y: y - 6, width: 12, height: 12, classes)
    case .dot:
      canvas.path("M\(SVGCanvas.number(x + 3)) \(SVGCanvas.number(y))h0", "dots \(classes)")
    case .line: canvas.path(SVGCanvas.segment(x, y, x + 22, y), "line \(classes)")
    case .dashedLine: canvas.path(SVGCanvas.segment(x, y, x + 22, y), "line dash \(classes)")
    }
  }
}

extension AxisScale {
  /// How many ticks fit beside each other over `room` pixels.
  static func tickCount(horizontal room: Double) -> Int { max(2, Int(room / 75)) }

  /// How many ticks fit above each other over `room` pixels.
  static func tickCount(vertical room: Double) -> Int { max(2, Int(room / 45)) }
}
