/// Turns the inside of a JSON string into the bytes that it stands for.
enum JSONString {
  /// Writes the text of `quoted[range]` (no quotes) to `output` and returns its length.
  ///
  /// `output` must have room for `range.count` bytes: no escape is shorter than its text. A surrogate
  /// without its partner is written as U+FFFD and counted.
  static func unescape(
    _ quoted: UnsafeRawBufferPointer, _ range: Range<Int>,
    into output: UnsafeMutableRawBufferPointer, loneSurrogates: inout Int
  ) throws(JSONFault) -> Int {
    let inside = UnsafeRawBufferPointer(rebasing: quoted[range])
    var read = 0
    var written = 0
    while true {
      // No quote is inside, so the next special byte is a backslash or the end.
      let next = JSONScanner.special(in: inside, from: read)
      if next > read {
        UnsafeMutableRawBufferPointer(rebasing: output[written...])
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: inside[read..<next]))
        written += next - read
      }
      guard next < inside.count else { return written }
      // Escaped text has escapes in a row: those are taken without the search between them.
      read = next
      while read < inside.count, inside[read] == UInt8(ascii: "\\") {
        guard read + 1 < inside.count else {
          throw JSONFault(at: range.lowerBound + read, reason: "a backslash escapes nothing")
        }
        if inside[read + 1] == UInt8(ascii: "u") {
          let scalar = try scalar(inside, &read, range.lowerBound, &loneSurrogates)
          written = put(scalar, output, written)
        } else {
          guard let byte = simpleEscape(inside[read + 1]) else {
            throw JSONFault(at: range.lowerBound + read, reason: "an unknown escape")
          }
          output[written] = byte
          written += 1
          read += 2
        }
      }
    }
  }

  private static func simpleEscape(_ letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    default: nil
    }
  }

  private static func scalar(
    _ inside: UnsafeRawBufferPointer, _ read: inout Int, _ base: Int, _ loneSurrogates: inout Int
  ) throws(JSONFault) -> UInt32 {
    guard let unit = hex4(inside, read + 2) else {
      throw JSONFault(at: base + read, reason: "\\u is not followed by four hexadecimal digits")
    }
    read += 6
    guard unit & 0xF800 == 0xD800 else { return unit }
    if unit < 0xDC00, read + 1 < inside.count, inside[read] == UInt8(ascii: "\\"),
      inside[read + 1] == UInt8(ascii: "u"), let low = hex4(inside, read + 2),
      low & 0xFC00 == 0xDC00
    {
      read += 6
      return 0x10000 + ((unit & 0x3FF) << 10 | low & 0x3FF)
    }
    loneSurrogates += 1
    return 0xFFFD
  }

  /// For each ASCII byte “@” plus the value of its hexadecimal digit, or “P” if it is none.
  ///
  /// A table, because the digits of text are random, and branches on them would be mispredicted.
  private static let digits: StaticString = """
    PPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPP@ABCDEFGHIPPPPPP\
    PJKLMNOPPPPPPPPPPPPPPPPPPPPPPPPPPJKLMNOPPPPPPPPPPPPPPPPPPPPPPPPP
    """

  @inline(__always)
  private static func hex4(_ inside: UnsafeRawBufferPointer, _ start: Int) -> UInt32? {
    guard start + 4 <= inside.count else { return nil }
    var value: UInt32 = 0
    var check: UInt8 = 0
    for index in start..<start + 4 {
      let byte = inside[index]
      let digit = digits.utf8Start[Int(byte & 0x7F)] &- 0x40
      check |= digit | byte >> 3
      value = value << 4 | UInt32(digit & 0xF)
    }
    // Bit 4 marks what is no digit; of bytes above ASCII `byte >> 3` sets it.
    return check & 0x10 == 0 ? value : nil
  }

  private static func put(
    _ scalar: UInt32, _ output: UnsafeMutableRawBufferPointer, _ at: Int
  ) -> Int {
    if scalar < 0x80 {
      output[at] = UInt8(scalar)
      return at + 1
    }
    func trail(_ shift: UInt32) -> UInt8 { UInt8(0x80 | scalar >> shift & 0x3F) }
    if scalar < 0x800 {
      output[at] = UInt8(0xC0 | scalar >> 6)
      output[at + 1] = trail(0)
      return at + 2
    }
    if scalar < 0x10000 {
      output[at] = UInt8(0xE0 | scalar >> 12)
      output[at + 1] = trail(6)
      output[at + 2] = trail(0)
      return at + 3
    }
    output[at] = UInt8(0xF0 | scalar >> 18)
    output[at + 1] = trail(12)
    output[at + 2] = trail(6)
    output[at + 3] = trail(0)
    return at + 4
  }
}
