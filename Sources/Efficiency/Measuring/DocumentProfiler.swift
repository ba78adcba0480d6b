package import ByteLevelBPE
import CorpusReading
package import Scripts

/// Measures documents that come in pieces: what each unit of text has in each script.
///
/// The document is tokenized whole, once; tokenizing script runs apart would change Japanese counts
/// by 3 to 5 %. Three cuttings of the same bytes then meet: into pre-tokens, whose numbers of tokens
/// the counter gives; into script runs; and into units. A pre-token inside one run and one unit
/// gives them all its tokens. One that crosses a boundary is taken apart: each token belongs to
/// the script that owns most of its bytes (ties: the earlier byte), and to the unit of its first.
package struct DocumentProfiler: CorpusWorker, ~Copyable {
  /// How units are cut.
  package let unit: UnitKind

  private var counter: TokenCounter
  private var scanner = ScriptScanner()
  private var runs: [ScriptRun] = []

  /// Text of the document whose pre-tokens are not all counted, from the byte `origin` on.
  private var text: [UInt8] = []
  private var origin = 0
  /// The document's bytes before this one are cut into segments.
  private var scanned = 0
  /// Where the unit that is being cut begins.
  private var unitStart = 0
  private var segments: [Segment] = []
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

  /// A stretch of text in one script and one unit; offsets count from the document's start.
  private struct Segment {
    var start: Int
    var end: Int
    var script: Script
    var characters: Int
    var endsUnit: Bool
  }

  package var undecidedBytes: Int { text.count }

  package init(_ counter: consuming TokenCounter, unit: UnitKind) {
    self.counter = counter
    self.unit = unit
  }

  /// Measures the next piece of the document at hand.
  package mutating func append(
    _ piece: UnsafeRawBufferPointer, endsText: Bool, endsDocument: Bool
  ) {
    let repair = UTF8Repair(checking: piece)
    illFormed.note(repair, at: UInt64(origin + text.count), document: counts.documents)
    if repair.count > 0 {
      text.append(contentsOf: UTF8Repair.repaired(piece))
    } else {
      text.append(contentsOf: piece)
    }
    guard endsText || text.count >= waitsFor else { return }
    cutSegments(endsText)
    let progress = countTokens(endsText)
    text.removeFirst(progress)
    origin += progress
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
    for (script, moments) in document.resolved(by: scanner.document) {
      self.moments[script, default: ScriptMoments()].addDocument(moments)
    }
    counts.documents += 1
    document.removeAll()
    segments.removeAll(keepingCapacity: true)
    nextSegment = 0
    scanner = ScriptScanner()
    text.removeAll(keepingCapacity: text.capacity < 1 << 24)
    origin = 0
    scanned = 0
    unitStart = 0
    waitsFor = 0
  }

  // MARK: Segments

  /// Cuts the text that has not been, up to its last whole line, by scripts and units.
  private mutating func cutSegments(_ endsText: Bool) {
    segments.removeFirst(nextSegment)
    nextSegment = 0
    text.withUnsafeBufferPointer { text in
      let from = scanned - origin
      var to = text.count
      if !endsText {
        // Scripts are resolved line by line. A line longer than all that is at hand is cut.
        while to > from, text[to - 1] != 0x0A { to -= 1 }
        if to == from { to = Self.scalarBoundary(in: text, before: text.count) }
      }
      guard to > from else { return }
      let part = UnsafeBufferPointer(rebasing: text[from..<to])
      scanner.scan(part, into: &runs)
      for (index, run) in runs.enumerated() {
        let end = index + 1 < runs.count ? runs[index + 1].start : part.count
        cutUnits(text, from + run.start, from + end, run.script)
      }
      scanned = origin + to
    }
  }

  /// Adds the segments of the run `start..<end` of `text`.
  private mutating func cutUnits(
    _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ script: Script
  ) {
    var start = start
    while start < end {
      let unitEnd = self.unitEnd(text, atLeast: start)
      let cut = min(end, unitEnd)
      segments.append(
        Segment(
          start: origin + start, end: origin + cut, script: script,
          characters: characterCount(UnsafeBufferPointer(rebasing: text[start..<cut])),
          endsUnit: cut == unitEnd))
      if cut == unitEnd { unitStart = origin + cut }
      start = cut
    }
  }

  /// Where the unit at hand ends if that is in `text` behind `start`; else the text's end and more.
  private func unitEnd(_ text: UnsafeBufferPointer<UInt8>, atLeast start: Int) -> Int {
    let begin = unitStart - origin
    switch unit {
    case .document: return .max
    case .line:
      var end = start
      while end < text.count, text[end] != 0x0A { end += 1 }
      return end < text.count ? end + 1 : .max
    case .window(let size):
      // After the first newline from `size` on; without one by twice that, anywhere.
      var end = max(begin + size - 1, start)
      let limit = begin + 2 * size
      while end < text.count, end < limit, text[end] != 0x0A { end += 1 }
      if end >= text.count { return .max }
      if end >= limit { return Self.scalarBoundary(in: text, before: max(limit, start + 1)) }
      return end + 1
    }
  }

  /// The end of the last whole character before `position`, or `position` where there is none.
  private static func scalarBoundary(
    in text: UnsafeBufferPointer<UInt8>, before position: Int
  ) -> Int {
    guard position < text.count else { return position }
    var boundary = position
    while boundary > 0, position - boundary < 4, text[boundary] & 0xC0 == 0x80 { boundary -= 1 }
    return boundary > 0 ? boundary : position
  }

  // MARK: Tokens

  /// Counts what can be counted, and returns how many bytes of `text` are done with.
  private mutating func countTokens(_ endsText: Bool) -> Int {
    let text = text
    return text.withUnsafeBufferPointer { whole in
      // Only text that is cut into segments can be shared out among them.
      let text = UnsafeBufferPointer(rebasing: whole[..<(scanned - origin)])
      var position = 0
      var hasMore = true
      while hasMore {
        let batch = counter.nextBatch(
          of: text, from: position, readable: whole.count, isFinal: endsText)
        hasMore = batch.hasMore
        position = batch.position
        for index in 0..<batch.count { share(text, batch, index) }
      }
      return position
    }
  }

  /// Gives the tokens of a pre-token to scripts and units.
  @inline(__always)
  private mutating func share(
    _ text: UnsafeBufferPointer<UInt8>, _ batch: TokenCounter.CountedBatch, _ index: Int
  ) {
    let start = origin + Int(batch.starts[index])
    let tokens = UInt64(batch.tokens[index])
    counts.tokens += tokens
    if segments[nextSegment].end <= start {
      // A pre-token that a normalizer made of nothing belongs to what was there last.
      passSegments(upTo: min(start, scanned - 1))
    }
    if segments[nextSegment].end >= origin + Int(batch.ends[index]) {
      pendingTokens += tokens
    } else {
      shareOut(text, start, index)
    }
  }

  /// Gives out the tokens of a pre-token that crosses a boundary, one by one.
  private mutating func shareOut(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ index: Int) {
    counter.tokenEnds(ofPreToken: index, in: text, into: &tokenEnds)
    var tokenStart = start
    for end in tokenEnds {
      passSegments(upTo: min(tokenStart, scanned - 1))
      let owner = owner(tokenStart, origin + end)
      cells.withCell(owner) { $0.tokens += 1 }
      tokenStart = max(tokenStart, origin + end)
    }
  }

  /// The script that owns most bytes of a token which begins in the segment at hand; of two that
  /// own the same number, the one that begins first.
  private func owner(_ start: Int, _ end: Int) -> Script {
    let first = segments[nextSegment]
    if first.end >= end { return first.script }
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
    if let first = scanner.document.first { cells.settleCommon(first) }
    document.add(cells)
    cells.removeAll()
  }
}
