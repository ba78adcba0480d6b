/// All that happens to a text before its bytes are merged: added tokens are found, the rest is
/// normalized and cut into pre-tokens.
///
///     let pipeline = TextPipeline(tokenizer)
///     pipeline.forEachPiece(of: text) { piece in … }
///
/// The order is that of `tokenizers`: added tokens of the raw text; each stretch between them
/// normalized; added tokens of the normalized text; each stretch between them cut.
package struct TextPipeline: Sendable {
  let rawMatcher: AddedTokenMatcher
  let normalizedMatcher: AddedTokenMatcher
  private let normalizer: (any Normalizer)?
  private let preTokenizer: PreTokenizer

  /// A piece of a text.
  package enum Piece {
    /// An added token.
    case token(TokenID)
    /// The bytes of one pre-token, valid only during the call.
    case preToken(UnsafeBufferPointer<UInt8>)
  }

  /// Creates the pipeline of a tokenizer.
  ///
  /// - Complexity: O(bytes of all added tokens).
  package init(_ tokenizer: Tokenizer) {
    normalizer = tokenizer.normalizer
    preTokenizer = tokenizer.preTokenizer
    let normalizer = normalizer
    rawMatcher = AddedTokenMatcher(
      tokenizer.addedTokens.filter { !$0.matchesNormalized }.map { ($0, $0.content) },
      policy: tokenizer.addedTokenPolicy)
    normalizedMatcher = AddedTokenMatcher(
      tokenizer.addedTokens.filter(\.matchesNormalized).map { token in
        (token, normalizer?.normalized(token.content) ?? token.content)
      },
      policy: tokenizer.addedTokenPolicy)
  }

  /// Calls `body` with each piece of `text`, which is well-formed UTF-8, in order.
  package func forEachPiece(
    of text: UnsafeBufferPointer<UInt8>, _ body: (Piece) -> Void
  ) {
    rawMatcher.forEachPart(of: text) { part in
      switch part {
      case .token(let id): body(.token(id))
      case .text(let stretch): normalizeAndCut(stretch, body)
      }
    }
  }

  private func normalizeAndCut(
    _ text: UnsafeBufferPointer<UInt8>, _ body: (Piece) -> Void
  ) {
    guard let normalizer, !normalizer.isNormalized(text) else {
      cut(text, body)
      return
    }
    var normalized: [UInt8] = []
    normalized.reserveCapacity(text.count)
    normalizer.normalize(text, into: &normalized)
    normalized.withUnsafeBufferPointer { cut($0, body) }
  }

  private func cut(_ text: UnsafeBufferPointer<UInt8>, _ body: (Piece) -> Void) {
    normalizedMatcher.forEachPart(of: text) { part in
      switch part {
      case .token(let id): body(.token(id))
      case .text(let stretch):
        preTokenizer.forEachPreToken(of: stretch) { body(.preToken($0)) }
      }
    }
  }
}

extension Normalizer {
  /// The normalized form of `text`.
  package func normalized(_ text: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    text.withUnsafeBufferPointer { normalize($0, into: &output) }
    return output
  }
}
