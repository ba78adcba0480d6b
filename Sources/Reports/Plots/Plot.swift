/// A picture of data: a value that renders itself as SVG and, for those who do not see it, as a
/// table.
///
/// The same data gives the same bytes. Colours are custom properties of CSS that follow the
/// reader's choice of dark or light; paper is always light.
package protocol Plot: Sendable {
  /// What is shown.
  var title: String { get }

  /// What there is to see, in a sentence or two, for readers who do not see it.
  var summary: String { get }

  /// The picture without its style, drawn into a canvas.
  func draw() -> SVGCanvas

  /// The data behind the picture, summed up where there is too much of it.
  var table: Table { get }
}

extension Plot {
  /// The picture as an `<svg>` element.
  ///
  /// - Parameter includesStyle: Whether the element carries ``PlotStyle/css`` itself, as a file of
  ///   its own must; a document with many pictures carries it once.
  /// - Returns: Well-formed XML without script and without references to anything outside.
  package func svg(includesStyle: Bool = true) -> String {
    draw().svg(title: title, summary: summary, style: includesStyle ? PlotStyle.css : nil)
  }
}

/// A point of a plot.
package struct PlotPoint: Sendable, Hashable {
  /// The horizontal coordinate.
  package var x: Double
  /// The vertical coordinate.
  package var y: Double

  package init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }

  var isFinite: Bool { x.isFinite && y.isFinite }
}

/// What an axis shows.
package struct PlotAxis: Sendable, Hashable {
  /// How the numbers at the ticks are written.
  package enum Labels: Sendable, Hashable {
    /// As numbers, with letters from ten thousand on: `500`, `20K`.
    case numbers
    /// As percentages of one.
    case percentages
  }

  /// The quantity and its unit.
  package var title: String
  /// How the numbers at the ticks are written.
  package var labels: Labels
  /// Whether the axis reaches down (or up) to zero.
  package var includesZero: Bool

  package init(_ title: String, labels: Labels = .numbers, includesZero: Bool = true) {
    self.title = title
    self.labels = labels
    self.includesZero = includesZero
  }
}
