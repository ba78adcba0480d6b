/// Remembers how many tokens pre-tokens have that do not fit the ``PreTokenMemo``.
///
/// Long pre-tokens are 0.3 % of English, 20 % of other scripts and of Chinese; tables of their own
/// keep them from spending lines of the memo that everything goes through. Sets of two: with one
/// place a piece, a text of 120,000 of them had lost two fifths when it was read again.
///
/// Of its memory only the beginning is in use until pieces have come that need more: the system clears
/// a page when it is first touched. For English and code, which have few long pieces but scatter them
/// over all of it, that was 35 to 75 ms of a run where new pages were slow to come.
struct LongPieceMemo: ~Copyable {
  /// The longest piece that fits an entry beside its length and count.
  let longest: Int

  private let memory: TableMemory
  /// 64-bit words of an entry.
  private let words: Int
  private let setCount: Int
  /// How many sets are in use, a power of two, less one.
  private var mask: Int
  /// How many more pieces are remembered before all sets are.
  private var room: Int

  /// The memory that is in use at first, a huge page.
  private static let firstBytes = 1 << 21

  /// Creates an empty memo of 2^`setBits` sets of two entries of `words` 64-bit words.
  init(setBits: Int, words: Int) {
    longest = (words - 1) * 8
    self.words = words
    setCount = 1 << setBits
    memory = TableMemory(byteCount: setCount * 2 * words * 8)
    let used = min(setCount, Self.firstBytes / (2 * words * 8))
    mask = used - 1
    room = used < setCount ? used : .max
  }

  /// The first word of the set in which a piece belongs.
  @inline(__always)
  private func place(of start: UnsafePointer<UInt8>, _ count: Int) -> UnsafeMutablePointer<UInt64> {
    let index = Int(truncatingIfNeeded: ByteHash.hash(start, count: count)) & mask
    return memory.base.assumingMemoryBound(to: UInt64.self) + index &* 2 &* words
  }

  /// The set in which a piece is remembered if it is, which is asked for ahead of its probe.
  @inline(__always)
  func set(_ start: UnsafePointer<UInt8>, count: Int) -> UnsafeMutablePointer<UInt64> {
    let set = place(of: start, count)
    PreTokenMemo.prefetch(set)
    PreTokenMemo.prefetch(set + words)
    return set
  }

  /// The count of a piece, or 0 when it is not remembered.
  @inline(__always)
  func count(
    _ start: UnsafePointer<UInt8>, count length: Int, in set: UnsafeMutablePointer<UInt64>
  ) -> Int {
    // The first place is filled before the second.
    guard set[words &- 1] != 0 else { return 0 }
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
  mutating func insert(
    _ start: UnsafePointer<UInt8>, count length: Int, tokens: Int,
    in set: UnsafeMutablePointer<UInt64>
  ) {
    makeRoom(in: set)
    UnsafeMutableRawPointer(set).copyMemory(from: start, byteCount: length)
    set[words - 1] = UInt64(length) | UInt64(tokens) << 16
    room &-= 1
    if room == 0 { widen() }
  }

  /// Makes the newer of a set the older, so that its first place can be written.
  @inline(__always)
  private func makeRoom(in set: UnsafeMutablePointer<UInt64>) {
    // Text that does not repeat mostly meets empty sets: of these, no second line is read or written.
    if set[words - 1] != 0 { (set + words).update(from: set, count: words) }
  }

  /// Takes all sets into use, and moves what is remembered to where it is now looked for: to its set,
  /// or to one that was not in use. A set that was asked for before is still one, and holds nothing that
  /// is not true.
  ///
  /// By steps of four times as many, texts of many long pieces took a twentieth more time.
  private mutating func widen() {
    let used = mask + 1
    mask = setCount - 1
    let base = memory.base.assumingMemoryBound(to: UInt64.self)
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 2 * words) { room in
      guard let old = room.baseAddress else { return }
      for index in 0..<used {
        let set = base + index * 2 * words
        old.initialize(from: set, count: 2 * words)
        set[words - 1] = 0
        set[2 * words - 1] = 0
        // The older first, so that it is the older again.
        for entry in stride(from: old + words, through: old, by: -words)
        where entry[words - 1] != 0 {
          let piece = UnsafeRawPointer(entry).assumingMemoryBound(to: UInt8.self)
          let target = place(of: piece, Int(entry[words - 1] & 0xFFFF))
          makeRoom(in: target)
          target.update(from: entry, count: words)
        }
      }
    }
  }
}
