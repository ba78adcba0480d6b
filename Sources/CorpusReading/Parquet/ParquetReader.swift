#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Apache Parquet: the text of one column, or chat records of two or three.
///
/// Read are pages of version 1 and 2, plain, dictionary and delta encodings, uncompressed or with Snappy,
/// gzip or zstd. One page of each column is in memory at a time.
final class ParquetReader: DocumentReader {
  private let file: OpenFile
  private let context: ReadContext
  private let metadata: ParquetMetadata
  private let columns: TableColumns
  private var group: Int
  private let lastGroup: Int
  private var row = 0
  private var rowsBefore = 0
  private var cursors: [ParquetColumn] = []
  /// The parts of the file that its row groups stand for, which together are the file.
  let groupRanges: [Range<Int64>]
  /// Where the row group that is read begins and ends.
  private var groupRange: Range<Int64> = 0..<0

  /// Opens a file to read all of it, or only the row group `group`.
  init(_ file: OpenFile, context: ReadContext, group: Int? = nil) throws(CorpusError) {
    self.file = file
    self.context = context
    metadata = try Self.readFooter(file)
    groupRanges = Self.groupRanges(of: metadata, size: file.size ?? 0)
    self.group = group ?? 0
    lastGroup = group.map { $0 + 1 } ?? metadata.rowGroups.count
    columns = try TableColumns(
      names: metadata.leaves.map(\.name), fullNames: metadata.leaves.map(\.fullName),
      hasLists: true, context: context)
  }

  private static func readFooter(_ file: OpenFile) throws(CorpusError) -> ParquetMetadata {
    let size = file.size ?? 0
    guard size >= 12 else {
      throw CorpusError(
        .truncated, path: file.path, reason: "is too short for Parquet",
        remedy: "fetch or write the file again")
    }
    let tail = try bytes(of: file, at: size - 8, count: 8)
    guard tail[4...].elementsEqual("PAR1".utf8) else {
      let isEncrypted = tail[4...].elementsEqual("PARE".utf8)
      throw CorpusError(
        isEncrypted ? .unsupported : .truncated, path: file.path, position: .init(byte: size - 4),
        reason: isEncrypted
          ? "is encrypted Parquet" : "does not end as Parquet: the file is cut short or damaged",
        remedy: isEncrypted ? nil : "fetch or write the file again")
    }
    let length = Int64(tail[0]) | Int64(tail[1]) << 8 | Int64(tail[2]) << 16 | Int64(tail[3]) << 24
    guard length <= size - 12, length <= 1 << 30 else {
      throw CorpusError(
        .corrupt, path: file.path, position: .init(byte: size - 8),
        reason: "the footer is longer than the file", remedy: "fetch or write the file again")
    }
    let footer = try bytes(of: file, at: size - 8 - length, count: Int(length))
    do throws(FormatFault) {
      return try footer.withBytes { (bytes) throws(FormatFault) in try ParquetMetadata(bytes) }
    } catch {
      throw error.error(path: file.path, byte: size - 8 - length)
    }
  }

  private static func bytes(
    of file: OpenFile, at offset: Int64, count: Int
  ) throws(CorpusError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    try bytes.withUnsafeMutableBufferPointer { (all) throws(CorpusError) in
      try file.readExactly(into: UnsafeMutableRawBufferPointer(all), at: offset)
    }
    return bytes
  }

  private static func groupRanges(of metadata: ParquetMetadata, size: Int64) -> [Range<Int64>] {
    var mark: Int64 = 0
    return metadata.rowGroups.enumerated().map { index, group in
      let ends = group.chunks.map { Int64($0.start &+ $0.compressedSize) }
      let isLast = index == metadata.rowGroups.count - 1
      let end = isLast ? size : min(max(ends.max() ?? 0, mark), size)
      defer { mark = end }
      return mark..<end
    }
  }

  func read(into batch: inout CorpusBatch) throws(CorpusError) -> ReadState {
    while !batch.isFull(context.options) {
      guard try addNextRow(to: &batch) else { return .end }
    }
    return .more
  }

  /// Adds the next row; false when there is none.
  func addNextRow(to batch: inout CorpusBatch) throws(CorpusError) -> Bool {
    while true {
      if cursors.isEmpty {
        guard group < lastGroup else { return false }
        try openGroup()
      }
      if row < metadata.rowGroups[group].rowCount { break }
      try endGroup()
    }
    try addRow(to: &batch)
    return true
  }

  private func openGroup() throws(CorpusError) {
    let rowGroup = metadata.rowGroups[group]
    do throws(FormatFault) {
      for index in columns.indices {
        cursors.append(
          try ParquetColumn(
            file, leaf: metadata.leaves[index], chunk: rowGroup.chunks[index], context: context))
      }
    } catch {
      throw error.error(path: file.path, byte: nil)
    }
    row = 0
    groupRange = groupRanges[group]
  }

  private func endGroup() throws(CorpusError) {
    for cursor in cursors where try cursor.peekRepetition() != nil {
      throw rowCountError(cursor)
    }
    cursors.removeAll()
    rowsBefore &+= row
    group += 1
  }

  private func rowCountError(_ cursor: ParquetColumn) -> CorpusError {
    CorpusError(
      .corrupt, path: file.path,
      position: .init(line: rowsBefore &+ row &+ 1, byte: cursor.position),
      reason: "a column has another number of rows than its row group",
      remedy: "fetch or write the file again")
  }

  private func addRow(to batch: inout CorpusBatch) throws(CorpusError) {
    let mark = BatchMark(batch)
    for cursor in cursors where try cursor.peekRepetition() != 0 { throw rowCountError(cursor) }
    let outcome =
      columns.isConversation
      ? try addMessages(to: &batch) : try addTexts(to: &batch)
    row += 1
    try context.addRecord(
      .success(outcome), to: &batch, since: mark, containerEnd: containerEnd,
      at: .init(line: rowsBefore &+ row, byte: cursors[0].position))
  }

  /// A row stands for its share of the row group, all columns included.
  private var containerEnd: Int64 {
    let share = Double(row) / Double(max(metadata.rowGroups[group].rowCount, 1))
    return groupRange.lowerBound + Int64((Double(groupRange.count) * share).rounded())
  }

  /// The text of the columns; that of a list's elements, each on a line of its own.
  private func addTexts(to batch: inout CorpusBatch) throws(CorpusError) -> RecordOutcome {
    var failure: CorpusError?
    let hasText = columns.append(to: &batch) { index, batch in
      let column = cursors[index]
      var hasText = false
      do throws(CorpusError) {
        repeat {
          guard case .text(let place, let inDictionary) = column.take() else { continue }
          if hasText { batch.appendNewline() }
          column.append(place, inDictionary: inDictionary, to: &batch)
          hasText = true
        } while try column.peekRepetition() ?? 0 > 0
      } catch {
        failure = error
      }
      return hasText
    }
    if let failure { throw failure }
    guard hasText else { return .null }
    return columns.chat.map { .chat($0) } ?? .text
  }

  private func addMessages(to batch: inout CorpusBatch) throws(CorpusError) -> RecordOutcome {
    let (roles, contents) = (cursors[0], cursors[1])
    var count = 0
    while true {
      let role = roles.take()
      let start = batch.byteCount
      let content = contents.take()
      if case .text(let place, let inDictionary) = content {
        contents.append(place, inDictionary: inDictionary, to: &batch)
      }
      if case .none = content {
      } else {
        var name = ChatSegment.Role.other
        if case .text(let place, let inDictionary) = role {
          name = ChatSegment.Role(named: roles.text(place, inDictionary: inDictionary))
        }
        batch.segments.append(ChatSegment(role: name, bytes: start..<batch.byteCount))
        count += 1
      }
      let (next, nextContent) = (try roles.peekRepetition(), try contents.peekRepetition())
      guard (next ?? 0 > 0) == (nextContent ?? 0 > 0) else { throw rowCountError(contents) }
      if next ?? 0 == 0 { break }
    }
    guard count > 0, let form = columns.chat else { return .null }
    return .chat(form)
  }
}
