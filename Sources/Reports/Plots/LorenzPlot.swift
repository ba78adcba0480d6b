/// Lorenz curves: which share of the whole the smallest members hold together. The further a
/// curve hangs below the diagonal, the more unequal they are.
package struct LorenzPlot: Plot {
  /// A curve.
  package struct Curve: Sendable, Hashable {
    /// What the curve describes; its Gini coefficient is added.
    package var label: String
    /// Shares of the members (x) and of the whole (y), from 0 to 1, ascending.
    package var points: [PlotPoint]
    /// Twice the area between the curve and the diagonal.
    package var gini: Double?

    package init(_ label: String, _ points: [PlotPoint], gini: Double? = nil) {
      self.label = label
      self.points = points
      self.gini = gini
    }

    fileprivate var name: String {
      guard let gini else { return label }
      return "\(label) (Gini \(NumberFormat.decimals(3).text(of: gini)))"
    }
  }

  package var title: String
  package var summary: String
  /// What the members are, such as “share of the vocabulary, rarest first”.
  package var membersTitle: String
  /// What the whole is, such as “share of all tokens”.
  package var wholeTitle: String
  /// The curves.
  package var curves: [Curve]
  /// The width in pixels.
  package var width: Double
  /// The height in pixels.
  package var height: Double

  package init(
    title: String, summary: String, membersTitle: String, wholeTitle: String, curves: [Curve],
    width: Double = 560, height: Double = 480
  ) {
    self.title = title
    self.summary = summary
    self.membersTitle = membersTitle
    self.wholeTitle = wholeTitle
    self.curves = curves
    self.width = width
    self.height = height
  }

  package func draw() -> SVGCanvas {
    let legend = curves.enumerated().map { index, curve in
      PlotFrame.LegendEntry(
        label: curve.name, mark: .line, classes: "s\(PlotStyle.number(ofSeries: index))")
    }
    let x = AxisScale(
      covering: [0, 1], PlotAxis(membersTitle, labels: .percentages), tickCount: 5)
    let y = AxisScale(covering: [0, 1], PlotAxis(wholeTitle, labels: .percentages), tickCount: 5)
    var frame = PlotFrame(
      title: title,
      legend: legend + [.init(label: "All equal", mark: .dashedLine, classes: "axis")],
      width: width, height: height, x: x, xTitle: membersTitle, y: y, yTitle: wholeTitle)
    let area = frame.plotArea
    let pixels = { [x = frame.x, y = frame.y] (point: PlotPoint) in
      PlotPoint(x: x.position(point.x), y: y.position(point.y))
    }
    frame.draw { canvas in
      canvas.path(
        SVGCanvas.segment(area.left, area.bottom, area.right, area.top), "line dash axis")
      for (index, curve) in curves.enumerated() {
        let points = curve.points.filter { $0.isFinite }.map(pixels)
        canvas.path(
          SVGCanvas.polyline(Self.thinned(points)), "line s\(PlotStyle.number(ofSeries: index))")
      }
    }
    return frame.canvas
  }

  /// The points that are at least two pixels from the one before, and the last.
  ///
  /// A vocabulary of 200,000 gives as many points, of which a screen can show a few hundred.
  private static func thinned(_ points: [PlotPoint]) -> [PlotPoint] {
    guard let last = points.last else { return [] }
    var kept: [PlotPoint] = []
    for point in points.dropLast() {
      if let previous = kept.last, (point.x - previous.x).magnitude < 2,
        (point.y - previous.y).magnitude < 2
      {
        continue
      }
      kept.append(point)
    }
    return kept + [last]
  }

  /// The share of the whole at every tenth of the members.
  package var table: Table {
    let format = NumberFormat.percent(decimals: 1)
    return Table(
      columns: [.init(membersTitle)] + curves.map { .number($0.name) },
      rows: (1...10).map { tenth in
        let share = Double(tenth) / 10
        return [.text(NumberFormat.percent(decimals: 0).text(of: share))]
          + curves.map { .number(Self.height(of: $0, at: share), format) }
      })
  }

  /// The height of a curve, straight between its points.
  private static func height(of curve: Curve, at x: Double) -> Double? {
    let points = curve.points.filter { $0.isFinite }
    guard let after = points.firstIndex(where: { $0.x >= x - 1e-12 }) else { return nil }
    let right = points[after]
    guard after > 0, right.x > x else { return right.y }
    let left = points[after - 1]
    return left.y + (right.y - left.y) * (x - left.x) / (right.x - left.x)
  }
}
