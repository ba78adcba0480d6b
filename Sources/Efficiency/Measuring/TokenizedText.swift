package import ByteLevelBPE

/// A text cut where its tokens end, for people to look at.
package struct TokenizedText: Sendable {
  /// Stretches that follow each other without a gap: together they are the text, or its beginning.
  package private(set) var stretches: [Stretch] = []
  /// Whether there is more text than the stretches have.
  package private(set) var isCut = false

  /// The shortest stretch that ends where a token and a character both do: most often one token, but
  /// an emoji may take several, none of which can be shown by itself.
  package struct Stretch: Sendable, Equatable {
    /// The text.
    package var text: String
    /// Its tokens.
    package var ids: [TokenID]
  }

  /// Cuts a text.
  ///
  /// - Parameter limit: The most stretches.
  /// - Complexity: O(length of the text).
  package init(_ text: String, with tokenizer: Tokenizer, limit: Int) {
    var text = text
    text.withUTF8 { bytes in
      var spans = TokenSpans(tokenizer, expectedBytes: bytes.count)
      if !bytes.isEmpty { spans.read(bytes) }
      cut(bytes, spans.ids, spans.ends, limit)
    }
  }

  private mutating func cut(
    _ text: UnsafeBufferPointer<UInt8>, _ ids: [TokenID], _ ends: [Int], _ limit: Int
  ) {
    var start = 0
    var pending: [TokenID] = []
    for (id, end) in zip(ids, ends) {
      if stretches.count == limit {
        isCut = true
        return
      }
      pending.append(id)
      // A token that a normalizer made of nothing goes with the next one.
      guard end > start, end == text.count || text[end] & 0xC0 != 0x80 else { continue }
      stretches.append(
        Stretch(text: String(decoding: text[start..<end], as: UTF8.self), ids: pending))
      pending = []
      start = end
    }
    // What a normalizer removed at the end has no token, and what it added there no text.
    guard start < text.count || !pending.isEmpty else { return }
    stretches.append(
      Stretch(text: String(decoding: text[start...], as: UTF8.self), ids: pending))
  }
}
