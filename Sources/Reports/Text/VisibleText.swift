/// Text made harmless to show: nothing in it can move a cursor, change a colour or turn the
/// direction of what follows.
package enum VisibleText {
  /// `text` with everything that would act instead of being seen written out: `\n`, `\u{1b}`.
  ///
  /// Written out are the controls (C0, DEL, C1), the line and paragraph separators, the marks and
  /// overrides of bidirectional text (which can show a line in an order it does not have), the
  /// byte order mark, and the noncharacters that XML forbids.
  ///
  /// - Complexity: O(*n*) in the length of the text.
  package static func escapingControls(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    var visible = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if let escape = escape(scalar) {
        visible.append(contentsOf: escape.unicodeScalars)
      } else {
        visible.append(scalar)
      }
    }
    return String(visible)
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0x09: #"\t"#
    case 0x0A: #"\n"#
    case 0x0D: #"\r"#
    case 0...0x1F, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069,
      0xFEFF, 0xFFFE, 0xFFFF:
      #"\u{"# + String(scalar.value, radix: 16) + "}"
    default: nil
    }
  }

  /// `text` for HTML, SVG or XML, as content or in a quoted attribute, controls written out.
  package static func escapedForMarkup(_ text: String) -> String {
    replacing(escapingControls(text)) { character in
      switch character {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      case "'": "&#39;"
      default: nil
      }
    }
  }

  /// `text` for a cell of a Markdown table, so that it reads as itself and not as markup.
  ///
  /// An underscore inside a word is no emphasis in CommonMark and stays as it is: names of
  /// tokenizers are full of them.
  package static func escapedForMarkdown(_ text: String) -> String {
    let scalars = Array(escapingControls(text).unicodeScalars)
    var escaped = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case "|", "\\", "`", "*", "[", "]", "~":
        escaped.append("\\")
        escaped.append(scalar)
      case "_":
        let inWord =
          index > 0 && index + 1 < scalars.count
          && scalars[index - 1].properties.isAlphabeticOrDigit
          && scalars[index + 1].properties.isAlphabeticOrDigit
        if !inWord { escaped.append("\\") }
        escaped.append(scalar)
      case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
      case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
      default: escaped.append(scalar)
      }
    }
    return String(escaped)
  }

  /// `text` for the text mode of LaTeX, controls written out.
  ///
  /// Scripts other than Latin need XeLaTeX or LuaLaTeX and a font that has them.
  package static func escapedForLaTeX(_ text: String) -> String {
    replacing(escapingControls(text)) { character in
      switch character {
      case "\\": #"\textbackslash{}"#
      case "~": #"\textasciitilde{}"#
      case "^": #"\textasciicircum{}"#
      case "<": #"\textless{}"#
      case ">": #"\textgreater{}"#
      case "|": #"\textbar{}"#
      // At the start of a row these would be read as arguments of the line break before it.
      case "[", "*": "{\(character)}"
      case "&", "%", "$", "#", "_", "{", "}": "\\\(character)"
      default: nil
      }
    }
  }

  private static func replacing(
    _ text: String, _ replacement: (Unicode.Scalar) -> String?
  ) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if let replacement = replacement(scalar) {
        result.append(contentsOf: replacement.unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }
}

extension Unicode.Scalar.Properties {
  fileprivate var isAlphabeticOrDigit: Bool { isAlphabetic || numericType != nil }
}
