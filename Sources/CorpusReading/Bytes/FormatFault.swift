/// What is wrong with binary data; the reader that knows path and position makes a
/// ``CorpusError`` of it.
struct FormatFault: Error {
  var reason: String
  /// Whether the data are recognised and not supported, rather than damaged.
  var isUnsupported = false
  /// Whether more bytes could mend it.
  var isEnd = false

  static let end = FormatFault(reason: "the data end too early", isEnd: true)

  func error(path: String, byte: Int64?) -> CorpusError {
    CorpusError(
      isUnsupported ? .unsupported : .corrupt, path: path, position: .init(byte: byte),
      reason: reason, remedy: isUnsupported ? nil : "fetch or write the file again")
  }
}

/// A cursor over binary data that checks every step.
///
/// It does not own its bytes and must not outlive them.
struct ByteCursor {
  let bytes: UnsafeRawBufferPointer
  private(set) var at = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var remaining: Int { bytes.count - at }

  mutating func byte() throws(FormatFault) -> UInt8 {
    guard at < bytes.count else { throw .end }
    at += 1
    return bytes[at - 1]
  }

  /// The place of the next `count` bytes.
  mutating func take(_ count: Int) throws(FormatFault) -> Range<Int> {
    guard count >= 0, count <= remaining else { throw .end }
    at += count
    return at - count..<at
  }

  mutating func uint32() throws(FormatFault) -> UInt32 {
    let range = try take(4)
    return UInt32(
      littleEndian: bytes.loadUnaligned(fromByteOffset: range.lowerBound, as: UInt32.self))
  }

  /// A LEB128 number of up to 64 bits.
  mutating func varint() throws(FormatFault) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      let next = try byte()
      value |= UInt64(next & 0x7F) << shift
      if next < 0x80 {
        guard shift < 63 || next < 2 else { break }
        return value
      }
    }
    throw FormatFault(reason: "a number has too many digits")
  }

  /// A LEB128 number that counts something in memory.
  mutating func size() throws(FormatFault) -> Int {
    guard let value = Int(exactly: try varint()) else {
      throw FormatFault(reason: "a size is out of range")
    }
    return value
  }

  mutating func zigzag() throws(FormatFault) -> Int64 {
    let value = try varint()
    return Int64(bitPattern: value >> 1) ^ -Int64(value & 1)
  }

  /// A slice of the bytes for a reader of its own.
  func slice(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[range])
  }
}

/// Bytes in memory as a source, for decompressing a page.
final class MemorySource: ByteSource {
  private let bytes: UnsafeRawBufferPointer
  private var given = 0

  /// `bytes` must stay valid as long as the source is read.
  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var containerPosition: Int64 { Int64(given) }
  var containerBase: Int64? { 0 }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(CorpusError) -> Int {
    let count = min(buffer.count, bytes.count - given)
    buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[given..<given + count]))
    given += count
    return count
  }
}
