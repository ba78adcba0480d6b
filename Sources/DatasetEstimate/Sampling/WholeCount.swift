import ByteLevelBPE
import CorpusReading
import Efficiency

/// What one thread found in the files that it counted whole.
struct WholeCount: Sendable {
  var totals = DatasetTotals()
  var bytesRead: Int64 = 0
  var filesRead: Set<Int> = []
  var skipped: [CorpusError] = []
  var skippedCount = 0
  var illFormed: UInt64 = 0

  /// Counts files, thread `k` of `n` those at the places k, k + n, … of `files`.
  ///
  /// All that is added up is an integer below 2⁵³, so that the sums do not depend on `threads`.
  static func count(
    _ corpus: Corpus, _ files: [Int], _ tokenizer: Tokenizer, policy: TokenPolicy,
    threads: Int
  ) async throws -> [WholeCount] {
    let threads = max(1, min(threads, files.count))
    return try await withThrowingTaskGroup(of: WholeCount.self) { group in
      for thread in 0..<threads {
        let own = stride(from: thread, to: files.count, by: threads).map { files[$0] }
        group.addTask { try WholeCount(corpus, own, tokenizer, policy) }
      }
      let counts = try await group.reduce(into: [WholeCount]()) { $0.append($1) }
      return counts.sorted { $0.filesRead.min() ?? 0 < $1.filesRead.min() ?? 0 }
    }
  }

  private init(
    _ corpus: Corpus, _ files: [Int], _ tokenizer: Tokenizer, _ policy: TokenPolicy
  ) throws(CorpusError) {
    let units = DatasetUnits(corpus, files: files, tokenizer: tokenizer, policy: policy)
    for position in files.indices {
      totals.add(try units.wholeFile(position), weight: 1)
    }
    bytesRead = units.bytesRead
    filesRead = units.filesRead
    skipped = units.skipped
    skippedCount = units.skippedCount
    illFormed = units.illFormed
  }
}
