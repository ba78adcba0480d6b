/// Where a pattern matched, in bytes of the text.
package struct PatternMatch: Sendable, Equatable {
  package var start: Int
  package var end: Int

  package init(start: Int, end: Int) {
    self.start = start
    self.end = end
  }
}

/// Where a search goes on.
package struct PatternCursor: Sendable, Equatable {
  /// Every match that starts before this byte is decided.
  package var position: Int
  /// Where the last match ended: an empty match is not reported there.
  package var lastMatchEnd: Int?

  package init(position: Int, lastMatchEnd: Int? = nil) {
    self.position = position
    self.lastMatchEnd = lastMatchEnd
  }
}

/// A compiled pattern: finds its matches in UTF-8, one after the other, in time linear in the
/// text for every pattern of a published tokenizer.
///
/// A match is the leftmost one, and of those the one that a backtracking engine prefers. Offset
/// 0 of a buffer is the start of the text for `^`, `\A`, `\b` and look-behind, so a buffer that
/// goes on with a text must keep at least the scalar before the cursor.
package struct PatternMatcher: Sendable {
  /// Whether, in every text, matches that are not empty follow one another without a gap.
  package let tilesText: Bool
  /// Whether a match may depend on the scalar before it, or on being at the start of the text.
  package var looksBehind: Bool { singleStartRow == nil }
  /// How many states the automaton has.
  package let stateCount: Int
  /// How many classes of scalars the automaton tells apart.
  package let classCount: Int

  let tables: PatternTables
  let markers: [LookAheadMarker]
  /// The row of the start state, when it is the same whatever the scalar before.
  let singleStartRow: UInt32?
  /// The row of the start state by class of the scalar before, and for the start of the text.
  private let startRows: [UInt32]

  init(_ node: PatternNode) throws(PatternError) {
    let lowered = try LoweredPattern(node)
    let classes = try ScalarClasses(lowered.sets)
    let program = try ThreadProgram(lowered.root)
    var markers: [LookAheadMarker] = []
    for lookAhead in lowered.lookAheads {
      markers.append(try LookAheadMarker(lookAhead, classes))
    }
    let symbols = SymbolAlphabet(classes, markCount: markers.count, program: program)
    let automaton = try Determinizer.automaton(of: program, over: symbols, mode: .leftmostFirst)
    let table = AutomatonTable(automaton, symbols)
    self.markers = markers
    tilesText = table.tilesText
    stateCount = table.stateCount
    classCount = classes.count
    tables = PatternTables(table, classes)
    startRows = symbols.kinds.map { table.startRows[$0] }
    singleStartRow = Set(startRows).count == 1 ? startRows[0] : nil
  }

  /// The class of the scalar before a position, or `classCount` at the start of the text.
  private func classBefore(_ position: Int, _ text: UnsafePointer<UInt8>) -> Int {
    if position == 0 { return classCount }
    return tables.column(of: decodeScalar(text, before: position).value) - 1
  }

  @inline(__always)
  func startRow(at position: Int, _ text: UnsafePointer<UInt8>) -> UInt32 {
    singleStartRow ?? startRows[classBefore(position, text)]
  }

  // MARK: Matches

  /// Finds the matches from the cursor on, appends them and moves the cursor.
  ///
  /// - Parameters:
  ///   - text: UTF-8; ill-formed bytes count as U+FFFD for each maximal subpart.
  ///   - cursor: Where to start, and, afterwards, where to go on.
  ///   - isFinal: Whether the text ends with the buffer. If not, a match that more text could
  ///     change is not reported, and the cursor stays at its start.
  ///   - matches: Where the matches are appended.
  package func findMatches(
    in text: UnsafeBufferPointer<UInt8>, from cursor: inout PatternCursor, isFinal: Bool,
    into matches: inout [PatternMatch]
  ) {
    guard let bytes = text.baseAddress else {
      // A buffer without memory is an empty text.
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1) { empty in
        guard let bytes = empty.baseAddress else { return }
        search(bytes, count: 0, from: &cursor, isFinal: isFinal, into: &matches)
      }
      return
    }
    search(bytes, count: text.count, from: &cursor, isFinal: isFinal, into: &matches)
  }

  private func search(
    _ text: UnsafePointer<UInt8>, count: Int, from cursor: inout PatternCursor, isFinal: Bool,
    into matches: inout [PatternMatch]
  ) {
    if markers.isEmpty {
      search(
        text, count: count, marks: NoMarks(), from: &cursor, isFinal: isFinal, into: &matches)
      return
    }
    // Bytes that more text could complete are left for the next buffer.
    let end = isFinal ? count : Self.endOfWholeScalars(text, count: count)
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: end + 1) { marks in
      marks.initialize(repeating: 0)
      guard let bits = marks.baseAddress else { return }
      var decided = end
      for (number, marker) in markers.enumerated() {
        let undecided = marker.mark(
          text, from: cursor.position, to: end, isFinal: isFinal, bit: 1 << UInt8(number),
          tables: tables, in: bits)
        decided = min(decided, undecided)
      }
      search(
        text, count: decided, marks: Marks(bits: bits, count: markers.count), from: &cursor,
        isFinal: isFinal, into: &matches)
    }
  }

  private static func endOfWholeScalars(_ text: UnsafePointer<UInt8>, count: Int) -> Int {
    for length in 1...3 where length <= count {
      if text[count - length] & 0xC0 == 0x80 { continue }
      let last = decodeScalar(text, at: count - length, count: count)
      return last.isTruncated ? count - length : count
    }
    return count
  }

  /// Matches are collected in a small buffer, written after every byte as in `findBoundaries`.
  @inline(__always)
  private func search<M: PatternMarks>(
    _ text: UnsafePointer<UInt8>, count: Int, marks: M, from cursor: inout PatternCursor,
    isFinal: Bool, into matches: inout [PatternMatch]
  ) {
    let capacity = 512
    withUnsafeTemporaryAllocation(of: PatternMatch.self, capacity: capacity) { buffer in
      guard let output = buffer.baseAddress else { return }
      var state = SearchState(
        position: cursor.position, row: startRow(at: cursor.position, text),
        lastMatchEnd: cursor.lastMatchEnd)
      while true {
        let isDone = advance(
          &state, text, count: count, marks: marks, isFinal: isFinal, into: output,
          capacity: capacity)
        matches.append(contentsOf: UnsafeBufferPointer(start: output, count: state.written))
        if state.written > 0 { state.lastMatchEnd = output[state.written - 1].end }
        state.written = 0
        if isDone { break }
      }
      cursor.position = state.matchStart
      cursor.lastMatchEnd = state.lastMatchEnd
    }
  }

  private struct SearchState {
    var position: Int
    var matchStart: Int
    /// Where a match was last accepted: this one, when it is not before its start.
    var lastAccepted = -1
    var row: UInt32
    /// Where the last match ended that is no longer in the buffer.
    var lastMatchEnd: Int?
    var written = 0

    init(position: Int, row: UInt32, lastMatchEnd: Int?) {
      self.position = position
      matchStart = position
      self.row = row
      self.lastMatchEnd = lastMatchEnd
    }
  }

  /// Searches until the buffer is full or, and then the answer is true, the text is done.
  @inline(__always)
  private func advance<M: PatternMarks>(
    _ state: inout SearchState, _ text: UnsafePointer<UInt8>, count: Int, marks: M,
    isFinal: Bool, into output: UnsafeMutablePointer<PatternMatch>, capacity: Int
  ) -> Bool {
    let entries = tables.entries
    let byteColumns = tables.byteColumns
    let endColumn = classCount + 1
    var position = state.position
    var matchStart = state.matchStart
    var lastAccepted = state.lastAccepted
    var row = state.row
    var written = state.written
    defer {
      state.position = position
      state.matchStart = matchStart
      state.lastAccepted = lastAccepted
      state.row = row
      state.written = written
    }

    while written < capacity {
      var column = endColumn
      var length = 0
      if position < count {
        column = Int(byteColumns[Int(text[position])])
        length = 1
        if column == 0 {
          let scalar = decodeScalar(text, at: position, count: count)
          if scalar.isTruncated, !isFinal { return true }
          column = tables.column(of: scalar.value)
          length = scalar.length
        }
      } else if !isFinal {
        return true
      }
      let entry = PatternTables.entry(
        entries, row: row, column: marks.column(column, at: position))
      let flags = UInt32(truncatingIfNeeded: entry >> 32)
      lastAccepted = flags & AutomatonTable.accepts != 0 ? position : lastAccepted
      if flags & AutomatonTable.isSlow == 0 {
        output[written] = PatternMatch(start: matchStart, end: position)
        written &+= Int(flags & AutomatonTable.ends)
        let after = position &+ length
        // Branch-free: where matches end is what cannot be predicted.
        matchStart = flags & AutomatonTable.ends != 0 ? position : matchStart
        matchStart = flags & AutomatonTable.skips != 0 ? after : matchStart
        row = UInt32(truncatingIfNeeded: entry)
        position = after
        continue
      }

      let matchEnd = flags & AutomatonTable.ends != 0 ? position : lastAccepted
      if matchEnd > matchStart {
        output[written] = PatternMatch(start: matchStart, end: matchEnd)
        written += 1
        matchStart = matchEnd
      } else {
        // No match starts here, or an empty one: the search goes on one scalar later.
        let lastMatchEnd = written > 0 ? output[written - 1].end : state.lastMatchEnd
        if matchEnd == matchStart, lastMatchEnd != matchEnd {
          output[written] = PatternMatch(start: matchStart, end: matchEnd)
          written += 1
        }
        if matchStart == count { return true }
        matchStart += decodeScalar(text, at: matchStart, count: count).length
      }
      position = matchStart
      row = startRow(at: position, text)
    }
    return false
  }
}

/// The bits of a pattern's longer look-aheads, if it has any.
private protocol PatternMarks {
  func column(_ byteColumn: Int, at position: Int) -> Int
}

private struct NoMarks: PatternMarks {
  @inline(__always)
  func column(_ byteColumn: Int, at position: Int) -> Int { byteColumn }
}

private struct Marks: PatternMarks {
  let bits: UnsafePointer<UInt8>
  let count: Int

  init(bits: UnsafeMutablePointer<UInt8>, count: Int) {
    self.bits = UnsafePointer(bits)
    self.count = count
  }

  @inline(__always)
  func column(_ byteColumn: Int, at position: Int) -> Int {
    byteColumn << count | Int(bits[position])
  }
}
