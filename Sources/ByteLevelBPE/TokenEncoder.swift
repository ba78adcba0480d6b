/// Encodes texts as token ids, with the working memory of one thread.
///
/// The way is that of the references, step by step: added tokens, normalizer, pre-tokenizer,
/// merges. ``TokenCounter`` takes shortcuts and is tested against it.
public struct TokenEncoder: ~Copyable {
  private let pipeline: TextPipeline
  private var encoder: PreTokenEncoder

  /// Creates an encoder.
  public init(_ tokenizer: Tokenizer) {
    pipeline = TextPipeline(tokenizer)
    encoder = PreTokenEncoder(tokenizer.model)
  }

  /// The ids of the tokens of `text`.
  public mutating func encode(_ text: String) -> [TokenID] {
    var text = text
    return text.withUTF8 { encode($0) }
  }

  /// The ids of the tokens of `text`, which is well-formed UTF-8.
  public mutating func encode(_ text: UnsafeBufferPointer<UInt8>) -> [TokenID] {
    var ids: [TokenID] = []
    pipeline.forEachPiece(of: text) { piece in
      switch piece {
      case .token(let id): ids.append(id)
      case .preToken(let bytes): encoder.forEachToken(of: bytes) { id, _ in ids.append(id) }
      }
    }
    return ids
  }
}

extension Tokenizer {
  /// The ids of the tokens of `text`.
  ///
  /// Each call sets up its working memory anew; a ``TokenEncoder`` keeps it for many texts.
  public func encode(_ text: String) -> [TokenID] {
    var encoder = TokenEncoder(self)
    return encoder.encode(text)
  }

  /// The bytes of the token `id`: of an added token its text, of any other what the vocabulary
  /// has; `nil` for an id that is neither.
  public func bytes(of id: TokenID) -> [UInt8]? {
    addedTokens.first { $0.id == id }?.content ?? model.vocabulary.bytes(of: id)
  }

  /// The bytes that `ids` stand for, one after the other. They need not be UTF-8: a token may end
  /// inside a character.
  ///
  /// - Throws: ``UnknownTokenID`` for the first id that is no token.
  public func decodedBytes(_ ids: some Sequence<TokenID>) throws(UnknownTokenID) -> [UInt8] {
    let added = Dictionary(
      addedTokens.map { ($0.id, $0.content) }, uniquingKeysWith: { first, _ in first })
    var bytes: [UInt8] = []
    for (index, id) in ids.enumerated() {
      guard let token = added[id] ?? model.vocabulary.bytes(of: id) else {
        throw UnknownTokenID(id: id, index: index)
      }
      bytes.append(contentsOf: token)
    }
    return bytes
  }

  /// The text that `ids` stand for; what is not UTF-8 in it becomes U+FFFD.
  ///
  /// - Throws: ``UnknownTokenID`` for the first id that is no token.
  public func decode(_ ids: some Sequence<TokenID>) throws(UnknownTokenID) -> String {
    String(decoding: try decodedBytes(ids), as: UTF8.self)
  }
}

/// An id that is no token of the tokenizer.
public struct UnknownTokenID: Error, Equatable, CustomStringConvertible {
  /// The id.
  public let id: TokenID
  /// Its place among the ids that were decoded.
  public let index: Int

  /// The failure in one line.
  public var description: String { "no token has the id \(id), which is number \(index + 1)" }
}
