import Scripts

/// A stretch of text in one script and one unit; offsets count from the document's start.
struct TextSegment {
  var start: Int
  var end: Int
  var script: Script
  /// Unicode scalar values.
  var characters: Int
  var endsUnit: Bool
}

/// Cuts a document that comes in parts by scripts and units.
struct SegmentCutter {
  private let unit: UnitKind
  private var scanner = ScriptScanner()
  private var runs: [ScriptRun] = []
  /// Where the unit at hand begins.
  private var unitStart = 0
  /// Where it ends, once that is known.
  private var unitEnd: Int?
  /// How far its end was looked for.
  private var searched = 0

  /// The document's bytes before this one are cut.
  private(set) var position = 0

  init(_ unit: UnitKind) { self.unit = unit }

  /// What is known of the scripts of the document.
  var document: ScriptDocumentState { scanner.document }

  /// Begins the next document.
  mutating func reset() {
    scanner = ScriptScanner()
    unitStart = 0
    unitEnd = nil
    searched = 0
    position = 0
  }

  /// Cuts what has not been cut, up to the text's last whole line.
  ///
  /// - Parameters:
  ///   - text: whole characters of the document from `origin` on, at least from ``position`` on.
  ///   - endsText: whether there is no more of the last line.
  mutating func cut(
    _ text: UnsafeBufferPointer<UInt8>, origin: Int, endsText: Bool,
    into segments: inout [TextSegment]
  ) {
    let from = position - origin
    var to = text.count
    if !endsText {
      // Scripts are resolved line by line. A line longer than all that is at hand is cut.
      while to > from, text[to - 1] != 0x0A { to -= 1 }
      if to == from { to = text.count }
    }
    guard to > from else { return }
    let part = UnsafeBufferPointer(rebasing: text[from..<to])
    scanner.scan(part, into: &runs)
    for (index, run) in runs.enumerated() {
      let end = index + 1 < runs.count ? runs[index + 1].start : part.count
      cutUnits(text, origin, from + run.start, from + end, run.script, &segments)
    }
    position = origin + to
  }

  /// Adds the segments of the run `start..<end` of `text`.
  private mutating func cutUnits(
    _ text: UnsafeBufferPointer<UInt8>, _ origin: Int, _ start: Int, _ end: Int, _ script: Script,
    _ segments: inout [TextSegment]
  ) {
    var start = start
    while start < end {
      if unitEnd == nil { findUnitEnd(text, origin) }
      let unitEnd = unitEnd.map { $0 - origin } ?? .max
      let cut = min(end, unitEnd)
      segments.append(
        TextSegment(
          start: origin + start, end: origin + cut, script: script,
          characters: characterCount(UnsafeBufferPointer(rebasing: text[start..<cut])),
          endsUnit: cut == unitEnd))
      if cut == unitEnd { beginUnit(at: origin + cut) }
      start = cut
    }
  }

  private mutating func beginUnit(at start: Int) {
    unitStart = start
    unitEnd = nil
    searched = start
  }

  /// Looks for the end of the unit at hand in text that was not looked at before.
  private mutating func findUnitEnd(_ text: UnsafeBufferPointer<UInt8>, _ origin: Int) {
    let (least, most): (Int, Int)
    switch unit {
    case .document: return
    case .line: (least, most) = (1, .max - unitStart)
    // After the first newline from `size` on; without one by twice that, anywhere.
    case .window(let size): (least, most) = (size, 2 * size)
    }
    let limit = unitStart + most - origin
    var end = max(unitStart + least - 1, searched) - origin
    let last = min(text.count, limit)
    while end < last, text[end] != 0x0A { end += 1 }
    if end < last {
      unitEnd = origin + end + 1
    } else if limit <= text.count {
      unitEnd = origin + Self.characterBoundary(in: text, upTo: limit)
    }
    searched = origin + end
  }

  /// The last place between characters up to `position`.
  private static func characterBoundary(
    in text: UnsafeBufferPointer<UInt8>, upTo position: Int
  ) -> Int {
    guard position < text.count else { return position }
    var boundary = position
    while boundary > 0, text[boundary] & 0xC0 == 0x80 { boundary -= 1 }
    return boundary
  }
}
