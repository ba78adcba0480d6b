/// What metrics are worked out apart for.
public enum MetricsGrouping: String, Sendable, CaseIterable {
  /// The script of the text; a token belongs to the script that owns most of its bytes.
  case script
  /// The class of the characters; a token belongs to the class that owns most of its bytes.
  case characterClass = "class"
  /// The corpus's source.
  case source
  /// The domain.
  case domain
  /// The language.
  case language

  /// Whether it divides the text of a document, rather than files.
  var dividesText: Bool { self == .script || self == .characterClass }

  /// The name of the group of files with `label`.
  func name(of label: CorpusLabel) -> String {
    switch self {
    case .script, .characterClass: ""
    case .source: label.source
    case .domain: label.domain
    case .language: label.language
    }
  }
}
