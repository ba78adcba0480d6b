/// Reads the metadata of a GGUF file (versions 2 and 3, little-endian), every count and length
/// checked against the file before it is used.
struct GGUFReader {
  let bytes: UnsafeBufferPointer<UInt8>
  private(set) var position = 0
  /// A hostile file nests arrays to exhaust the stack.
  private static let depthLimit = 4

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  /// The type numbers of the format.
  enum ValueType: UInt32 {
    case uint8, int8, uint16, int16, uint32, int32, float32, bool, string, array, uint64, int64,
      float64

    /// The size of a value; `nil` for strings and arrays.
    var size: Int? {
      switch self {
      case .uint8, .int8, .bool: 1
      case .uint16, .int16: 2
      case .uint32, .int32, .float32: 4
      case .uint64, .int64, .float64: 8
      case .string, .array: nil
      }
    }
  }

  mutating func integer<Value: FixedWidthInteger>(
    _: Value.Type
  ) throws(FormatFault) -> Value {
    let size = MemoryLayout<Value>.size
    guard let base = bytes.baseAddress, bytes.count - position >= size else {
      throw .malformed(at: position, "the GGUF metadata end too early")
    }
    let value = UnsafeRawPointer(base).loadUnaligned(fromByteOffset: position, as: Value.self)
    position += size
    return Value(littleEndian: value)
  }

  /// A count of things that take at least one byte each in the rest of the file.
  mutating func count() throws(FormatFault) -> Int {
    let start = position
    let count = try integer(UInt64.self)
    guard count <= UInt64(bytes.count - position) else {
      throw .malformed(at: start, "a GGUF count or length is greater than the rest of the file")
    }
    return Int(count)
  }

  mutating func string() throws(FormatFault) -> UnsafeBufferPointer<UInt8> {
    let count = try count()
    let start = position
    position += count
    return UnsafeBufferPointer(rebasing: bytes[start..<position])
  }

  mutating func type() throws(FormatFault) -> ValueType {
    let start = position
    guard let type = ValueType(rawValue: try integer(UInt32.self)) else {
      throw .malformed(at: start, "a GGUF value has a type that does not exist")
    }
    return type
  }

  /// Skips a value of `type`.
  mutating func skip(_ type: ValueType, depth: Int = 0) throws(FormatFault) {
    switch type {
    case .string: _ = try string()
    case .array:
      guard depth < Self.depthLimit else {
        throw .malformed(at: position, "GGUF arrays are nested too deeply")
      }
      let element = try self.type()
      let count = try count()
      if let size = element.size {
        try advance(count, size)
      } else {
        for _ in 0..<count { try skip(element, depth: depth + 1) }
      }
    default: try advance(1, type.size ?? 0)
    }
  }

  private mutating func advance(_ count: Int, _ size: Int) throws(FormatFault) {
    let (length, overflow) = count.multipliedReportingOverflow(by: size)
    guard !overflow, length <= bytes.count - position else {
      throw .malformed(at: position, "the GGUF metadata end too early")
    }
    position += length
  }

  /// The strings of an array that comes next.
  mutating func strings() throws(FormatFault) -> [UnsafeBufferPointer<UInt8>] {
    let start = position
    guard try type() == .string else {
      throw .malformed(at: start, "a list of tokens or merges does not hold strings")
    }
    let count = try count()
    var strings: [UnsafeBufferPointer<UInt8>] = []
    strings.reserveCapacity(min(count, 1 << 20))
    for _ in 0..<count { strings.append(try string()) }
    return strings
  }
}
