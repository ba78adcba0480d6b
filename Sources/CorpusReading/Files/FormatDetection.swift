/// Finds format and compression: what the content says by its magic numbers goes before the name.
enum FormatDetection {
  /// How many bytes of text are looked at. A `.json` file is records if one of the usual fields is
  /// seen in them, else a document.
  static let headBytes = 1 << 16

  /// Opens `path` to describe it.
  static func inspect(path: String, options: CorpusOptions) throws(CorpusError) -> CorpusFile {
    let file = try OpenFile(path: path)
    guard let size = file.size else {
      return CorpusFile(path: path, size: nil, format: options.format)
    }
    let head = try FileSource(file, range: 0..<min(size, Int64(headSize(path)))).head(
      headSize(path))
    let compression = try compression(of: head, path: path)
    var text = head
    if compression != .none {
      do throws(CorpusError) {
        text = try decompress(FileSource(file), compression, path: path, options: options)
          .head(headBytes)
      } catch  where error.code == .truncated || error.code == .corrupt {
        // The reader will meet the damage and name its place; the name must do for the format.
        text = []
      }
    }
    var format = options.format
    if format == nil { format = try self.format(of: text, path: path, options: options) }
    return CorpusFile(path: path, size: size, format: format, compression: compression)
  }

  /// Most formats show in a few hundred bytes; only `.json` needs to see a field's name.
  private static func headSize(_ path: String) -> Int {
    lowercaseExtension(path) == "json" ? headBytes : 4096
  }

  static func decompress(
    _ source: any ByteSource, _ compression: CorpusCompression, path: String, options: CorpusOptions
  ) throws(CorpusError) -> any ByteSource {
    switch compression {
    case .none: source
    case .gzip: try GzipSource(source, path: path, options: options)
    case .zstd: try ZstdSource(source, path: path, options: options)
    }
  }

  static func compression(
    of head: [UInt8], path: String
  ) throws(CorpusError) -> CorpusCompression {
    if head.starts(with: [0x1F, 0x8B]) { return .gzip }
    if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) || isSkippableFrame(head) { return .zstd }
    for (magic, name) in refused where head.starts(with: magic) {
      throw CorpusError(
        .unsupported, path: path, reason: "is \(name), which is not read",
        remedy: "unpack it, or pack it with gzip or zstd")
    }
    // Packed text whose beginning is damaged would else be counted as the text that it is not.
    if let name = compressionNamed(by: path) {
      throw CorpusError(
        head.isEmpty ? .truncated : .corrupt, path: path,
        reason: head.isEmpty
          ? "is empty, which \(name) never is" : "is named as \(name) and does not begin like it",
        remedy: "fetch it anew, or take that ending off if it is not packed")
    }
    return .none
  }

  private static func compressionNamed(by path: String) -> String? {
    let name = path.utf8.split(separator: UInt8(ascii: "/")).last ?? path.utf8[...]
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    return switch String(decoding: name[name.index(after: dot)...], as: UTF8.self).lowercased() {
    case "gz", "gzip", "bgz", "tgz": "gzip"
    case "zst", "zstd", "tzst": "zstd"
    default: nil
    }
  }

  private static func isSkippableFrame(_ head: [UInt8]) -> Bool {
    head.count >= 4 && head[0] & 0xF0 == 0x50 && head[1...3].elementsEqual([0x2A, 0x4D, 0x18])
  }

  private static let refused: [([UInt8], String)] = [
    ([0x42, 0x5A, 0x68], "bzip2"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "xz"),
    ([0x04, 0x22, 0x4D, 0x18], "an LZ4 frame"),
    ([0x50, 0x4B, 0x03, 0x04], "a ZIP archive"),
    ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive"),
    ([0xFF, 0xFE], "UTF-16"),
    ([0xFE, 0xFF], "UTF-16"),
    (Array("PARE".utf8), "encrypted Parquet"),
    (Array("%PDF-".utf8), "PDF"),
  ]

  static func format(
    of head: [UInt8], path: String, options: CorpusOptions
  ) throws(CorpusError) -> CorpusFormat {
    let format = try detect(head, path: path, options: options)
    guard options.readsRecordsAsText else { return format }
    return switch format {
    case .json, .jsonLines, .csv, .tsv: .text
    case .text, .parquet, .arrow, .tar: format
    }
  }

  private static func detect(
    _ head: [UInt8], path: String, options: CorpusOptions
  ) throws(CorpusError) -> CorpusFormat {
    if head.starts(with: "PAR1".utf8) { return .parquet }
    if head.starts(with: "ARROW1".utf8) { return .arrow }
    if head.count >= 263, head[257..<262].elementsEqual("ustar".utf8) { return .tar }
    switch lowercaseExtension(path) {
    case "parquet": return .parquet
    case "arrow", "feather", "ipc": return .arrow
    case "tar", "tgz": return .tar
    case "jsonl", "ndjson": return .jsonLines
    case "csv": return .csv
    case "tsv", "tab": return .tsv
    case "json":
      return options.field != nil || RecordShape.detect(inHead: head) != nil ? .json : .text
    case let name where textExtensions.contains(name):
      // A stray NUL does not make a text binary; one in every two bytes is UTF-16 without its mark.
      guard head.count(where: { $0 == 0 }) * 8 > head.count else { return .text }
    default:
      if isArrowStream(head) { return .arrow }
      // Without a name to go by, such as standard input, what looks like records is records.
      if RecordShape.detect(inHead: head) != nil { return recordFormat(head) }
    }
    guard !head.contains(0) else {
      throw CorpusError(
        .notText, path: path, reason: "holds NUL bytes and is no format that is known",
        remedy: "give the text of it, or name its format")
    }
    return .text
  }

  /// JSON Lines if the first line that is not blank is a whole object; else JSON of any layout.
  private static func recordFormat(_ head: [UInt8]) -> CorpusFormat {
    head.withUnsafeBytes { bytes in
      var scanner = JSONScanner(bytes)
      scanner.skipByteOrderMark()
      guard scanner.peek() == UInt8(ascii: "{") else { return .json }
      let end = lineLength(bytes, from: scanner.at) ?? bytes.count
      var line = JSONScanner(UnsafeRawBufferPointer(rebasing: bytes[..<end]), at: scanner.at)
      do throws(JSONFault) {
        _ = try line.skipValue()
      } catch  where error.isEnd && end < bytes.count {
        return .json
      } catch {
        return .jsonLines
      }
      return .jsonLines
    }
  }

  private static let textExtensions: Set<String> = ["txt", "md", "text", "log", "html", "xml"]

  /// An Arrow stream begins with a continuation marker and a small metadata length.
  private static func isArrowStream(_ head: [UInt8]) -> Bool {
    head.count >= 8 && head.starts(with: [0xFF, 0xFF, 0xFF, 0xFF]) && head[7] == 0
  }

  /// The last extension in lower case, that of compression taken off first.
  static func lowercaseExtension(_ path: String) -> String {
    let name = path.utf8.split(separator: UInt8(ascii: "/")).last ?? path.utf8[...]
    var parts = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self).lowercased() }
    parts.removeFirst()
    if let last = parts.last, ["gz", "gzip", "zst", "zstd", "bgz", "z"].contains(last) {
      parts.removeLast()
    }
    return parts.last ?? ""
  }
}
