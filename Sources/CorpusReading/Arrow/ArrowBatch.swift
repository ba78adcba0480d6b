/// A record batch: the buffers of its columns, decompressed.
struct ArrowBatch {
  let rowCount: Int
  private let body: [UInt8]
  private let buffers: [Range<Int>]
  private let nodeLengths: [Int]

  /// Reads the `RecordBatch` table of `Message.fbs`.
  init(
    _ header: FlatTable, body: UnsafeRawBufferPointer, options: CorpusOptions
  ) throws(FormatFault) {
    guard let rows = Int(exactly: try header.integer(0, Int64.self)), rows >= 0, rows <= 1 << 40
    else { throw FormatFault(reason: "a batch has a negative number of rows") }
    rowCount = rows
    nodeLengths = try header.pairs(1).map(\.0)
    let places = try header.pairs(2)
    for (offset, length) in places {
      guard offset <= body.count, length <= body.count - offset else { throw .end }
    }
    guard let compression = try header.table(3) else {
      self.body = Array(body)
      buffers = places.map { $0.0..<$0.0 + $0.1 }
      return
    }
    guard try compression.integer(0, Int8.self) == 1 else {
      throw FormatFault(
        reason: "Arrow compressed with LZ4, which is not read; write it with zstd",
        isUnsupported: true)
    }
    var unpacked: [UInt8] = []
    var ranges: [Range<Int>] = []
    for (offset, length) in places {
      let start = unpacked.count
      if length > 0 {
        let packed = UnsafeRawBufferPointer(rebasing: body[offset..<offset + length])
        try Self.unpack(packed, onto: &unpacked, options: options)
      }
      ranges.append(start..<unpacked.count)
    }
    self.body = unpacked
    buffers = ranges
  }

  /// A compressed buffer begins with its size, or with -1 if it has been left as it is.
  private static func unpack(
    _ packed: UnsafeRawBufferPointer, onto unpacked: inout [UInt8], options: CorpusOptions
  ) throws(FormatFault) {
    guard packed.count >= 8 else { throw .end }
    let size = Int64(littleEndian: packed.loadUnaligned(as: Int64.self))
    let data = UnsafeRawBufferPointer(rebasing: packed[8...])
    if size == -1 {
      unpacked += data
      return
    }
    guard let size = Int(exactly: size), size >= 0, size <= options.maxRecordBytes,
      !options.isExpansion(Int64(size), from: Int64(data.count))
    else { throw FormatFault(reason: "a buffer grows more than is allowed") }
    do throws(CorpusError) {
      let bytes = try ZstdSource(MemorySource(data), path: "", options: options).head(size)
      guard bytes.count == size else { throw CorpusError(.corrupt, path: "", reason: "is short") }
      unpacked += bytes
    } catch {
      throw FormatFault(reason: "a compressed buffer is damaged: \(error.reason)")
    }
  }

  private func buffer(_ index: Int) throws(FormatFault) -> Range<Int> {
    guard index < buffers.count else { throw .end }
    return buffers[index]
  }

  private func integer(_ buffer: Range<Int>, _ index: Int, isLarge: Bool) throws(FormatFault) -> Int
  {
    let size = isLarge ? 8 : 4
    guard index < buffer.count / size else { throw .end }
    let at = buffer.lowerBound + index * size
    return body.withUnsafeBytes {
      isLarge
        ? Int(Int64(littleEndian: $0.loadUnaligned(fromByteOffset: at, as: Int64.self)))
        : Int(Int32(littleEndian: $0.loadUnaligned(fromByteOffset: at, as: Int32.self)))
    }
  }

  /// Whether the row has a value: no validity buffer means that all have.
  private func isValid(_ column: ArrowSchema.Column, _ row: Int) throws(FormatFault) -> Bool {
    guard column.node < nodeLengths.count, row < nodeLengths[column.node] else { throw .end }
    let validity = try buffer(column.buffer)
    guard !validity.isEmpty else { return true }
    guard row / 8 < validity.count else { throw .end }
    return body[validity.lowerBound + row / 8] >> (row % 8) & 1 == 1
  }

  /// The place of a row's text in the column's data; `nil` for null.
  func text(_ column: ArrowSchema.Column, _ row: Int) throws(FormatFault) -> Range<Int>? {
    guard case .text(let isLarge) = column.kind else {
      throw FormatFault(reason: "the column \(column.name) holds no text", isUnsupported: true)
    }
    guard try isValid(column, row) else { return nil }
    let offsets = try buffer(column.buffer + 1)
    let data = try buffer(column.buffer + 2)
    let lower = try integer(offsets, row, isLarge: isLarge)
    let upper = try integer(offsets, row + 1, isLarge: isLarge)
    guard lower >= 0, lower <= upper, upper <= data.count else {
      throw FormatFault(reason: "a text lies outside its buffer")
    }
    return data.lowerBound + lower..<data.lowerBound + upper
  }

  func bytes(_ place: Range<Int>) -> ArraySlice<UInt8> {
    body[place]
  }

  func append(_ place: Range<Int>, to batch: inout CorpusBatch) {
    body.withUnsafeBytes { batch.append(UnsafeRawBufferPointer(rebasing: $0[place])) }
  }

  /// The elements of a range of lists, as rows of the column inside.
  func offsets(
    _ column: ArrowSchema.Column, _ rows: Range<Int>
  ) throws(FormatFault) -> Range<Int> {
    guard case .list(let isLarge) = column.kind else { throw .end }
    if rows.count == 1, try !isValid(column, rows.lowerBound) { return 0..<0 }
    let offsets = try buffer(column.buffer + 1)
    let lower = try integer(offsets, rows.lowerBound, isLarge: isLarge)
    let upper = try integer(offsets, rows.upperBound, isLarge: isLarge)
    guard lower >= 0, lower <= upper else { throw FormatFault(reason: "a list has no length") }
    return lower..<upper
  }
}
