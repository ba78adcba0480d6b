extension PreTokenizer {
  /// Calls `body` with each pre-token of `text`, in order. The bytes are valid only during the
  /// call: where a step adds a space they are not those of `text`.
  ///
  /// This is the reference, step by step as `tokenizers` goes; ``singlePattern`` names the case
  /// that can be done faster.
  package func forEachPreToken(
    of text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) {
    guard !text.isEmpty else { return }
    Self.run(steps[...], text, [0..<text.count]) { text, pieces in
      for piece in pieces { body(UnsafeBufferPointer(rebasing: text[piece])) }
    }
  }

  /// Appends the pre-tokens of a text that may go on to `pieces`, as far as they are decided.
  ///
  /// The first step works on the text as it comes, the others on its pieces.
  ///
  /// - Parameters:
  ///   - steps: steps that only cut; ``onlyCuts`` says so.
  ///   - isFinal: whether the text ends with the buffer.
  /// - Returns: how many bytes the pieces, with what was dropped between them, take up.
  package static func cut(
    _ text: UnsafeBufferPointer<UInt8>, by steps: ArraySlice<Step>, isFinal: Bool,
    into pieces: inout [Range<Int>]
  ) -> Int {
    guard let first = steps.first, !isFinal else {
      guard isFinal else { return 0 }
      run(steps, text, [0..<text.count], into: &pieces)
      return text.count
    }
    guard case .split(let delimiter, let behavior, let inverted) = first,
      !delimiter.looksBehind
    else { return 0 }
    var cutter = SpanCutter(delimiter)
    cutter.cut(text, inverted: inverted, isFinal: false)
    var used = cutter.spans.last?.end ?? 0
    var next: [Range<Int>] = []
    behavior.append(cutter.spans, at: 0, to: &next)
    if behavior != .isolated, behavior != .removed, let last = next.popLast() {
      // What follows may join the last piece.
      used = last.lowerBound
    }
    run(steps.dropFirst(), text, next, into: &pieces)
    return used
  }

  /// Whether no step changes the text.
  package var onlyCuts: Bool { steps.allSatisfy(\.onlyCuts) }

  /// Cuts `pieces` of a whole text by steps that only cut.
  private static func run(
    _ steps: ArraySlice<Step>, _ text: UnsafeBufferPointer<UInt8>, _ pieces: [Range<Int>],
    into result: inout [Range<Int>]
  ) {
    run(steps, text, pieces) { _, ranges in result.append(contentsOf: ranges) }
  }

  private static func run(
    _ steps: ArraySlice<Step>, _ text: UnsafeBufferPointer<UInt8>, _ pieces: [Range<Int>],
    _ body: (UnsafeBufferPointer<UInt8>, [Range<Int>]) -> Void
  ) {
    guard let step = steps.first else {
      body(text, pieces)
      return
    }
    let rest = steps.dropFirst()
    var next: [Range<Int>] = []
    switch step {
    case .prefixSpace:
      let (spaced, ranges) = withSpaces(text, pieces)
      spaced.withUnsafeBufferPointer { run(rest, $0, ranges, body) }
      return
    case .split(let delimiter, let behavior, let inverted):
      var cutter = SpanCutter(delimiter)
      for piece in pieces {
        cutter.cut(
          UnsafeBufferPointer(rebasing: text[piece]), inverted: inverted, isFinal: true)
        behavior.append(cutter.spans, at: piece.lowerBound, to: &next)
      }
    case .splitScripts:
      for piece in pieces { cutScripts(text, piece, into: &next) }
    case .splitLength(let length):
      for piece in pieces { cutLength(text, piece, length, into: &next) }
    case .inAlphabet(let steps):
      let cutting = SpelledPiece.cuttingBytes(steps)
      var spelled = SpelledPiece()
      for piece in pieces {
        if let cutting, !text[piece].contains(where: { cutting[Int($0)] }) {
          next.append(piece)
          continue
        }
        spelled.spell(UnsafeBufferPointer(rebasing: text[piece]))
        spelled.bytes.withUnsafeBufferPointer { bytes in
          run(steps[...], bytes, [0..<bytes.count]) { bytes, ranges in
            for range in ranges {
              let start = piece.lowerBound + spelled.offset(of: range.lowerBound)
              next.append(start..<(piece.lowerBound + spelled.offset(of: range.upperBound)))
            }
          }
        }
      }
    }
    run(rest, text, next, body)
  }

  /// The pieces one after the other, each beginning with a space.
  private static func withSpaces(
    _ text: UnsafeBufferPointer<UInt8>, _ pieces: [Range<Int>]
  ) -> ([UInt8], [Range<Int>]) {
    var spaced: [UInt8] = []
    spaced.reserveCapacity(text.count + pieces.count)
    let ranges = pieces.map { piece in
      let start = spaced.count
      if text[piece.lowerBound] != UInt8(ascii: " ") { spaced.append(UInt8(ascii: " ")) }
      spaced.append(contentsOf: text[piece])
      return start..<spaced.count
    }
    return (spaced, ranges)
  }

  /// Cuts before each scalar of another script than the last one that has a script. What stands
  /// before the first scalar with a script is dropped, as the reference drops it.
  private static func cutScripts(
    _ text: UnsafeBufferPointer<UInt8>, _ piece: Range<Int>, into pieces: inout [Range<Int>]
  ) {
    guard let base = text.baseAddress else { return }
    var start: Int?
    var last: UInt32?
    var position = piece.lowerBound
    while position < piece.upperBound {
      let scalar = decodeScalar(base, at: position, count: piece.upperBound)
      if let script = ReferenceScalars.script(scalar.value) {
        if script != last {
          if let start { pieces.append(start..<position) }
          start = position
        }
        last = script
      }
      position += scalar.length
    }
    if let start { pieces.append(start..<piece.upperBound) }
  }

  private static func cutLength(
    _ text: UnsafeBufferPointer<UInt8>, _ piece: Range<Int>, _ length: Int,
    into pieces: inout [Range<Int>]
  ) {
    guard let base = text.baseAddress else { return }
    var start = piece.lowerBound
    var count = 0
    var position = start
    while position < piece.upperBound {
      if count == length {
        pieces.append(start..<position)
        start = position
        count = 0
      }
      position += decodeScalar(base, at: position, count: piece.upperBound).length
      count += 1
    }
    pieces.append(start..<piece.upperBound)
  }
}

extension PreTokenizer.Delimiter {
  /// Whether a match may depend on what stands before it, so that text cannot be dropped.
  fileprivate var looksBehind: Bool {
    if case .pattern(let pattern) = self { pattern.matcher.looksBehind } else { false }
  }
}

extension PreTokenizer.CharacterKind {
  /// The characters of the kind.
  var scalars: ScalarSet {
    switch self {
    case .numeric: ReferenceScalars.numeric
    case .punctuation: ReferenceScalars.punctuation
    case .word: ReferenceScalars.word
    case .whiteSpace: ReferenceScalars.whiteSpace
    }
  }
}

/// Cuts pieces into what a delimiter matches and what lies between.
private struct SpanCutter {
  let delimiter: PreTokenizer.Delimiter
  /// The set of a delimiter of characters.
  let characters: ScalarSet
  /// The spans of the last piece. Empty matches are spans too, and keep their neighbours apart.
  private(set) var spans: [Span] = []
  private var matches: [PatternMatch] = []

  struct Span {
    var start: Int
    var end: Int
    var isMatch: Bool
  }

  init(_ delimiter: PreTokenizer.Delimiter) {
    self.delimiter = delimiter
    characters = if case .characters(let kind) = delimiter { kind.scalars } else { .empty }
  }

  /// - Parameter isFinal: whether the piece ends with the buffer. If not, the spans end with the
  ///   last decided match.
  mutating func cut(_ piece: UnsafeBufferPointer<UInt8>, inverted: Bool, isFinal: Bool) {
    spans.removeAll(keepingCapacity: true)
    matches.removeAll(keepingCapacity: true)
    switch delimiter {
    case .pattern(let pattern):
      var cursor = PatternCursor(position: 0)
      pattern.matcher.findMatches(in: piece, from: &cursor, isFinal: isFinal, into: &matches)
    case .literal(let literal): findLiteral(literal, in: piece)
    case .characters: findCharacters(in: piece)
    }
    var end = 0
    for match in matches {
      if match.start > end {
        spans.append(Span(start: end, end: match.start, isMatch: inverted))
      }
      spans.append(Span(start: match.start, end: match.end, isMatch: !inverted))
      end = match.end
    }
    if isFinal, end < piece.count {
      spans.append(Span(start: end, end: piece.count, isMatch: inverted))
    }
  }

  private mutating func findLiteral(
    _ literal: [UInt8], in piece: UnsafeBufferPointer<UInt8>
  ) {
    var position = 0
    while position + literal.count <= piece.count {
      if piece[position..<(position + literal.count)].elementsEqual(literal) {
        matches.append(PatternMatch(start: position, end: position + literal.count))
        position += literal.count
      } else {
        position += 1
      }
    }
  }

  private mutating func findCharacters(in piece: UnsafeBufferPointer<UInt8>) {
    guard let base = piece.baseAddress else { return }
    var position = 0
    while position < piece.count {
      let scalar = decodeScalar(base, at: position, count: piece.count)
      if characters.contains(scalar.value) {
        matches.append(PatternMatch(start: position, end: position + scalar.length))
      }
      position += scalar.length
    }
  }
}

extension PreTokenizer.Behavior {
  /// Appends the pieces that `spans` come to, moved on by `offset`.
  fileprivate func append(
    _ spans: [SpanCutter.Span], at offset: Int, to pieces: inout [Range<Int>]
  ) {
    func add(_ start: Int, _ end: Int) {
      if start < end { pieces.append((start + offset)..<(end + offset)) }
    }
    switch self {
    case .isolated:
      for span in spans { add(span.start, span.end) }
    case .removed:
      for span in spans where !span.isMatch { add(span.start, span.end) }
    case .contiguous:
      // The first span joins a match before it that is not there: nothing is lost by that.
      appendJoined(spans, add) { previous, span in previous == span }
    case .mergedWithPrevious:
      appendJoined(spans, add) { previous, span in span && !previous }
    case .mergedWithNext:
      // Seen from the end, a match ends the piece before it.
      var reversed: [(start: Int, end: Int)] = []
      var previous = false
      for span in spans.reversed() {
        if span.isMatch, !previous, let last = reversed.indices.last {
          reversed[last].start = span.start
        } else {
          reversed.append((span.start, span.end))
        }
        previous = span.isMatch
      }
      for piece in reversed.reversed() { add(piece.start, piece.end) }
    }
  }

  /// Joins each span to the piece before it where `joins(previous is a match, span is a match)`.
  private func appendJoined(
    _ spans: [SpanCutter.Span], _ add: (Int, Int) -> Void, _ joins: (Bool, Bool) -> Bool
  ) {
    var piece: (start: Int, end: Int)?
    var previous = false
    for span in spans {
      if let start = piece?.start, joins(previous, span.isMatch) {
        piece = (start, span.end)
      } else {
        if let piece { add(piece.start, piece.end) }
        piece = (span.start, span.end)
      }
      previous = span.isMatch
    }
    if let piece { add(piece.start, piece.end) }
  }
}
