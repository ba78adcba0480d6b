/// A lowered pattern as instructions for threads that run in parallel, in order of priority.
struct ThreadProgram {
  enum Instruction {
    case consume(set: Int, next: Int)
    /// The targets in order of priority.
    case split([Int])
    case next(set: Int, negated: Bool, next: Int)
    case previous(set: Int, negated: Bool, next: Int)
    case marked(Int, negated: Bool, next: Int)
    case match
  }

  static let maximumCount = 50_000

  private(set) var instructions: [Instruction] = [.match]
  private(set) var entry = 0
  private var calls = 0

  private static let tooLarge = PatternError(
    reason: .tooLarge("its repetitions expand to more than \(maximumCount) steps"), position: 0)

  init(_ node: LoweredNode) throws(PatternError) {
    entry = try build(node, consumed: 0, unconsumed: 0)
  }

  private mutating func append(_ instruction: Instruction) throws(PatternError) -> Int {
    if instructions.count == Self.maximumCount { throw Self.tooLarge }
    instructions.append(instruction)
    return instructions.count - 1
  }

  /// Builds the node and returns where it starts.
  ///
  /// A path through the node goes on at `consumed` when it has consumed something and at
  /// `unconsumed` when it has not. They differ inside a loop whose body can match the empty
  /// string: an iteration that consumes nothing ends the loop, as in every backtracking engine,
  /// and keeps its place among the other paths.
  private mutating func build(
    _ node: LoweredNode, consumed: Int, unconsumed: Int
  ) throws(PatternError) -> Int {
    calls += 1
    if calls > 20 * Self.maximumCount { throw Self.tooLarge }
    // Spares a second copy of what follows where only one of the two ways can be taken.
    let unconsumed = node.isNullable ? unconsumed : consumed
    switch node {
    case .empty: return unconsumed
    case .consume(let set): return try append(.consume(set: set, next: consumed))
    case .next(let set, let negated):
      return try append(.next(set: set, negated: negated, next: unconsumed))
    case .previous(let set, let negated):
      return try append(.previous(set: set, negated: negated, next: unconsumed))
    case .marked(let number, let negated):
      return try append(.marked(number, negated: negated, next: unconsumed))
    case .alternation(let branches):
      var targets: [Int] = []
      for branch in branches {
        targets.append(try build(branch, consumed: consumed, unconsumed: unconsumed))
      }
      return try append(.split(targets))
    case .concatenation(let nodes):
      // From the last node to the first; `consumed` stays the way on once anything was read.
      var afterConsumed = consumed
      var afterUnconsumed = unconsumed
      for node in nodes.reversed() {
        let same = afterConsumed == afterUnconsumed
        let start = try build(node, consumed: afterConsumed, unconsumed: afterUnconsumed)
        afterConsumed =
          same ? start : try build(node, consumed: afterConsumed, unconsumed: afterConsumed)
        afterUnconsumed = start
      }
      return afterUnconsumed
    case .loop(let body, let minimum, let maximum, let isLazy):
      return try buildLoop(
        body, minimum: minimum, maximum: maximum, isLazy: isLazy, consumed: consumed,
        unconsumed: unconsumed)
    }
  }

  private mutating func buildLoop(
    _ body: LoweredNode, minimum: Int, maximum: Int?, isLazy: Bool, consumed: Int,
    unconsumed: Int
  ) throws(PatternError) -> Int {
    func choice(_ body: Int, _ exit: Int) -> Instruction {
      .split(isLazy ? [exit, body] : [body, exit])
    }
    let same = consumed == unconsumed
    var afterConsumed: Int
    var afterUnconsumed: Int
    if let maximum {
      afterConsumed = consumed
      afterUnconsumed = unconsumed
      for _ in minimum..<maximum {
        let start = try build(body, consumed: afterConsumed, unconsumed: afterUnconsumed)
        let again =
          same ? start : try build(body, consumed: afterConsumed, unconsumed: afterConsumed)
        afterUnconsumed = try append(choice(start, unconsumed))
        afterConsumed = same ? afterUnconsumed : try append(choice(again, consumed))
      }
    } else {
      // The choice to go round again, filled in once the body is known.
      afterConsumed = try append(.split([]))
      let again = try build(body, consumed: afterConsumed, unconsumed: consumed)
      instructions[afterConsumed] = choice(again, consumed)
      if same {
        afterUnconsumed = afterConsumed
      } else {
        let first = try build(body, consumed: afterConsumed, unconsumed: unconsumed)
        afterUnconsumed = try append(choice(first, unconsumed))
      }
    }
    let required = LoweredNode.concatenation(Array(repeating: body, count: minimum))
    if minimum == 0 { return afterUnconsumed }
    return try build(required, consumed: afterConsumed, unconsumed: afterUnconsumed)
  }
}
