internal import ByteLevelBPE

/// Base64 (RFC 4648 §4), as rank files write their tokens.
enum Base64 {
  /// For each of a group's four characters, by its byte, the bits that it adds to the three bytes;
  /// `invalid` for what is no character.
  private static let values: FixedTable<UInt32> = {
    var table = [UInt32](repeating: invalid, count: 4 * 256)
    for (value, byte) in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
      .enumerated()
    {
      for place in 0..<4 {
        table[place * 256 + Int(byte)] = UInt32(value) << UInt32(18 - 6 * place)
      }
    }
    return FixedTable(table)
  }()

  private static let invalid: UInt32 = 1 << 31

  /// Writes what `text` encodes to `output`, which has room for as many bytes as the text has, and
  /// returns how many there are; `nil` when it is not proper Base64, with or without padding.
  static func decode(
    _ text: UnsafeBufferPointer<UInt8>, into output: UnsafeMutablePointer<UInt8>
  ) -> Int? {
    var count = text.count
    while count > 0, text.count - count < 2, text[count - 1] == UInt8(ascii: "=") { count -= 1 }
    guard count & 3 != 1, count == text.count || text.count & 3 == 0 else { return nil }
    guard let text = text.baseAddress else { return 0 }
    let values = values.base
    var index = 0
    var written = 0
    while index < count {
      // A group, or what there is of the last one.
      let size = min(count - index, 4)
      var bits = values[Int(text[index])] | values[256 + Int(text[index + 1])]
      if size > 2 { bits |= values[512 + Int(text[index + 2])] }
      if size > 3 { bits |= values[768 + Int(text[index + 3])] }
      guard bits & invalid == 0 else { return nil }
      output[written] = UInt8(truncatingIfNeeded: bits &>> 16)
      if size > 2 { output[written + 1] = UInt8(truncatingIfNeeded: bits &>> 8) }
      if size > 3 { output[written + 2] = UInt8(truncatingIfNeeded: bits) }
      // Bits beyond the last whole byte must be zero, else two spellings would be one token.
      if size < 4, bits &<< UInt32(8 * size) != 0 { return nil }
      written &+= size - 1
      index &+= 4
    }
    return written
  }

  /// The same into an array.
  static func decode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: text.count) { room in
      guard let output = room.baseAddress else { return nil }
      return decode(text, into: output).map { Array(room.prefix($0)) }
    }
  }
}
