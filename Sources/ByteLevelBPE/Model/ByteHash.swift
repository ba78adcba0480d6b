/// Hashing of short byte strings, for tables that live inside one process.
///
/// Two multiplications with folded high halves (the construction of wyhash) mix eight bytes at a
/// time; `Hasher` is keyed SipHash and costs five times as much on the 6-byte median token.
package enum ByteHash {
  @inline(__always)
  package static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }

  /// The hash of `count` bytes at `pointer`. - Complexity: O(`count`).
  @inline(__always)
  package static func hash(_ pointer: UnsafePointer<UInt8>, count: Int) -> UInt64 {
    if count <= ShortBytes.longest { return ShortBytes(pointer, count: count).hash(count: count) }
    let raw = UnsafeRawPointer(pointer)
    var seed = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: count)
    var offset = 0
    while count &- offset > 8 {
      let word = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      seed = mix(word ^ 0xA076_1D64_78BD_642F, seed ^ 0xE703_7ED1_A0B4_28DB)
      offset &+= 8
    }
    let tail = ShortBytes(pointer + offset, count: count &- offset).low
    return mix(tail ^ 0x8EBC_6AF0_9C88_C6E3, seed)
  }
}

/// Up to sixteen bytes as two words, with zeros where there are none. Nine tokens of ten are as
/// short, and are hashed and compared in this form without a branch on their length, which the
/// processor could only guess.
package struct ShortBytes: BitwiseCopyable, Equatable {
  package static let longest = 16

  package let low: UInt64
  package let high: UInt64

  /// The `count` bytes at `start`. Touches no byte outside them.
  @inline(__always)
  package init(_ start: UnsafePointer<UInt8>, count: Int) {
    let raw = UnsafeRawPointer(start)
    if count >= 8 {
      low = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
      let last = UInt64(
        littleEndian: raw.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self))
      high = last >> (8 &* (16 &- count))
    } else if count >= 4 {
      let first = UInt64(UInt32(littleEndian: raw.loadUnaligned(as: UInt32.self)))
      let last = UInt64(
        UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)))
      low = first | last &<< (8 &* (count &- 4))
      high = 0
    } else if count > 0 {
      let middle = count &>> 1
      low =
        UInt64(start[0]) | UInt64(start[middle]) &<< (8 &* middle)
        | UInt64(start[count &- 1]) &<< (8 &* (count &- 1))
      high = 0
    } else {
      low = 0
      high = 0
    }
  }

  /// The `count` bytes at `start`, from which 16 may be read.
  @inline(__always)
  package init(reading16 start: UnsafePointer<UInt8>, count: Int) {
    let raw = UnsafeRawPointer(start)
    let first = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
    let second = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    // These shifts, unlike `&>>`, give 0 from 64 on.
    low = first & ~(UInt64.max << (8 &* count))
    high = second & ~(UInt64.max << (8 &* max(0, count &- 8)))
  }

  /// The hash that ``ByteHash`` gives these bytes, of which there are `count`.
  @inline(__always)
  package func hash(count: Int) -> UInt64 {
    ByteHash.mix(
      low ^ 0xA076_1D64_78BD_642F,
      high ^ 0xE703_7ED1_A0B4_28DB ^ UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15)
  }
}
