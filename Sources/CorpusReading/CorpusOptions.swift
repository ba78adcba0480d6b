/// How a corpus is read.
public struct CorpusOptions: Sendable {
  /// What happens when a file or a record cannot be read.
  public enum ErrorPolicy: Sendable {
    /// The first fault ends the reading.
    case fail
    /// The file or record is left out and counted in ``CorpusReader/skipped``.
    case skip
  }

  /// The field or column that holds the text, as a dotted path (`meta.text`); `nil` looks for
  /// the usual names and for chat records.
  public var field: String?
  /// The format of every file, in place of what name and content say.
  public var format: CorpusFormat?
  /// Whether JSON, JSON Lines, CSV and TSV are plain text, markup and all, when no format is
  /// given.
  public var readsRecordsAsText: Bool
  /// What happens when a file or a record cannot be read.
  public var onError: ErrorPolicy
  /// About how many bytes of text a batch holds.
  public var batchBytes: Int
  /// The longest record of a format with records, in bytes of its container; plain text has no
  /// limit.
  public var maxRecordBytes: Int
  /// How many times its own size compressed data may grow, beyond an allowance of 64 MiB.
  ///
  /// Natural text compresses 3 to 20 times. DEFLATE's own limit is 1,032.
  public var maxExpansion: Int

  /// Creates options; every default suits an ordinary corpus.
  public init(
    field: String? = nil, format: CorpusFormat? = nil, readsRecordsAsText: Bool = false,
    onError: ErrorPolicy = .fail, batchBytes: Int = 1 << 20,
    maxRecordBytes: Int = 256 << 20, maxExpansion: Int = 250
  ) {
    self.field = field
    self.format = format
    self.readsRecordsAsText = readsRecordsAsText
    self.onError = onError
    self.batchBytes = max(batchBytes, 16)
    self.maxRecordBytes = max(maxRecordBytes, 16)
    self.maxExpansion = max(maxExpansion, 1)
  }

  /// The growth that is always allowed, so that a small file of repeated text is no bomb.
  static let expansionAllowance = 64 << 20

  /// Whether `produced` bytes out of `consumed` are more than the limit.
  func isExpansion(_ produced: Int64, from consumed: Int64) -> Bool {
    let (limit, overflow) = consumed.multipliedReportingOverflow(by: Int64(maxExpansion))
    return !overflow && produced - Int64(Self.expansionAllowance) > limit
  }

  func expansionError(path: String, byte: Int64) -> CorpusError {
    CorpusError(
      .expansion, path: path, position: .init(byte: byte),
      reason: "the compressed data grow more than \(maxExpansion) times, as a zip bomb does",
      remedy: "raise --max-expansion if the file can be trusted")
  }
}
