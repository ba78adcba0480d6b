/// GPT-2's alphabet: each byte written as one printable character, so that byte strings can be
/// JSON keys and words of a merge list.
///
/// The 188 bytes that are printable in Latin-1 stand for themselves; the other 68 are written
/// as U+0100, U+0101 and so on, in the order of their values.
enum ByteAlphabet {
  /// The byte that a code point below 0x144 stands for, or -1.
  private static let byteOfScalar: [Int16] = {
    var table = [Int16](repeating: -1, count: 0x144)
    var next = 0x100
    for byte in 0..<256 {
      switch byte {
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF:
        table[byte] = Int16(byte)
      default:
        table[next] = Int16(byte)
        next += 1
      }
    }
    return table
  }()

  /// Replaces `output[start...]` by the bytes that `text` spells.
  ///
  /// - Returns: Whether every character is of the alphabet. If not, `output` ends at `start`.
  static func append(_ text: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) -> Bool {
    let start = output.count
    let isSpelled = byteOfScalar.withUnsafeBufferPointer { table in
      var index = 0
      while index < text.count {
        let lead = text[index]
        var scalar = Int(lead)
        index &+= 1
        if lead >= 0x80 {
          // C2 80 ... C5 83: the whole alphabet lies in the two-byte sequences.
          guard lead >= 0xC2, lead <= 0xC5, index < text.count, text[index] & 0xC0 == 0x80 else {
            return false
          }
          scalar = Int(lead & 0x1F) &<< 6 | Int(text[index] & 0x3F)
          index &+= 1
        }
        guard scalar < table.count, table[scalar] >= 0 else { return false }
        output.append(UInt8(truncatingIfNeeded: table[scalar]))
      }
      return true
    }
    if !isSpelled { output.removeSubrange(start...) }
    return isSpelled
  }
}
