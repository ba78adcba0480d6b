/// A count with the tokens that a policy adds to those of the text.
public struct CountTotal: Sendable, Hashable {
  /// Which tokens are added.
  public let policy: TokenPolicy
  /// Documents, and the bytes, characters and tokens of their text.
  public private(set) var text = TextCounts()
  /// What the chat records among them came to.
  public private(set) var chat = ChatCounts()

  /// The total of some files.
  public init(_ files: some Sequence<FileCount>, policy: TokenPolicy) {
    self.policy = policy
    for file in files {
      text += file.counts
      chat += file.chat
    }
  }

  /// The tokens at the ends of documents.
  public var boundaryTokens: UInt64 { text.documents * UInt64(policy.tokensPerDocument) }

  /// All tokens: of the text, of the chat template, and at the ends of documents.
  public var tokens: UInt64 {
    UInt64(max(0, Int64(clamping: text.tokens) + chat.templateTokens)) + boundaryTokens
  }
}
