import CorpusReading

/// What is known of a file's text without reading it.
public struct CorpusLabel: Sendable, Hashable, Comparable {
  /// Where the text comes from: the corpus's own name. Figures of different sources differ as one
  /// dataset differs from the next.
  public var source: String
  /// The kind of text: prose, code, chat, markup, data, or a name of the user's.
  public var domain: String
  /// The language as a BCP 47 tag; empty when it is not known.
  public var language: String

  /// Creates a label.
  public init(source: String, domain: String, language: String = "") {
    self.source = source
    self.domain = domain
    self.language = language
  }

  /// Orders by source, domain and language, by their bytes.
  public static func < (a: CorpusLabel, b: CorpusLabel) -> Bool {
    for path in [\CorpusLabel.source, \.domain, \.language] {
      if !a[keyPath: path].utf8.elementsEqual(b[keyPath: path].utf8) {
        return a[keyPath: path].utf8.lexicographicallyPrecedes(b[keyPath: path].utf8)
      }
    }
    return false
  }
}

/// A file of a corpus with its label and the name it has in a profile.
public struct LabelledFile: Sendable, Hashable {
  /// The path that is opened.
  public var path: String
  /// The path from the folder that was named, the same on every machine.
  public var name: String
  /// The label.
  public var label: CorpusLabel
  /// The licence of the text; empty when it is not known.
  public var licence: String
  /// The format that a manifest gives; `nil` for the one that is found.
  var format: CorpusFormat?
}

extension CorpusLabel {
  /// The domain that a file's name suggests.
  static func domain(ofFile name: String) -> String {
    var parts =
      name.utf8.split(separator: UInt8(ascii: "/")).last.map {
        $0.split(separator: UInt8(ascii: ".")).map {
          String(decoding: $0, as: UTF8.self).lowercased()
        }
      } ?? []
    if let last = parts.last, ["gz", "gzip", "zst", "zstd", "bgz"].contains(last) {
      parts.removeLast()
    }
    guard parts.count > 1, let ending = parts.last else { return "prose" }
    if codeEndings.contains(ending) { return "code" }
    if markupEndings.contains(ending) { return "markup" }
    if dataEndings.contains(ending) { return "data" }
    return "prose"
  }

  private static let codeEndings: Set<String> = [
    "c", "h", "cc", "cpp", "hpp", "cs", "go", "hs", "java", "js", "kt", "lua", "m", "php", "pl",
    "py", "r", "rb", "rs", "scala", "sh", "sql", "swift", "ts", "zig",
  ]
  private static let markupEndings: Set<String> = [
    "html", "htm", "md", "rst", "tex", "xml", "adoc",
  ]
  private static let dataEndings: Set<String> = ["csv", "tsv", "tab", "log", "yaml", "yml", "toml"]
}
