import ByteLevelBPE

/// The tokens of a text with their places in it.
struct TokenSpans: ~Copyable {
  private var encoder: TokenEncoder
  private var counter: TokenCounter
  private var preTokenEnds: [Int] = []

  /// The ids, in order.
  private(set) var ids: [TokenID] = []
  /// Where each token ends in the text. It begins where the one before ends.
  private(set) var ends: [Int] = []

  init(_ tokenizer: Tokenizer, expectedBytes: Int) {
    encoder = TokenEncoder(tokenizer)
    counter = TokenCounter(tokenizer, expectedBytes: expectedBytes)
  }

  /// Replaces the tokens by those of `text`, which is well-formed.
  ///
  /// Ids come from the encoder and places from the counter, which knows where normalized text
  /// comes from. Where a normalizer has rewritten a stretch, places within it are in proportion.
  mutating func read(_ text: UnsafeBufferPointer<UInt8>) {
    ids = encoder.encode(text)
    ends.removeAll(keepingCapacity: true)
    var position = 0
    var hasMore = true
    while hasMore {
      let batch = counter.nextBatch(
        of: text, from: position, readable: text.count, isFinal: true)
      hasMore = batch.hasMore
      position = batch.position
      for index in 0..<batch.count {
        if batch.tokens[index] == 1 {
          ends.append(Int(batch.ends[index]))
        } else {
          counter.tokenEnds(ofPreToken: index, in: text, into: &preTokenEnds)
          ends += preTokenEnds
        }
      }
    }
    assert(ids.count == ends.count, "the encoder and the counter disagree")
  }
}
