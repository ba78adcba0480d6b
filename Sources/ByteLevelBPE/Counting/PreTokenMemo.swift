import Builtin

/// Remembers how many tokens short pre-tokens have: the one table that counting's speed hangs on.
///
/// An entry is 16 bytes: up to 15 bytes of pre-token, and its length and count in the byte that is
/// left. Counting needs no ids, and this is what it gains: four entries to a cache line, where ids
/// take 32 bytes each, and nothing to write out. A hash picks the line; in it, entries are kept in
/// the order of their last use, and the fourth falls out.
///
/// The table is larger than the second-level cache, and a frequent pre-token has a line for itself
/// there. Copies of those stand in front, four to a line: most probes end there, after some thirty
/// instructions, and only the others are asked for and waited for.
struct PreTokenMemo: ~Copyable {
  /// The longest pre-token that fits.
  static let longest = 15
  static let entriesPerLine = 4

  private let memory: TableMemory
  private let shift: UInt64
  private let front: TableMemory

  /// 2^14 copies are 256 kB.
  private static let frontBits: UInt64 = 14

  /// Creates an empty memo of 2^`lineBits` lines of 64 bytes.
  init(lineBits: Int) {
    shift = UInt64(64 - lineBits)
    memory = TableMemory(byteCount: 64 << lineBits)
    front = TableMemory(byteCount: MemoryLayout<Key>.stride << Int(Self.frontBits))
  }

  /// The addresses of a memo, for loops. Valid as long as the memo is.
  struct Handle {
    fileprivate let lines: UnsafeMutableRawPointer
    fileprivate let front: UnsafeMutableRawPointer
    fileprivate let shift: UInt64
    fileprivate let masks: UnsafePointer<Key>

    /// The key of `count` bytes at `start`, 1 to 15, which reads 16.
    @inline(__always)
    func key(reading16 start: UnsafePointer<UInt8>, count: Int) -> Key {
      let raw = UnsafeRawPointer(start)
      let first = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
      let second = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      // From a table rather than by shifts or a branch: lengths around 8 follow no order.
      let mask = masks[count]
      return Key(
        low: first & mask.low,
        high: second &<< 8 & mask.high | UInt64(truncatingIfNeeded: count) &<< 4)
    }

    /// The line in which a pre-token is remembered if it is.
    @inline(__always)
    func line(_ key: Key) -> Line {
      (lines + Int(truncatingIfNeeded: key.hash &>> shift) &<< 6).assumingMemoryBound(to: Key.self)
    }

    /// The count of a pre-token that is asked for often, or 0.
    @inline(__always)
    func frontCount(_ key: Key) -> Int {
      let entry = frontEntry(key).pointee
      let count = entry.high ^ key.high
      let difference = (entry.low ^ key.low) | (count & ~15)
      // Nothing or all of the count, by a table once more: where the optimizer sees a condition, it
      // makes a branch, which one probe in ten guesses wrongly.
      let kept = masks[difference == 0 ? 8 : 0].low
      return Int(truncatingIfNeeded: count & kept)
    }

    /// The count of `key` by its line, or 0 when it is not remembered.
    @inline(__always)
    func count(_ key: Key, in line: Line) -> Int {
      let first = line[0]
      let known = first.count(ifOf: key)
      guard known > 0 else { return countBehindFirst(key, in: line) }
      // Asked for last of its line, and again: a copy goes in front.
      frontEntry(key).pointee = first
      return known
    }

    @inline(__always)
    private func frontEntry(_ key: Key) -> UnsafeMutablePointer<Key> {
      (front + Int(truncatingIfNeeded: key.hash &>> (64 &- PreTokenMemo.frontBits)) &<< 4)
        .assumingMemoryBound(to: Key.self)
    }
  }

  typealias Line = UnsafeMutablePointer<Key>

  var handle: Handle {
    Handle(
      lines: memory.base, front: front.base, shift: shift, masks: Self.masks.base)
  }

  /// Asks for a line ahead of its probe: without it English runs at half the speed.
  @inline(__always)
  static func prefetch(_ address: UnsafeRawPointer) {
    Builtin.int_prefetch_RawPointer(
      address._rawValue, Int32(0)._value, Int32(3)._value, Int32(1)._value)
  }

  @inline(__always)
  private static func countBehindFirst(_ key: Key, in line: Line) -> Int {
    for place in 1..<entriesPerLine {
      let entry = line[place]
      let known = entry.count(ifOf: key)
      if known > 0 {
        line[place] = line[place &- 1]
        line[place &- 1] = entry
        return known
      }
    }
    return 0
  }

  /// Remembers that `key` has `count` tokens, 1...15.
  @inline(__always)
  static func insert(_ key: Key, count: Int, in line: Line) {
    line[3] = line[2]
    line[2] = line[1]
    line[1] = line[0]
    line[0] = Key(low: key.low, high: key.high | UInt64(truncatingIfNeeded: count))
  }
}

extension PreTokenMemo {
  /// A pre-token, zero-padded to 15 bytes: the first eight, then count (bits 0..<4), length (4..<8)
  /// and the other seven.
  struct Key: BitwiseCopyable {
    var low: UInt64
    var high: UInt64

    /// The key of nothing.
    static let none = Key(low: 0, high: 0)

    init(low: UInt64, high: UInt64) {
      self.low = low
      self.high = high
    }

    /// The key of `count` bytes, 1 to 15, of which nothing beyond may be read.
    init(exactly start: UnsafePointer<UInt8>, count: Int) {
      low = 0
      high = UInt64(count) &<< 4
      for index in 0..<count {
        let byte = UInt64(start[index])
        if index < 8 {
          low |= byte &<< UInt64(8 * index)
        } else {
          high |= byte &<< UInt64(8 * (index - 7))
        }
      }
    }

    @inline(__always)
    fileprivate var hash: UInt64 {
      // Pair-multiply-shift: universal on its high bits, which index the tables.
      low &* 0x9E37_79B9_7F4A_7C15 &+ high &* 0xC2B2_AE3D_27D4_EB4F
    }

    /// The count that is kept here, if it is that of `key`, which has none itself; else 0.
    @inline(__always)
    func count(ifOf key: Key) -> Int {
      let difference = high ^ key.high
      return (low ^ key.low) | (difference & ~15) == 0 ? Int(truncatingIfNeeded: difference) : 0
    }
  }

  /// By length, what is kept of 16 bytes.
  private static let masks = FixedTable(
    (0...UInt64(longest)).map { count in
      let low: UInt64 = count >= 8 ? ~0 : (1 << (8 * count)) - 1
      let high: UInt64 = count <= 8 ? 0 : (1 << (8 * (count - 8))) - 1
      return Key(low: low, high: high << 8)
    })
}
