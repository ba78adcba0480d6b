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
    let raw = UnsafeRawPointer(pointer)
    var seed = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: count)
    var offset = 0
    while count &- offset > 8 {
      let word = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      seed = mix(word ^ 0xA076_1D64_78BD_642F, seed ^ 0xE703_7ED1_A0B4_28DB)
      offset &+= 8
    }
    return mix(tail(raw + offset, count &- offset) ^ 0x8EBC_6AF0_9C88_C6E3, seed)
  }

  /// The last 0...8 bytes as one word, read without touching a byte outside them.
  @inline(__always)
  private static func tail(_ raw: UnsafeRawPointer, _ count: Int) -> UInt64 {
    if count >= 4 {
      let low = UInt64(raw.loadUnaligned(as: UInt32.self))
      let high = UInt64(raw.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
      return low | high &<< 32
    }
    if count == 0 { return 0 }
    let first = UInt64(raw.load(as: UInt8.self))
    let middle = UInt64(raw.load(fromByteOffset: count &>> 1, as: UInt8.self))
    let last = UInt64(raw.load(fromByteOffset: count &- 1, as: UInt8.self))
    return first | middle &<< 8 | last &<< 16
  }
}
