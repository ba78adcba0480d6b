import ByteLevelBPE

/// What is asked of a tokenizer's tokens one by one: bytes, and whether they are text.
struct TokenFacts: Sendable {
  private let vocabulary: Vocabulary
  private let added: [TokenID: [UInt8]]

  init(_ tokenizer: Tokenizer) {
    vocabulary = tokenizer.model.vocabulary
    added = Dictionary(
      tokenizer.addedTokens.map { ($0.id, $0.content) }, uniquingKeysWith: { first, _ in first })
  }

  /// All ids, in order.
  var ids: [TokenID] {
    let entries = (0..<TokenID(vocabulary.idLimit)).filter { vocabulary.bytes(of: $0) != nil }
    let further = added.keys.filter { vocabulary.bytes(of: $0) == nil }
    return (entries + further).sorted()
  }

  /// The number of tokens, added ones included.
  var count: Int {
    vocabulary.count + added.keys.count { vocabulary.bytes(of: $0) == nil }
  }

  /// The bytes of a token.
  func bytes(of id: TokenID) -> [UInt8] { added[id] ?? vocabulary.bytes(of: id) ?? [] }

  /// Whether the token is an added one.
  func isAdded(_ id: TokenID) -> Bool { added[id] != nil }

  /// Whether bytes are well-formed UTF-8 alone.
  static func isText(_ bytes: [UInt8]) -> Bool {
    String(validating: bytes, as: UTF8.self) != nil
  }
}
