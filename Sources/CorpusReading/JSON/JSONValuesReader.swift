/// The records of a JSON array, or JSON values that follow each other, over any number of lines.
final class JSONValuesReader: DocumentReader {
  private let window: ByteWindow
  private let context: ReadContext
  private let extractor: RecordExtractor
  private var record = 0

  /// What surrounds the records.
  private enum Frame {
    case unknown, array, sequence, ended
  }
  private var frame = Frame.unknown
  /// Whether an element must follow: behind a comma.
  private var needsElement = false

  init(_ source: any ByteSource, context: ReadContext) {
    self.window = ByteWindow(source)
    self.context = context
    self.extractor = RecordExtractor(context: context)
  }

  func read(into batch: inout CorpusBatch) throws(CorpusError) -> ReadState {
    while !batch.isFull(context.options) {
      guard let first = try nextByte() else {
        if frame == .array { throw fault(window.offset, "the JSON array is not closed") }
        return .end
      }
      switch frame {
      case .unknown:
        frame = first == UInt8(ascii: "[") ? .array : .sequence
        if frame == .array { window.consume(1) }
      case .array where first == UInt8(ascii: "]") && !needsElement:
        window.consume(1)
        frame = .ended
      case .array:
        try addRecord(to: &batch)
        try endElement()
      case .sequence: try addRecord(to: &batch)
      case .ended: throw fault(window.offset, "something follows the JSON array")
      }
    }
    return .more
  }

  /// The next byte that is not white space, at the window's start.
  private func nextByte() throws(CorpusError) -> UInt8? {
    while true {
      var scanner = JSONScanner(window.bytes)
      if window.offset == 0 {
        if try !window.require(3), window.count == 0 { return nil }
        scanner = JSONScanner(window.bytes)
        scanner.skipByteOrderMark()
      }
      let byte = scanner.peek()
      window.consume(scanner.at)
      if let byte { return byte }
      if try !window.fill() { return nil }
    }
  }

  private func endElement() throws(CorpusError) {
    switch try nextByte() {
    case UInt8(ascii: ","):
      window.consume(1)
      needsElement = true
    case UInt8(ascii: "]"): needsElement = false
    case nil: break
    default: throw fault(window.offset, "expected a comma or the array's end")
    }
  }

  /// Reads the value at the window's start, which may reach beyond the window.
  private func addRecord(to batch: inout CorpusBatch) throws(CorpusError) {
    record += 1
    while true {
      var scanner = JSONScanner(window.bytes)
      do throws(JSONFault) {
        _ = try scanner.skipValue()
        // A number at the window's end may go on.
        if scanner.at < window.count || window.isAtEnd { break }
      } catch {
        guard error.isEnd, !window.isAtEnd else {
          throw fault(window.offset + Int64(error.at), error.reason)
        }
      }
      if window.count > context.options.maxRecordBytes {
        throw CorpusError(
          .recordTooLong, path: context.path,
          position: .init(line: record, byte: window.offset),
          reason: "the record is longer than \(context.options.maxRecordBytes) bytes",
          remedy: "raise the limit of record length")
      }
      // A record that does not fit is tried again only when the window has doubled.
      _ = try window.require(2 * max(window.count, 1))
    }
    let offset = window.offset
    let mark = BatchMark(batch)
    var scanner = JSONScanner(window.bytes)
    let outcome: Result<RecordOutcome, JSONFault>
    do throws(JSONFault) {
      outcome = .success(try extractor.extract(&scanner, into: &batch))
    } catch {
      outcome = .failure(error)
      scanner = JSONScanner(window.bytes)
      _ = try? scanner.skipValue()
    }
    window.consume(scanner.at)
    try context.addRecord(
      outcome, to: &batch, since: mark, containerEnd: window.containerPosition,
      at: .init(byte: offset))
  }

  private func fault(_ byte: Int64, _ reason: String) -> CorpusError {
    CorpusError(.badRecord, path: context.path, position: .init(byte: byte), reason: reason)
  }
}
