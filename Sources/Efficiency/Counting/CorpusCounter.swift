public import ByteLevelBPE
public import CorpusReading
import Synchronization

/// What one file of a corpus came to.
public struct FileCount: Sendable {
  /// The file.
  public var file: CorpusFile
  /// Its documents, bytes, characters and tokens.
  public var counts: TextCounts
  /// What of it was not UTF-8.
  public var illFormed: IllFormedText
}

/// Exact counts of whole corpora.
public enum CorpusCounter {
  /// Counts every file of `corpus`.
  ///
  /// The counts do not depend on the number of threads.
  ///
  /// - Parameters:
  ///   - threads: how many files are counted at a time.
  ///   - progress: called now and then, on any thread, with bytes that were read since it was
  ///     called last.
  /// - Returns: one count a file, in the order of the corpus.
  /// - Throws: ``CorpusReading/CorpusError`` for the first file, in the order of the corpus, that
  ///   cannot be read.
  public static func count(
    _ corpus: Corpus, with tokenizer: Tokenizer, threads: Int = 1,
    progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) async throws -> [FileCount] {
    let expected = corpus.files.reduce(0) { $0 + Int($1.size ?? 1 << 30) }
    let work = FileQueue(count: corpus.files.count)
    return try await withThrowingTaskGroup(of: [(Int, FileCount)].self) { group in
      for _ in 0..<max(1, min(threads, corpus.files.count)) {
        group.addTask {
          var results: [(Int, FileCount)] = []
          var counter = DocumentCounter(TokenCounter(tokenizer, expectedBytes: expected))
          while let index = work.next() {
            let before = (counter.counts, counter.illFormed)
            try read(corpus, index, progress) { counter.append($0, endsDocument: $1) }
            results.append(
              (index, fileCount(corpus.files[index], before, (counter.counts, counter.illFormed))))
          }
          return results
        }
      }
      var counts: [(Int, FileCount)] = []
      for try await part in group { counts += part }
      return counts.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  /// Hands the pieces of one file's documents to `body`.
  static func read(
    _ corpus: Corpus, _ index: Int, _ progress: (Int) -> Void,
    _ body: (UnsafeRawBufferPointer, Bool) -> Void
  ) throws(CorpusError) {
    let reader = CorpusReader(corpus, files: index..<index + 1)
    var batch = CorpusBatch()
    while try reader.read(into: &batch) {
      batch.withUnsafeBytes { bytes in
        for piece in batch.pieces {
          body(UnsafeRawBufferPointer(rebasing: bytes[piece.bytes]), piece.endsDocument)
        }
      }
      progress(batch.byteCount)
    }
  }

  private static func fileCount(
    _ file: CorpusFile, _ before: (TextCounts, IllFormedText), _ after: (TextCounts, IllFormedText)
  ) -> FileCount {
    var counts = after.0
    counts.documents -= before.0.documents
    counts.bytes -= before.0.bytes
    counts.characters -= before.0.characters
    counts.tokens -= before.0.tokens
    var illFormed = after.1
    illFormed.count -= before.1.count
    return FileCount(file: file, counts: counts, illFormed: illFormed)
  }
}

/// Hands out the files of a corpus to threads, one after the other.
final class FileQueue: Sendable {
  private let nextIndex = Atomic<Int>(0)
  private let count: Int

  init(count: Int) { self.count = count }

  func next() -> Int? {
    let index = nextIndex.wrappingAdd(1, ordering: .relaxed).oldValue
    return index < count ? index : nil
  }
}
