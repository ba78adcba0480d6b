/// Turns a thread program into a deterministic automaton.
///
/// A state is the list of threads, in order of priority, that wait at a position, before they
/// take the steps that consume nothing. Those are taken when the next symbol is known, so that
/// conditions on the next scalar need no more than a look at the symbol. A transition says
/// whether the pattern matches up to here, before the symbol, and which threads go on after it.
struct Determinizer {
  enum Mode {
    /// Leftmost-first matching from one start: a match drops all threads of lower priority.
    case leftmostFirst
    /// Matching from every position: the entry joins every state and matches drop nothing.
    case everywhere
  }

  struct Automaton {
    /// The state after a symbol, by state and symbol; -1 when no thread goes on.
    var targets: [Int32] = []
    /// Whether the pattern matches before the symbol, by state and symbol.
    var accepts: [Bool] = []
    /// The kind of scalar before each state's position.
    var kinds: [Int] = []
    /// The start state by kind of the scalar before.
    var starts: [Int] = []
    var stateCount: Int { kinds.count }
  }

  static let maximumStates = 10_000
  static let maximumTransitions = 2_000_000
  /// Instructions visited while building: about half a second.
  static let maximumSteps = 50_000_000

  private struct State: Hashable {
    let threads: [Int32]
    let kind: Int
  }

  private let program: ThreadProgram
  private let symbols: SymbolAlphabet
  private let mode: Mode
  private var numbers: [State: Int32] = [:]
  private var states: [State] = []
  private var visited: [Int32]
  private var queued: [Int32]
  private var generation: Int32 = 0
  private var steps = 0

  static func automaton(
    of program: ThreadProgram, over symbols: SymbolAlphabet, mode: Mode
  ) throws(PatternError) -> Automaton {
    var determinizer = Determinizer(program, symbols, mode)
    return try determinizer.run()
  }

  private init(_ program: ThreadProgram, _ symbols: SymbolAlphabet, _ mode: Mode) {
    self.program = program
    self.symbols = symbols
    self.mode = mode
    visited = Array(repeating: 0, count: program.instructions.count)
    queued = visited
  }

  private mutating func run() throws(PatternError) -> Automaton {
    var automaton = Automaton()
    for kind in 0..<symbols.kindCount {
      automaton.starts.append(
        Int(try number(of: State(threads: [Int32(program.entry)], kind: kind))))
    }
    var current = 0
    while current < states.count {
      let state = states[current]
      automaton.kinds.append(state.kind)
      for symbol in 0..<symbols.count {
        var (threads, accepts) = try advance(state, over: symbol)
        let isEnd = symbols.isEnd(symbol)
        if mode == .everywhere, !isEnd, !threads.contains(Int32(program.entry)) {
          threads.append(Int32(program.entry))
        }
        automaton.accepts.append(accepts)
        if threads.isEmpty || isEnd {
          automaton.targets.append(-1)
        } else {
          let next = State(threads: threads, kind: symbols.kind(after: symbol))
          automaton.targets.append(try number(of: next))
        }
      }
      current += 1
    }
    return automaton
  }

  private mutating func number(of state: State) throws(PatternError) -> Int32 {
    if let known = numbers[state] { return known }
    if states.count == Self.maximumStates
      || states.count * symbols.count > Self.maximumTransitions
    {
      throw PatternError(
        reason: .tooLarge("its automaton has more than \(states.count) states"), position: 0)
    }
    let number = Int32(states.count)
    numbers[state] = number
    states.append(state)
    return number
  }

  /// The threads that consume the symbol, and whether one matches before it.
  private mutating func advance(
    _ state: State, over symbol: Int
  ) throws(PatternError) -> (threads: [Int32], accepts: Bool) {
    generation += 1
    var threads: [Int32] = []
    var accepts = false
    var stack: [Int32] = state.threads.reversed()
    while let instruction = stack.popLast() {
      if visited[Int(instruction)] == generation { continue }
      visited[Int(instruction)] = generation
      steps += 1
      switch program.instructions[Int(instruction)] {
      case .match:
        accepts = true
        if mode == .leftmostFirst { return (threads, accepts) }
      case .split(let targets):
        for target in targets.reversed() { stack.append(Int32(target)) }
      case .consume(let set, let next):
        if symbols.contains(symbol, set: set), queued[next] != generation {
          queued[next] = generation
          threads.append(Int32(next))
        }
      case .next(let set, let negated, let next):
        if symbols.contains(symbol, set: set) != negated { stack.append(Int32(next)) }
      case .previous(let set, let negated, let next):
        if symbols.contains(kind: state.kind, set: set) != negated { stack.append(Int32(next)) }
      case .marked(let number, let negated, let next):
        if symbols.isMarked(symbol, number) != negated { stack.append(Int32(next)) }
      }
    }
    if steps > Self.maximumSteps {
      throw PatternError(reason: .tooLarge("its automaton takes too long to build"), position: 0)
    }
    return (threads, accepts)
  }
}

/// What an automaton reads: the class of a scalar, or the end of the text, with one bit for each
/// longer look-ahead that says whether it matches there.
struct SymbolAlphabet {
  let classCount: Int
  let markCount: Int
  private let membership: [[Bool]]
  /// The kind of each class, by class, with the start of the text after the last: kinds are
  /// what conditions on the previous scalar can tell apart.
  private(set) var kinds: [Int]
  private(set) var kindCount: Int
  /// Whether scalars of a kind are in a set: by kind, then set.
  private var kindMembership: [[Bool]] = []

  init(_ classes: ScalarClasses, markCount: Int, program: ThreadProgram) {
    classCount = classes.count
    self.markCount = markCount
    membership = classes.membership
    var tested = Set<Int>()
    for case .previous(let set, _, _) in program.instructions { tested.insert(set) }
    var known: [[Bool]: Int] = [:]
    kinds = []
    for index in 0...classes.count {
      let row = classes.membership.indices.map {
        tested.contains($0) && index < classes.count && classes.membership[$0][index]
      }
      if known[row] == nil {
        known[row] = known.count
        kindMembership.append(row)
      }
      kinds.append(known[row] ?? 0)
    }
    kindCount = known.count
  }

  var count: Int { (classCount + 1) << markCount }

  /// The kind of the start of the text.
  var startKind: Int { kinds[classCount] }

  func isEnd(_ symbol: Int) -> Bool { symbol >> markCount == classCount }

  func kind(after symbol: Int) -> Int { kinds[symbol >> markCount] }

  func contains(_ symbol: Int, set: Int) -> Bool {
    !isEnd(symbol) && membership[set][symbol >> markCount]
  }

  func contains(kind: Int, set: Int) -> Bool { kindMembership[kind][set] }

  func isMarked(_ symbol: Int, _ number: Int) -> Bool { symbol >> number & 1 == 1 }
}
