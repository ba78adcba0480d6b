internal import CZlib

/// The values of one leaf in one row group, page after page.
final class ParquetColumn {
  /// What a column holds at one place.
  enum Value {
    /// There is no list element here.
    case none
    case null
    case text(Range<Int>, inDictionary: Bool)
  }

  private let leaf: ParquetMetadata.Leaf
  private let codec: Int
  private let window: ByteWindow
  private let base: Int64
  private let context: ReadContext
  private var dictionary = TextTable()
  private var page = TextTable()
  private var indices: [UInt32] = []
  private var usesDictionary = false
  private var definitions: [UInt8] = []
  private var repetitions: [UInt8] = []
  private var plain: [UInt8] = []
  /// The values of the page, and those of the chunk that no page has held yet.
  private var valueCount = 0
  private var remainingValues: Int
  /// The next value among those of the page, and among those that are not null.
  private var next = 0
  private var nextText = 0

  init(
    _ file: OpenFile, leaf: ParquetMetadata.Leaf, chunk: ParquetMetadata.Chunk, context: ReadContext
  ) throws(FormatFault) {
    self.leaf = leaf
    self.codec = chunk.codec
    self.remainingValues = chunk.valueCount
    self.context = context
    guard !chunk.isEncrypted else {
      throw FormatFault(reason: "the column \(leaf.fullName) is encrypted", isUnsupported: true)
    }
    guard !chunk.isElsewhere else {
      throw FormatFault(reason: "the column lies in another file", isUnsupported: true)
    }
    guard leaf.isByteArray, chunk.type == 6 else {
      throw FormatFault(reason: "the column \(leaf.fullName) holds no text", isUnsupported: true)
    }
    let (end, overflow) = chunk.start.addingReportingOverflow(chunk.compressedSize)
    guard !overflow, let size = file.size, Int64(end) <= size else {
      throw FormatFault(reason: "a column reaches beyond the file's end")
    }
    base = Int64(chunk.start)
    window = ByteWindow(FileSource(file, range: base..<Int64(end)), capacity: 1 << 20)
  }

  /// The byte of the file that is read next.
  var position: Int64 { base + window.offset }

  /// The repetition level of the next value: 0 begins a row; `nil` at the row group's end.
  func peekRepetition() throws(CorpusError) -> UInt8? {
    while next == valueCount {
      if try !readPage() { return nil }
    }
    return leaf.maxRepetition == 0 ? 0 : repetitions[next]
  }

  /// The next value, of which `peekRepetition` has seen that it is there.
  func take() -> Value {
    let definition = leaf.maxDefinition == 0 ? 0 : Int(definitions[next])
    next += 1
    guard definition == leaf.maxDefinition else {
      return definition < leaf.elementDefinition ? .none : .null
    }
    nextText += 1
    return usesDictionary
      ? .text(dictionary.places[Int(indices[nextText - 1])], inDictionary: true)
      : .text(page.places[nextText - 1], inDictionary: false)
  }

  func append(_ place: Range<Int>, inDictionary: Bool, to batch: inout CorpusBatch) {
    (inDictionary ? dictionary.bytes : page.bytes).withUnsafeBytes {
      batch.append(UnsafeRawBufferPointer(rebasing: $0[place]))
    }
  }

  /// The text at a place, for a message's role.
  func text(_ place: Range<Int>, inDictionary: Bool) -> ArraySlice<UInt8> {
    (inDictionary ? dictionary.bytes : page.bytes)[place]
  }
}

// MARK: - Pages

extension ParquetColumn {
  private struct Header {
    var kind = -1
    var size = 0
    var compressedSize = 0
    var checksum: UInt32?
    var valueCount = 0
    var encoding = -1
    var levelEncodings: [Int] = []
    var definitionBytes = 0
    var repetitionBytes = 0
    var isCompressed = true
    var length = 0
  }

  /// Reads the next page; false at the chunk's end.
  private func readPage() throws(CorpusError) -> Bool {
    guard try window.require(1) else { return false }
    let start = position
    let header = try readHeader()
    window.consume(header.length)
    let limit = context.options.maxRecordBytes
    guard header.size <= limit, header.compressedSize <= limit else {
      throw CorpusError(
        .recordTooLong, path: context.path, position: .init(byte: start),
        reason: "a page has more than \(limit) bytes", remedy: "raise the limit of record length")
    }
    guard try window.require(header.compressedSize) else {
      throw CorpusError(
        .truncated, path: context.path, position: .init(byte: start),
        reason: "a page reaches beyond its column", remedy: "fetch or write the file again")
    }
    let bytes = UnsafeRawBufferPointer(rebasing: window.bytes[..<header.compressedSize])
    do throws(FormatFault) {
      try checkSum(bytes, header)
      switch header.kind {
      case 0: try readDataPage(bytes, header)
      case 2:
        dictionary.removeAll()
        guard header.encoding == 0 || header.encoding == 2 else {
          throw unsupportedEncoding(header.encoding)
        }
        try decompress(bytes, size: header.size)
        try plain.withBytes { (data) throws(FormatFault) in
          try dictionary.readPlain(data, count: header.valueCount)
        }
      case 3: try readDataPageV2(bytes, header)
      case 1: break  // an index page
      default: throw FormatFault(reason: "a page of no known kind")
      }
    } catch {
      throw error.error(path: context.path, byte: start)
    }
    window.consume(header.compressedSize)
    return true
  }

  private func readHeader() throws(CorpusError) -> Header {
    while true {
      do throws(FormatFault) {
        return try parseHeader(window.bytes)
      } catch {
        // Headers hold statistics of any size, so their length is known only when they are read.
        guard error.isEnd, window.count < 1 << 24, try window.require(window.count + 1) else {
          throw error.error(path: context.path, byte: position)
        }
      }
    }
  }

  private func parseHeader(_ bytes: UnsafeRawBufferPointer) throws(FormatFault) -> Header {
    var reader = ThriftReader(bytes)
    var header = Header()
    try reader.readStruct { (reader, field, kind) throws(FormatFault) in
      switch (field, kind) {
      case (1, _): header.kind = try reader.readSize(kind)
      case (2, _): header.size = try reader.readSize(kind)
      case (3, _): header.compressedSize = try reader.readSize(kind)
      case (4, _): header.checksum = UInt32(truncatingIfNeeded: try reader.readInteger(kind))
      case (5, .structure), (7, .structure):
        try reader.readStruct { (reader, field, kind) throws(FormatFault) in
          switch field {
          case 1: header.valueCount = try reader.readSize(kind)
          case 2: header.encoding = try reader.readSize(kind)
          case 3, 4:
            guard kind == .int32 else { return false }
            header.levelEncodings.append(try reader.readSize(kind))
          default: return false
          }
          return true
        }
      case (8, .structure):
        try reader.readStruct { (reader, field, kind) throws(FormatFault) in
          switch field {
          case 1: header.valueCount = try reader.readSize(kind)
          case 4: header.encoding = try reader.readSize(kind)
          case 5: header.definitionBytes = try reader.readSize(kind)
          case 6: header.repetitionBytes = try reader.readSize(kind)
          case 7:
            header.isCompressed = kind == .isTrue
            return true
          default: return false
          }
          return true
        }
      default: return false
      }
      return true
    }
    header.length = reader.cursor.at
    return header
  }

  private func checkSum(_ bytes: UnsafeRawBufferPointer, _ header: Header) throws(FormatFault) {
    guard let expected = header.checksum else { return }
    let sum = crc32(0, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(bytes.count))
    guard UInt32(truncatingIfNeeded: sum) == expected else {
      throw FormatFault(reason: "a page's checksum is wrong")
    }
  }

  private func readDataPage(
    _ bytes: UnsafeRawBufferPointer, _ header: Header
  ) throws(FormatFault) {
    // With a required flat column the level encodings mean nothing.
    if leaf.maxDefinition > 0, !header.levelEncodings.allSatisfy({ $0 == 3 }) {
      throw FormatFault(reason: "levels in the old BIT_PACKED encoding", isUnsupported: true)
    }
    try decompress(bytes, size: header.size)
    try plain.withBytes { (data) throws(FormatFault) in
      var cursor = ByteCursor(data)
      try begin(header.valueCount)
      for (levels, highest) in [
        (\ParquetColumn.repetitions, leaf.maxRepetition),
        (\ParquetColumn.definitions, leaf.maxDefinition),
      ] where highest > 0 {
        let range = try cursor.take(Int(try cursor.uint32()))
        try readLevels(cursor.slice(range), highest, levels)
      }
      try readValues(cursor.slice(cursor.at..<data.count), header)
    }
  }

  private func readDataPageV2(
    _ bytes: UnsafeRawBufferPointer, _ header: Header
  ) throws(FormatFault) {
    var cursor = ByteCursor(bytes)
    let repetition = try cursor.take(header.repetitionBytes)
    let definition = try cursor.take(header.definitionBytes)
    try begin(header.valueCount)
    try readLevels(cursor.slice(repetition), leaf.maxRepetition, \.repetitions)
    try readLevels(cursor.slice(definition), leaf.maxDefinition, \.definitions)
    let rest = cursor.slice(cursor.at..<bytes.count)
    let size = header.size - header.repetitionBytes - header.definitionBytes
    guard header.isCompressed, codec != 0, size > 0 else { return try readValues(rest, header) }
    try decompress(rest, size: size)
    try plain.withBytes { (data) throws(FormatFault) in try readValues(data, header) }
  }

  private func begin(_ count: Int) throws(FormatFault) {
    // A run of nulls takes no space, so a page's count is bounded by its chunk's and by itself.
    guard count <= remainingValues, count <= 1 << 26 else {
      throw FormatFault(reason: "a page has \(count) values, more than its column")
    }
    remainingValues -= count
    valueCount = count
    next = 0
    nextText = 0
    definitions.removeAll(keepingCapacity: true)
    repetitions.removeAll(keepingCapacity: true)
    indices.removeAll(keepingCapacity: true)
    page.removeAll()
  }

  private func readLevels(
    _ bytes: UnsafeRawBufferPointer, _ highest: Int,
    _ levels: ReferenceWritableKeyPath<ParquetColumn, [UInt8]>
  ) throws(FormatFault) {
    guard highest > 0 else { return }
    var read: [UInt8] = []
    read.reserveCapacity(valueCount)
    try ParquetEncoding.hybrid(
      bytes, bitWidth: Int.bitWidth - highest.leadingZeroBitCount, count: valueCount, into: &read)
    guard read.allSatisfy({ $0 <= highest }) else {
      throw FormatFault(reason: "a level is higher than the schema has")
    }
    self[keyPath: levels] = read
  }

  private func readValues(
    _ bytes: UnsafeRawBufferPointer, _ header: Header
  ) throws(FormatFault) {
    let count =
      leaf.maxDefinition == 0
      ? valueCount : definitions.count { $0 == UInt8(truncatingIfNeeded: leaf.maxDefinition) }
    usesDictionary = header.encoding == 2 || header.encoding == 8
    guard count > 0 else { return }
    switch header.encoding {
    case 0: try page.readPlain(bytes, count: count)
    case 2, 8:
      var cursor = ByteCursor(bytes)
      let width = Int(try cursor.byte())
      try ParquetEncoding.hybrid(
        cursor.slice(1..<bytes.count), bitWidth: width, count: count, into: &indices)
      guard indices.allSatisfy({ $0 < dictionary.places.count }) else {
        throw FormatFault(reason: "a value is not in the dictionary")
      }
    case 6: try page.readDeltaLength(bytes, count: count)
    case 7: try page.readDelta(bytes, count: count, limit: context.options.maxRecordBytes)
    default: throw unsupportedEncoding(header.encoding)
    }
  }

  private func unsupportedEncoding(_ encoding: Int) -> FormatFault {
    FormatFault(reason: "values in Parquet's encoding \(encoding)", isUnsupported: true)
  }

  /// Decompresses a page into `plain`.
  private func decompress(_ bytes: UnsafeRawBufferPointer, size: Int) throws(FormatFault) {
    guard !context.options.isExpansion(Int64(size), from: Int64(bytes.count)) else {
      throw FormatFault(
        reason: "a page grows more than \(context.options.maxExpansion) times, as a zip bomb does")
    }
    if plain.count < size { plain = [UInt8](repeating: 0, count: size) }
    plain.removeLast(plain.count - size)
    if codec == 0 {
      guard bytes.count == size else { throw FormatFault(reason: "a page has two sizes") }
    }
    let codec = self.codec
    let (path, options) = (context.path, context.options)
    try plain.withUnsafeMutableBufferPointer { (output) throws(FormatFault) in
      let output = UnsafeMutableRawBufferPointer(output)
      switch codec {
      case 0: output.copyMemory(from: bytes)
      case 1: try Snappy.decompress(bytes, into: output)
      case 2, 6:
        do throws(CorpusError) {
          let source = MemorySource(bytes)
          let unpacked: any ByteSource =
            codec == 2
            ? try GzipSource(source, path: path, options: options)
            : try ZstdSource(source, path: path, options: options)
          if try unpacked.fill(output) == size { return }
        } catch {
          throw FormatFault(reason: error.reason)
        }
        throw FormatFault(reason: "a page is shorter than announced")
      default:
        let name = [3: "LZO", 4: "Brotli", 5: "LZ4", 7: "LZ4"][codec] ?? "codec \(codec)"
        throw FormatFault(
          reason: "Parquet compressed with \(name), which is not read; write it with zstd",
          isUnsupported: true)
      }
    }
  }
}

extension [UInt8] {
  /// `withUnsafeBytes` that keeps the error's type.
  func withBytes<R, E: Error>(
    _ body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    try withUnsafeBufferPointer { (buffer) throws(E) -> R in
      try body(UnsafeRawBufferPointer(buffer))
    }
  }
}
