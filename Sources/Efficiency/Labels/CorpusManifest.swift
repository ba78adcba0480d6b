import CorpusReading
import JSONText

/// A folder's own statement of what its files are: `manifest.json`, an array of objects with
/// `path` (or `file`), and `source`, `domain`, `language`, `licence` as far as they are known.
struct CorpusManifest {
  static let fileName = "manifest.json"

  /// The files by their paths below the folder.
  private(set) var files: [(name: String, label: CorpusLabel, licence: String)] = []

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
        (
          name,
          CorpusLabel(
            source: text("source") ?? LabelledFile.source(ofFile: name),
            domain: text("domain") ?? CorpusLabel.domain(ofFile: name),
            language: text("language") ?? ""),
          text("licence", "license") ?? ""
        ))
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
