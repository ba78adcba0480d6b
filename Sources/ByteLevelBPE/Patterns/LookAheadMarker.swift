/// Decides, for every position of a text, whether a longer look-ahead matches there.
///
/// The look-ahead's automaton reads the text backwards, so that one pass decides every position
/// whatever the length that is looked at.
struct LookAheadMarker: Sendable {
  /// `target << 1 | matches`, by state and symbol; a target is where its entries start.
  private let entries: [UInt32]
  private let startRow: UInt32
  private let symbolCount: Int

  init(_ lookAhead: LoweredNode, _ classes: ScalarClasses) throws(PatternError) {
    let program = try ThreadProgram(lookAhead.reversed)
    let symbols = SymbolAlphabet(classes, markCount: 0, program: program)
    let automaton = try Determinizer.automaton(of: program, over: symbols, mode: .everywhere)
    entries = automaton.targets.indices.map {
      // The last symbol, the start of the text, leads nowhere.
      UInt32(max(0, automaton.targets[$0])) * UInt32(symbols.count) << 1
        | (automaton.accepts[$0] ? 1 : 0)
    }
    startRow = UInt32(automaton.starts[symbols.startKind] * symbols.count)
    symbolCount = symbols.count
  }

  /// Sets `bit` in the marks of the positions from `start` to `end` where the look-ahead matches.
  ///
  /// Returns the first undecided position, which depends on what follows the text; when the text
  /// is final there is none, and the answer is one more than its length.
  func mark(
    _ text: UnsafePointer<UInt8>, from start: Int, to end: Int, isFinal: Bool, bit: UInt8,
    tables: PatternTables, in marks: UnsafeMutablePointer<UInt8>
  ) -> Int {
    // Before text that is yet to come, any state may be the right one.
    var rows =
      isFinal
      ? [startRow]
      : (0..<entries.count / symbolCount).map {
        UInt32($0 * symbolCount)
      }
    var undecided = end + 1
    var position = end
    while rows.count > 1 {
      let (symbol, length) = symbolBefore(position, text, tables)
      let found = Set(rows.map { entries[Int($0) + symbol] })
      let matching = found.filter { $0 & 1 == 1 }
      if matching.count == found.count { marks[position] |= bit }
      if !matching.isEmpty, matching.count < found.count { undecided = position }
      if position == start { return undecided }
      rows = Array(Set(found.map { $0 >> 1 }))
      position -= length
    }
    guard var row = rows.first else { return undecided }
    entries.withUnsafeBufferPointer { entries in
      while true {
        let (symbol, length) = symbolBefore(position, text, tables)
        let entry = entries[Int(row) + symbol]
        marks[position] |= entry & 1 == 1 ? bit : 0
        if position <= start { break }
        row = entry >> 1
        position -= length
      }
    }
    return undecided
  }

  /// The class of the scalar before a position and its length; past the last class, the start of
  /// the text.
  @inline(__always)
  private func symbolBefore(
    _ position: Int, _ text: UnsafePointer<UInt8>, _ tables: PatternTables
  ) -> (symbol: Int, length: Int) {
    if position == 0 { return (symbolCount - 1, 0) }
    let byte = text[position - 1]
    if byte < 0x80 { return (Int(tables.byteColumns[Int(byte)]) - 1, 1) }
    let scalar = decodeScalar(text, before: position)
    return (tables.column(of: scalar.value) - 1, scalar.length)
  }
}
