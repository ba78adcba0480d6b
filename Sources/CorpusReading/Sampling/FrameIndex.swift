/// The parts of a compressed file that can be decompressed by themselves.
enum FrameIndex {
  /// The ranges of a file's Zstandard frames or BGZF blocks, which together are the file; `nil` if it
  /// has only one part.
  ///
  /// - Complexity: one short read for each block of the file (128 KiB of text for Zstandard, 64 KiB for
  ///   BGZF).
  static func parts(
    of file: OpenFile, _ compression: CorpusCompression
  ) throws(CorpusError) -> [Range<Int64>]? {
    guard let size = file.size else { return nil }
    var parts: [Range<Int64>] = []
    var at: Int64 = 0
    while at < size {
      guard let end = try compression == .zstd ? zstdEnd(file, at, size) : blockEnd(file, at, size)
      else { return nil }
      if end.hasText || parts.isEmpty {
        parts.append(at..<end.offset)
      } else {
        // A frame without text, such as a seek table, belongs to the part before.
        parts[parts.count - 1] = parts[parts.count - 1].lowerBound..<end.offset
      }
      at = end.offset
    }
    return parts.count > 1 ? parts : nil
  }

  private struct End {
    var offset: Int64
    var hasText = true
  }

  private static func read(
    _ file: OpenFile, _ at: Int64, _ size: Int64, _ count: Int
  ) throws(CorpusError) -> [UInt8] {
    guard at < size else { return [] }
    return try FileSource(file, range: at..<min(size, at + Int64(count))).head(count)
  }

  /// The end of the frame at `at` (RFC 8878 section 3.1); `nil` if there is no whole frame.
  private static func zstdEnd(
    _ file: OpenFile, _ at: Int64, _ size: Int64
  ) throws(CorpusError) -> End? {
    let header = try read(file, at, size, 9)
    guard header.count >= 8 else { return nil }
    if header[0] & 0xF0 == 0x50, header[1...3].elementsEqual([0x2A, 0x4D, 0x18]) {
      let length = header[4..<8].reversed().reduce(Int64(0)) { $0 << 8 | Int64($1) }
      let end = at + 8 + length
      return end <= size ? End(offset: end, hasText: false) : nil
    }
    guard header.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) else { return nil }
    let descriptor = header[4]
    let isSingleSegment = descriptor & 0x20 != 0
    let contentSize = [isSingleSegment ? 1 : 0, 2, 4, 8][Int(descriptor >> 6)]
    var next = at + 5 + (isSingleSegment ? 0 : 1) + [0, 1, 2, 4][Int(descriptor & 3)]
    next += Int64(contentSize)
    while true {
      let block = try read(file, next, size, 3)
      guard block.count == 3 else { return nil }
      let raw = Int(block[0]) | Int(block[1]) << 8 | Int(block[2]) << 16
      let kind = raw >> 1 & 3
      guard kind != 3 else { return nil }
      next += 3 + Int64(kind == 1 ? 1 : raw >> 3)
      if raw & 1 == 1 { break }
    }
    if descriptor & 4 != 0 { next += 4 }
    return next <= size ? End(offset: next) : nil
  }

  /// The end of the BGZF block at `at` (SAM specification section 4.1); `nil` for other gzip.
  private static func blockEnd(
    _ file: OpenFile, _ at: Int64, _ size: Int64
  ) throws(CorpusError) -> End? {
    let header = try read(file, at, size, 18)
    guard header.count == 18, header.starts(with: [0x1F, 0x8B, 8]), header[3] & 4 != 0,
      header[12...15].elementsEqual([0x42, 0x43, 2, 0])
    else { return nil }
    let length = Int64(header[16]) + Int64(header[17]) << 8 + 1
    // An empty block of 28 bytes marks the end.
    return at + length <= size ? End(offset: at + length, hasText: length > 28) : nil
  }
}
