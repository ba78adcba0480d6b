public import ByteLevelBPE
import CorpusReading
import Statistics

/// What the same text costs in several languages: files whose lines are each other's translations.
public struct ParallelMetrics: Sendable, Hashable {
  /// One of the texts.
  public struct Text: Sendable, Hashable {
    /// The path of its file.
    public var path: String
    /// Its lines.
    public var lines: UInt64 = 0
    /// Bytes, without the newlines.
    public var bytes: UInt64 = 0
    /// Unicode scalar values, without the newlines.
    public var characters: UInt64 = 0
    /// Tokens, each line tokenized by itself.
    public var tokens: UInt64 = 0
  }

  /// The texts; the others are compared with the first.
  public let texts: [Text]

  /// Compares texts that have the same number of lines.
  ///
  /// - Throws: ``MetricsError/tooFewTexts(count:)`` or ``MetricsError/notAligned(first:lines:second:secondLines:)``.
  public init(_ texts: [Text]) throws(MetricsError) {
    guard let first = texts.first, texts.count > 1 else { throw .tooFewTexts(count: texts.count) }
    for text in texts where text.lines != first.lines {
      throw .notAligned(
        first: first.path, lines: first.lines, second: text.path, secondLines: text.lines)
    }
    self.texts = texts
  }

  /// Reads and counts the files of `pass`, in their order.
  public static func measure(
    _ tokenizer: Tokenizer, _ pass: CorpusPass
  ) async throws(MetricsError) -> ParallelMetrics {
    let expected = pass.expectedBytes
    let results: [(file: FileReading, result: TextCounts)]
    do throws(CorpusError) {
      results = try await pass.run {
        LineWorker(TokenCounter(tokenizer, expectedBytes: expected))
      }
    } catch {
      throw .corpus(error)
    }
    return try ParallelMetrics(
      results.map { reading, counts in
        Text(
          path: reading.file.path, lines: counts.documents, bytes: counts.bytes,
          characters: counts.characters, tokens: counts.tokens)
      })
  }

  /// Tokens of a text by those of the first.
  public func premium(of text: Text) -> Double? {
    texts[0].tokens > 0 ? Double(text.tokens) / Double(texts[0].tokens) : nil
  }

  /// Bytes of a text by those of the first.
  public func bytePremium(of text: Text) -> Double? {
    texts[0].bytes > 0 ? Double(text.bytes) / Double(texts[0].bytes) : nil
  }

  /// The figures of all texts together.
  public var figures: [Metric] {
    let costs = texts.map { Double($0.tokens) }
    let gini = (try? CostDistribution(costs))?.gini
    let (least, most) = (texts.map(\.tokens).min() ?? 0, texts.map(\.tokens).max() ?? 0)
    return [
      Metric(
        "gini", "Gini coefficient", unit: "",
        "Σᵢ Σⱼ |cᵢ − cⱼ| / (2·n²·mean c), c = tokens for the same lines, n = \(texts.count) texts",
        gini.map { .number($0) }),
      .ratio(
        "costRatio", "dearest by cheapest", unit: "tokens/token", "max c / min c", most, by: least),
    ]
  }
}

/// Counts the lines of files, each tokenized by itself. `documents` of the result are lines.
struct LineWorker: CorpusWorker, ~Copyable {
  private var counter: TokenCounter
  private var line: [UInt8] = []
  private var counts = TextCounts()
  private(set) var illFormed = IllFormedText()

  init(_ counter: consuming TokenCounter) { self.counter = counter }

  mutating func append(_ piece: UnsafeRawBufferPointer, endsText: Bool, endsDocument: Bool) {
    let newline = UInt8(ascii: "\n")
    let repair = UTF8Repair(checking: piece)
    illFormed.count += UInt64(repair.count)
    line.append(contentsOf: repair.count > 0 ? UTF8Repair.repaired(piece) : Array(piece))
    var start = 0
    while let end = line[start...].firstIndex(of: newline) {
      count(line[start..<end])
      start = end + 1
    }
    if endsDocument, start < line.count {
      count(line[start...])
      start = line.count
    }
    line.removeFirst(start)
  }

  private mutating func count(_ line: ArraySlice<UInt8>) {
    line.withUnsafeBufferPointer { line in
      counts.documents += 1
      counts.bytes += UInt64(line.count)
      counts.characters += UInt64(characterCount(line))
      counts.tokens += UInt64(counter.count(line))
    }
  }

  mutating func finishFile() -> TextCounts {
    let result = counts
    counts = TextCounts()
    illFormed = IllFormedText()
    return result
  }
}
