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
      let empty: [UInt8] = [0]
      empty.withUnsafeBufferPointer {
        if let bytes = $0.baseAddress {
          search(bytes, count: 0, from: &cursor, isFinal: isFinal, into: &matches)
        }
      }
      return
    }
    search(bytes, count: text.count, from: &cursor, isFinal: isFinal, into: &matches)
  }

  private func search(
    _ text: UnsafePointer<UInt8>, count fullCount: Int, from cursor: inout PatternCursor,
    isFinal fullIsFinal: Bool, into matches: inout [PatternMatch]
  ) {
    var count = fullCount
    var isFinal = fullIsFinal
    var marks: [UInt8] = []
    if !markers.isEmpty {
      (marks, count) = makeMarks(
        text, from: cursor.position, count: fullCount, isFinal: fullIsFinal)
      isFinal = fullIsFinal && count == fullCount
    }
    let entries = tables.entries
    let markCount = markers.count
    let endColumn = classCount + 1
    var matchStart = cursor.position
    var position = matchStart
    var lastAccepted = -1
    var row = startRow(at: position, text)

    while true {
      var column = endColumn
      var length = 0
      if position < count {
        let byte = text[position]
        if byte < 0x80 {
          column = Int(tables.byteColumns[Int(byte)])
          length = 1
        } else {
          let scalar = decodeScalar(text, at: position, count: count)
          if scalar.isTruncated, !isFinal { break }
          column = tables.column(of: scalar.value)
          length = scalar.length
        }
      } else if !isFinal {
        break
      }
      if markCount > 0 { column = ((column - 1) << markCount | Int(marks[position])) + 1 }
      let entry = entries[Int(row) + column]
      if entry & AutomatonTable.accepts != 0 { lastAccepted = position }
      if entry & (AutomatonTable.ends | AutomatonTable.isSlow) == 0 {
        row = entry >> AutomatonTable.flagBits
        position += length
        continue
      }

      let matchEnd = entry & AutomatonTable.ends != 0 ? position : lastAccepted
      lastAccepted = -1
      if matchEnd > matchStart {
        matches.append(PatternMatch(start: matchStart, end: matchEnd))
        cursor.lastMatchEnd = matchEnd
        matchStart = matchEnd
        if entry & AutomatonTable.isSlow == 0 {
          row = entry >> AutomatonTable.flagBits
          position += length
          continue
        }
      } else {
        // No match starts here, or an empty one: the search goes on one scalar later.
        if matchEnd == matchStart, cursor.lastMatchEnd != matchEnd {
          matches.append(PatternMatch(start: matchStart, end: matchEnd))
          cursor.lastMatchEnd = matchEnd
        }
        if matchStart == count { break }
        matchStart += decodeScalar(text, at: matchStart, count: count).length
      }
      position = matchStart
      row = startRow(at: position, text)
    }
    cursor.position = matchStart
  }

  // MARK: Longer look-ahead

  /// The bits of the longer look-aheads by position, and where the decided part of the text
  /// ends.
  private func makeMarks(
    _ text: UnsafePointer<UInt8>, from start: Int, count: Int, isFinal: Bool
  ) -> (marks: [UInt8], count: Int) {
    var classes: [UInt8] = []
    var starts: [Int] = []
    var position = start
    while position < count {
      let scalar = decodeScalar(text, at: position, count: count)
      if scalar.isTruncated, !isFinal { break }
      classes.append(UInt8(tables.column(of: scalar.value) - 1))
      starts.append(position)
      position += scalar.length
    }
    var marks = [UInt8](repeating: 0, count: position + 1)
    var decided = position
    let before = classBefore(start, text)
    for (number, marker) in markers.enumerated() {
      let undecided = marker.mark(
        classes, starts: starts, end: position, before: before, isFinal: isFinal,
        bit: 1 << UInt8(number), in: &marks)
      decided = min(decided, undecided)
    }
    return (marks, decided)
  }
}
