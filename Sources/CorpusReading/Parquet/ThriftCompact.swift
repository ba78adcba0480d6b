/// Reads Apache Thrift's compact protocol, in which Parquet writes its metadata.
struct ThriftReader {
  var cursor: ByteCursor

  init(_ bytes: UnsafeRawBufferPointer) { cursor = ByteCursor(bytes) }

  enum Kind: UInt8 {
    case stop, isTrue, isFalse, byte, int16, int32, int64, double, binary, list, set, map, structure
  }

  /// Deeper values are refused; Parquet's own metadata nest 6 deep.
  private static let maxDepth = 32

  /// Calls `body` with each field's number and kind; `body` reads the value or returns false.
  mutating func readStruct(
    _ body: (inout ThriftReader, Int, Kind) throws(FormatFault) -> Bool
  ) throws(FormatFault) {
    var field = 0
    while true {
      let header = try cursor.byte()
      let kind = try kind(header & 0x0F)
      if kind == .stop { return }
      if header >> 4 != 0 {
        field &+= Int(header >> 4)
      } else {
        field = Int(truncatingIfNeeded: try cursor.zigzag())
      }
      if try !body(&self, field, kind) { try skip(kind, depth: 0) }
    }
  }

  /// Calls `body` for each element of a list; `body` must read it.
  mutating func readList(
    _ body: (inout ThriftReader, Kind) throws(FormatFault) -> Void
  ) throws(FormatFault) {
    let (count, kind) = try listHeader()
    for _ in 0..<count { try body(&self, kind) }
  }

  mutating func readInteger(_ kind: Kind) throws(FormatFault) -> Int64 {
    switch kind {
    case .int16, .int32, .int64: return try cursor.zigzag()
    case .byte: return Int64(Int8(bitPattern: try cursor.byte()))
    default: throw FormatFault(reason: "the metadata hold no number where one must be")
    }
  }

  /// A number that is never negative and fits memory.
  mutating func readSize(_ kind: Kind) throws(FormatFault) -> Int {
    guard let value = Int(exactly: try readInteger(kind)), value >= 0 else {
      throw FormatFault(reason: "the metadata hold a negative size")
    }
    return value
  }

  mutating func readString(_ kind: Kind) throws(FormatFault) -> String {
    guard kind == .binary else {
      throw FormatFault(reason: "the metadata hold no name where one must be")
    }
    let range = try cursor.take(try cursor.size())
    return String(decoding: cursor.slice(range), as: UTF8.self)
  }

  private func kind(_ raw: UInt8) throws(FormatFault) -> Kind {
    guard let kind = Kind(rawValue: raw) else {
      throw FormatFault(reason: "the metadata hold a value of no known kind")
    }
    return kind
  }

  private mutating func listHeader() throws(FormatFault) -> (Int, Kind) {
    let header = try cursor.byte()
    let kind = try kind(header & 0x0F)
    let count = header >> 4 == 15 ? try cursor.size() : Int(header >> 4)
    // Every element takes a byte at least, so a huge count cannot pass.
    guard count <= cursor.remaining else { throw .end }
    return (count, kind)
  }

  private mutating func skip(_ kind: Kind, depth: Int) throws(FormatFault) {
    guard depth < Self.maxDepth else { throw FormatFault(reason: "the metadata are too deep") }
    switch kind {
    case .stop, .isTrue, .isFalse: break
    case .byte: _ = try cursor.byte()
    case .int16, .int32, .int64: _ = try cursor.varint()
    case .double: _ = try cursor.take(8)
    case .binary: _ = try cursor.take(try cursor.size())
    case .list, .set:
      let (count, element) = try listHeader()
      for _ in 0..<count { try skipElement(element, depth: depth + 1) }
    case .map:
      let count = try cursor.size()
      guard count > 0 else { return }
      let kinds = try cursor.byte()
      let (key, value) = (try self.kind(kinds >> 4), try self.kind(kinds & 0x0F))
      guard count <= cursor.remaining else { throw .end }
      for _ in 0..<count {
        try skipElement(key, depth: depth + 1)
        try skipElement(value, depth: depth + 1)
      }
    case .structure:
      while true {
        let header = try cursor.byte()
        let kind = try self.kind(header & 0x0F)
        if kind == .stop { return }
        if header >> 4 == 0 { _ = try cursor.varint() }
        try skip(kind, depth: depth + 1)
      }
    }
  }

  /// In lists and maps a truth value takes a byte, in a struct it is part of the header.
  private mutating func skipElement(_ kind: Kind, depth: Int) throws(FormatFault) {
    if kind == .isTrue || kind == .isFalse {
      _ = try cursor.byte()
    } else {
      try skip(kind, depth: depth)
    }
  }
}
