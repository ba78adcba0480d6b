internal import ByteLevelBPE

/// A rank file (`.tiktoken`, and the `.model` of Llama 3): one token a line, its bytes in Base64
/// and its rank, which is its id.
enum RankFile {
  /// Whether the content looks like one: its first line is Base64, a space and a number.
  static func recognises(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let line = bytes.prefix(4096).prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    guard let space = line.firstIndex(of: UInt8(ascii: " ")) else { return false }
    let rank = line[(space + 1)...]
    return !rank.isEmpty && rank.allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
      && Base64.decode(UnsafeBufferPointer(rebasing: line[..<space])) != nil
  }

  /// Reads the tokens.
  static func vocabulary(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(FormatFault) -> VocabularyBuilder {
    var entries: [VocabularyBuilder.Entry] = []
    entries.reserveCapacity(bytes.count / 16)
    // The bytes of all tokens are fewer than the characters that spell them.
    var used = 0
    let room = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count + 1)
    defer { room.deallocate() }
    var position = 0
    while position < bytes.count {
      let start = position
      while position < bytes.count, bytes[position] > 0x20 { position &+= 1 }
      let text = UnsafeBufferPointer(rebasing: bytes[start..<position])
      if text.isEmpty {
        // An empty line, as at the end.
        guard let byte = bytes[start...].first, byte == 0x0A || byte == 0x0D else {
          throw .malformed(at: start, "a line begins with white space instead of a token")
        }
        position &+= 1
        continue
      }
      guard position < bytes.count, bytes[position] == UInt8(ascii: " ") else {
        throw .malformed(at: start, "a line has no rank after its token")
      }
      position &+= 1
      let rankStart = position
      var rank: UInt64 = 0
      while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 {
        rank = min(rank &* 10 &+ UInt64(bytes[position] &- UInt8(ascii: "0")), 1 &<< 32)
        position &+= 1
      }
      let end = position < bytes.count ? bytes[position] : 0x0A
      guard position > rankStart, end == 0x0A || end == 0x0D else {
        throw .malformed(at: rankStart, "a rank is not a whole number")
      }
      guard rank < UInt64(VocabularyBuilder.idLimit) else {
        throw .malformed(
          at: rankStart, "a rank is greater than \(VocabularyBuilder.idLimit - 1)")
      }
      guard let count = Base64.decode(text, into: room + used), count > 0 else {
        throw .malformed(at: start, "\(quoted(text)) is not Base64")
      }
      entries.append(.init(TokenID(rank), start: used, length: count))
      used += count
    }
    return VocabularyBuilder(entries, in: UnsafeBufferPointer(start: room, count: used))
  }
}
