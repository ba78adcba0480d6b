/// Where a long text can be cut in two, so that the tokens of the parts are the tokens of the text.
///
/// Such a place lies behind a newline, between characters of classes for which the pattern's
/// automaton says, whatever state it comes from: the pre-token ends here, and would end here as well
/// if the text did. For the patterns of GPT-2, cl100k and o200k these are all newlines between
/// characters that are not white space. What else a tokenizer does must not reach across a newline;
/// one for which that is not certain has no such places.
package struct LineCuts: Sendable {
  private let last: PatternMatcher
  /// By column of the pattern's table: whether the class may stand before the newline, or behind.
  private let before: [Bool]
  private let behind: [Bool]
  /// It must leave the lines on both sides as they are, or their characters are others when they are cut.
  private let normalizer: (any Normalizer)?
  /// No cut lies before these: they begin tokens that take the white space before them.
  private let excluded: Set<UInt8>
  /// Whether a token before the newline may take the white space behind it, be it of any kind.
  private let needsPrintableBehind: Bool

  /// The bytes around a cut that are looked at: a character of four on either side, and the newline.
  private static let reach = 5

  /// Finds out for a tokenizer; `nil` if it has no places of which that is certain.
  ///
  /// - Complexity: O(states · classes²) of its pattern.
  package init?(_ tokenizer: Tokenizer) {
    guard let step = tokenizer.preTokenizer.steps.last,
      let pattern = PreTokenizer(steps: [step]).singlePattern, !pattern.matcher.looksBehind,
      tokenizer.preTokenizer.steps.dropLast().allSatisfy(Self.leavesNewlines),
      let (before, behind) = Self.classes(pattern.matcher)
    else { return nil }
    normalizer = tokenizer.normalizer
    if let normalizer, !normalizer.isLocalToLines { return nil }
    var excluded: Set<UInt8> = []
    if tokenizer.addedTokenPolicy != .ignore {
      let pipeline = TextPipeline(tokenizer)
      if pipeline.rawMatcher.mayOverlap || pipeline.normalizedMatcher.mayOverlap { return nil }
      for token in tokenizer.addedTokens {
        if token.content.contains(Self.newline) { return nil }
        // Its content may begin otherwise when it is normalized.
        if token.stripsLeft, normalizer != nil { return nil }
        if token.stripsLeft, let first = token.content.first { excluded.insert(first) }
      }
    }
    self.excluded = excluded
    needsPrintableBehind =
      tokenizer.addedTokenPolicy != .ignore && tokenizer.addedTokens.contains(where: \.stripsRight)
    last = pattern.matcher
    self.before = before
    self.behind = behind
  }

  private static let newline = UInt8(ascii: "\n")

  /// The first cut in `text` from `start` on, of those that `text` shows enough of.
  ///
  /// - Complexity: O(n).
  package func first(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard let base = text.baseAddress else { return nil }
    var index = max(start, Self.reach)
    while index + Self.reach <= text.count {
      if base[index - 1] == Self.newline, isCut(base, index, text.count),
        isBetweenNormalizedLines(index, text)
      {
        return index
      }
      index += 1
    }
    return nil
  }

  private func isCut(_ text: UnsafePointer<UInt8>, _ index: Int, _ count: Int) -> Bool {
    if excluded.contains(text[index]) { return false }
    if needsPrintableBehind, !(0x21...0x7E).contains(text[index]) { return false }
    let tables = last.tables
    return before[tables.column(of: decodeScalar(text, before: index - 1).value)]
      && behind[tables.column(of: decodeScalar(text, at: index, count: count).value)]
  }

  /// Whether the normalizer, if there is one, changes neither of the lines that meet at `index`. Both
  /// must be there whole.
  private func isBetweenNormalizedLines(
    _ index: Int, _ text: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard let normalizer else { return true }
    guard let before = text[..<(index - 1)].lastIndex(of: Self.newline),
      let end = text[index...].firstIndex(of: Self.newline)
    else { return false }
    let lines = UnsafeBufferPointer(rebasing: text[(before + 1)...end])
    return String(validating: lines, as: UTF8.self) != nil && normalizer.isNormalized(lines)
  }

  // MARK: Finding out

  /// Whether a step makes pieces of parts of a line only, so that what lies on one side of a newline
  /// does not matter to the other.
  private static func leavesNewlines(_ step: PreTokenizer.Step) -> Bool {
    guard case .split(let delimiter, .isolated, inverted: false) = step else { return false }
    switch delimiter {
    case .literal(let text): return !text.contains(newline)
    case .characters(let kind): return kind == .numeric || kind == .punctuation
    case .pattern(let pattern):
      let matcher = pattern.matcher
      guard matcher.markers.isEmpty, !matcher.looksBehind else { return false }
      let table = TransitionTable(matcher)
      let column = table.column(of: newline)
      return (0..<table.stateCount).allSatisfy { table.next($0, column) == nil }
    }
  }

  /// The classes that may stand before and behind a newline.
  private static func classes(_ matcher: PatternMatcher) -> (before: [Bool], behind: [Bool])? {
    let table = TransitionTable(matcher)
    guard let start = table.start else { return nil }
    let newlineColumn = table.column(of: newline)
    // What a newline leads to behind a scalar of each class, whatever came before. After going back
    // to where the last match was accepted, the newline may also come first.
    let reached = (0...matcher.classCount).map { column -> Set<Int> in
      guard column > 0 else { return [] }
      var states = Set((0..<table.stateCount).compactMap { table.next($0, column) })
      states.insert(start)
      return Set(states.compactMap { table.next($0, newlineColumn) })
    }
    func cuts(_ before: Int, _ behind: Int) -> Bool {
      reached[before].allSatisfy { table.endsAlike($0, behind) }
    }
    let letter = table.column(of: UInt8(ascii: "a"))
    let before = reached.indices.map { $0 > 0 && cuts($0, letter) }
    guard before.contains(true) else { return nil }
    let behind = reached.indices.map { column in
      column > 0 && before.indices.allSatisfy { !before[$0] || cuts($0, column) }
    }
    return (before, behind)
  }
}

/// A pattern's automaton, read state by state.
private struct TransitionTable {
  private let matcher: PatternMatcher
  private let rowBytes: Int
  let stateCount: Int

  init(_ matcher: PatternMatcher) {
    self.matcher = matcher
    // One column for each class, one for what is no class of its own, one for the end.
    rowBytes = (matcher.classCount + 2) * MemoryLayout<UInt64>.stride
    stateCount = matcher.stateCount
  }

  /// The start state, if it is the same everywhere.
  var start: Int? { matcher.singleStartRow.map { Int($0) / rowBytes } }

  func column(of byte: UInt8) -> Int { Int(matcher.tables.byteColumns[Int(byte)]) }

  private func entry(_ state: Int, _ column: Int) -> (flags: UInt32, target: Int) {
    let entry = PatternTables.entry(
      matcher.tables.entries, row: UInt32(state * rowBytes), column: column)
    return (UInt32(entry >> 32), Int(UInt32(truncatingIfNeeded: entry)) / rowBytes)
  }

  /// The state behind a scalar that is part of a match, be it one that begins with it.
  func next(_ state: Int, _ column: Int) -> Int? {
    let (flags, target) = entry(state, column)
    return flags & (AutomatonTable.isSlow | AutomatonTable.skips) == 0 ? target : nil
  }

  /// Whether a scalar ends what has been matched, and in the same way as the end of the text.
  func endsAlike(_ state: Int, _ column: Int) -> Bool {
    let atScalar = entry(state, column).flags
    let atEnd = entry(state, matcher.classCount + 1).flags
    guard atScalar & (AutomatonTable.ends | AutomatonTable.isSlow) != 0 else { return false }
    return atScalar & AutomatonTable.ends == atEnd & AutomatonTable.ends
  }
}
