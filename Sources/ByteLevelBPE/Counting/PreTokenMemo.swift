import Builtin

/// Remembers how many tokens short pre-tokens have: the one table that counting's speed hangs on.
///
/// An entry is 16 bytes: up to 15 bytes of pre-token, and its length and count in the last byte.
/// Counting needs no ids, and this is what it gains: four entries to a cache line, where ids take
/// 32 bytes each, and nothing to write out. A hash picks the line; in it, entries are kept in the
/// order of their last use, and the fourth falls out. Looking at the first entry alone settles
/// most probes and its branch is foreseen well (520 MB/s against 400 for comparing all four at
/// once without branches).
struct PreTokenMemo: ~Copyable {
  /// The longest pre-token that fits.
  static let longest = 15
  static let entriesPerLine = 4

  /// A pre-token, zero-padded to 15 bytes, with length (bits 56..<60) and count (60..<64).
  struct Key: BitwiseCopyable, Equatable {
    var low: UInt64
    var high: UInt64

    /// The key of `count` ≤ 15 bytes at `start`, which reads 16.
    @inline(__always)
    init(reading16 start: UnsafePointer<UInt8>, count: Int) {
      let raw = UnsafeRawPointer(start)
      let first = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
      let second = UInt64(
        littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      // Shifts rather than a branch or a table: lengths around 8 are common and follow no order.
      let bits = UInt64(truncatingIfNeeded: count) &<< 3
      let lowBits = Swift.min(bits, 64)
      let highBits = bits &- lowBits
      low = first & (lowBits == 64 ? ~0 : (1 &<< lowBits) &- 1)
      high = second & ((1 &<< highBits) &- 1) | UInt64(truncatingIfNeeded: count) &<< 56
    }

    /// The key of `count` ≤ 15 bytes of which nothing beyond may be read.
    init(exactly start: UnsafePointer<UInt8>, count: Int) {
      var low: UInt64 = 0
      var high = UInt64(count) &<< 56
      for index in 0..<count {
        let byte = UInt64(start[index])
        if index < 8 {
          low |= byte &<< UInt64(8 * index)
        } else {
          high |= byte &<< UInt64(8 * (index - 8))
        }
      }
      self.low = low
      self.high = high
    }

    @inline(__always)
    var hash: UInt64 {
      // Pair-multiply-shift: universal on its high bits, which index the table.
      low &* 0x9E37_79B9_7F4A_7C15 &+ high &* 0xC2B2_AE3D_27D4_EB4F
    }
  }

  static let keyMask: UInt64 = 0x0FFF_FFFF_FFFF_FFFF

  private let memory: TableMemory
  let shift: UInt64
  let lineCount: Int

  /// Creates an empty memo of 2^`lineBits` lines of 64 bytes.
  init(lineBits: Int) {
    lineCount = 1 << lineBits
    shift = UInt64(64 - lineBits)
    memory = TableMemory(byteCount: lineCount * 64)
  }

  @inline(__always)
  func line(_ hash: UInt64) -> UnsafeMutablePointer<Key> {
    (memory.base + Int(truncatingIfNeeded: hash &>> shift) &<< 6).assumingMemoryBound(to: Key.self)
  }

  /// Asks for a line ahead of its probe: without it English runs at half the speed.
  @inline(__always)
  static func prefetch(_ address: UnsafeRawPointer) {
    Builtin.int_prefetch_RawPointer(
      address._rawValue, Int32(0)._value, Int32(3)._value, Int32(1)._value)
  }

  /// The count of `key`, or 0 when it is not remembered.
  @inline(__always)
  func count(_ key: Key, in line: UnsafeMutablePointer<Key>) -> Int {
    let first = line[0]
    if first.low == key.low, first.high & Self.keyMask == key.high {
      return Int(truncatingIfNeeded: first.high &>> 60)
    }
    return countBehindFirst(key, in: line)
  }

  @inline(__always)
  private func countBehindFirst(_ key: Key, in line: UnsafeMutablePointer<Key>) -> Int {
    for place in 1..<Self.entriesPerLine {
      let entry = line[place]
      if entry.low == key.low, entry.high & Self.keyMask == key.high {
        line[place] = line[place &- 1]
        line[place &- 1] = entry
        return Int(truncatingIfNeeded: entry.high &>> 60)
      }
    }
    return 0
  }

  /// Remembers that `key` has `count` tokens, 1...15.
  @inline(__always)
  func insert(_ key: Key, count: Int, in line: UnsafeMutablePointer<Key>) {
    line[3] = line[2]
    line[2] = line[1]
    line[1] = line[0]
    line[0] = Key(low: key.low, high: key.high | UInt64(truncatingIfNeeded: count) &<< 60)
  }
}

extension PreTokenMemo.Key {
  init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }
}
