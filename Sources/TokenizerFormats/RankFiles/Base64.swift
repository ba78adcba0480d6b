internal import ByteLevelBPE

/// Base64 (RFC 4648 §4), as rank files write their tokens.
enum Base64 {
  private static let values: FixedTable<UInt8> = {
    var table = [UInt8](repeating: 0xFF, count: 256)
    for (value, byte) in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
      .enumerated()
    {
      table[Int(byte)] = UInt8(value)
    }
    return FixedTable(table)
  }()

  /// Writes what `text` encodes to `output`, which has room for as many bytes as the text has, and
  /// returns how many there are; `nil` when it is not proper Base64, with or without padding.
  static func decode(
    _ text: UnsafeBufferPointer<UInt8>, into output: UnsafeMutablePointer<UInt8>
  ) -> Int? {
    var count = text.count
    while count > 0, text.count - count < 2, text[count - 1] == UInt8(ascii: "=") { count -= 1 }
    guard count & 3 != 1, count == text.count || text.count & 3 == 0 else { return nil }
    let values = values.base
    var accumulator: UInt32 = 0
    var bits: UInt32 = 0
    var written = 0
    for index in 0..<count {
      let value = values[Int(text[index])]
      guard value != 0xFF else { return nil }
      accumulator = accumulator &<< 6 | UInt32(value)
      bits &+= 6
      if bits >= 8 {
        bits &-= 8
        output[written] = UInt8(truncatingIfNeeded: accumulator &>> bits)
        written &+= 1
      }
    }
    // Bits beyond the last whole byte must be zero, else two spellings would be one token.
    return accumulator & ((1 &<< bits) &- 1) == 0 ? written : nil
  }

  /// The same into an array.
  static func decode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: text.count) { room in
      guard let output = room.baseAddress else { return nil }
      return decode(text, into: output).map { Array(room.prefix($0)) }
    }
  }
}
