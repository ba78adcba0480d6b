public import ByteLevelBPE
import CorpusReading
import Scripts

/// The metrics of a tokenizer on a corpus, and by group.
public struct CorpusMetrics: Sendable {
  /// What the groups are.
  public var grouping: MetricsGrouping?
  /// The figures of all the text.
  public var total: TextMetrics
  /// The figures of each group, the one with most bytes first; none without a grouping.
  public var groups: [Group]
  /// How the reading of each file went.
  public var readings: [FileReading]

  /// A group of files or of text.
  public struct Group: Sendable, Hashable {
    /// The script's code, the class, or the label; empty for files whose label is not known.
    public var name: String
    /// The figures. Documents and lines are those that have text of the group.
    public var metrics: TextMetrics
  }

  /// Measures a tokenizer on a corpus; the figures do not depend on the number of threads.
  ///
  /// Documents are held in memory one a thread, up to 64 MiB; of longer ones, parts.
  ///
  /// - Parameters:
  ///   - labelled: the files and their labels.
  ///   - pass: how they are read; its corpus is that of `labelled`.
  ///   - grouping: what figures are worked out apart for.
  ///   - other: a tokenizer whose tokens of the same text are counted.
  /// - Throws: ``MetricsError`` for the first file that cannot be read, or without ICU's word rules.
  public static func measure(
    _ tokenizer: Tokenizer, over labelled: LabelledCorpus, _ pass: CorpusPass,
    by grouping: MetricsGrouping? = nil, against other: Tokenizer? = nil
  ) async throws(MetricsError) -> CorpusMetrics {
    let expected = pass.expectedBytes
    let results: [(file: FileReading, result: MetricsWorker.Result)]
    do throws(CorpusError) {
      results = try await pass.run {
        MetricsWorker(tokenizer, against: other, by: grouping, expectedBytes: expected)
      }
    } catch {
      throw .corpus(error)
    }
    let labels = Dictionary(
      labelled.files.map { ($0.path, $0.label) }, uniquingKeysWith: { first, _ in first })
    var total = MetricCounts()
    // By bytes: equal strings may be canonically equivalent names of two sources.
    var groups: [[UInt8]: MetricCounts] = [:]
    for (reading, result) in results {
      if let failure = result.failure { throw .noWords(reason: failure.description) }
      total += result.total
      guard let grouping else { continue }
      if !grouping.dividesText {
        let name = labels[reading.file.path].map { grouping.name(of: $0) } ?? ""
        groups[Array(name.utf8), default: MetricCounts()] += result.total
      }
      for (group, counts) in result.groups {
        let name = Self.name(ofGroup: group, grouping)
        groups[Array(name.utf8), default: MetricCounts()] += counts
      }
    }
    let facts = TokenFacts(tokenizer)
    let ordered = groups.sorted {
      $0.value.bytes == $1.value.bytes
        ? $0.key.lexicographicallyPrecedes($1.key) : $0.value.bytes > $1.value.bytes
    }
    return CorpusMetrics(
      grouping: grouping, total: TextMetrics(total, facts),
      groups: ordered.map {
        Group(name: String(decoding: $0.key, as: UTF8.self), metrics: TextMetrics($0.value, facts))
      }, readings: results.map(\.file))
  }

  private static func name(ofGroup group: UInt8, _ grouping: MetricsGrouping) -> String {
    grouping == .script
      ? Script(rawValue: group).code : CharacterClass(rawValue: group)?.description ?? ""
  }
}
