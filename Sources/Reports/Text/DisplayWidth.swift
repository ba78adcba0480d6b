import CUTF8Proc

/// How many columns text takes on a terminal, and text cut or filled to a number of columns.
package enum DisplayWidth {
  /// The columns that `text` takes, control characters counted as nothing.
  ///
  /// Text for a terminal goes through ``VisibleText/escapingControls(_:)`` first.
  ///
  /// - Complexity: O(*n*) in the length of the text.
  package static func columns(of text: String) -> Int {
    // Nearly every cell is printable ASCII, where a byte is a column.
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text.utf8.count }
    return text.reduce(0) { $0 + columns(of: $1) }
  }

  /// The columns that one grapheme cluster takes.
  ///
  /// An emoji sequence (joined by ZWJ, with a presentation selector, a skin tone, a keycap or two
  /// regional indicators) is drawn as one picture of two columns. Every other cluster is as wide
  /// as its scalars together, which is what terminals do with the conjuncts of Indic scripts.
  package static func columns(of cluster: Character) -> Int {
    let scalars = cluster.unicodeScalars
    if scalars.count > 1, isEmojiSequence(scalars) { return 2 }
    return scalars.reduce(0) { $0 + columns(of: $1) }
  }

  /// The columns that one scalar takes by itself.
  ///
  /// utf8proc's widths agree with the C library's `wcwidth`, and so with terminals, but for three
  /// kinds that are put right here: spacing marks (441 vowel signs, 0 instead of 1), the
  /// medial and final Hangul jamo (1 instead of 0) and the Arabic number signs (0 instead of 1).
  package static func columns(of scalar: Unicode.Scalar) -> Int {
    let code = Int32(bitPattern: scalar.value)
    switch scalar.value {
    case 0x1160...0x11FF, 0xD7B0...0xD7FB: return 0
    case 0x0600...0x0605, 0x06DD, 0x070F, 0x08E2: return 1
    default: break
    }
    let width = Int(utf8proc_charwidth(code))
    return width == 0 && utf8proc_category(code) == UTF8PROC_CATEGORY_MC ? 1 : width
  }

  /// `text`, cut to `limit` columns with an ellipsis in the last of them when it is wider.
  ///
  /// A grapheme cluster is never split, so that the result may be a column short.
  ///
  /// - Complexity: O(*n*) in the length of the text.
  package static func truncated(
    _ text: String, toColumns limit: Int, ellipsis: String = "…"
  ) -> String {
    if columns(of: text) <= limit { return text }
    let room = limit - columns(of: ellipsis)
    if room < 0 { return "" }
    var kept = ""
    var used = 0
    for cluster in text {
      let width = columns(of: cluster)
      if used + width > room { break }
      used += width
      kept.append(cluster)
    }
    return kept + ellipsis
  }

  /// `text` with spaces on the side away from its alignment, up to `width` columns.
  package static func padded(_ text: String, to width: Int, _ alignment: Alignment) -> String {
    let gap = String(repeating: " ", count: max(0, width - columns(of: text)))
    return alignment == .leading ? text + gap : gap + text
  }

  private static func isEmojiSequence(_ scalars: Character.UnicodeScalarView) -> Bool {
    guard let first = scalars.first, first.properties.isEmoji else { return false }
    return scalars.dropFirst().contains { scalar in
      switch scalar.value {
      case 0xFE0F, 0x20E3, 0x1F3FB...0x1F3FF, 0x1F1E6...0x1F1FF: true
      // Ahead of a ZWJ or a tag the picture itself must be wide: U+00A9 and ZWJ make no sequence.
      case 0x200D, 0xE0020...0xE007F: columns(of: first) == 2
      default: false
      }
    }
  }
}

/// The side of a column that its text keeps to.
package enum Alignment: Sendable, Hashable {
  /// The side where reading starts: for words.
  case leading
  /// The side where reading ends: for numbers.
  case trailing
}
