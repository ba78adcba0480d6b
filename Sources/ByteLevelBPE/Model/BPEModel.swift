/// A byte-level BPE model: a vocabulary, its merges, and how a pre-token becomes its first symbols.
///
/// The model says what the tokens of one *pre-token* are; cutting text into pre-tokens is the
/// ``PreTokenizer``'s job.
public struct BPEModel: Sendable {
  /// The tokens.
  public let vocabulary: Vocabulary

  /// The merges.
  public let merges: MergeTable

  /// The token of each single byte, by byte value; `missingSymbol` where the vocabulary has none.
  package let byteSymbols: [TokenID]

  /// With an end-of-word suffix (CLIP's `</w>`), the token of a byte that ends a pre-token.
  package let finalByteSymbols: [TokenID]?

  /// Whether a pre-token that is a token as a whole is taken without merging: `tiktoken` does so,
  /// and `tokenizers` with `ignore_merges`. It matters for tokens that no merge produces.
  public let takesWholePreTokens: Bool

  /// What stands for a byte that has no symbol; without it such bytes are dropped, as
  /// `tokenizers` drops them.
  public let unknownToken: TokenID?

  /// Whether neighbouring unknown bytes become one unknown token.
  public let fusesUnknown: Bool

  /// Marks a byte without a symbol in `byteSymbols`.
  package static let missingSymbol = TokenID.max

  /// Creates a model. The byte symbols are the vocabulary's one-byte tokens unless given.
  public init(
    vocabulary: Vocabulary, merges: MergeTable, takesWholePreTokens: Bool,
    unknownToken: TokenID? = nil, fusesUnknown: Bool = false, byteSymbols: [TokenID?]? = nil,
    finalByteSymbols: [TokenID?]? = nil
  ) {
    self.vocabulary = vocabulary
    self.merges = merges
    self.takesWholePreTokens = takesWholePreTokens
    self.unknownToken = unknownToken
    self.fusesUnknown = fusesUnknown
    self.byteSymbols =
      (byteSymbols ?? (0...255).map { vocabulary.id(of: CollectionOfOne(UInt8($0))) })
      .map { $0 ?? Self.missingSymbol }
    self.finalByteSymbols = finalByteSymbols?.map { $0 ?? Self.missingSymbol }
  }

  /// The bytes that have no symbol of their own. With none missing, every text can be encoded
  /// and nothing is dropped.
  public var missingBytes: [UInt8] {
    byteSymbols.indices.filter { byteSymbols[$0] == Self.missingSymbol }.map { UInt8($0) }
  }
}

extension MergeTable {
  /// The merges that a rank file (`.tiktoken`) implies: two neighbours merge when their bytes
  /// joined are a token, at the rank of that token, which is its id.
  ///
  /// - Complexity: O(bytes of all tokens).
  public init(impliedBy vocabulary: Vocabulary) {
    var merges: [(left: TokenID, right: TokenID, rank: UInt32, product: TokenID)] = []
    merges.reserveCapacity(vocabulary.count * 2)
    for id in 0..<TokenID(vocabulary.idLimit) {
      vocabulary.withBytes(of: id) { token in
        guard token.count >= 2, let start = token.baseAddress else { return }
        for cut in 1..<token.count {
          guard let left = vocabulary.id(at: start, count: cut),
            let right = vocabulary.id(at: start + cut, count: token.count - cut)
          else { continue }
          merges.append((left, right, id, id))
        }
      }
    }
    self.init(merges)
  }
}
