public import ByteLevelBPE
public import CorpusReading

/// What one file of a corpus came to.
public struct FileCount: Sendable {
  /// The file, and how its reading went.
  public var reading: FileReading
  /// Its documents, and the bytes, characters and tokens of their text.
  public var counts: TextCounts
  /// What the chat records among them came to.
  public var chat = ChatCounts()
}

/// Exact counts of whole corpora.
public enum CorpusCounter {
  /// Counts every file of a corpus; the counts do not depend on the number of threads.
  ///
  /// A long file of JSON Lines, or of text if the tokenizer has ``ByteLevelBPE/LineCuts``, is counted
  /// in parts, by several threads.
  ///
  /// - Parameter template: what is put around the messages of chat records.
  /// - Returns: one count a file, in the order of the corpus.
  /// - Throws: ``CorpusReading/CorpusError`` for the first file that cannot be read.
  public static func count(
    _ pass: CorpusPass, with tokenizer: Tokenizer, template: ChatTemplate = .none
  ) async throws(CorpusError) -> [FileCount] {
    let parts = CorpusParts(pass, for: tokenizer)
    let counted = try await count(parts.files, of: pass, with: tokenizer, template) { _, _ in true }
    return parts.joined(counted)
  }

  /// Counts every file of a corpus that `journal` does not have, and keeps each in it as soon as it is
  /// counted.
  ///
  /// - Returns: what a run without interruption would.
  /// - Throws: ``CorpusReading/CorpusError`` for the first file that cannot be read, ``CountJournalError``
  ///   for files that are not those of the journal, or were changed meanwhile.
  public static func count(
    _ pass: CorpusPass, with tokenizer: Tokenizer, template: ChatTemplate = .none,
    journal: CountJournal
  ) async throws -> [FileCount] {
    let parts = CorpusParts(pass, for: tokenizer)
    var counted = try journal.resume(parts.files)
    let missing = counted.indices.filter { counted[$0] == nil }
    let files = missing.map { parts.files[$0] }
    pass.progress(
      Int(clamping: counted.reduce(0) { $0 + ($1?.reading.file.bytesToRead ?? 0) }))
    let new: [FileCount]
    do {
      new = try await count(files, of: pass, with: tokenizer, template) { index, count in
        journal.add(count)
      }
    } catch {
      try journal.checkFailure()
      throw error
    }
    try journal.finish()
    for (index, count) in zip(missing, new) { counted[index] = count }
    return parts.joined(counted.compactMap { $0 })
  }

  private static func count(
    _ files: [CorpusFile], of pass: CorpusPass, with tokenizer: Tokenizer, _ template: ChatTemplate,
    finished: @escaping @Sendable (Int, FileCount) -> Bool
  ) async throws(CorpusError) -> [FileCount] {
    let pass = CorpusPass(
      Corpus(files: files, options: pass.corpus.options), threads: pass.threads,
      illFormed: pass.illFormed, progress: pass.progress)
    let expected = pass.expectedBytes
    let results = try await pass.run {
      DocumentCounter(TokenCounter(tokenizer, expectedBytes: expected), template: template)
    } finished: { index, reading, result in
      finished(index, FileCount(reading: reading, counts: result.counts, chat: result.chat))
    }
    return results.map {
      FileCount(reading: $0.file, counts: $0.result.counts, chat: $0.result.chat)
    }
  }
}
