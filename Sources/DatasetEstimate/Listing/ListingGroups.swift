/// What a listing has of one kind of file or in one folder.
public struct ListingGroup: Hashable, Sendable {
  /// The extension, such as `jsonl.gz`, or the folder; empty for files without either.
  public var label: String
  /// The number of entries.
  public var files = 0
  /// Their container bytes.
  public var bytes: UInt64 = 0
  /// Whether some are bytes of a compressed container. The text in it is three to ten times as long:
  /// to predict its tokens takes a measured factor.
  public var isCompressed = false
}

extension FileListing {
  /// By what files are grouped.
  public enum Grouping: Sendable {
    /// By the name's ending in lower case, with the ending before a compression's: `jsonl.gz`.
    case fileExtension
    /// By the folder that the file lies in.
    case folder
  }

  /// The files in groups, the largest first.
  public func groups(by grouping: Grouping) -> [ListingGroup] {
    var groups: [[UInt8]: ListingGroup] = [:]
    for entry in entries {
      let path = Array(entry.name.utf8)
      let nameStart = path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
      let ending = Self.ending(path[nameStart...])
      let label = grouping == .folder ? Array(path[..<max(nameStart - 1, 0)]) : ending
      var group =
        groups[label] ?? ListingGroup(label: String(decoding: label, as: UTF8.self))
      group.files += 1
      group.bytes = group.bytes.addingSaturated(entry.bytes)
      if Self.isCompressed(ending) { group.isCompressed = true }
      groups[label] = group
    }
    return groups.sorted {
      $0.value.bytes != $1.value.bytes
        ? $0.value.bytes > $1.value.bytes : $0.key.lexicographicallyPrecedes($1.key)
    }.map(\.value)
  }

  /// The ending in lower case, without its dot.
  private static func ending(_ name: ArraySlice<UInt8>) -> [UInt8] {
    let parts = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      .map { part in part.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 } }
    guard let last = parts.last, parts.count > 1 else { return [] }
    guard compressions.contains(last), parts.count > 2 else { return last }
    return parts[parts.count - 2] + [UInt8(ascii: ".")] + last
  }

  private static func isCompressed(_ ending: [UInt8]) -> Bool {
    guard let last = ending.split(separator: UInt8(ascii: ".")).last.map(Array.init) else {
      return false
    }
    return compressions.contains(last)
      || ["parquet", "tgz", "zip"].contains { $0.utf8.elementsEqual(last) }
  }

  private static let compressions = ["gz", "zst", "bz2", "xz", "lz4", "br"].map { Array($0.utf8) }
}
