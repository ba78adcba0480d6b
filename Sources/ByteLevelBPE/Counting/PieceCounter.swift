/// Counts the tokens of pre-tokens, remembering what it has counted.
///
/// A counter belongs to one thread; tokenizers are shared, counters are not, and so nothing in the
/// loop is locked or reference-counted. Its memory is bounded and chosen once.
struct PieceCounter: ~Copyable {
  private let vocabulary: Vocabulary
  private let takesWholePreTokens: Bool
  private let memo: PreTokenMemo
  private let longMemo: LongPieceMemo
  /// Parts of pre-tokens cut at junctions. Apart from the memo, because a part counts by its merges
  /// alone, while a pre-token may be a token as a whole that no merge makes.
  private var parts: PartCounter
  private var merger: PieceMerger
  /// What tells tokens one by one, and counts for models whose pre-tokens are not merged as they are.
  private var encoder: PreTokenEncoder
  private let isComplete: Bool
  private let keys: UnsafeMutablePointer<PreTokenMemo.Key>
  private let lines: UnsafeMutablePointer<UnsafeMutablePointer<PreTokenMemo.Key>>

  /// - Parameter memoLineBits: the memo has 2^`memoLineBits` lines of four pre-tokens, 64 bytes.
  init(_ model: BPEModel, memoLineBits: Int) {
    vocabulary = model.vocabulary
    takesWholePreTokens = model.takesWholePreTokens
    merger = PieceMerger(model)
    encoder = PreTokenEncoder(model)
    isComplete = model.isComplete
    parts = PartCounter(model.vocabulary)
    memo = PreTokenMemo(lineBits: memoLineBits)
    longMemo = LongPieceMemo(bits: max(4, memoLineBits - 2))
    keys = .allocate(capacity: PreTokenBatch.capacity + PreTokenBatch.slack)
    lines = .allocate(capacity: PreTokenBatch.capacity + PreTokenBatch.slack)
    if takesWholePreTokens, memoLineBits >= Self.seededLineBits { seed() }
  }

  deinit {
    keys.deallocate()
    lines.deallocate()
  }

  /// A memo of this size is for inputs that repay the milliseconds of entering the vocabulary.
  private static let seededLineBits = 15

  /// Enters the vocabulary, of which each token that is a pre-token counts as one. The commonest
  /// have the lowest ids and come last, to the front of their lines.
  private func seed() {
    for id in (0..<TokenID(vocabulary.idLimit)).reversed() {
      vocabulary.withBytes(of: id) { token in
        guard token.count <= PreTokenMemo.longest, let start = token.baseAddress else { return }
        let key = PreTokenMemo.Key(exactly: start, count: token.count)
        memo.insert(key, count: 1, in: memo.line(key.hash))
      }
    }
  }

  /// The number of tokens of the pre-tokens of `batch`, which lie in `text`; each one's own number
  /// goes to `counts`, if given.
  ///
  /// - Parameter readable: how far from `text` memory may be read.
  mutating func count(
    _ batch: borrowing PreTokenBatch, in text: UnsafePointer<UInt8>, readable: Int,
    counts: UnsafeMutablePointer<UInt32>?
  ) -> Int {
    // Two passes: keys and prefetches first, so that the lines are there when they are looked at.
    for index in 0..<batch.count {
      let start = Int(batch.starts[index])
      let length = Int(batch.ends[index]) &- start
      guard length <= PreTokenMemo.longest else { continue }
      let key =
        start &+ 16 <= readable
        ? PreTokenMemo.Key(reading16: text + start, count: length)
        : PreTokenMemo.Key(exactly: text + start, count: length)
      let line = memo.line(key.hash)
      memo.prefetch(line)
      keys[index] = key
      lines[index] = line
    }
    var total = batch.singles
    for index in 0..<batch.count {
      let start = Int(batch.starts[index])
      let length = Int(batch.ends[index]) &- start
      var tokens: Int
      if length <= PreTokenMemo.longest {
        tokens = memo.count(keys[index], in: lines[index])
        if tokens == 0 {
          tokens = countShort(text + start, length)
          if tokens > 0 { memo.insert(keys[index], count: tokens, in: lines[index]) }
        }
      } else {
        tokens = countLong(text + start, length, readable: readable &- start)
      }
      total &+= tokens
      if let counts { counts[index] = UInt32(truncatingIfNeeded: tokens) }
    }
    return total
  }

  @inline(never)
  private mutating func countShort(_ start: UnsafePointer<UInt8>, _ length: Int) -> Int {
    if !isComplete { return encoder.count(UnsafeBufferPointer(start: start, count: length)) }
    if takesWholePreTokens, vocabulary.id(at: start, count: length) != nil { return 1 }
    return merger.merge(start, count: length)
  }

  @inline(never)
  private mutating func countLong(
    _ start: UnsafePointer<UInt8>, _ length: Int, readable: Int
  ) -> Int {
    if length <= LongPieceMemo.longest {
      let known = longMemo.count(start, count: length)
      if known > 0 { return known }
    }
    var tokens = 0
    if !isComplete {
      tokens = encoder.count(UnsafeBufferPointer(start: start, count: length))
    } else if takesWholePreTokens, vocabulary.id(at: start, count: length) != nil {
      tokens = 1
    } else if start[0] >= 0x80 || start[1] >= 0x80 {
      tokens = parts.count(start, length, readable: readable, &merger)
    } else {
      tokens = merger.merge(start, count: length)
    }
    if length <= LongPieceMemo.longest, tokens < 1 << 16 {
      longMemo.insert(start, count: length, tokens: tokens)
    }
    return tokens
  }

  /// The lengths in bytes of the tokens of one pre-token.
  mutating func tokenLengths(
    of preToken: UnsafeBufferPointer<UInt8>, into lengths: inout [Int]
  ) {
    lengths.removeAll(keepingCapacity: true)
    encoder.forEachToken(of: preToken) { _, length in lengths.append(length) }
  }
}
