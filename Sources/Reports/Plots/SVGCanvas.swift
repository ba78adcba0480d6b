#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The elements of an SVG picture, as they are drawn.
package struct SVGCanvas: Sendable {
  /// The width in pixels.
  package let width: Double
  /// The height in pixels.
  package let height: Double
  private var elements = ""
  /// What the picture adds to the words of its plot.
  private var remark = ""

  init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  /// Where text stands to its point.
  enum Anchor: String {
    case start, middle, end
  }

  mutating func rectangle(
    x: Double, y: Double, width: Double, height: Double, _ classes: String, label: String? = nil
  ) {
    let title = label.map { ">\(Self.titleElement($0))</rect>\n" } ?? "/>\n"
    elements +=
      "<rect class=\"\(classes)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\""
      + " width=\"\(Self.number(max(0, width)))\" height=\"\(Self.number(max(0, height)))\"\(title)"
  }

  mutating func path(_ data: String, _ classes: String) {
    if !data.isEmpty { elements += "<path class=\"\(classes)\" d=\"\(data)\"/>\n" }
  }

  mutating func text(
    _ text: String, x: Double, y: Double, _ anchor: Anchor = .start, _ classes: String = "",
    isVertical: Bool = false
  ) {
    var attributes = classes.isEmpty ? "" : " class=\"\(classes)\""
    if anchor != .start { attributes += " text-anchor=\"\(anchor.rawValue)\"" }
    if isVertical {
      attributes += " transform=\"rotate(-90 \(Self.number(x)) \(Self.number(y)))\""
    }
    elements +=
      "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\"\(attributes)>"
      + "\(VisibleText.escapedForMarkup(text))</text>\n"
  }

  mutating func remark(_ text: String) { remark += " " + text }

  /// The finished picture.
  func svg(title: String, summary: String, style: String?) -> String {
    let (width, height) = (Self.number(width), Self.number(height))
    let summary = VisibleText.escapedForMarkup(summary + remark)
    return """
      <svg xmlns="http://www.w3.org/2000/svg" class="plot" role="img" width="\(width)" \
      height="\(height)" viewBox="0 0 \(width) \(height)">
      \(Self.titleElement(title))
      <desc>\(summary)</desc>
      \(style.map { "<style>\n\($0)</style>\n" } ?? "")\
      <rect class="paper" width="\(width)" height="\(height)"/>
      \(elements)</svg>

      """
  }

  private static func titleElement(_ text: String) -> String {
    "<title>\(VisibleText.escapedForMarkup(text))</title>"
  }

  /// A coordinate with one decimal at most: a tenth of a pixel is finer than any screen shows.
  static func number(_ value: Double) -> String {
    let tenths = Int((min(max(value, -1e6), 1e6) * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let (whole, tenth) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
    return tenth == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(tenth)"
  }

  /// The path through points, in pixels.
  static func polyline(_ points: [PlotPoint]) -> String {
    var data = ""
    for (index, point) in points.enumerated() {
      data += "\(index == 0 ? "M" : "L")\(number(point.x)) \(number(point.y))"
    }
    return data
  }

  static func segment(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> String {
    "M\(number(x1)) \(number(y1))L\(number(x2)) \(number(y2))"
  }
}
