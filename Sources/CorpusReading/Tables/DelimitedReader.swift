/// CSV and TSV with a header row (RFC 4180): quotes around fields that hold delimiters or newlines.
final class DelimitedReader: DocumentReader {
  private let window: ByteWindow
  private let context: ReadContext
  private let delimiter: UInt8
  private var row = 0
  private var columns: TableColumns?
  /// The fields of the current row, as places in the window; quoted ones with their quotes.
  private var fields: [Range<Int>] = []

  init(_ source: any ByteSource, delimiter: UInt8, context: ReadContext) {
    self.window = ByteWindow(source)
    self.delimiter = delimiter
    self.context = context
  }

  func read(into batch: inout CorpusBatch) throws(CorpusError) -> ReadState {
    while !batch.isFull(context.options) {
      guard let length = try nextRow() else { return .end }
      row += 1
      if let columns {
        try addRow(columns, length, to: &batch)
      } else {
        let names = fields.map { name($0) }
        columns = try TableColumns(names: names, context: context)
        window.consume(length)
      }
    }
    return .more
  }

  /// Finds the fields of the next row that is not empty; `nil` at the end.
  private func nextRow() throws(CorpusError) -> Int? {
    while true {
      if let length = scanRow(isAtEnd: window.isAtEnd) {
        guard length > 0 else { return nil }
        if fields.count == 1, fields[0].isEmpty {
          window.consume(length)
          row += 1
          continue
        }
        return length
      }
      if window.count > context.options.maxRecordBytes {
        throw CorpusError(
          .recordTooLong, path: context.path, position: .init(line: row + 1, byte: window.offset),
          reason: "the row is longer than \(context.options.maxRecordBytes) bytes",
          remedy: "look for a quote that is not closed, or raise the limit of record length")
      }
      // A row that does not fit is scanned again only when the window has doubled.
      _ = try window.require(2 * max(window.count, 1 << 12))
    }
  }

  /// The length of the row at the window's start, or `nil` if its end is not in the window.
  private func scanRow(isAtEnd: Bool) -> Int? {
    fields.removeAll(keepingCapacity: true)
    let bytes = window.bytes
    var index = 0
    if window.offset == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    if index == bytes.count { return isAtEnd ? index : nil }
    while true {
      let start = index
      if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
        index += 1
        // Quotes come in pairs inside a quoted field; the first that is alone ends it.
        while true {
          while index < bytes.count, bytes[index] != UInt8(ascii: "\"") { index += 1 }
          if index + 1 >= bytes.count, !isAtEnd { return nil }
          guard index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\"") else {
            break
          }
          index += 2
        }
      }
      while index < bytes.count, bytes[index] != delimiter, bytes[index] != UInt8(ascii: "\n") {
        index += 1
      }
      guard index < bytes.count else {
        guard isAtEnd else { return nil }
        fields.append(start..<index)
        return index
      }
      guard bytes[index] == delimiter else {
        let hasReturn = index > start && bytes[index - 1] == UInt8(ascii: "\r")
        fields.append(start..<(hasReturn ? index - 1 : index))
        return index + 1
      }
      fields.append(start..<index)
      index += 1
    }
  }

  private func name(_ field: Range<Int>) -> String {
    var batch = CorpusBatch()
    _ = append(field, to: &batch)
    return batch.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
  }

  private func addRow(
    _ columns: TableColumns, _ length: Int, to batch: inout CorpusBatch
  ) throws(CorpusError) {
    let mark = BatchMark(batch)
    let position = CorpusError.Position(line: row, byte: window.offset)
    var outcome = RecordOutcome.text
    if columns.indices.contains(where: { $0 >= fields.count }) {
      outcome = .missing("the row has \(fields.count) of the header's columns")
    } else {
      var isClosed = true
      columns.append(to: &batch) { index, batch in
        isClosed = append(fields[columns.indices[index]], to: &batch) && isClosed
        return true
      }
      if let form = columns.chat { outcome = .chat(form) }
      if !isClosed { outcome = .missing("a quote is not closed") }
    }
    window.consume(length)
    try context.addRecord(
      .success(outcome), to: &batch, since: mark, containerEnd: window.containerPosition,
      at: position)
  }

  /// Appends a field without its quotes; false if its quote is not closed.
  private func append(_ field: Range<Int>, to batch: inout CorpusBatch) -> Bool {
    let bytes = UnsafeRawBufferPointer(rebasing: window.bytes[field])
    let quote = UInt8(ascii: "\"")
    guard bytes.first == quote else {
      batch.append(bytes)
      return true
    }
    var isClosed = false
    _ = batch.append(capacity: bytes.count) { output in
      var written = 0
      var index = 1
      while index < bytes.count {
        if bytes[index] == quote {
          // Behind the closing quote text may follow, which Python's csv keeps, too.
          if !isClosed, index + 1 < bytes.count, bytes[index + 1] == quote {
            index += 1
          } else if !isClosed {
            isClosed = true
            index += 1
            continue
          }
        }
        output[written] = bytes[index]
        written += 1
        index += 1
      }
      return written
    }
    return isClosed
  }
}
