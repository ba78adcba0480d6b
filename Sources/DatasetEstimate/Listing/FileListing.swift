/// Files and their sizes as object stores and `du` list them.
///
/// Read are the lines of `aws s3 ls --recursive`, also with `--human-readable` and `--summarize`;
/// `gsutil ls -l` and `gcloud storage ls -l`; `du -b`, also with `-a`; and sizes in bytes with a name
/// behind them, as `find -printf '%s\t%p\n'` writes them.
public struct FileListing: Hashable, Sendable {
  /// A file, or what a folder holds beside its listed parts.
  public struct Entry: Hashable, Sendable {
    /// The name as listed.
    public var name: String
    /// Its container bytes.
    public var bytes: UInt64
  }

  /// The files in the order of the listing.
  public private(set) var entries: [Entry] = []
  /// The bytes of all.
  public private(set) var totalBytes: UInt64 = 0

  /// Reads a listing.
  ///
  /// - Throws: ``ListingError`` for the first line that is none of the forms.
  /// - Complexity: O(n), and memory for every name.
  public init(_ text: String) throws(ListingError) {
    var hasFolders = false
    var number = 0
    var sum: UInt64 = 0
    // A line feed and a carriage return before it are one Character.
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      let entry: Entry
      switch try ListingLine(line, number: number) {
      case .nothing: continue
      case .file(let file): entry = file
      case .tree(let part):
        entry = part
        hasFolders = true
      }
      entries.append(entry)
      let (next, overflow) = sum.addingReportingOverflow(entry.bytes)
      guard !overflow else { throw ListingError(line: number, reason: .tooLarge) }
      sum = next
    }
    if hasFolders { Self.takeApart(&entries) }
    totalBytes = entries.reduce(0) { $0 + $1.bytes }
  }

  /// `du` counts what lies in a folder with the folder again: takes from every folder what is listed of
  /// its parts, so that the sum is that of the outermost folders.
  private static func takeApart(_ entries: inout [Entry]) {
    // Folders are keyed by bytes: a String key would merge canonically equivalent names.
    var indices: [[UInt8]: Int] = [:]
    for (index, entry) in entries.enumerated() { indices[path(entry.name)] = index }
    var parts = [UInt64](repeating: 0, count: entries.count)
    for entry in entries {
      var folder = path(entry.name)[...]
      while let slash = folder.lastIndex(of: UInt8(ascii: "/")) {
        folder = folder[..<slash]
        if let index = indices[Array(folder)] {
          parts[index] = parts[index].addingSaturated(entry.bytes)
          break
        }
      }
    }
    for index in entries.indices where parts[index] > 0 {
      // Less than its parts: no folder of du's, but a file whose name is the beginning of another's.
      if entries[index].bytes >= parts[index] { entries[index].bytes -= parts[index] }
    }
  }

  private static func path(_ name: String) -> [UInt8] {
    var path = Array(name.utf8)
    while path.count > 1, path.last == UInt8(ascii: "/") { path.removeLast() }
    return path
  }
}

/// Why a listing cannot be read.
public struct ListingError: Error, Hashable, Sendable {
  /// What is wrong with the line.
  public enum Reason: Hashable, Sendable {
    /// The line has none of the known forms.
    case unknownForm(String)
    /// A folder of which the listing does not tell the size.
    case folder(String)
    /// A size, or the sum up to the line, beyond 2⁶⁴ − 1 bytes.
    case tooLarge
  }

  /// The line, counted from 1.
  public var line: Int
  /// What is wrong with it.
  public var reason: Reason
}

extension ListingError: CustomStringConvertible {
  /// One sentence with the remedy.
  public var description: String {
    switch reason {
    case .unknownForm(let text):
      "line \(line) of the listing has no size and name: \"\(Self.shown(text))\"; wanted are lines of "
        + "aws s3 ls --recursive, gsutil ls -l or du -b, or a size in bytes, a tab and a name"
    case .folder(let name):
      "line \(line) of the listing is a folder without a size: \"\(Self.shown(name))\"; list with "
        + "--recursive"
    case .tooLarge:
      "line \(line) of the listing brings the sizes beyond 2^64 bytes"
    }
  }

  /// A listing is foreign text: what is shown of it is short and cannot steer the terminal.
  private static func shown(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars.prefix(80) {
      shown.unicodeScalars.append(
        scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
    }
    return shown
  }
}
