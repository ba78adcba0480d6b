/// How much room text takes in a picture, without a font at hand.
///
/// The estimates are those of DejaVu Sans, one of the widest of the fonts that browsers choose, so
/// that text in another font takes less room than it was given.
enum TextMetrics {
  /// The width of `text` in pixels at a font size in pixels.
  static func width(_ text: String, fontSize: Double = 12) -> Double {
    VisibleText.escapingControls(text).unicodeScalars.reduce(0) { $0 + width(of: $1) } * fontSize
  }

  /// `text`, cut with an ellipsis to fit into `room` pixels.
  static func truncated(_ text: String, to room: Double, fontSize: Double = 12) -> String {
    if width(text, fontSize: fontSize) <= room { return text }
    var kept = text
    while !kept.isEmpty, width(kept + "…", fontSize: fontSize) > room { kept.removeLast() }
    return kept + "…"
  }

  private static func width(of scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "I", "'", "|", " ", ".", ",", ":", ";", "!", "f", "t", "r", "(", ")", "-":
      0.41
    case "m", "w", "M", "W", "@", "%": 0.97
    case "A"..."Z": 0.74
    case "\u{20}"..."\u{7E}": 0.63
    default: [0, 0.72, 1.05][min(DisplayWidth.columns(of: scalar), 2)]
    }
  }
}
