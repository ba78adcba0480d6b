/// A byte-level BPE model: a vocabulary, its merges, and how a pre-token becomes its first symbols.
///
/// The model says what the tokens of one *pre-token* are; cutting text into pre-tokens is the
/// ``PreTokenizer``'s job.
public struct BPEModel: Sendable {
  /// The tokens.
  public let vocabulary: Vocabulary

  /// The rule by which neighbours merge.
  public let merges: MergeRule

  /// Whether a pre-token that is a token as a whole is taken without merging: `tiktoken` does so,
  /// and `tokenizers` with `ignore_merges`. It matters for tokens that no merge produces.
  public let takesWholePreTokens: Bool

  /// What stands for a byte that has no symbol; without it such bytes are dropped, as
  /// `tokenizers` drops them.
  public let unknownToken: TokenID?

  /// Whether neighbouring unknown bytes become one unknown token.
  public let fusesUnknown: Bool

  /// The token of each single byte, by byte value; `missingSymbol` where the vocabulary has none.
  package let byteSymbols: [TokenID]

  /// With an end-of-word suffix (CLIP's `</w>`), the token of a byte that ends a pre-token.
  package let finalByteSymbols: [TokenID]?

  /// Whether merging takes symbols other than the bytes of a piece: the unknown token is part of a
  /// merge, or a final symbol is what a merge makes.
  package let mergesOtherSymbols: Bool

  /// The merges laid out for speed, made when first needed.
  package let pairTable: LazyTable<PairTable>

  /// Where no token of the vocabulary crosses from one character to the next, made when first needed.
  package let junctions: LazyTable<JunctionTable>

  /// Marks a byte without a symbol in `byteSymbols`.
  package static let missingSymbol = TokenID.max

  /// Creates a model. The byte symbols are the vocabulary's one-byte tokens unless given.
  public init(
    vocabulary: Vocabulary, merges: MergeRule, takesWholePreTokens: Bool,
    unknownToken: TokenID? = nil, fusesUnknown: Bool = false, byteSymbols: [TokenID?]? = nil,
    finalByteSymbols: [TokenID?]? = nil
  ) {
    self.vocabulary = vocabulary
    self.merges = merges
    self.takesWholePreTokens = takesWholePreTokens
    self.unknownToken = unknownToken
    self.fusesUnknown = fusesUnknown
    let symbols =
      (byteSymbols ?? (0...255).map { vocabulary.id(of: CollectionOfOne(UInt8($0))) })
      .map { $0 ?? Self.missingSymbol }
    let finals = finalByteSymbols?.map { $0 ?? Self.missingSymbol }
    self.byteSymbols = symbols
    self.finalByteSymbols = finals
    let hasUnknown = (symbols + (finals ?? [])).contains(Self.missingSymbol)
    let unknown = hasUnknown ? unknownToken : nil
    mergesOtherSymbols = merges.concern(unknown: unknown, finals: finals ?? [])
    pairTable = LazyTable {
      PairTable(
        vocabulary: vocabulary, merges: merges, byteSymbols: symbols, finalByteSymbols: finals)
    }
    junctions = LazyTable { JunctionTable(vocabulary) }
  }

  /// The bytes that have no symbol of their own. With none missing, every text can be encoded
  /// and nothing is dropped.
  public var missingBytes: [UInt8] {
    byteSymbols.indices.filter { byteSymbols[$0] == Self.missingSymbol }.map { UInt8($0) }
  }

  /// Whether every byte is its own first symbol, wherever it stands: then a pre-token is merged
  /// as it is.
  package var isComplete: Bool {
    finalByteSymbols == nil && !byteSymbols.contains(Self.missingSymbol)
  }
}

/// When two neighbouring tokens merge.
public enum MergeRule: Sendable {
  /// When a list of merges holds the pair; earlier pairs first (`merges.txt`).
  case listed(MergeTable)
  /// When their bytes joined are a token; lower ids first (rank files, `.tiktoken`).
  case impliedByRank

  /// Whether `unknown` is part of a merge, or one of `finals` the product of one.
  fileprivate func concern(unknown: TokenID?, finals: [TokenID]) -> Bool {
    guard case .listed(let table) = self, unknown != nil || !finals.isEmpty else { return false }
    let finals = Set(finals)
    return table.merges.elements.contains { merge in
      finals.contains(merge.product) || merge.left == unknown || merge.right == unknown
    }
  }
}
