/// Reads the unit of a file that contains a byte offset, for sampling with probability proportional
/// to size.
///
/// The units of a file do not overlap and together are the file, so that a uniform offset draws each
/// with the probability that its container bytes say. Taking the record *behind* the offset instead
/// biases the estimate by several per cent.
///
/// - Plain text: windows of about 4 KiB between newlines.
/// - JSON Lines: the line; of a line over 64 KiB a window of about 16 KiB between newlines of its text.
/// - Zstandard with several frames, and BGZF: the lines that begin in the frame or block.
/// - Parquet: the row group.
///
/// Other files can only be read from their start, and are the clusters of a two-stage sample.
public final class CorpusSampler {
  /// How a file is divided.
  public enum Access: Sendable, Equatable {
    /// By newlines near the offset.
    case bytes
    /// In the given parts of the container.
    case parts([Range<Int64>])
  }

  /// How the file is divided.
  public let access: Access
  /// The bytes of the file.
  public let size: Int64

  private let file: OpenFile
  private let description: CorpusFile
  private let context: ReadContext
  private let index: Int

  /// The length of a window of plain text. Newline-snapped windows of this size change token counts by
  /// less than 0.001 %.
  static let window: Int64 = 4096
  /// A line longer than this is divided in windows of a quarter of it.
  static let longLine: Int64 = 1 << 16

  /// Opens a file for sampling; `index` becomes the pieces' `file`.
  ///
  /// - Throws: ``CorpusError`` with the code `notSeekable` for a file that must be read from its start.
  /// - Complexity: for compressed files, one short read for each block of the file.
  public init(
    _ description: CorpusFile, index: Int = 0, options: CorpusOptions = .init()
  ) throws(CorpusError) {
    self.file = try OpenFile(path: description.path)
    self.description = description
    self.index = index
    self.context = ReadContext(options: options)
    self.size = file.size ?? 0
    var access: Access?
    if file.size != nil {
      switch (options.format ?? description.format, description.compression) {
      case (.text, .none), (.jsonLines, .none): access = .bytes
      case (.text, let compression), (.jsonLines, let compression):
        access = try FrameIndex.parts(of: file, compression).map { .parts($0) }
      case (.parquet, .none):
        context.begin(file: index, path: description.path)
        access = .parts(try ParquetReader(file, context: context).groupRanges)
      default: break
      }
    }
    guard let access else {
      throw CorpusError(
        .notSeekable, path: description.path, reason: "can only be read from its start")
    }
    self.access = access
  }

  /// Replaces the batch's content by the unit that contains the byte at `offset`, and returns the unit's
  /// container bytes.
  ///
  /// The batch has one piece for each document or part of one in the unit; none for a blank line, a
  /// record whose text is null, or a frame in which no line begins.
  ///
  /// - Precondition: `offset` is less than `size`.
  public func read(
    containing offset: Int64, into batch: inout CorpusBatch
  ) throws(CorpusError) -> Range<Int64> {
    precondition(offset >= 0 && offset < size)
    batch.removeAll(keepingBytes: context.options.batchBytes)
    context.begin(file: index, path: description.path)
    switch access {
    case .parts(let parts):
      var (low, high) = (0, parts.count - 1)
      while low < high {
        let middle = (low + high + 1) / 2
        if parts[middle].lowerBound <= offset { low = middle } else { high = middle - 1 }
      }
      try readPart(low, of: parts, into: &batch)
      return parts[low]
    case .bytes where isJSONLines:
      return try readLine(containing: offset, into: &batch)
    case .bytes:
      return try readWindow(containing: offset, into: &batch)
    }
  }

  private var isJSONLines: Bool {
    (context.options.format ?? description.format) == .jsonLines
  }

  private func bytes(_ range: Range<Int64>) throws(CorpusError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: range.count)
    try bytes.withUnsafeMutableBufferPointer { (all) throws(CorpusError) in
      try file.readExactly(into: UnsafeMutableRawBufferPointer(all), at: range.lowerBound)
    }
    return bytes
  }
}

// MARK: - Plain text

extension CorpusSampler {
  private func readWindow(
    containing offset: Int64, into batch: inout CorpusBatch
  ) throws(CorpusError) -> Range<Int64> {
    let width = Self.window
    let cell = offset / width
    let start = max((cell - 1) * width - 1, 0)
    let text = try bytes(start..<min((cell + 3) * width, size))
    /// The border of the grid's cell: the first line that begins in it, or the first scalar.
    func border(_ cell: Int64) -> Int64 {
      let from = cell * width
      guard from > 0 else { return 0 }
      guard from < size else { return size }
      let end = min(from + width, size)
      for at in from..<end where text[Int(at - 1 - start)] == UInt8(ascii: "\n") { return at }
      for at in from..<min(from + 4, end) where text[Int(at - start)] & 0xC0 != 0x80 { return at }
      return from
    }
    let middle = border(cell)
    let range = offset >= middle ? middle..<border(cell + 1) : border(cell - 1)..<middle
    text[Int(range.lowerBound - start)..<Int(range.upperBound - start)].withUnsafeBytes {
      batch.append($0)
    }
    addPiece(to: &batch, container: range)
    return range
  }
}

// MARK: - JSON Lines

extension CorpusSampler {
  private func readLine(
    containing offset: Int64, into batch: inout CorpusBatch
  ) throws(CorpusError) -> Range<Int64> {
    let range = try line(containing: offset)
    let line = try bytes(range)
    let extractor = RecordExtractor(context: context)
    if Int64(range.count) > Self.longLine,
      let part = longLinePart(line, at: Int(offset - range.lowerBound), extractor, &batch)
    {
      let container =
        range.lowerBound + Int64(part.lowerBound)..<range.lowerBound + Int64(part.upperBound)
      addPiece(to: &batch, container: container)
      // Of the windows of a line one begins the document, so that documents are counted once.
      batch.pieces[0].startsDocument = part.lowerBound == 0
      return container
    }
    try readRecords(line, container: range, into: &batch)
    return range
  }

  /// The line that contains `offset`, with the newline that ends it.
  private func line(containing offset: Int64) throws(CorpusError) -> Range<Int64> {
    var width: Int64 = 4096
    var start = offset
    search: while start > 0 {
      let from = max(start - width, 0)
      let before = try bytes(from..<start)
      if let newline = before.lastIndex(of: UInt8(ascii: "\n")) {
        start = from + Int64(newline) + 1
        break search
      }
      start = from
      width = min(width * 2, 1 << 20)
      try check(start..<offset)
    }
    width = 4096
    var end = offset
    while end < size {
      let more = try bytes(end..<min(end + width, size))
      if let newline = more.firstIndex(of: UInt8(ascii: "\n")) {
        return start..<end + Int64(newline) + 1
      }
      end += Int64(more.count)
      width = min(width * 2, 1 << 20)
      try check(start..<end)
    }
    return start..<size
  }

  private func check(_ range: Range<Int64>) throws(CorpusError) {
    guard range.count <= context.options.maxRecordBytes else {
      throw CorpusError(
        .recordTooLong, path: description.path, position: .init(byte: range.lowerBound),
        reason: "the line is longer than \(context.options.maxRecordBytes) bytes",
        remedy: "raise the limit of record length")
    }
  }

  /// Appends the part of a long line's text that lies in the window around `offset`, and returns the
  /// window; `nil` if the record's text is no single string.
  private func longLinePart(
    _ line: [UInt8], at offset: Int, _ extractor: RecordExtractor, _ batch: inout CorpusBatch
  ) -> Range<Int>? {
    line.withUnsafeBytes { bytes in
      do throws(JSONFault) {
        var scanner = JSONScanner(bytes)
        guard let value = try extractor.locateText(in: &scanner), scanner.peek() == nil else {
          return nil
        }
        let text = value.start + 1..<value.end - 1
        let width = Int(Self.longLine) / 4
        let cell = offset / width
        let middle = JSONCut.border(bytes, text, cell * width, width)
        let window =
          offset >= middle
          ? middle..<JSONCut.border(bytes, text, (cell + 1) * width, width)
          : JSONCut.border(bytes, text, (cell - 1) * width, width)..<middle
        let inside = window.clamped(to: text)
        var lone = 0
        _ = try batch.append(capacity: inside.count) { (output) throws(JSONFault) -> Int in
          try JSONString.unescape(bytes, inside, into: output, loneSurrogates: &lone)
        }
        context.loneSurrogates += lone
        return window
      } catch {
        // The whole line is read then, and its fault reported.
        return nil
      }
    }
  }

  /// Reads whole lines in memory, whose container is `container`.
  private func readRecords(
    _ bytes: [UInt8], container: Range<Int64>, into batch: inout CorpusBatch
  ) throws(CorpusError) {
    try bytes.withBytes { (bytes) throws(CorpusError) in
      guard isJSONLines else {
        batch.append(bytes)
        return addPiece(to: &batch, container: container)
      }
      let reader = JSONLinesReader(MemorySource(bytes), context: context)
      while try reader.addNextLine(to: &batch) {}
      setContainer(container, of: &batch)
    }
  }

  private func addPiece(to batch: inout CorpusBatch, container: Range<Int64>) {
    context.addPiece(to: &batch, from: 0, containerEnd: container.upperBound)
    setContainer(container, of: &batch)
  }

  /// Every piece of a unit carries the unit's container bytes.
  private func setContainer(_ container: Range<Int64>, of batch: inout CorpusBatch) {
    for index in batch.pieces.indices { batch.pieces[index].container = container }
  }
}

// MARK: - Parts

extension CorpusSampler {
  private func readPart(
    _ index: Int, of parts: [Range<Int64>], into batch: inout CorpusBatch
  ) throws(CorpusError) {
    if description.format == .parquet {
      let reader = try ParquetReader(file, context: context, group: index)
      while try reader.addNextRow(to: &batch) {}
      setContainer(parts[index], of: &batch)
      return
    }
    var text = try unpack(parts[index])
    // The line that is under way when the part begins belongs to an earlier part.
    if index > 0, try unpack(parts[index - 1]).last != UInt8(ascii: "\n") {
      guard let newline = text.firstIndex(of: UInt8(ascii: "\n")) else { return }
      text.removeFirst(newline + 1)
    }
    guard !text.isEmpty else { return }
    var next = index + 1
    while text.last != UInt8(ascii: "\n"), next < parts.count {
      let more = try unpack(parts[next])
      let newline = more.firstIndex(of: UInt8(ascii: "\n"))
      text += more[...(newline ?? more.count - 1)]
      if newline != nil { break }
      try check(0..<Int64(text.count))
      next += 1
    }
    try readRecords(text, container: parts[index], into: &batch)
  }

  private func unpack(_ part: Range<Int64>) throws(CorpusError) -> [UInt8] {
    let source = try FormatDetection.decompress(
      FileSource(file, range: part), description.compression, path: description.path,
      options: context.options)
    var bytes: [UInt8] = []
    while true {
      let more = try source.head(1 << 18)
      if more.isEmpty { return bytes }
      bytes += more
      try check(0..<Int64(bytes.count))
    }
  }
}

/// Where a JSON string may be cut.
enum JSONCut {
  /// The first place at or behind `from` at which a line of the text begins, if it is nearer than
  /// `width`; else the first place at which no escape and no UTF-8 sequence is cut. Outside the text
  /// every place will do.
  static func border(
    _ bytes: UnsafeRawBufferPointer, _ text: Range<Int>, _ from: Int, _ width: Int
  ) -> Int {
    guard from < bytes.count else { return bytes.count }
    guard text.contains(from), from > text.lowerBound else { return max(from, 0) }
    let inside = UnsafeRawBufferPointer(rebasing: bytes[..<text.upperBound])
    var first: Int?
    var at = text.lowerBound
    // An escape can only be told from an escaped backslash from the text's start.
    while true {
      let special = JSONScanner.special(in: inside, from: at)
      if first == nil, special > from {
        var place = max(from, at)
        while place < special, bytes[place] & 0xC0 == 0x80 { place += 1 }
        first = place
      }
      guard special < inside.count, special < from + width else { break }
      let isNewline = special + 1 < inside.count && bytes[special + 1] == UInt8(ascii: "n")
      at = min(special + escapeLength(inside, special), inside.count)
      if at >= from, isNewline, at < from + width { return at }
      if first == nil, at >= from { first = at }
    }
    return first ?? text.upperBound
  }

  /// The length of the escape at `at`, a pair of surrogates taken together.
  private static func escapeLength(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Int {
    guard at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "u") else { return 2 }
    func isSurrogate(_ at: Int, _ digits: [UInt8]) -> Bool {
      at + 3 < bytes.count && bytes[at] == UInt8(ascii: "\\") && bytes[at + 1] == UInt8(ascii: "u")
        && bytes[at + 2] | 0x20 == UInt8(ascii: "d") && digits.contains(bytes[at + 3] | 0x20)
    }
    let isPair = isSurrogate(at, Array("89ab".utf8)) && isSurrogate(at + 6, Array("cdef".utf8))
    return isPair ? 12 : 6
  }
}
