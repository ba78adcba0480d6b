import ByteLevelBPE
import CorpusReading
import Scripts

/// Counts what metrics need, document by document.
///
/// A document is tokenized whole, a conversation message by message. A text longer than
/// ``longestPart`` is taken in parts that end after a newline, each of which can change a token or
/// two.
struct MetricsWorker: CorpusWorker, ~Copyable {
  /// 64 MiB: some 16 million tokens, whose places take 200 MB.
  static let longestPart = 64 << 20

  private let grouping: MetricsGrouping?
  private var tokens: TokenSpans
  private var otherTokens: TokenSpans?
  private var breaker: WordBreaker?
  private var words: [WordSegment] = []
  private var runs = TextRuns()
  private var scanner = ScriptScanner()

  private var text: [UInt8] = []
  private var documentBytes: UInt64 = 0
  private var seen: Set<UInt8> = []

  private(set) var illFormed = IllFormedText()
  private var total = MetricCounts()
  private var groups: [UInt8: MetricCounts] = [:]
  private var failure: WordBreakerError?

  struct Result: Sendable {
    /// All the text of the file.
    var total: MetricCounts
    /// The same by script or class, if the text is divided.
    var groups: [UInt8: MetricCounts]
    /// Why words could not be found.
    var failure: WordBreakerError?
  }

  init(
    _ tokenizer: Tokenizer, against other: Tokenizer?, by grouping: MetricsGrouping?,
    expectedBytes: Int
  ) {
    self.grouping = grouping
    tokens = TokenSpans(tokenizer, expectedBytes: expectedBytes)
    if let other { otherTokens = TokenSpans(other, expectedBytes: expectedBytes) }
    do throws(WordBreakerError) {
      breaker = try WordBreaker()
    } catch {
      failure = error
    }
  }

  mutating func append(_ piece: UnsafeRawBufferPointer, endsText: Bool, endsDocument: Bool) {
    let repair = UTF8Repair(checking: piece)
    illFormed.note(repair, at: documentBytes, document: total.documents)
    if repair.count > 0 {
      text.append(contentsOf: UTF8Repair.repaired(piece))
    } else {
      text.append(contentsOf: piece)
    }
    documentBytes += UInt64(piece.count)
    if endsText {
      measure(text.count)
      if endsDocument { finishDocument() }
    } else if text.count >= Self.longestPart {
      // Pieces end between characters.
      let newline = text.lastIndex(of: UInt8(ascii: "\n"))
      measure(newline.map { $0 + 1 } ?? text.count)
    }
  }

  mutating func finishFile() -> Result {
    let result = Result(total: total, groups: groups, failure: failure)
    total = MetricCounts()
    groups = [:]
    illFormed = IllFormedText()
    return result
  }

  private mutating func finishDocument() {
    total.documents += 1
    for group in seen { groups[group, default: MetricCounts()].documents += 1 }
    seen.removeAll(keepingCapacity: true)
    scanner = ScriptScanner()
    documentBytes = 0
    if text.capacity > 1 << 24 { text = [] }
  }

  /// Measures the first `count` bytes of the text, and removes them.
  private mutating func measure(_ count: Int) {
    guard count > 0 else { return }
    let text = text
    text.withUnsafeBufferPointer { measure(UnsafeBufferPointer(rebasing: $0[..<count])) }
    self.text.removeFirst(count)
  }

  private mutating func measure(_ text: UnsafeBufferPointer<UInt8>) {
    switch grouping {
    case .script: runs.setScripts(text, &scanner)
    case .characterClass: runs.setClasses(text)
    default: runs.setWhole(text.count)
    }
    let divides = grouping?.dividesText ?? false
    var tally = MetricTally(runs: runs, divides: divides)
    tally.addText(text)
    tokens.read(text)
    tally.addTokens(tokens.ids, tokens.ends, of: text)
    if breaker != nil {
      do throws(WordBreakerError) {
        try breaker?.segment(text, into: &words)
        tally.addWords(words, tokens.ends)
      } catch {
        failure = failure ?? error
      }
    }
    if otherTokens != nil {
      otherTokens?.read(text)
      tally.addOtherTokens(otherTokens?.ends ?? [])
    }
    total += tally.total
    for (group, counts) in tally.groups {
      seen.insert(group)
      groups[group, default: MetricCounts()] += counts
    }
  }
}
