internal import ByteLevelBPE

/// The member `added_tokens` of a `tokenizer.json`.
enum AddedTokensJSON {
  /// The tokens in the order in which `tokenizers` prefers them, special ones first.
  static func addedTokens(
    _ value: JSONValue?, _ keys: KeyedVocabulary, warnings: inout [String]
  ) throws(FormatFault) -> [AddedToken] {
    guard let value, !value.isNull else { return [] }
    guard let entries = value.array else {
      throw .malformed(at: value.offset, "“added_tokens” is not an array")
    }
    var tokens: [AddedToken] = []
    var positions: [[UInt8]: Int] = [:]
    var stated: [TokenID: Int] = [:]
    var greatest: TokenID?
    var moved = 0
    for entry in entries {
      guard let id = entry["id"]?.unsignedInteger, id < VocabularyBuilder.idLimit else {
        throw .malformed(at: entry.offset, "an added token has no proper “id”")
      }
      guard let content = entry["content"]?.string else {
        throw .malformed(at: entry.offset, "an added token has no “content”")
      }
      if content.isEmpty { continue }
      var token = AddedToken(
        id: id, content: content, isSpecial: try entry.flag("special"),
        singleWord: try entry.flag("single_word"), stripsLeft: try entry.flag("lstrip"),
        stripsRight: try entry.flag("rstrip"), matchesNormalized: try entry.flag("normalized"))
      if let position = positions[content] {
        token.id = tokens[position].id
        guard token == tokens[position] else {
          throw FormatFault(
            .inconsistent, at: entry.offset,
            "the added token \(quoted(content)) is declared twice, differently")
        }
        continue
      }
      if let position = stated.updateValue(tokens.count, forKey: id) {
        throw FormatFault(
          .inconsistent, at: entry.offset,
          "the id \(id) is given to two added tokens, \(quoted(tokens[position].content)) and "
            + quoted(content))
      }
      // `tokenizers` does not take an added token's id from here: it is that of the vocabulary,
      // or the next free one.
      let size = TokenID(keys.vocabulary.count)
      token.id = keys.id(ofKey: content) ?? max(size, greatest.map { $0 + 1 } ?? size)
      greatest = max(greatest ?? 0, token.id)
      if token.id != id { moved += 1 }
      positions[content] = tokens.count
      tokens.append(token)
    }
    if moved > 0 {
      warnings.append(
        "\(moved) added tokens have other ids than the file states, as they have in tokenizers, "
          + "which numbers them on from the size of the vocabulary")
    }
    return tokens.filter(\.isSpecial) + tokens.filter { !$0.isSpecial }
  }
}

extension JSONValue {
  /// The boolean member `key`, which must be there.
  func flag(_ key: StaticString) throws(FormatFault) -> Bool {
    guard let value = self[key]?.boolean else {
      throw .malformed(at: offset, "“\(key)” is missing, or neither true nor false")
    }
    return value
  }

  /// The boolean member `key`; `absent` when it is not there.
  func flag(_ key: StaticString, absent: Bool) throws(FormatFault) -> Bool {
    self[key] == nil ? absent : try flag(key)
  }
}
