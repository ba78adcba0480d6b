public import CorpusReading
public import Efficiency

/// What was found out of a dataset at hand.
public struct SampledDataset: Sendable {
  /// The tokens, over container bytes, with the design-based interval.
  public var estimate: TokenEstimate
  /// The container bytes of all the data, for a stream those of its text.
  public var containerBytes: Int64
  /// The container bytes that were read for it.
  public var bytesRead: Int64
  /// The number of files.
  public var files: Int
  /// The files of which something was read.
  public var filesRead: Int
  /// The units that were drawn; 0 if everything was counted.
  public var drawnUnits: Int
  /// Whether all was counted, so that the number is exact.
  public var isExact: Bool
  /// The estimated number of documents: a file of plain text, a record of other formats.
  public var documents: Double
  /// What chat records among them come to.
  public var chat: ChatTotals
  /// Which tokens were counted beside those of the text.
  public var policy: TokenPolicy
  /// The tokens that ``policy`` puts at the ends of documents.
  public var boundaryTokens: Double { documents * Double(policy.tokensPerDocument) }
  /// The estimated text of the data in the measures of rules of thumb.
  public var rules: RuleCounts
  /// Records and files among those read that were left out under
  /// ``CorpusReading/CorpusOptions/ErrorPolicy/skip``, up to a hundred of each file.
  public var skipped: [CorpusError]
  /// How many were left out.
  public var skippedCount: Int
  /// Parts of the text that was read that are no UTF-8; each was read as U+FFFD.
  public var illFormed: UInt64
}
