import Efficiency

/// What the chat records of a dataset come to, counted or estimated. The tokens are part of the
/// dataset's, and have no intervals of their own.
public struct ChatTotals: Hashable, Sendable {
  /// Conversations.
  public var records = 0.0
  /// Their messages.
  public var messages = 0.0
  /// The tokens of the messages' text.
  public var contentTokens = 0.0
  /// What the template adds.
  public var templateTokens = 0.0
  /// The tokens that loss is computed on: the assistant's text, and what ends it.
  public var trainedTokens = 0.0

  /// None.
  public init() {}

  mutating func add(_ counts: ChatCounts, times weight: Double) {
    records += Double(counts.records) * weight
    messages += Double(counts.messages) * weight
    contentTokens += Double(counts.contentTokens) * weight
    templateTokens += Double(counts.templateTokens) * weight
    trainedTokens += Double(counts.trainedTokens) * weight
  }

  mutating func add(_ other: ChatTotals) {
    records += other.records
    messages += other.messages
    contentTokens += other.contentTokens
    templateTokens += other.templateTokens
    trainedTokens += other.trainedTokens
  }
}
