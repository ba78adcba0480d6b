import ByteMasks

/// Finds and replaces what is not UTF-8.
///
/// Each maximal ill-formed part counts as one U+FFFD, as the Unicode Standard recommends (section
/// 3.9, “U+FFFD Substitution of Maximal Subparts”) and as Python's and Rust's lossy decoders do.
public struct UTF8Repair: Sendable, Equatable {
  /// The number of ill-formed parts.
  public private(set) var count = 0
  /// The offset of the first one.
  public private(set) var first: Int?

  /// Looks for ill-formed parts in `bytes`.
  ///
  /// - Complexity: O(n); well-formed text is passed 64 bytes at a time.
  public init(checking bytes: UnsafeRawBufferPointer) {
    Self.forEachFault(in: bytes) { range in
      if count == 0 { first = range.lowerBound }
      count += 1
    }
  }

  /// A copy of `bytes` with U+FFFD for each ill-formed part.
  ///
  /// - Complexity: O(n).
  public static func repaired(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + 16)
    var copied = 0
    forEachFault(in: bytes) { range in
      result += bytes[copied..<range.lowerBound]
      result += [0xEF, 0xBF, 0xBD]
      copied = range.upperBound
    }
    result += bytes[copied...]
    return result
  }

  @inline(__always)
  private static func forEachFault(
    in bytes: UnsafeRawBufferPointer, _ body: (Range<Int>) -> Void
  ) {
    guard let base = bytes.baseAddress else { return }
    var index = 0
    // A window with a fault or a rare lead is gone through once, not for each of its bytes.
    var windowsFrom = 0
    while index < bytes.count {
      if index >= windowsFrom, index + 64 <= bytes.count {
        let passed = wellFormedBytes(ofWindow: base + index)
        index += passed
        if passed == 0 { windowsFrom = index + 64 }
        continue
      }
      let lead = bytes[index]
      if lead < 0x80 {
        index += 1
        continue
      }
      // Whole sequences of two and three bytes but for the rare leads that limit the second byte.
      if index + 4 <= bytes.count {
        let word = UInt32(littleEndian: (base + index).loadUnaligned(as: UInt32.self))
        if word & 0x00C0_C0F0 == 0x0080_80E0, lead != 0xE0, lead != 0xED {
          index += 3
          continue
        }
        if word & 0xC0E0 == 0x80C0, lead > 0xC1 {
          index += 2
          continue
        }
      }
      let (length, isWhole) = sequence(bytes, index, lead)
      if !isWhole { body(index..<index + length) }
      index += length
    }
  }

  /// How many of the 64 bytes from `start` on, where a character begins, are whole well-formed
  /// characters: all up to one that the window cuts off, or none if any of them is ill-formed or has
  /// four bytes.
  ///
  /// The continuation bytes must be those that the leads ask for. Character by character this took a
  /// tenth of the time of counting alphabets other than the Latin.
  @inline(__always)
  private static func wellFormedBytes(ofWindow start: UnsafeRawPointer) -> Int {
    let window = ByteMask(start)
    let high = window.within(0x80, 0x80)
    if high == 0 { return 64 }
    let continuations = window.within(0x80, 0x40)
    let leads = window.within(0xC2, 0x2E)
    let three = window.within(0xE0, 0x10)
    guard leads == high & ~continuations, continuations == leads &<< 1 | three &<< 2 else {
      return 0
    }
    if three != 0 {
      // Table 3-7 of the Unicode Standard: these leads limit the second byte.
      let low = window.within(0x80, 0x20)
      let isLimited = window.equal(to: 0xE0) &<< 1 & low | window.equal(to: 0xED) &<< 1 & ~low
      guard isLimited == 0 else { return 0 }
    }
    return 64 - (three &>> 62 == 1 ? 2 : Int(leads &>> 63))
  }

  /// The length of the sequence that begins with `lead`, or of its longest well-formed beginning.
  @inline(__always)
  private static func sequence(
    _ bytes: UnsafeRawBufferPointer, _ index: Int, _ lead: UInt8
  ) -> (Int, isWhole: Bool) {
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    // Table 3-7 of the Unicode Standard.
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: length = 4
    default: return (1, false)
    }
    guard index + 1 < bytes.count, second.contains(bytes[index + 1]) else { return (1, false) }
    var seen = 2
    while seen < length {
      guard index + seen < bytes.count, bytes[index + seen] & 0xC0 == 0x80 else {
        return (seen, false)
      }
      seen += 1
    }
    return (length, true)
  }
}
