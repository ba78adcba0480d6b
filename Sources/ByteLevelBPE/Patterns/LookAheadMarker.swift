/// Decides, for every position of a text, whether a longer look-ahead matches there.
///
/// The look-ahead's automaton reads the text backwards, so that one pass decides every position
/// whatever the length that is looked at.
struct LookAheadMarker: Sendable {
  private let targets: [Int32]
  private let accepts: [Bool]
  private let startState: Int
  private let symbolCount: Int

  init(_ lookAhead: LoweredNode, _ classes: ScalarClasses) throws(PatternError) {
    let program = try ThreadProgram(lookAhead.reversed)
    let symbols = SymbolAlphabet(classes, markCount: 0, program: program)
    let automaton = try Determinizer.automaton(of: program, over: symbols, mode: .everywhere)
    targets = automaton.targets
    accepts = automaton.accepts
    startState = automaton.starts[symbols.startKind]
    symbolCount = symbols.count
  }

  /// Sets `bit` in the marks of the positions where the look-ahead matches.
  ///
  /// `classes` are those of the scalars before the end of the text, and `starts` where those
  /// scalars start; `before` is the class of the scalar before them, or the number of classes.
  /// Returns the first undecided position, which depends on what follows the text; when the text
  /// is final there is none, and the answer is one more than its length.
  func mark(
    _ classes: [UInt8], starts: [Int], end: Int, before: Int, isFinal: Bool, bit: UInt8,
    in marks: inout [UInt8]
  ) -> Int {
    // Before text that is yet to come, any state may be the right one.
    var states = isFinal ? [startState] : Array(0..<(targets.count / symbolCount))
    var undecided = end + 1
    var index = classes.count
    while true {
      let position = index == classes.count ? end : starts[index]
      let symbol = index == 0 ? before : Int(classes[index - 1])
      let answers = states.lazy.map { accepts[$0 * symbolCount + symbol] }
      let isMatching = answers.first ?? false
      if isMatching { marks[position] |= bit }
      if states.count > 1, answers.contains(where: { $0 != isMatching }) { undecided = position }
      if index == 0 { return undecided }
      if states.count == 1 {
        states[0] = Int(targets[states[0] * symbolCount + symbol])
      } else {
        states = Array(Set(states.map { Int(targets[$0 * symbolCount + symbol]) }))
      }
      index -= 1
    }
  }
}
