/// Base64 (RFC 4648 §4), as rank files write their tokens.
enum Base64 {
  private static let values: [UInt8] = {
    var table = [UInt8](repeating: 0xFF, count: 256)
    for (value, byte) in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
      .enumerated()
    {
      table[Int(byte)] = UInt8(value)
    }
    return table
  }()

  /// Appends what `text` encodes, and says whether it is proper Base64, with or without padding.
  static func decode(_ text: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]) -> Bool {
    var count = text.count
    while count > 0, text.count - count < 2, text[count - 1] == UInt8(ascii: "=") { count -= 1 }
    guard count & 3 != 1, count == text.count || text.count & 3 == 0 else { return false }
    return values.withUnsafeBufferPointer { values in
      var accumulator: UInt32 = 0
      var bits = 0
      for index in 0..<count {
        let value = values[Int(text[index])]
        guard value != 0xFF else { return false }
        accumulator = accumulator &<< 6 | UInt32(value)
        bits &+= 6
        if bits >= 8 {
          bits &-= 8
          output.append(UInt8(truncatingIfNeeded: accumulator &>> UInt32(bits)))
        }
      }
      // Bits beyond the last whole byte must be zero, else two spellings would be one token.
      return accumulator & ((1 &<< UInt32(bits)) &- 1) == 0
    }
  }
}
