/// A table of FlatBuffers (https://flatbuffers.dev/internals), in which Arrow writes its metadata.
///
/// Every offset is checked; a field that is not there reads as its default.
struct FlatTable {
  let bytes: UnsafeRawBufferPointer
  private let at: Int
  private let fields: Range<Int>

  /// The root table of a buffer.
  init(root bytes: UnsafeRawBufferPointer) throws(FormatFault) {
    try self.init(bytes, at: try Self.offset(bytes, at: 0))
  }

  private init(_ bytes: UnsafeRawBufferPointer, at: Int) throws(FormatFault) {
    self.bytes = bytes
    self.at = at
    let back = Int(try Self.load(bytes, at: at, as: Int32.self))
    let table = at - back
    let size = Int(try Self.load(bytes, at: table, as: UInt16.self))
    guard size >= 4, size <= bytes.count - table else { throw .end }
    fields = table + 4..<table + size
  }

  private static func load<T: FixedWidthInteger>(
    _ bytes: UnsafeRawBufferPointer, at: Int, as type: T.Type
  ) throws(FormatFault) -> T {
    guard at >= 0, at <= bytes.count - MemoryLayout<T>.size else { throw .end }
    return T(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: T.self))
  }

  /// The place that the offset at `at` points to.
  private static func offset(
    _ bytes: UnsafeRawBufferPointer, at: Int
  ) throws(FormatFault) -> Int {
    at + Int(try load(bytes, at: at, as: UInt32.self))
  }

  private func place(_ field: Int) throws(FormatFault) -> Int? {
    let entry = fields.lowerBound + 2 * field
    guard entry + 2 <= fields.upperBound else { return nil }
    let offset = Int(try Self.load(bytes, at: entry, as: UInt16.self))
    return offset == 0 ? nil : at + offset
  }

  func integer<T: FixedWidthInteger>(_ field: Int, _ type: T.Type) throws(FormatFault) -> T {
    guard let place = try place(field) else { return 0 }
    return try Self.load(bytes, at: place, as: type)
  }

  func table(_ field: Int) throws(FormatFault) -> FlatTable? {
    guard let place = try place(field) else { return nil }
    return try FlatTable(bytes, at: try Self.offset(bytes, at: place))
  }

  func string(_ field: Int) throws(FormatFault) -> String {
    let range = try vector(field, elementSize: 1)
    return String(decoding: bytes[range], as: UTF8.self)
  }

  func tables(_ field: Int) throws(FormatFault) -> [FlatTable] {
    var tables: [FlatTable] = []
    for at in stride(from: 0, to: try vector(field, elementSize: 4).count, by: 4) {
      let place = try vector(field, elementSize: 4).lowerBound + at
      tables.append(try FlatTable(bytes, at: try Self.offset(bytes, at: place)))
    }
    return tables
  }

  /// The place of a vector's elements.
  func vector(_ field: Int, elementSize: Int) throws(FormatFault) -> Range<Int> {
    guard let place = try place(field) else { return 0..<0 }
    let start = try Self.offset(bytes, at: place)
    let count = Int(try Self.load(bytes, at: start, as: UInt32.self))
    guard count <= (bytes.count - start - 4) / elementSize else { throw .end }
    return start + 4..<start + 4 + count * elementSize
  }

  /// A vector of pairs of 64-bit numbers, which must not be negative.
  func pairs(_ field: Int) throws(FormatFault) -> [(Int, Int)] {
    let range = try vector(field, elementSize: 16)
    var pairs: [(Int, Int)] = []
    for at in stride(from: range.lowerBound, to: range.upperBound, by: 16) {
      let first = try Self.load(bytes, at: at, as: Int64.self)
      let second = try Self.load(bytes, at: at + 8, as: Int64.self)
      guard first >= 0, second >= 0 else {
        throw FormatFault(reason: "the metadata hold a negative size")
      }
      pairs.append((Int(first), Int(second)))
    }
    return pairs
  }
}
