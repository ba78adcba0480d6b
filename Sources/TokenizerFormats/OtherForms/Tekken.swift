internal import ByteLevelBPE

/// `tekken.json`, the form of Mistral's `mistral-common`: the pattern, the tokens in Base64 by
/// rank, and special tokens, whose ids come first.
enum Tekken {
  struct Parts {
    var vocabulary: Vocabulary
    var pattern: String
    var specialTokens: [AddedToken]
  }

  static func parts(_ bytes: UnsafeBufferPointer<UInt8>) throws(FormatFault) -> Parts {
    var reader = JSONReader(bytes)
    var config: JSONValue?
    var specials: JSONValue?
    var vocabularyOffset: Int?
    try reader.forEachMember { reader, key throws(FormatFault) in
      switch key {
      case "config": config = try reader.value()
      case "special_tokens": specials = try reader.value()
      case "vocab":
        _ = try reader.kind()
        vocabularyOffset = reader.position
        try reader.skipValue()
      default: try reader.skipValue()
      }
    }
    try reader.expectEnd()
    guard let config, let pattern = config["pattern"]?.text else {
      throw .malformed(at: bytes.count, "it has no “config” with a “pattern”")
    }
    guard let vocabularyOffset else { throw .malformed(at: bytes.count, "it has no “vocab”") }
    let reserved = try count("default_num_special_tokens", in: config) ?? 0
    // The file lists more tokens than the model has: the rest are never used.
    let size = try count("default_vocab_size", in: config).map { $0 - min($0, reserved) }
    reader = JSONReader(bytes, at: vocabularyOffset)
    let builder = try vocabulary(&reader, offset: reserved, limit: size ?? .max)
    var tokens: [AddedToken] = []
    for special in specials?.array ?? [] {
      guard let rank = special["rank"]?.unsignedInteger, rank < reserved,
        let text = special["token_str"]?.string
      else { throw .malformed(at: special.offset, "a special token has no proper rank or text") }
      tokens.append(AddedToken(id: rank, content: text, isSpecial: true))
    }
    return Parts(
      vocabulary: try builder.checkedBuild(), pattern: pattern, specialTokens: tokens)
  }

  private static func count(
    _ key: StaticString, in config: JSONValue
  ) throws(FormatFault) -> TokenID? {
    guard let value = config[key] else { return nil }
    guard let count = value.unsignedInteger, count < VocabularyBuilder.idLimit else {
      throw .malformed(at: value.offset, "“\(key)” is not a number of tokens")
    }
    return count
  }

  private static func vocabulary(
    _ reader: inout JSONReader, offset: TokenID, limit: TokenID
  ) throws(FormatFault) -> VocabularyBuilder {
    var entries: [VocabularyBuilder.Entry] = []
    var arena: [UInt8] = []
    var token: [UInt8] = []
    try reader.forEachElement { reader throws(FormatFault) in
      var rank: UInt32?
      token = []
      let start = reader.position
      try reader.forEachMember { reader, key throws(FormatFault) in
        switch key {
        case "rank": rank = try reader.unsignedInteger()
        case "token_bytes":
          let text = try reader.string()
          guard let decoded = Base64.decode(text.bytes) else {
            throw .malformed(at: text.offset, "\(quoted(text.bytes)) is not Base64")
          }
          token = decoded
        default: try reader.skipValue()
        }
      }
      guard let rank, rank < VocabularyBuilder.idLimit, !token.isEmpty else {
        throw .malformed(at: start, "a token has no proper “rank” or “token_bytes”")
      }
      guard rank < limit else { return }
      entries.append(.init(rank + offset, start: arena.count, length: token.count))
      arena += token
    }
    return arena.withUnsafeBufferPointer { VocabularyBuilder(entries, in: $0) }
  }
}
