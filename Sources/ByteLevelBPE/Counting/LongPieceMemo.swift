/// Remembers how many tokens pre-tokens have that do not fit the ``PreTokenMemo``.
///
/// Long pre-tokens are 0.3 % of English, 20 % of other scripts and of Chinese; tables of their own
/// keep them from spending lines of the memo that everything goes through. Sets of two: with one
/// place a piece, a text of 120,000 of them had lost two fifths when it was read again.
struct LongPieceMemo: ~Copyable {
  /// The longest piece that fits an entry beside its length and count.
  let longest: Int

  private let memory: TableMemory
  private let mask: Int
  /// 64-bit words of an entry.
  private let words: Int

  /// Creates an empty memo of 2^`setBits` sets of two entries of `words` 64-bit words.
  init(setBits: Int, words: Int) {
    longest = (words - 1) * 8
    self.words = words
    mask = (1 << setBits) - 1
    memory = TableMemory(byteCount: (mask + 1) * 2 * words * 8)
  }

  /// The set in which a piece is remembered if it is, which is asked for ahead of its probe.
  @inline(__always)
  func set(_ start: UnsafePointer<UInt8>, count: Int) -> UnsafeMutablePointer<UInt64> {
    let index = Int(truncatingIfNeeded: ByteHash.hash(start, count: count)) & mask
    let set = memory.base.assumingMemoryBound(to: UInt64.self) + index &* 2 &* words
    PreTokenMemo.prefetch(set)
    PreTokenMemo.prefetch(set + words)
    return set
  }

  /// The count of a piece, or 0 when it is not remembered.
  @inline(__always)
  func count(
    _ start: UnsafePointer<UInt8>, count length: Int, in set: UnsafeMutablePointer<UInt64>
  ) -> Int {
    let known = entryCount(start, length, set)
    return known > 0 ? known : entryCount(start, length, set + words)
  }

  @inline(__always)
  private func entryCount(
    _ start: UnsafePointer<UInt8>, _ length: Int, _ entry: UnsafeMutablePointer<UInt64>
  ) -> Int {
    let tag = entry[words &- 1]
    guard tag & 0xFFFF == UInt64(truncatingIfNeeded: length),
      bytesEqual(UnsafeRawPointer(entry).assumingMemoryBound(to: UInt8.self), start, length)
    else { return 0 }
    return Int(truncatingIfNeeded: tag &>> 16)
  }

  /// Remembers that a piece has `tokens` tokens, in place of the older of its set.
  func insert(
    _ start: UnsafePointer<UInt8>, count length: Int, tokens: Int,
    in set: UnsafeMutablePointer<UInt64>
  ) {
    (set + words).update(from: set, count: words)
    UnsafeMutableRawPointer(set).copyMemory(from: start, byteCount: length)
    set[words - 1] = UInt64(length) | UInt64(tokens) << 16
  }
}
