/// A token that is matched in the text itself, before normalizing and cutting.
public struct AddedToken: Sendable, Equatable {
  /// The token's number.
  public var id: TokenID
  /// The text that is matched, as UTF-8.
  public var content: [UInt8]
  /// Whether it is a control token such as `<|endoftext|>`, rather than mere text.
  public var isSpecial: Bool
  /// Whether it matches only where no word character touches it.
  public var singleWord: Bool
  /// Whether white space before it belongs to it.
  public var stripsLeft: Bool
  /// Whether white space after it belongs to it.
  public var stripsRight: Bool
  /// Whether it is sought in the normalized text rather than in the raw.
  public var matchesNormalized: Bool

  /// Creates an added token.
  public init(
    id: TokenID, content: [UInt8], isSpecial: Bool = false, singleWord: Bool = false,
    stripsLeft: Bool = false, stripsRight: Bool = false, matchesNormalized: Bool = false
  ) {
    self.id = id
    self.content = content
    self.isSpecial = isSpecial
    self.singleWord = singleWord
    self.stripsLeft = stripsLeft
    self.stripsRight = stripsRight
    self.matchesNormalized = matchesNormalized
  }
}

/// What to do where a text contains an added token's content.
public enum AddedTokenPolicy: String, Sendable, CaseIterable {
  /// Every added token matches, as in `tokenizers`.
  case match
  /// None matches, as in `tiktoken`'s `encode_ordinary`.
  case ignore
  /// Special tokens are plain text; the others match (`encode_special_tokens` of `tokenizers`).
  case specialAsText = "special-as-text"
}
