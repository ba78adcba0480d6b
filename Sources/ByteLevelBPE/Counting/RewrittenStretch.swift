/// A stretch of text in its normalized form, cut into pre-tokens.
///
/// This is the way of text that the normalizer changes, and of a space that `add_prefix_space`
/// puts first: a small part of what people have. A stretch that does not end with its document is
/// cut up to the last pre-token that ends a line, where raw and normalized text are known to meet
/// again.
struct RewrittenStretch: ~Copyable {
  /// The normalized text.
  private var bytes: [UInt8] = []
  /// The same at a fixed address, with room for reading beyond its end.
  private(set) var base = UnsafeMutablePointer<UInt8>.allocate(capacity: 64)
  private var capacity = 64
  private var starts: [UInt32] = []
  private var ends: [UInt32] = []
  /// Which of the pieces are added tokens.
  private var addedTokens: [Int] = []
  private var nextPiece = 0
  private var nextToken = 0
  /// Where the pieces of the last batch begin.
  private var drained = 0
  /// How many bytes of raw text the pieces stand for; 0 when all are handed out.
  private var rawLength = 0
  /// Where the raw text lies in that of the caller.
  private var position = 0
  private var alignment = LineAlignment()
  private var batch = PreTokenBatch()

  deinit { base.deallocate() }

  /// Whether all pieces are handed out.
  var isEmpty: Bool { rawLength == 0 }

  /// Whether the last piece is an added token.
  var endsInToken: Bool { addedTokens.last.map { $0 + 1 == starts.count } ?? false }

  /// Before which stretches between added tokens a space is put that does not begin with one.
  enum Space { case never, later, everywhere }

  mutating func removeAll() {
    rawLength = 0
    nextPiece = 0
  }

  /// Normalizes and cuts `raw`. Nothing is made when nothing of it can be decided.
  ///
  /// - Parameter isFinal: whether the stretch ends there.
  mutating func make(
    _ raw: UnsafeBufferPointer<UInt8>, ends isFinal: Bool, normalizer: (any Normalizer)?,
    tokens: AddedTokenMatcher, space: Space, _ splitter: inout SplitCutter
  ) {
    var normalized: [UInt8] = []
    if let normalizer {
      normalizer.normalize(raw, into: &normalized)
    } else {
      normalized.append(contentsOf: raw)
    }
    removePieces()
    var parts: [(range: Range<Int>, isToken: Bool, isFinal: Bool)] = []
    normalized.withUnsafeBufferPointer { text in
      var start = 0
      var wordBefore = false
      var putsSpace = space == .everywhere
      while start < text.count {
        let next = tokens.search(
          text, from: start, scanned: start, wordBefore: wordBefore, isFinal: isFinal)
        let end = next.token?.start ?? next.decided
        if start < end {
          let place = bytes.count
          if putsSpace, text[start] != UInt8(ascii: " ") { bytes.append(UInt8(ascii: " ")) }
          bytes.append(contentsOf: text[start..<end])
          parts.append((place..<bytes.count, false, next.token != nil || isFinal))
        }
        guard let token = next.token else { break }
        parts.append((bytes.count..<(bytes.count + token.end - token.start), true, true))
        bytes.append(contentsOf: text[token.start..<token.end])
        start = token.end
        wordBefore = tokens.endsInWord(text, start)
        putsSpace = space != .never
      }
    }
    copyBytes()
    for part in parts {
      if part.isToken {
        addedTokens.append(starts.count)
        add(part.range.lowerBound, part.range.upperBound)
      } else {
        cut(part.range, isFinal: part.isFinal, &splitter)
      }
    }
    alignment = LineAlignment(raw: Array(raw), rewritten: bytes)
    rawLength = isFinal ? raw.count : synchronize()
  }

  /// Cuts a whole text step by step, as the references do.
  mutating func make(_ raw: UnsafeBufferPointer<UInt8>, by pipeline: TextPipeline) {
    removePieces()
    pipeline.forEachPiece(of: raw) { piece in
      let start = bytes.count
      switch piece {
      case .token: addedTokens.append(starts.count)
      case .preToken(let preToken): bytes.append(contentsOf: preToken)
      }
      add(start, bytes.count)
    }
    copyBytes()
    alignment = LineAlignment(raw: Array(raw), rewritten: bytes)
    rawLength = raw.count
  }

  private mutating func removePieces() {
    bytes.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    addedTokens.removeAll(keepingCapacity: true)
    nextPiece = 0
    nextToken = 0
  }

  private mutating func copyBytes() {
    if capacity < bytes.count + 64 {
      base.deallocate()
      capacity = 2 * bytes.count + 64
      base = .allocate(capacity: capacity)
    }
    for index in bytes.indices { base[index] = bytes[index] }
    for index in bytes.count..<(bytes.count + 64) { base[index] = 0 }
  }

  private mutating func add(_ start: Int, _ end: Int) {
    starts.append(UInt32(truncatingIfNeeded: start))
    ends.append(UInt32(truncatingIfNeeded: end))
  }

  private mutating func cut(_ range: Range<Int>, isFinal: Bool, _ splitter: inout SplitCutter) {
    let part = UnsafeBufferPointer(start: base + range.lowerBound, count: range.count)
    splitter.reset()
    var place = 0
    var hasMore = true
    while hasMore {
      batch.removeAll()
      (place, hasMore) = splitter.fill(
        &batch, from: part, at: place, readable: readable - range.lowerBound, isFinal: isFinal,
        listingSingles: true)
      for index in 0..<batch.count {
        add(
          Int(batch.starts[index]) + range.lowerBound, Int(batch.ends[index]) + range.lowerBound)
      }
    }
    splitter.reset()
  }

  /// Drops the pieces behind the last one that ends a line, and returns how much raw text is left.
  private mutating func synchronize() -> Int {
    guard alignment.isByLines else { return 0 }
    while let end = ends.last, bytes[Int(end) - 1] != 0x0A || end == starts[ends.count - 1] {
      starts.removeLast()
      ends.removeLast()
    }
    while let last = addedTokens.last, last >= starts.count { addedTokens.removeLast() }
    guard let end = ends.last else { return 0 }
    return alignment.rawOffset(Int(end))
  }

  // MARK: Handing out

  /// How far from ``base`` memory may be read.
  var readable: Int { bytes.count + 64 }

  /// Hands out the next pieces, and returns how many bytes of raw text are done with.
  mutating func drain(
    into batch: inout PreTokenBatch, at position: Int, listingTokens: Bool
  ) -> Int {
    self.position = position
    drained = nextPiece
    batch.isRewritten = true
    while nextPiece < starts.count, !batch.isFull {
      let isToken = nextToken < addedTokens.count && addedTokens[nextToken] == nextPiece
      if isToken {
        if !listingTokens {
          batch.singles += 1
        } else {
          if batch.count > 0 { return 0 }
          batch.append(Int(starts[nextPiece]), Int(ends[nextPiece]))
          batch.isAddedToken = true
        }
        nextToken += 1
        nextPiece += 1
        if batch.isAddedToken { break }
        continue
      }
      batch.append(Int(starts[nextPiece]), Int(ends[nextPiece]))
      nextPiece += 1
    }
    guard nextPiece == starts.count else { return 0 }
    let used = rawLength
    rawLength = 0
    return used
  }

  /// The bytes of a pre-token of the last batch.
  func preToken(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    let start = Int(starts[drained + index])
    return UnsafeBufferPointer(
      start: base + start, count: Int(ends[drained + index]) - start)
  }

  /// Puts the offsets of the last batch back to those of the raw text.
  func restoreOffsets(_ batch: borrowing PreTokenBatch) {
    for index in 0..<batch.count {
      batch.starts[index] = UInt32(position + alignment.rawOffset(Int(batch.starts[index])))
      batch.ends[index] = UInt32(position + alignment.rawOffset(Int(batch.ends[index])))
    }
  }
}
