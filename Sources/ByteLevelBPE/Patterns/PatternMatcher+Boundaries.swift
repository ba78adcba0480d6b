// The fast path, for patterns that leave no gaps.
extension PatternMatcher {
  /// Finds where the matches of a pattern that tiles the text end, from `start` on.
  ///
  /// The first match starts at `start`, every other where the one before it ends.
  ///
  /// - Parameters:
  ///   - text: UTF-8; ill-formed bytes count as U+FFFD for each maximal subpart. Offsets must
  ///     fit in 32 bits: what is further away is left for a call with a later buffer.
  ///   - start: Where a match starts.
  ///   - isFinal: Whether the text ends with the buffer. If not, a match that more text could
  ///     change is not reported.
  ///   - ends: Where the ends are written. A full buffer ends the search. Too small a one makes it
  ///     slow: as many bytes are looked at in one go as there is room for ends.
  ///   - enough: How many ends do; some more may be written.
  /// - Returns: How many ends were written, and the offset at which to go on: the last end, or
  ///   `start` when there is none.
  /// - Precondition: `tilesText`.
  package func findBoundaries(
    in text: UnsafeBufferPointer<UInt8>, from start: Int, isFinal: Bool,
    into ends: UnsafeMutableBufferPointer<UInt32>, enough: Int = .max
  ) -> (count: Int, resumeAt: Int) {
    precondition(tilesText, "the pattern leaves gaps between its matches")
    guard let bytes = text.baseAddress, let output = ends.baseAddress, start < text.count else {
      return (0, start)
    }
    let count = min(text.count, Int(UInt32.max))
    return scan(
      bytes, from: start, count: count, isFinal: isFinal && count == text.count,
      into: output, capacity: ends.count, enough: min(enough, ends.count))
  }

  /// The loop takes one look-up of the class and one of the transition for a byte of ASCII, and
  /// writes an end after every byte, to be overwritten unless it is one: a branch there would be
  /// mispredicted at most words.
  private func scan(
    _ text: UnsafePointer<UInt8>, from start: Int, count: Int, isFinal: Bool,
    into output: UnsafeMutablePointer<UInt32>, capacity: Int, enough: Int
  ) -> (count: Int, resumeAt: Int) {
    let tables = tables
    let entries = tables.entries
    let byteColumns = tables.byteColumns
    let slow = UInt64(AutomatonTable.isSlow) << 32
    let accepts = UInt64(AutomatonTable.accepts) << 32
    let endColumn = classCount + 1
    var written = 0
    var position = start
    var lastAccepted = start
    var row = startRow(at: start, text)

    while written < enough {
      // Every byte writes at most one end.
      let limit = min(count, position + (capacity - written))
      var entry: UInt64 = 0
      while position < limit {
        entry = PatternTables.entry(
          entries, row: row, column: Int(byteColumns[Int(text[position])]))
        if entry & slow != 0 { break }
        output[written] = UInt32(truncatingIfNeeded: position)
        written &+= Int(truncatingIfNeeded: entry >> 32) & Int(AutomatonTable.ends)
        if entry & accepts != 0 { lastAccepted = position }
        row = UInt32(truncatingIfNeeded: entry)
        position &+= 1
      }
      if position == limit {
        guard position == count, written < enough else { continue }
        if !isFinal || (written > 0 ? Int(output[written - 1]) : start) == count { break }
        entry = PatternTables.entry(entries, row: row, column: endColumn)
      } else {
        // Scalars that are not ASCII, mostly many in a row.
        while position < count, text[position] >= 0x80, written < capacity {
          let scalar = decodeScalar(text, at: position, count: count)
          if scalar.isTruncated, !isFinal { return finish(written, start, output) }
          entry = PatternTables.entry(
            entries, row: row, column: tables.column(of: scalar.value))
          if entry & slow != 0 { break }
          output[written] = UInt32(truncatingIfNeeded: position)
          written &+= Int(truncatingIfNeeded: entry >> 32) & Int(AutomatonTable.ends)
          if entry & accepts != 0 { lastAccepted = position }
          row = UInt32(truncatingIfNeeded: entry)
          position &+= scalar.length
        }
        if entry & slow == 0 { continue }
      }
      // The match ends here, or, with no thread left, where it was last accepted.
      if entry >> 32 & UInt64(AutomatonTable.ends) == 0 { position = lastAccepted }
      output[written] = UInt32(truncatingIfNeeded: position)
      written += 1
      row = startRow(at: position, text)
    }
    return finish(written, start, output)
  }

  private func finish(
    _ written: Int, _ start: Int, _ output: UnsafeMutablePointer<UInt32>
  ) -> (count: Int, resumeAt: Int) {
    (written, written > 0 ? Int(output[written - 1]) : start)
  }
}
