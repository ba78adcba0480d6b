import CorpusReading
import JSONText

/// A folder's own statement of what its files are: `manifest.json`, an array of objects with
/// `path` (or `file`), and `source`, `domain`, `language`, `licence` and `format` as far as they are
/// known. Without a format a file is plain text, or the container that its content shows.
struct CorpusManifest {
  static let fileName = "manifest.json"

  /// The files by their paths below the folder.
  private(set) var files: [Entry] = []

  struct Entry {
    var name: String
    var label: CorpusLabel
    var licence: String
    var format: CorpusFormat?
  }

  /// Reads the manifest of a folder; `nil` if `bytes` are no such manifest.
  init?(_ bytes: [UInt8]) {
    guard let entries = (try? JSONValue(parsing: bytes))?.array, !entries.isEmpty else {
      return nil
    }
    for entry in entries {
      guard let name = (entry["path"] ?? entry["file"])?.string else { return nil }
      func text(_ keys: String...) -> String? {
        keys.lazy.compactMap { entry[$0]?.string }.first
      }
      files.append(
        Entry(
          name: name,
          label: CorpusLabel(
            source: text("source") ?? LabelledFile.source(ofFile: name),
            domain: text("domain") ?? CorpusLabel.domain(ofFile: name),
            language: text("language") ?? ""),
          licence: text("licence", "license") ?? "",
          format: text("format").flatMap { CorpusFormat(rawValue: $0) }))
    }
  }
}

extension LabelledFile {
  /// The source that a path below a folder suggests: the folder in it, else the file's own name.
  static func source(ofFile name: String) -> String {
    let parts = name.utf8.split(separator: UInt8(ascii: "/"))
    guard let first = parts.first else { return name }
    if parts.count > 1 { return String(decoding: first, as: UTF8.self) }
    let stem = first.split(separator: UInt8(ascii: ".")).first ?? first
    return String(decoding: stem, as: UTF8.self)
  }
}
