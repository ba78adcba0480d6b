/// Counts the tokens of pre-tokens, remembering what it has counted.
///
/// A counter belongs to one thread; tokenizers are shared, counters are not, and so nothing in the
/// loop is locked or reference-counted. Its memory is bounded and chosen once.
struct PieceCounter: ~Copyable {
  private let vocabulary: Vocabulary
  private let takesWholePreTokens: Bool
  private let memo: PreTokenMemo
  /// Pre-tokens that do not fit the memo, nor, if longer still, the first of these.
  private var longMemo: LongPieceMemo
  private var longestMemo: LongPieceMemo
  /// Parts of pre-tokens cut at junctions. Apart from the memo, because a part counts by its merges
  /// alone, while a pre-token may be a token as a whole that no merge makes.
  private var parts: PartCounter
  private var merger: PieceMerger
  /// What only profiling asks for; made at the first of these.
  private var shared: SharedPieceMemo?
  /// What tells tokens one by one, and counts for models whose pre-tokens are not merged as they are.
  private var encoder: PreTokenEncoder
  private let isComplete: Bool
  /// The pre-tokens of a batch that the memo's front does not have.
  private let open: UnsafeMutablePointer<OpenPiece>
  /// For those that are long, where a memo may have them.
  private let longEntries: UnsafeMutablePointer<UnsafeMutablePointer<UInt64>?>

  /// A pre-token that is looked up in the second pass, and what the first found out for it.
  private struct OpenPiece {
    /// Its place in the batch.
    var index: Int
    /// Its key; `none` if it is too long for one.
    var key: PreTokenMemo.Key
  }

  /// - Parameter memoLineBits: the memo has 2^`memoLineBits` lines of four pre-tokens, 64 bytes.
  init(_ model: BPEModel, memoLineBits: Int) {
    vocabulary = model.vocabulary
    takesWholePreTokens = model.takesWholePreTokens
    merger = PieceMerger(model, expectsMuch: memoLineBits >= Self.corpusLineBits)
    encoder = PreTokenEncoder(model)
    isComplete = model.isComplete
    parts = PartCounter(model)
    memo = PreTokenMemo(lineBits: memoLineBits)
    longMemo = LongPieceMemo(setBits: memoLineBits, words: 8)
    longestMemo = LongPieceMemo(setBits: memoLineBits - 2, words: 16)
    open = .allocate(capacity: PreTokenBatch.capacity + PreTokenBatch.slack)
    longEntries = .allocate(capacity: PreTokenBatch.capacity + PreTokenBatch.slack)
    if takesWholePreTokens, memoLineBits >= Self.corpusLineBits { seed() }
  }

  deinit {
    open.deallocate()
    longEntries.deallocate()
  }

  /// A memo of this size is for inputs that repay the milliseconds of entering the vocabulary, and
  /// those of the table of pairs.
  private static let corpusLineBits = 15

  /// Enters the vocabulary, of which each token that is a pre-token counts as one. The commonest
  /// have the lowest ids and come last, to the front of their lines.
  private func seed() {
    let memo = self.memo.handle
    for id in (0..<TokenID(vocabulary.idLimit)).reversed() {
      vocabulary.withBytes(of: id) { token in
        guard token.count <= PreTokenMemo.longest, let start = token.baseAddress else { return }
        let key = PreTokenMemo.Key(exactly: start, count: token.count)
        PreTokenMemo.insert(key, count: 1, in: memo.line(key))
      }
    }
  }

  /// The number of tokens of the pre-tokens of `batch`, which lie in `text`; each one's own number
  /// goes to `counts`.
  ///
  /// - Parameter readable: how far from `text` memory may be read.
  mutating func count(
    _ batch: borrowing PreTokenBatch, in text: UnsafePointer<UInt8>, readable: Int,
    counts: UnsafeMutablePointer<UInt32>
  ) -> Int {
    guard batch.count > 0 else { return batch.singles }
    // Two passes: what the memo's front does not have is asked for first, so that it is there when
    // it is looked at.
    let found =
      if Int(batch.starts[batch.count &- 1]) &+ 16 > readable {
        listAll(batch, text)
      } else {
        countFrequent(batch, text, counts)
      }
    let memo = self.memo.handle
    for place in 0..<found.open {
      let piece = open[place]
      if piece.key.high > 0 {
        PreTokenMemo.prefetch(memo.line(piece.key))
      } else {
        let start = batch.starts[piece.index]
        let length = Int(batch.ends[piece.index] &- start)
        longEntries[place] = longEntry(text + Int(start), length)
      }
    }
    var total = batch.singles &+ found.tokens
    for place in 0..<found.open {
      let piece = open[place]
      let start = Int(batch.starts[piece.index])
      let length = Int(batch.ends[piece.index]) &- start
      let tokens =
        piece.key.high > 0
        ? countShort(text + start, length, readable &- start, piece.key, memo)
        : countLong(text + start, length, readable &- start, longEntries[place])
      total &+= tokens
      counts[piece.index] = UInt32(truncatingIfNeeded: tokens)
    }
    return total
  }

  /// Adds up what the memo's front has of a batch, and lists the others as open. The numbers of the
  /// former go to `counts`.
  @inline(never)
  private func countFrequent(
    _ batch: borrowing PreTokenBatch, _ text: UnsafePointer<UInt8>,
    _ counts: UnsafeMutablePointer<UInt32>
  ) -> (tokens: Int, open: Int) {
    let (starts, ends, count) = (batch.starts, batch.ends, batch.count)
    let (memo, open) = (self.memo.handle, self.open)
    var tokens = 0
    var openCount = 0
    for index in 0..<count {
      let start = starts[index]
      let length = Int(ends[index] &- start)
      guard length <= PreTokenMemo.longest else {
        open[openCount] = OpenPiece(index: index, key: .none)
        openCount &+= 1
        continue
      }
      let key = memo.key(reading16: text + Int(start), count: length)
      let known = memo.frontCount(key)
      // Listed and perhaps overwritten, rather than listed if: what is not known follows no order.
      open[openCount] = OpenPiece(index: index, key: key)
      openCount &+= (known &- 1) &>> 63 & 1
      counts[index] = UInt32(truncatingIfNeeded: known)
      tokens &+= known
    }
    return (tokens, openCount)
  }

  /// Lists a whole batch as open, because memory may not be read far enough behind it.
  private func listAll(
    _ batch: borrowing PreTokenBatch, _ text: UnsafePointer<UInt8>
  ) -> (tokens: Int, open: Int) {
    for index in 0..<batch.count {
      let start = Int(batch.starts[index])
      let length = Int(batch.ends[index]) &- start
      let key =
        length <= PreTokenMemo.longest
        ? PreTokenMemo.Key(exactly: text + start, count: length) : .none
      open[index] = OpenPiece(index: index, key: key)
    }
    return (0, batch.count)
  }

  /// Where a long pre-token is remembered if it is.
  private func longEntry(
    _ start: UnsafePointer<UInt8>, _ length: Int
  ) -> UnsafeMutablePointer<UInt64>? {
    if length <= longMemo.longest { return longMemo.set(start, count: length) }
    if length <= longestMemo.longest { return longestMemo.set(start, count: length) }
    return nil
  }

  @inline(__always)
  private mutating func countShort(
    _ start: UnsafePointer<UInt8>, _ length: Int, _ readable: Int, _ key: PreTokenMemo.Key,
    _ memo: PreTokenMemo.Handle
  ) -> Int {
    let line = memo.line(key)
    let known = memo.count(key, in: line)
    if known > 0 { return known }
    let tokens = countNew(start, length, readable)
    if tokens > 0 { PreTokenMemo.insert(key, count: tokens, in: line) }
    return tokens
  }

  /// Whether a pre-token is a token that must be looked for as a whole.
  @inline(__always)
  private mutating func isWhole(_ start: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    takesWholePreTokens && !merger.mergesIntoEveryToken
      && vocabulary.id(at: start, count: length) != nil
  }

  private mutating func countLong(
    _ start: UnsafePointer<UInt8>, _ length: Int, _ readable: Int,
    _ entry: UnsafeMutablePointer<UInt64>?
  ) -> Int {
    guard let entry else { return countNew(start, length, readable) }
    if length <= longMemo.longest {
      let known = longMemo.count(start, count: length, in: entry)
      if known > 0 { return known }
      let tokens = countNew(start, length, readable)
      longMemo.insert(start, count: length, tokens: tokens, in: entry)
      return tokens
    }
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
    if Self.hasParts(start, length) {
      return parts.count(start, length, readable: readable, &merger)
    }
    return merger.merge(start, count: length)
  }

  /// Whether a piece is counted by its parts.
  @inline(__always)
  private static func hasParts(_ start: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    length > 6 && isWithoutSpaces(start)
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
    guard isComplete, let start = preToken.baseAddress, !isWhole(start, preToken.count) else {
      encoder.forEachToken(of: preToken) { _, length in lengths.append(length) }
      return
    }
    if Self.hasParts(start, preToken.count) {
      parts.tokenLengths(start, preToken.count, &merger, into: &lengths)
      return
    }
    let tokens = merger.merge(start, count: preToken.count)
    merger.forEachToken(tokens, of: preToken.count, vocabulary) { _, length in
      lengths.append(length)
    }
  }

  /// The number of tokens of one pre-token of which at least half the bytes lie before `place`,
  /// which is between two of its characters.
  mutating func tokens(
    of preToken: UnsafeBufferPointer<UInt8>, mostlyBefore place: Int
  ) -> Int {
    if isComplete, let start = preToken.baseAddress,
      Self.hasParts(start, preToken.count) || preToken[place] >= 0xE3,
      !isWhole(start, preToken.count)
    {
      return parts.tokens(start, preToken.count, mostlyBefore: place, &merger)
    }
    let memo = shared ?? SharedPieceMemo()
    shared = memo
    let entry = memo.entry(of: preToken, place: place)
    if let entry, let known = memo.tokens(in: entry) { return known }
    let tokens = countedTokens(of: preToken, mostlyBefore: place)
    if let entry { memo.insert(tokens, in: entry) }
    return tokens
  }

  /// The same, by merging the pre-token.
  private mutating func countedTokens(
    of preToken: UnsafeBufferPointer<UInt8>, mostlyBefore place: Int
  ) -> Int {
    if isComplete, let start = preToken.baseAddress, !isWhole(start, preToken.count) {
      let all = merger.merge(start, count: preToken.count)
      return merger.count(mostlyBefore: place, of: all, in: preToken.count, vocabulary)
    }
    var start = 0
    var tokens = 0
    encoder.forEachToken(of: preToken) { _, length in
      if TokenCounter.isMostlyBefore(place - start, length) { tokens += 1 }
      start += length
    }
    return tokens
  }
}
