/// The transitions of a pattern's automaton, fused and minimised, as the matcher reads them.
///
/// An entry is `row << 3 | flags`, where `row` is where the target's entries start. Columns:
/// 0 for bytes that are not ASCII, then one for each symbol.
struct AutomatonTable {
  /// The match ends before this symbol. Unless `isSlow`, the target already is the state that
  /// the next match enters with the symbol.
  static let ends: UInt32 = 1
  /// The pattern matches before this symbol, and longer matches are still possible.
  static let accepts: UInt32 = 2
  /// More has to be done than to go to the target. Without `ends`, no thread is left and the
  /// match is the last one that was accepted, if any.
  static let isSlow: UInt32 = 4
  static let flagBits: UInt32 = 3

  private(set) var entries: [UInt32] = []
  /// The rows of the start states, by kind of the scalar before.
  private(set) var startRows: [UInt32] = []
  private(set) var stateCount = 0
  let columnCount: Int
  /// Whether, in every text, matches that are not empty follow one another without a gap.
  let tilesText: Bool

  init(_ automaton: Determinizer.Automaton, _ symbols: SymbolAlphabet) {
    columnCount = symbols.count + 1
    tilesText = Self.tilesText(automaton, symbols)
    let (targets, flags) = Self.fused(automaton, symbols)
    let classes = Self.equivalentStates(
      targets: targets, flags: flags, stateCount: automaton.stateCount, width: symbols.count)
    stateCount = (classes.max() ?? -1) + 1
    entries = Array(repeating: Self.isSlow, count: stateCount * columnCount)
    for state in 0..<automaton.stateCount {
      let row = classes[state] * columnCount
      for symbol in 0..<symbols.count {
        let index = state * symbols.count + symbol
        let target = UInt32(classes[Int(targets[index])] * columnCount)
        entries[row + 1 + symbol] = target << Self.flagBits | flags[index]
      }
    }
    startRows = automaton.starts.map { UInt32(classes[$0] * columnCount) }
  }

  /// Where a match ends before a symbol, the next match starts with it: both steps become one.
  private static func fused(
    _ automaton: Determinizer.Automaton, _ symbols: SymbolAlphabet
  ) -> (targets: [Int32], flags: [UInt32]) {
    var targets = automaton.targets
    var flags = [UInt32](repeating: 0, count: targets.count)
    for index in targets.indices {
      let isAccepting = automaton.accepts[index]
      if targets[index] >= 0 {
        flags[index] = isAccepting ? accepts : 0
        continue
      }
      let start = automaton.starts[automaton.kinds[index / symbols.count]]
      let restarted = start * symbols.count + index % symbols.count
      if !isAccepting {
        (targets[index], flags[index]) = (Int32(start), isSlow)
      } else if automaton.targets[restarted] >= 0, !automaton.accepts[restarted] {
        (targets[index], flags[index]) = (automaton.targets[restarted], ends)
      } else {
        (targets[index], flags[index]) = (Int32(start), ends | isSlow)
      }
    }
    return (targets, flags)
  }

  /// A number for each state, the same for states with the same behaviour: Moore's algorithm.
  private static func equivalentStates(
    targets: [Int32], flags: [UInt32], stateCount: Int, width: Int
  ) -> [Int] {
    var classes = [Int](repeating: 0, count: stateCount)
    var count = 0
    while true {
      var known: [[Int]: Int] = [:]
      var refined: [Int] = []
      refined.reserveCapacity(stateCount)
      for state in 0..<stateCount {
        let row = state * width..<(state + 1) * width
        var signature = [classes[state]]
        for index in row {
          signature.append(classes[Int(targets[index])] << Int(flagBits) | Int(flags[index]))
        }
        let next = known.count
        refined.append(known[signature] ?? next)
        if known[signature] == nil { known[signature] = next }
      }
      classes = refined
      if known.count == count { return classes }
      count = known.count
    }
  }

  /// Follows every path from the start states up to its first accepted, non-empty match.
  private static func tilesText(
    _ automaton: Determinizer.Automaton, _ symbols: SymbolAlphabet
  ) -> Bool {
    if symbols.markCount > 0 { return false }
    let width = symbols.count
    var isReached = [Bool](repeating: false, count: automaton.stateCount)
    var open: [Int] = []
    for start in automaton.starts {
      for symbol in 0..<width {
        let index = start * width + symbol
        if automaton.accepts[index] { return false }
        if symbols.isEnd(symbol) { continue }
        guard automaton.targets[index] >= 0 else { return false }
        open.append(Int(automaton.targets[index]))
      }
    }
    while let state = open.popLast() {
      if isReached[state] { continue }
      isReached[state] = true
      for symbol in 0..<width where !automaton.accepts[state * width + symbol] {
        guard automaton.targets[state * width + symbol] >= 0 else { return false }
        open.append(Int(automaton.targets[state * width + symbol]))
      }
    }
    return true
  }
}
