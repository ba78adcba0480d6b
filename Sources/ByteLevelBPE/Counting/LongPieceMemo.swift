/// Remembers how many tokens pre-tokens of 16 to 56 bytes have.
///
/// Long pre-tokens are 0.3 % of English and 18 % of other scripts; a table of its own keeps them
/// from spending two lines of the memo that everything goes through.
struct LongPieceMemo: ~Copyable {
  /// The longest piece that fits an entry beside its length and count.
  static let longest = 56

  private let memory: UnsafeMutablePointer<UInt64>
  private let mask: Int

  /// Creates an empty memo of 2^`bits` entries of 64 bytes.
  init(bits: Int) {
    mask = (1 << bits) - 1
    let count = (mask + 1) * 8
    memory = UnsafeMutableRawPointer.allocate(byteCount: count * 8, alignment: 64)
      .bindMemory(to: UInt64.self, capacity: count)
    memory.initialize(repeating: 0, count: count)
  }

  deinit { memory.deallocate() }

  /// Where a piece is remembered if it is.
  @inline(__always)
  func entry(_ start: UnsafePointer<UInt8>, count: Int) -> UnsafeMutablePointer<UInt64> {
    memory + (Int(truncatingIfNeeded: ByteHash.hash(start, count: count)) & mask) &* 8
  }

  /// The count of a piece, or 0 when it is not remembered.
  @inline(__always)
  func count(
    _ start: UnsafePointer<UInt8>, count length: Int, at entry: UnsafeMutablePointer<UInt64>
  ) -> Int {
    let tag = entry[7]
    guard tag & 0xFFFF == UInt64(truncatingIfNeeded: length),
      bytesEqual(UnsafeRawPointer(entry).assumingMemoryBound(to: UInt8.self), start, length)
    else { return 0 }
    return Int(truncatingIfNeeded: tag &>> 16)
  }

  /// Remembers that a piece has `tokens` tokens, in place of what shared its entry.
  func insert(
    _ start: UnsafePointer<UInt8>, count length: Int, tokens: Int,
    at entry: UnsafeMutablePointer<UInt64>
  ) {
    UnsafeMutableRawPointer(entry).copyMemory(from: start, byteCount: length)
    entry[7] = UInt64(length) | UInt64(tokens) << 16
  }
}
