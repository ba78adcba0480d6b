package import ByteLevelBPE
package import Scripts

/// Measures documents that come in pieces: what each unit of text has in each script.
///
/// The document is tokenized whole, once; tokenizing script runs apart would change Japanese counts
/// by 3 to 5 %. Three cuttings of the same bytes then meet: into pre-tokens, whose numbers of tokens
/// the counter gives; into script runs; and into units. A pre-token inside one run and one unit
/// gives them all its tokens. One that crosses a boundary is taken apart: each token belongs to
/// the script that owns most of its bytes (ties: the earlier byte), and to the unit of its first.
package struct DocumentProfiler: CorpusWorker, ~Copyable {
  private var counter: TokenCounter

  /// Text of the document whose pre-tokens are not all counted, from the byte `origin` on.
  private var text: [UInt8] = []
  private var origin = 0
  private var cutter: SegmentCutter
  private var segments: [TextSegment] = []
  private var nextSegment = 0
  /// Tokens of the segment at hand that are not in its cell yet.
  private var pendingTokens: UInt64 = 0
  private var waitsFor = 0

  private var cells = UnitCells()
  private var document = DocumentCells()
  private var tokenEnds: [Int] = []

  /// What was measured of the file at hand.
  package private(set) var counts = TextCounts()
  package private(set) var illFormed = IllFormedText()
  package private(set) var moments: [Script: ScriptMoments] = [:]

  package var undecidedBytes: Int { text.count }

  /// - Parameter unit: how units are cut.
  package init(_ counter: consuming TokenCounter, unit: UnitKind) {
    self.counter = counter
    cutter = SegmentCutter(unit)
  }

  /// Measures the next piece of the document at hand.
  package mutating func append(
    _ piece: UnsafeRawBufferPointer, endsText: Bool, endsDocument: Bool
  ) {
    let repair = UTF8Repair(checking: piece)
    illFormed.note(repair, at: UInt64(origin + text.count), document: counts.documents)
    if text.isEmpty, repair.count == 0 {
      let piece = piece.bindMemory(to: UInt8.self)
      let progress = measure(piece, endsText)
      text.append(contentsOf: piece[progress...])
    } else {
      if repair.count > 0 {
        text.append(contentsOf: UTF8Repair.repaired(piece))
      } else {
        text.append(contentsOf: piece)
      }
      guard endsText || text.count >= waitsFor else { return }
      // Taken out and put back, because a copy would be shared while its beginning is removed.
      var whole: [UInt8] = []
      swap(&whole, &text)
      let progress = whole.withUnsafeBufferPointer { measure($0, endsText) }
      whole.removeFirst(progress)
      swap(&whole, &text)
    }
    waitsFor = 2 * text.count
    if endsDocument { finishDocument() }
  }

  /// What a file came to.
  package struct FileResult: Sendable {
    /// Documents, bytes, characters and tokens.
    package var counts: TextCounts
    /// The observations by script.
    package var moments: [Script: ScriptMoments]
  }

  package mutating func finishFile() -> FileResult {
    let result = FileResult(counts: counts, moments: moments)
    counts = TextCounts()
    illFormed = IllFormedText()
    moments = [:]
    return result
  }

  private mutating func finishDocument() {
    passSegments(upTo: .max)
    closeUnit()
    for (script, moments) in document.resolved(by: cutter.document) {
      self.moments[script, default: ScriptMoments()].addDocument(moments)
    }
    counts.documents += 1
    document.removeAll()
    segments.removeAll(keepingCapacity: true)
    nextSegment = 0
    cutter.reset()
    text.removeAll(keepingCapacity: text.capacity < 1 << 24)
    origin = 0
    waitsFor = 0
  }

  /// Measures what can be measured of the document from `origin` on, and returns how many bytes of
  /// it are done with.
  private mutating func measure(_ text: UnsafeBufferPointer<UInt8>, _ endsText: Bool) -> Int {
    segments.removeFirst(nextSegment)
    nextSegment = 0
    cutter.cut(text, origin: origin, endsText: endsText, into: &segments)
    // Only text that is cut into segments can be shared out among them.
    let whole = UnsafeBufferPointer(rebasing: text[..<(cutter.position - origin)])
    var position = 0
    var hasMore = true
    while hasMore {
      let batch = counter.nextBatch(
        of: whole, from: position, readable: text.count, isFinal: endsText, listingSingles: false)
      hasMore = batch.hasMore
      if batch.gapsAreTokens {
        share(whole, batch, from: origin + position)
      } else {
        for index in 0..<batch.count { share(whole, batch, index) }
      }
      counts.tokens += UInt64(batch.totalTokens)
      position = batch.position
    }
    origin += position
    return position
  }

  // MARK: Tokens

  /// Gives the tokens of a batch that begins at `start` to scripts and units.
  ///
  /// Nearly every batch is shorter than the segment that it lies in. Giving out each pre-token by
  /// itself took a sixth of the time of profiling English.
  private mutating func share(
    _ text: UnsafeBufferPointer<UInt8>, _ batch: TokenCounter.CountedBatch, from start: Int
  ) {
    let end = origin + batch.position
    var index = 0
    var position = start
    while position < end {
      passSegments(upTo: position)
      let boundary = segments[nextSegment].end
      if boundary >= end, position == start {
        pendingTokens += UInt64(batch.totalTokens)
        return
      }
      let (next, stop, tokens) = tokens(batch, from: index, position, to: min(boundary, end))
      pendingTokens += tokens
      index = next
      position = stop
      if stop < min(boundary, end) {
        shareOut(text, batch, index)
        position = origin + Int(batch.ends[index])
        index += 1
      }
    }
  }

  /// The tokens of the pre-tokens that lie in `position..<boundary`, where those end, and the number
  /// of the next one in the list.
  private func tokens(
    _ batch: TokenCounter.CountedBatch, from index: Int, _ position: Int, to boundary: Int
  ) -> (next: Int, end: Int, tokens: UInt64) {
    var next = index
    var tokens = 0
    var listedBytes = 0
    while next < batch.count, origin + Int(batch.ends[next]) <= boundary {
      tokens += Int(batch.tokens[next])
      listedBytes += Int(batch.ends[next] - batch.starts[next])
      next += 1
    }
    let end = next < batch.count ? min(boundary, origin + Int(batch.starts[next])) : boundary
    return (next, end, UInt64(tokens + end - position - listedBytes))
  }

  /// Gives the tokens of one pre-token to scripts and units.
  private mutating func share(
    _ text: UnsafeBufferPointer<UInt8>, _ batch: TokenCounter.CountedBatch, _ index: Int
  ) {
    let start = origin + Int(batch.starts[index])
    if segments[nextSegment].end <= start {
      // A pre-token that a normalizer made of nothing belongs to what was there last.
      passSegments(upTo: min(start, cutter.position - 1))
    }
    if segments[nextSegment].end >= origin + Int(batch.ends[index]) {
      pendingTokens += UInt64(batch.tokens[index])
    } else {
      shareOut(text, batch, index)
    }
  }

  /// Gives out the tokens of a pre-token that crosses a boundary.
  private mutating func shareOut(
    _ text: UnsafeBufferPointer<UInt8>, _ batch: TokenCounter.CountedBatch, _ index: Int
  ) {
    var tokenStart = origin + Int(batch.starts[index])
    let preTokenEnd = origin + Int(batch.ends[index])
    let tokens = Int(batch.tokens[index])
    if tokens == 1 {
      giveToken(tokenStart, preTokenEnd)
      return
    }
    let segment = segments[nextSegment]
    if batch.gapsAreTokens, !segment.endsUnit, segments[nextSegment + 1].end >= preTokenEnd {
      // Two scripts of one unit.
      let first = counter.tokens(ofPreToken: index, in: text, mostlyBefore: segment.end - origin)
      pendingTokens += UInt64(first)
      passSegment()
      pendingTokens += UInt64(tokens - first)
      return
    }
    counter.tokenEnds(ofPreToken: index, in: text, into: &tokenEnds)
    for end in tokenEnds {
      giveToken(tokenStart, origin + end)
      tokenStart = max(tokenStart, origin + end)
    }
  }

  /// Gives a token to its script, and to the unit that it begins in.
  private mutating func giveToken(_ start: Int, _ end: Int) {
    passSegments(upTo: min(start, cutter.position - 1))
    cells.withCell(owner(start, end)) { $0.tokens += 1 }
  }

  /// The script that owns most bytes of a token which begins in the segment at hand; of two that
  /// own the same number, the one that begins first.
  private func owner(_ start: Int, _ end: Int) -> Script {
    let first = segments[nextSegment]
    if first.end >= end { return first.script }
    let second = segments[nextSegment + 1]
    if second.end >= end {
      return TokenCounter.isMostlyBefore(first.end - start, end - start)
        ? first.script : second.script
    }
    var shares: [(script: Script, bytes: Int)] = []
    var index = nextSegment
    while index < segments.count, segments[index].start < end {
      let segment = segments[index]
      let bytes = min(end, segment.end) - max(start, segment.start)
      if let known = shares.firstIndex(where: { $0.script == segment.script }) {
        shares[known].bytes += bytes
      } else {
        shares.append((segment.script, bytes))
      }
      index += 1
    }
    var best = (script: first.script, bytes: 0)
    for share in shares where share.bytes > best.bytes { best = share }
    return best.script
  }

  /// Passes the segments that end by `position`.
  private mutating func passSegments(upTo position: Int) {
    while nextSegment < segments.count, segments[nextSegment].end <= position { passSegment() }
  }

  private mutating func passSegment() {
    let segment = segments[nextSegment]
    let tokens = pendingTokens
    pendingTokens = 0
    cells.withCell(segment.script) { cell in
      cell.bytes += UInt64(segment.end - segment.start)
      cell.characters += UInt64(segment.characters)
      cell.tokens += tokens
    }
    counts.bytes += UInt64(segment.end - segment.start)
    counts.characters += UInt64(segment.characters)
    nextSegment += 1
    if segment.endsUnit { closeUnit() }
  }

  private mutating func closeUnit() {
    if let first = cutter.document.first { cells.settleCommon(first) }
    document.add(cells)
    cells.removeAll()
  }
}
