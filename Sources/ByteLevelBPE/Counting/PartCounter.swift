/// Counts long pre-tokens of scripts without spaces, by the parts between safe junctions.
///
/// See ``JunctionTable`` for why the counts of the parts add up to the count of the whole.
struct PartCounter: ~Copyable {
  private let vocabulary: Vocabulary
  private var tables: Tables?

  init(_ vocabulary: Vocabulary) {
    self.vocabulary = vocabulary
  }

  /// What only text with such pre-tokens needs; made at the first of them.
  private final class Tables {
    let junctions: JunctionTable
    let memo = PreTokenMemo(lineBits: 14)
    /// Junctions lately asked for: left and right character as 21-bit scalars, then 1 for unsafe.
    let cache: UnsafeMutablePointer<UInt64>
    /// The tokens of a single character, by scalar; 0 for not yet counted.
    let single: UnsafeMutablePointer<UInt8>
    static let cacheBits: UInt64 = 15

    init(_ vocabulary: Vocabulary) {
      junctions = JunctionTable(vocabulary)
      cache = .allocate(capacity: 1 << Int(Self.cacheBits))
      cache.initialize(repeating: .max, count: 1 << Int(Self.cacheBits))
      single = .allocate(capacity: 1 << 16)
      single.initialize(repeating: 0, count: 1 << 16)
    }

    deinit {
      cache.deallocate()
      single.deallocate()
    }
  }

  /// The number of tokens that `length` bytes of well-formed UTF-8 at `start` merge into.
  ///
  /// - Parameter readable: how far from `start` memory may be read.
  mutating func count(
    _ start: UnsafePointer<UInt8>, _ length: Int, readable: Int, _ merger: inout PieceMerger
  ) -> Int {
    let limit = start + readable
    let tables = self.tables ?? makeTables()
    let cache = tables.cache
    var total = 0
    var partStart = 0
    var position = 0
    var previous = 0
    var previousWord: UInt32 = 0
    while position < length {
      let (scalar, word, size) = Self.character(start + position, length &- position)
      if position > partStart {
        let pair = UInt64(truncatingIfNeeded: previous) &<< 21 | UInt64(truncatingIfNeeded: scalar)
        let slot = Int(
          truncatingIfNeeded: (pair &* 0x9E37_79B9_7F4A_7C15) &>> (64 &- Tables.cacheBits))
        var entry = cache[slot]
        if entry &>> 1 != pair {
          let unsafe = tables.junctions.isUnsafe(previousWord, word)
          entry = pair &<< 1 | (unsafe ? 1 : 0)
          cache[slot] = entry
        }
        if entry & 1 == 0 {
          total &+= countPart(
            start + partStart, position &- partStart, limit, previous, tables, &merger)
          partStart = position
        }
      }
      previous = scalar
      previousWord = word
      position &+= size
    }
    return total
      &+ countPart(start + partStart, length &- partStart, limit, previous, tables, &merger)
  }

  private mutating func makeTables() -> Tables {
    let made = Tables(vocabulary)
    tables = made
    return made
  }

  /// - Parameter last: the part's last character, which is all of it when it has three bytes.
  @inline(__always)
  private func countPart(
    _ start: UnsafePointer<UInt8>, _ length: Int, _ limit: UnsafePointer<UInt8>, _ last: Int,
    _ tables: Tables, _ merger: inout PieceMerger
  ) -> Int {
    if length == 3, last >= 0x800, last < 0x10000 {
      let known = tables.single[last]
      if known > 0 { return Int(known) }
      let tokens = merger.merge(start, count: length)
      tables.single[last] = UInt8(truncatingIfNeeded: tokens)
      return tokens
    }
    guard length <= PreTokenMemo.longest else { return merger.merge(start, count: length) }
    let key =
      start + 16 <= limit
      ? PreTokenMemo.Key(reading16: start, count: length)
      : PreTokenMemo.Key(exactly: start, count: length)
    let line = tables.memo.line(key.hash)
    let known = tables.memo.count(key, in: line)
    if known > 0 { return known }
    let tokens = merger.merge(start, count: length)
    tables.memo.insert(key, count: tokens, in: line)
    return tokens
  }

  /// The character at `start`: its scalar, its bytes as a word, its length.
  @inline(__always)
  private static func character(
    _ start: UnsafePointer<UInt8>, _ available: Int
  ) -> (scalar: Int, word: UInt32, size: Int) {
    let lead = UInt32(start[0])
    if lead < 0x80 { return (Int(lead), lead, 1) }
    if lead < 0xE0 {
      let second = UInt32(start[1])
      return (Int((lead & 0x1F) &<< 6 | second & 0x3F), lead | second &<< 8, 2)
    }
    let second = UInt32(start[1])
    let third = UInt32(start[2])
    if lead < 0xF0 {
      return (
        Int((lead & 0x0F) &<< 12 | (second & 0x3F) &<< 6 | third & 0x3F),
        lead | second &<< 8 | third &<< 16, 3
      )
    }
    let fourth = UInt32(start[3])
    return (
      Int(
        (lead & 0x07) &<< 18 | (second & 0x3F) &<< 12 | (third & 0x3F) &<< 6 | fourth & 0x3F),
      lead | second &<< 8 | third &<< 16 | fourth &<< 24, 4
    )
  }
}
