/// Counts tokens fast: a tokenizer with the tables of one thread.
///
///     var counter = TokenCounter(tokenizer)
///     let tokens = counter.count("Hello, world")
///
/// The counts are exactly those of `tokenizer.encode(_:).count`. A counter remembers the
/// pre-tokens that it has met, so that the second megabyte costs less than the first; its memory
/// is bounded and chosen when it is made.
///
/// - Complexity: O(bytes), for any text and tokenizer whose pattern has an automaton.
public struct TokenCounter: ~Copyable {
  /// The tokenizer whose tokens are counted.
  public let tokenizer: Tokenizer

  private var pieces: PieceCounter
  private var batch = PreTokenBatch()
  private var cutter: PreTokenCutter?
  private let counts: UnsafeMutablePointer<UInt32>

  /// Creates a counter.
  ///
  /// - Parameters:
  ///   - tokenizer: the tokenizer.
  ///   - expectedBytes: about how much text is to come. It decides the size of the tables, from
  ///     a quarter of a megabyte for a page of text to ten megabytes for a corpus.
  public init(_ tokenizer: Tokenizer, expectedBytes: Int = .max) {
    self.init(tokenizer, expectedBytes: expectedBytes, usesKernel: true)
  }

  /// - Parameter usesKernel: `false` cuts by the pattern's automaton alone, for comparison.
  package init(_ tokenizer: Tokenizer, expectedBytes: Int, usesKernel: Bool) {
    self.tokenizer = tokenizer
    pieces = PieceCounter(
      tokenizer.model, memoLineBits: expectedBytes < 1 << 20 ? 12 : Self.memoLineBits)
    if let pattern = tokenizer.plainPattern {
      cutter = PreTokenCutter(pattern, usesKernel: usesKernel)
    } else {
      cutter = nil
    }
    counts = .allocate(capacity: PreTokenBatch.capacity + PreTokenBatch.slack)
  }

  deinit { counts.deallocate() }

  /// 2^17 lines are 8 MB: within 0.3 % of the hits of an unbounded table on 64 MB of English.
  private static let memoLineBits = 17

  /// The number of tokens of `text`.
  public mutating func count(_ text: String) -> Int {
    var text = text
    return text.withUTF8 { count($0) }
  }

  /// The number of tokens of a whole text, given as well-formed UTF-8.
  public mutating func count(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    count(text, readable: text.count, isFinal: true).tokens
  }

  /// What a part of a document came to.
  package struct Progress: Sendable, Equatable {
    /// The tokens of the bytes that were used.
    package var tokens: Int
    /// How many bytes of the text were used. The rest must come again, with more behind it.
    package var used: Int
  }

  /// Counts the tokens of a part of a document that begins where a pre-token begins.
  ///
  /// - Parameters:
  ///   - text: well-formed UTF-8.
  ///   - readable: how many bytes from the text's start memory may be read, at least its count;
  ///     with 64 more than that nothing has to be copied.
  ///   - isFinal: whether the document ends with `text`.
  package mutating func count(
    _ text: UnsafeBufferPointer<UInt8>, readable: Int, isFinal: Bool
  ) -> Progress {
    forEachBatch(of: text, readable: readable, isFinal: isFinal, listing: false) { _ in }
  }

  /// Pre-tokens with their numbers of tokens, by their place in the text.
  package struct CountedBatch {
    package let count: Int
    package let starts: UnsafePointer<UInt32>
    package let ends: UnsafePointer<UInt32>
    package let tokens: UnsafePointer<UInt32>
  }

  /// As ``count(_:readable:isFinal:)``, and hands over every pre-token with its number of tokens,
  /// in order, a thousand at a time.
  package mutating func list(
    _ text: UnsafeBufferPointer<UInt8>, readable: Int, isFinal: Bool,
    _ body: (CountedBatch) -> Void
  ) -> Progress {
    forEachBatch(of: text, readable: readable, isFinal: isFinal, listing: true, body)
  }

  @inline(__always)
  private mutating func forEachBatch(
    of text: UnsafeBufferPointer<UInt8>, readable: Int, isFinal: Bool, listing: Bool,
    _ body: (CountedBatch) -> Void
  ) -> Progress {
    guard let base = text.baseAddress, !text.isEmpty else { return Progress(tokens: 0, used: 0) }
    guard cutter != nil else {
      return countPipeline(text, isFinal: isFinal, body)
    }
    var progress = Progress(tokens: 0, used: 0)
    var hasMore = true
    while hasMore {
      batch.removeAll()
      let filled = cutter!.fill(
        &batch, from: text, at: progress.used, readable: readable, isFinal: isFinal,
        listingSingles: listing)
      progress.used = filled.position
      hasMore = filled.hasMore
      progress.tokens += pieces.count(
        batch, in: base, readable: readable, counts: listing ? counts : nil)
      if listing {
        body(
          CountedBatch(
            count: batch.count, starts: UnsafePointer(batch.starts),
            ends: UnsafePointer(batch.ends), tokens: UnsafePointer(counts)))
      }
    }
    return progress
  }

  /// Tokenizers whose pipeline is more than one pattern.
  private mutating func countPipeline(
    _ text: UnsafeBufferPointer<UInt8>, isFinal: Bool, _ body: (CountedBatch) -> Void
  ) -> Progress {
    Progress(tokens: 0, used: 0)
  }
}
