/// What the chat records among documents came to.
///
/// `contentTokens + templateTokens` is what a model reads of them.
public struct ChatCounts: Sendable, Hashable {
  /// Conversations with at least one message.
  public var records: UInt64 = 0
  /// Their messages.
  public var messages: UInt64 = 0
  /// The tokens of the messages' text, each message by itself.
  public var contentTokens: UInt64 = 0
  /// What the template adds; less than nothing if it takes more white space away.
  public var templateTokens: Int64 = 0
  /// The tokens that loss is computed on by the usual convention: the assistant's text, and the token by
  /// which the template ends it.
  public var trainedTokens: UInt64 = 0

  /// None.
  public init() {}

  /// Adds up.
  public static func += (left: inout ChatCounts, right: ChatCounts) {
    left.records += right.records
    left.messages += right.messages
    left.contentTokens += right.contentTokens
    left.templateTokens += right.templateTokens
    left.trainedTokens += right.trainedTokens
  }
}
