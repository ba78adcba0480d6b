import Efficiency
import JSONText

/// Counts as JSON, for `count --json` and for counts that were merged.
enum CountDocument {
  static func json(_ files: [(path: String, counts: TextCounts)], _ total: TextCounts) -> JSONValue
  {
    [
      "files": .array(
        files.map { file in
          .object([.init("path", .string(file.path))] + (file.counts.json.members ?? []))
        }),
      "total": total.json,
    ]
  }
}
