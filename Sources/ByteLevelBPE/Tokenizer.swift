/// A byte-level BPE tokenizer: added tokens, normalizer, pre-tokenizer and model.
///
///     let tokenizer = try TokenizerLoader.load(path: "tokenizer.json").tokenizer  // TokenizerFormats
///     let ids = tokenizer.encode("Hello, world")
///     let text = try tokenizer.decode(ids)
///
/// A tokenizer is immutable and shared freely between threads. Counting many texts is the job of
/// a ``TokenCounter``, which keeps per-thread tables beside it.
public struct Tokenizer: Sendable {
  /// The model that merges the bytes of a pre-token.
  public let model: BPEModel

  /// What rewrites the text first, if anything.
  public let normalizer: (any Normalizer)?

  /// What cuts the text.
  public let preTokenizer: PreTokenizer

  /// The tokens that are matched in the text itself.
  public let addedTokens: [AddedToken]

  /// What is done with them.
  public let addedTokenPolicy: AddedTokenPolicy

  /// Creates a tokenizer from its parts.
  public init(
    model: BPEModel, preTokenizer: PreTokenizer, normalizer: (any Normalizer)? = nil,
    addedTokens: [AddedToken] = [], addedTokenPolicy: AddedTokenPolicy = .match
  ) {
    self.model = model
    self.preTokenizer = preTokenizer
    self.normalizer = normalizer
    self.addedTokens = addedTokens
    self.addedTokenPolicy = addedTokenPolicy
  }

  /// The same tokenizer under another policy for added tokens.
  public func withAddedTokenPolicy(_ policy: AddedTokenPolicy) -> Tokenizer {
    Tokenizer(
      model: model, preTokenizer: preTokenizer, normalizer: normalizer, addedTokens: addedTokens,
      addedTokenPolicy: policy)
  }
}
