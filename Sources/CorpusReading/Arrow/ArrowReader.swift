/// Arrow IPC, as a stream or a file: the text of a column, or chat records.
///
/// A file is read as the stream that it contains. One record batch is in memory at a time.
final class ArrowReader: DocumentReader {
  private let window: ByteWindow
  private let context: ReadContext
  private var schema: ArrowSchema?
  private var columns: TableColumns?
  private var batch: ArrowBatch?
  private var row = 0
  private var rowsBefore = 0
  private var isFile = false
  /// The container bytes of the batch that is read.
  private var container: Range<Int64> = 0..<0
  private var batchStart: Int64 = 0

  init(_ source: any ByteSource, context: ReadContext) {
    self.window = ByteWindow(source, capacity: 1 << 20)
    self.context = context
  }

  func read(into output: inout CorpusBatch) throws(CorpusError) -> ReadState {
    while !output.isFull(context.options) {
      if let batch, let columns, row < batch.rowCount {
        try addRow(batch, columns, to: &output)
      } else if try !readMessage() {
        try window.source.verifyRest()
        return .end
      }
    }
    return .more
  }

  /// Reads a message; false at the stream's end.
  private func readMessage() throws(CorpusError) -> Bool {
    rowsBefore &+= row
    row = 0
    batch = nil
    let containerStart = window.containerPosition
    if window.offset == 0, try window.require(8), window.bytes.starts(with: "ARROW1".utf8) {
      isFile = true
      window.consume(8)
    }
    guard try window.require(1) || isFile else { return false }
    var length = try integer()
    if length == UInt32.max { length = try integer() }
    guard length > 0 else { return false }
    let start = window.offset
    guard length <= context.options.maxRecordBytes else { throw tooLong(Int(length)) }
    try require(Int(length))
    let bodyLength = try metadata(start) { (message) throws(FormatFault) in
      guard let length = Int(exactly: try message.integer(3, Int64.self)), length >= 0 else {
        throw FormatFault(reason: "a batch has a negative size")
      }
      return length
    }
    guard bodyLength <= context.options.maxRecordBytes else { throw tooLong(bodyLength) }
    batchStart = window.offset
    try require(Int(length) + bodyLength)
    let all = window.bytes
    try metadata(start) { (message) throws(FormatFault) in
      try read(
        message, body: UnsafeRawBufferPointer(rebasing: all[Int(length)..<Int(length) + bodyLength])
      )
    }
    window.consume(Int(length) + bodyLength)
    container = containerStart..<window.containerPosition
    if let schema, columns == nil {
      columns = try TableColumns(
        names: schema.columns.map(\.name), hasLists: true, context: context)
    }
    return true
  }

  private func integer() throws(CorpusError) -> UInt32 {
    try require(4)
    let value = UInt32(littleEndian: window.bytes.loadUnaligned(as: UInt32.self))
    window.consume(4)
    return value
  }

  private func require(_ count: Int) throws(CorpusError) {
    guard try window.require(count) else {
      throw CorpusError(
        .truncated, path: context.path, position: .init(byte: window.offset + Int64(window.count)),
        reason: "the Arrow data end in the middle of a batch",
        remedy: "fetch or write the file again")
    }
  }

  private func tooLong(_ count: Int) -> CorpusError {
    CorpusError(
      .recordTooLong, path: context.path, position: .init(byte: window.offset),
      reason: "a record batch of \(count) bytes",
      remedy: "write smaller batches, or raise the limit of record length")
  }

  private func metadata<R>(
    _ byte: Int64, _ body: (FlatTable) throws(FormatFault) -> R
  ) throws(CorpusError) -> R {
    do throws(FormatFault) {
      return try body(try FlatTable(root: window.bytes))
    } catch {
      throw error.error(path: context.path, byte: byte)
    }
  }

  private func read(_ message: FlatTable, body: UnsafeRawBufferPointer) throws(FormatFault) {
    switch (try message.integer(1, UInt8.self), try message.table(2)) {
    case (1, let header?): schema = try ArrowSchema(header)
    case (3, let header?):
      guard schema != nil else { throw FormatFault(reason: "a batch comes before the schema") }
      batch = try ArrowBatch(header, body: body, options: context.options)
    default: break  // dictionaries, which no text column that is read has
    }
  }

  private func addRow(
    _ arrow: ArrowBatch, _ columns: TableColumns, to output: inout CorpusBatch
  ) throws(CorpusError) {
    let mark = BatchMark(output)
    var outcome = RecordOutcome.null
    do throws(FormatFault) {
      outcome =
        columns.isConversation
        ? try addMessages(arrow, columns, to: &output) : try addTexts(arrow, columns, to: &output)
    } catch {
      throw error.error(path: context.path, byte: batchStart)
    }
    row += 1
    try context.addRecord(
      .success(outcome), to: &output, since: mark, containerEnd: containerEnd(arrow),
      at: .init(line: rowsBefore &+ row, byte: batchStart))
  }

  /// A row stands for its share of its record batch, all columns included.
  private func containerEnd(_ arrow: ArrowBatch) -> Int64 {
    let share = Double(row) / Double(max(arrow.rowCount, 1))
    return container.lowerBound + Int64((Double(container.count) * share).rounded())
  }

  private func column(_ index: Int) throws(FormatFault) -> ArrowSchema.Column {
    guard let schema, schema.columns.indices.contains(index) else { throw .end }
    let column = schema.columns[index]
    guard !column.isDictionary else {
      throw FormatFault(
        reason: "the column \(column.name) is dictionary-encoded, which is not read",
        isUnsupported: true)
    }
    return column
  }

  private func addTexts(
    _ arrow: ArrowBatch, _ columns: TableColumns, to output: inout CorpusBatch
  ) throws(FormatFault) -> RecordOutcome {
    var fault: FormatFault?
    let hasText = columns.append(to: &output) { place, output in
      var hasText = false
      do throws(FormatFault) {
        let column = try column(columns.indices[place])
        for row in try elements(arrow, of: column) {
          guard let text = try arrow.text(column, row) else { continue }
          if hasText { output.appendNewline() }
          arrow.append(text, to: &output)
          hasText = true
        }
      } catch {
        fault = error
      }
      return hasText
    }
    if let fault { throw fault }
    guard hasText else { return .null }
    return columns.chat.map { .chat($0) } ?? .text
  }

  private func addMessages(
    _ arrow: ArrowBatch, _ columns: TableColumns, to output: inout CorpusBatch
  ) throws(FormatFault) -> RecordOutcome {
    let roles = try column(columns.indices[0])
    let contents = try column(columns.indices[1])
    let (roleRows, contentRows) = (
      try elements(arrow, of: roles), try elements(arrow, of: contents)
    )
    guard roleRows.count == contentRows.count else {
      throw FormatFault(reason: "a conversation has another number of roles than of contents")
    }
    guard !contentRows.isEmpty, let form = columns.chat else { return .null }
    for (role, content) in zip(roleRows, contentRows) {
      let start = output.byteCount
      if let text = try arrow.text(contents, content) { arrow.append(text, to: &output) }
      let name = try arrow.text(roles, role).map { arrow.bytes($0) } ?? []
      output.segments.append(
        ChatSegment(role: .init(named: name), bytes: start..<output.byteCount))
    }
    return .chat(form)
  }

  /// The rows of a column that belong to the current row, through the lists around it.
  private func elements(
    _ arrow: ArrowBatch, of column: ArrowSchema.Column
  ) throws(FormatFault) -> Range<Int> {
    var range = row..<row + 1
    for list in column.lists {
      guard !range.isEmpty else { return range }
      let column = try self.column(list)
      range = try arrow.offsets(column, range)
    }
    return range
  }
}
