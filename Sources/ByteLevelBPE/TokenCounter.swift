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
  private var cutter: TextCutter
  /// Whether a pre-token of one byte is one token, so that none need be looked up.
  private let singlesCount: Bool
  private let counts: UnsafeMutablePointer<UInt32>

  /// Creates a counter.
  ///
  /// - Parameters:
  ///   - tokenizer: the tokenizer.
  ///   - expectedBytes: about how much text is to come. It decides the size of the tables: a
  ///     megabyte for a page of text, four for some megabytes, 12 to 32 for a corpus.
  public init(_ tokenizer: Tokenizer, expectedBytes: Int = .max) {
    self.init(tokenizer, expectedBytes: expectedBytes, usesKernel: true)
  }

  /// - Parameter usesKernel: `false` cuts by the pattern's automaton alone, for comparison.
  package init(_ tokenizer: Tokenizer, expectedBytes: Int, usesKernel: Bool) {
    self.tokenizer = tokenizer
    pieces = PieceCounter(
      tokenizer.model, memoLineBits: Self.memoLineBits(expectedBytes: expectedBytes))
    cutter = TextCutter(tokenizer, usesKernel: usesKernel)
    singlesCount = tokenizer.model.isComplete
    counts = .allocate(capacity: PreTokenBatch.capacity + PreTokenBatch.slack)
  }

  deinit { counts.deallocate() }

  /// 2^17 lines are 8 MB: within 0.3 % of the hits of an unbounded table on 64 MB of English.
  /// Filling that much and entering the vocabulary takes 15 ms, which 6 to 8 MB of text repay.
  private static func memoLineBits(expectedBytes: Int) -> Int {
    expectedBytes < 1 << 20 ? 12 : expectedBytes < 6 << 20 ? 14 : 17
  }

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
    var progress = Progress(tokens: 0, used: 0)
    guard let base = text.baseAddress else { return progress }
    var hasMore = true
    while hasMore {
      batch.removeAll()
      (progress.used, hasMore) = cutter.fill(
        &batch, from: text, at: progress.used, readable: readable, isFinal: isFinal,
        listing: singlesCount ? .none : .every)
      progress.tokens += countBatch(base, readable)
    }
    if isFinal { cutter.reset() }
    return progress
  }

  private mutating func countBatch(
    _ base: UnsafePointer<UInt8>, _ readable: Int
  ) -> Int {
    if batch.isAddedToken {
      counts[0] = 1
      return 1
    }
    if batch.isRewritten {
      return pieces.count(
        batch, in: cutter.rewrittenText, readable: cutter.rewrittenReadable, counts: counts)
    }
    return pieces.count(batch, in: base, readable: readable, counts: counts)
  }

  /// Pre-tokens with their numbers of tokens, by their place in the text.
  package struct CountedBatch {
    /// How many pre-tokens are listed.
    package let count: Int
    package let starts: UnsafePointer<UInt32>
    package let ends: UnsafePointer<UInt32>
    package let tokens: UnsafePointer<UInt32>
    /// The tokens of all its pre-tokens, also of those that are not listed.
    package let totalTokens: Int
    /// Whether each byte of the batch that is in no listed pre-token is a token by itself.
    package let gapsAreTokens: Bool
    /// Where the next pre-token begins.
    package let position: Int
    /// Whether there are more that can be decided.
    package let hasMore: Bool
  }

  /// The next pre-tokens of a text from `position` on, some hundreds, each with its number of
  /// tokens.
  ///
  /// Parameters are those of ``count(_:readable:isFinal:)``. The batch is valid until the next
  /// call. Where the text is normalized first, the offsets are those of the raw text that the
  /// pre-tokens come from.
  ///
  /// - Parameter listingSingles: `false` to leave out pre-tokens of one byte, a quarter of English
  ///   and two fifths of code, wherever ``CountedBatch/gapsAreTokens`` then tells all of them.
  package mutating func nextBatch(
    of text: UnsafeBufferPointer<UInt8>, from position: Int, readable: Int, isFinal: Bool,
    listingSingles: Bool = true
  ) -> CountedBatch {
    batch.removeAll()
    var (next, hasMore) = (position, false)
    var total = 0
    let listsAll = listingSingles || !singlesCount || !cutter.leavesNoGaps
    if let base = text.baseAddress {
      (next, hasMore) = cutter.fill(
        &batch, from: text, at: position, readable: readable, isFinal: isFinal,
        listing: listsAll ? .every : .longer)
      total = countBatch(base, readable)
      cutter.restoreOffsets(batch)
    }
    if isFinal, !hasMore { cutter.reset() }
    return CountedBatch(
      count: batch.count, starts: UnsafePointer(batch.starts), ends: UnsafePointer(batch.ends),
      tokens: UnsafePointer(counts), totalTokens: total,
      gapsAreTokens: !listsAll && !batch.isRewritten && !batch.isAddedToken, position: next,
      hasMore: hasMore)
  }

  /// How many tokens of a pre-token of the last batch have at least half their bytes before `place`,
  /// which is inside of the pre-token.
  ///
  /// - Parameters:
  ///   - text: what the batch was cut from, and must not have been normalized.
  ///   - place: an offset in `text`, between two characters.
  package mutating func tokens(
    ofPreToken index: Int, in text: UnsafeBufferPointer<UInt8>, mostlyBefore place: Int
  ) -> Int {
    let start = Int(batch.starts[index])
    let preToken = UnsafeBufferPointer(rebasing: text[start..<Int(batch.ends[index])])
    return pieces.tokens(of: preToken, mostlyBefore: place - start)
  }

  /// Whether at least half of a token of `length` bytes lies before a place that comes `distance`
  /// bytes after its beginning.
  @inline(__always)
  package static func isMostlyBefore(_ distance: Int, _ length: Int) -> Bool {
    2 &* distance >= length
  }

  /// Where the tokens of a pre-token of the last batch end, in `text`, which it was cut from.
  package mutating func tokenEnds(
    ofPreToken index: Int, in text: UnsafeBufferPointer<UInt8>, into ends: inout [Int]
  ) {
    ends.removeAll(keepingCapacity: true)
    let start = Int(batch.starts[index])
    let end = Int(batch.ends[index])
    guard let base = text.baseAddress, !batch.isAddedToken else {
      ends.append(end)
      return
    }
    let preToken = cutter.preToken(index, batch, in: base)
    pieces.tokenLengths(of: preToken, into: &ends)
    // In a normalized form lengths keep their proportion; the last token always ends the pre-token.
    var sum = 0
    for place in ends.indices {
      sum += ends[place]
      ends[place] =
        batch.isRewritten || sum > end - start
        ? start + (end - start) * sum / max(preToken.count, sum) : start + sum
    }
  }
}
