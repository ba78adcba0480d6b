/// Counts the tokens of pre-tokens, remembering what it has counted.
///
/// A counter belongs to one thread; tokenizers are shared, counters are not, and so nothing in the
/// loop is locked or reference-counted. Its memory is bounded and chosen once.
struct PieceCounter: ~Copyable {
  private let vocabulary: Vocabulary
  private let takesWholePreTokens: Bool
  private let memo: PreTokenMemo
  /// Pre-tokens that do not fit the memo, nor, if longer still, the first of these.
  private let longMemo: LongPieceMemo
  private let longestMemo: LongPieceMemo
  /// Parts of pre-tokens cut at junctions. Apart from the memo, because a part counts by its merges
  /// alone, while a pre-token may be a token as a whole that no merge makes.
  private var parts: PartCounter
  private var merger: PieceMerger
  /// What tells tokens one by one, and counts for models whose pre-tokens are not merged as they are.
  private var encoder: PreTokenEncoder
  private let isComplete: Bool
  private let keys: UnsafeMutablePointer<PreTokenMemo.Key>
  private let lines: UnsafeMutablePointer<UnsafeMutablePointer<PreTokenMemo.Key>>
  private let entries: UnsafeMutablePointer<UnsafeMutablePointer<UInt64>>

  /// - Parameter memoLineBits: the memo has 2^`memoLineBits` lines of four pre-tokens, 64 bytes.
  init(_ model: BPEModel, memoLineBits: Int) {
    vocabulary = model.vocabulary
    takesWholePreTokens = model.takesWholePreTokens
    merger = PieceMerger(model)
    encoder = PreTokenEncoder(model)
    isComplete = model.isComplete
    parts = PartCounter(model)
    memo = PreTokenMemo(lineBits: memoLineBits)
    longMemo = LongPieceMemo(setBits: memoLineBits, words: 8)
    longestMemo = LongPieceMemo(setBits: memoLineBits - 2, words: 16)
    keys = .allocate(capacity: PreTokenBatch.capacity + PreTokenBatch.slack)
    lines = .allocate(capacity: PreTokenBatch.capacity + PreTokenBatch.slack)
    entries = .allocate(capacity: PreTokenBatch.capacity + PreTokenBatch.slack)
    if takesWholePreTokens, memoLineBits >= Self.seededLineBits { seed() }
  }

  deinit {
    keys.deallocate()
    lines.deallocate()
    entries.deallocate()
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
      guard length <= PreTokenMemo.longest else {
        if length <= longMemo.longest {
          entries[index] = longMemo.set(text + start, count: length)
        } else if length <= longestMemo.longest {
          entries[index] = longestMemo.set(text + start, count: length)
        }
        continue
      }
      let key =
        start &+ 16 <= readable
        ? PreTokenMemo.Key(reading16: text + start, count: length)
        : PreTokenMemo.Key(exactly: text + start, count: length)
      let line = memo.line(key.hash)
      PreTokenMemo.prefetch(line)
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
          tokens = countShort(text + start, length, readable &- start)
          if tokens > 0 { memo.insert(keys[index], count: tokens, in: lines[index]) }
        }
      } else {
        tokens = countLong(
          text + start, length, readable: readable &- start, at: entries[index])
      }
      total &+= tokens
      if let counts { counts[index] = UInt32(truncatingIfNeeded: tokens) }
    }
    return total
  }

  @inline(never)
  private mutating func countShort(
    _ start: UnsafePointer<UInt8>, _ length: Int, _ readable: Int
  ) -> Int {
    if !isComplete { return encoder.count(UnsafeBufferPointer(start: start, count: length)) }
    if isWhole(start, length) { return 1 }
    if length > 6, Self.isWithoutSpaces(start) {
      return parts.count(start, length, readable: readable, &merger)
    }
    return merger.merge(start, count: length)
  }

  /// Whether a pre-token is a token that must be looked for as a whole.
  @inline(__always)
  private mutating func isWhole(_ start: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    takesWholePreTokens && !merger.mergesIntoEveryToken
      && vocabulary.id(at: start, count: length) != nil
  }

  private mutating func countLong(
    _ start: UnsafePointer<UInt8>, _ length: Int, readable: Int,
    at entry: UnsafeMutablePointer<UInt64>
  ) -> Int {
    if length <= longMemo.longest {
      let known = longMemo.count(start, count: length, in: entry)
      if known > 0 { return known }
      let tokens = countNew(start, length, readable)
      longMemo.insert(start, count: length, tokens: tokens, in: entry)
      return tokens
    }
    guard length <= longestMemo.longest else { return countNew(start, length, readable) }
    let known = longestMemo.count(start, count: length, in: entry)
    if known > 0 { return known }
    let tokens = countNew(start, length, readable)
    longestMemo.insert(start, count: length, tokens: tokens, in: entry)
    return tokens
  }

  @inline(never)
  private mutating func countNew(
    _ start: UnsafePointer<UInt8>, _ length: Int, _ readable: Int
  ) -> Int {
    if !isComplete { return encoder.count(UnsafeBufferPointer(start: start, count: length)) }
    if isWhole(start, length) { return 1 }
    if Self.isWithoutSpaces(start) {
      return parts.count(start, length, readable: readable, &merger)
    }
    return merger.merge(start, count: length)
  }

  /// Whether a piece of at least four bytes begins, perhaps behind a space, like text that has no
  /// spaces between words: Thai to Tibetan, Myanmar, Khmer, and all from kana and Han up. In
  /// alphabets nearly every junction is inside some token, and looking for others costs more than
  /// merging (a quarter of the time of mixed text).
  @inline(__always)
  private static func isWithoutSpaces(_ start: UnsafePointer<UInt8>) -> Bool {
    let first = start[0] == 0x20 ? start + 1 : start
    let lead = first[0]
    if lead < 0xE0 { return false }
    if lead >= 0xE3 { return true }
    let second = first[1]
    if lead == 0xE0 { return second >= 0xB8 }
    if lead == 0xE1 { return second <= 0x82 || second == 0x9E || second == 0x9F }
    return false
  }

  /// The lengths in bytes of the tokens of one pre-token.
  mutating func tokenLengths(
    of preToken: UnsafeBufferPointer<UInt8>, into lengths: inout [Int]
  ) {
    lengths.removeAll(keepingCapacity: true)
    encoder.forEachToken(of: preToken) { _, length in lengths.append(length) }
  }
}
