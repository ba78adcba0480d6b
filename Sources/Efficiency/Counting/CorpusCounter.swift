public import ByteLevelBPE
public import CorpusReading

/// What one file of a corpus came to.
public struct FileCount: Sendable {
  /// The file, and how its reading went.
  public var reading: FileReading
  /// Its documents, bytes, characters and tokens.
  public var counts: TextCounts
}

/// Exact counts of whole corpora.
public enum CorpusCounter {
  /// Counts every file of a corpus; the counts do not depend on the number of threads.
  ///
  /// - Returns: one count a file, in the order of the corpus.
  /// - Throws: ``CorpusReading/CorpusError`` for the first file that cannot be read.
  public static func count(
    _ pass: CorpusPass, with tokenizer: Tokenizer
  ) async throws(CorpusError) -> [FileCount] {
    let expected = pass.expectedBytes
    let results = try await pass.run {
      DocumentCounter(TokenCounter(tokenizer, expectedBytes: expected))
    }
    return results.map { FileCount(reading: $0.file, counts: $0.result) }
  }
}
