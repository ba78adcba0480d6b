#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// JSON Lines: each line that is not blank is a record.
///
/// Of a part of a file, the lines that begin in it: the parts of a file, however it is cut, have
/// each line once.
final class JSONLinesReader: DocumentReader {
  private let window: ByteWindow
  private let context: ReadContext
  private let extractor: RecordExtractor
  private var line = 0
  private let range: Range<Int64>?
  private var isInRange: Bool

  /// Of a part of a file, `source` begins with the byte before `range`.
  init(_ source: any ByteSource, range: Range<Int64>? = nil, context: ReadContext) {
    self.window = ByteWindow(source)
    self.context = context
    self.range = range
    self.isInRange = (range?.lowerBound ?? 0) == 0
    self.extractor = RecordExtractor(context: context)
  }

  func read(into batch: inout CorpusBatch) throws(CorpusError) -> ReadState {
    while !batch.isFull(context.options) {
      guard try addNextLine(to: &batch) else { return .end }
    }
    return .more
  }

  /// Adds the next line, if it has a record; false when there is none.
  func addNextLine(to batch: inout CorpusBatch) throws(CorpusError) -> Bool {
    guard let length = try nextLine() else { return false }
    line += 1
    try add(UnsafeRawBufferPointer(rebasing: window.bytes[..<length]), to: &batch)
    return true
  }

  /// The length of the next line with its newline; `nil` at the end.
  private func nextLine() throws(CorpusError) -> Int? {
    if !isInRange {
      isInRange = true
      try dropLine()
    }
    if let range, window.containerPosition >= range.upperBound { return nil }
    var searched = 0
    while true {
      if let length = lineLength(window.bytes, from: searched) { return length }
      searched = window.count
      if searched > context.options.maxRecordBytes {
        try context.reject(tooLong())
        return try skipLine()
      }
      if try !window.fill() { return window.count > 0 ? window.count : nil }
    }
  }

  private func tooLong() -> CorpusError {
    CorpusError(
      .recordTooLong, path: context.path, position: position(line + 1, window.offset),
      reason: "the line is longer than \(context.options.maxRecordBytes) bytes",
      remedy: "raise the limit of record length")
  }

  /// Drops a line that is too long, and goes on with the next.
  private func skipLine() throws(CorpusError) -> Int? {
    line += 1
    try dropLine()
    return try nextLine()
  }

  /// Passes over the rest of a line, however long.
  private func dropLine() throws(CorpusError) {
    while true {
      if let length = lineLength(window.bytes, from: 0) { return window.consume(length) }
      window.consume(window.count)
      if try !window.fill() { return }
    }
  }

  /// Lines are counted from the file's beginning only when it was read from there.
  private func position(_ line: Int, _ offset: Int64) -> CorpusError.Position {
    let start = range?.lowerBound ?? 0
    return .init(
      line: start == 0 ? line : nil, byte: start == 0 ? offset : max(start - 1, 0) + offset)
  }

  private func add(
    _ bytes: UnsafeRawBufferPointer, to batch: inout CorpusBatch
  ) throws(CorpusError) {
    let offset = window.offset
    var scanner = JSONScanner(bytes)
    if offset == 0 { scanner.skipByteOrderMark() }
    guard scanner.peek() != nil else {
      window.consume(bytes.count)
      return
    }
    let mark = BatchMark(batch)
    let outcome: Result<RecordOutcome, JSONFault>
    do throws(JSONFault) {
      let found = try extractor.extract(&scanner, into: &batch)
      if scanner.peek() != nil { throw scanner.fault("something follows the JSON value") }
      outcome = .success(found)
    } catch {
      outcome = .failure(error)
    }
    window.consume(bytes.count)
    try context.addRecord(
      outcome, to: &batch, since: mark, containerEnd: window.containerPosition,
      at: position(line, offset))
  }
}

/// The length up to and with the first newline at or behind `start`.
func lineLength(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
  guard let base = bytes.baseAddress, start < bytes.count,
    let newline = memchr(base + start, CInt(UInt8(ascii: "\n")), bytes.count - start)
  else { return nil }
  return UnsafeRawPointer(newline) - base + 1
}
