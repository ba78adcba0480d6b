/// A pattern in the few forms that an automaton knows.
///
/// Atomic groups and possessive quantifiers are gone: they are expressed by look-ahead. Scalar
/// sets are numbers in `LoweredPattern.sets`.
indirect enum LoweredNode {
  case empty
  case consume(set: Int)
  case concatenation([LoweredNode])
  /// In order of priority; without branches it matches nothing.
  case alternation([LoweredNode])
  case loop(LoweredNode, minimum: Int, maximum: Int?, isLazy: Bool)
  /// The next scalar is in the set; negated, it is not, or there is none.
  case next(set: Int, negated: Bool)
  /// The same of the scalar before.
  case previous(set: Int, negated: Bool)
  /// A longer look-ahead, by its number in `LoweredPattern.lookAheads`, matches here.
  case marked(Int, negated: Bool)
}

extension LoweredNode {
  var isNullable: Bool {
    switch self {
    case .empty, .next, .previous, .marked: true
    case .consume: false
    case .concatenation(let nodes): nodes.allSatisfy(\.isNullable)
    case .alternation(let nodes): nodes.contains(where: \.isNullable)
    case .loop(let node, let minimum, _, _): minimum == 0 || node.isNullable
    }
  }

  /// The node that matches the same text read from its end.
  var reversed: LoweredNode {
    switch self {
    case .empty, .consume, .marked: self
    case .concatenation(let nodes): .concatenation(nodes.reversed().map(\.reversed))
    case .alternation(let nodes): .alternation(nodes.map(\.reversed))
    case .loop(let node, let minimum, let maximum, let isLazy):
      .loop(node.reversed, minimum: minimum, maximum: maximum, isLazy: isLazy)
    case .next(let set, let negated): .previous(set: set, negated: negated)
    case .previous(let set, let negated): .next(set: set, negated: negated)
    }
  }
}

/// A tree of `LoweredNode` with what it refers to.
struct LoweredPattern {
  /// Every longer look-ahead doubles the number of symbols of the automaton.
  static let maximumLookAheads = 3

  private(set) var root = LoweredNode.empty
  private(set) var sets: [ScalarSet] = []
  /// The look-aheads of more than one scalar, to be decided before matching.
  private(set) var lookAheads: [LoweredNode] = []
  private var setNumbers: [ScalarSet: Int] = [:]
  private var isInLookAhead = false

  init(_ node: PatternNode) throws(PatternError) {
    root = try lower(node)
  }

  private mutating func number(of set: ScalarSet) -> Int {
    if let known = setNumbers[set] { return known }
    sets.append(set)
    setNumbers[set] = sets.count - 1
    return sets.count - 1
  }

  private mutating func lower(_ node: PatternNode) throws(PatternError) -> LoweredNode {
    switch node {
    case .empty: return .empty
    case .scalar(let set): return .consume(set: number(of: set))
    case .concatenation(let nodes): return .concatenation(try lower(nodes))
    case .alternation(let nodes): return .alternation(try lower(nodes))
    case .repetition(let inner, let minimum, let maximum, let greed, let position):
      if greed == .possessive { return try lower(atomic(node, at: position)) }
      return .loop(
        try lower(inner), minimum: minimum, maximum: maximum, isLazy: greed == .lazy)
    case .atomic(let inner, let position): return try lower(atomic(inner, at: position))
    case .look(let direction, let negated, let inner, let position):
      return try look(direction, negated: negated, inner, at: position)
    }
  }

  private mutating func lower(_ nodes: [PatternNode]) throws(PatternError) -> [LoweredNode] {
    var result: [LoweredNode] = []
    for node in nodes { result.append(try lower(node)) }
    return result
  }

  // MARK: Atomic groups

  /// A node that matches like `(?>node)` but has no atomic group or possessive quantifier at its
  /// top.
  ///
  /// With X that can end in one place only: X*+ = X*(?!X), X{n,m}+ = X{m}|X{n,m-1}(?!X).
  /// (?>A|B) = (?>A)|(?!A)(?>B). (?>XY) = X(?>Y).
  private func atomic(
    _ node: PatternNode, at position: Int
  ) throws(PatternError) -> PatternNode {
    switch node {
    case .empty, .scalar, .look, .atomic: return node
    case .alternation(let branches):
      if node.hasSingleEnd { return node }
      var result: [PatternNode] = []
      var failed: [PatternNode] = []
      for branch in branches {
        result.append(.concatenation(failed + [try atomic(branch, at: position)]))
        failed.append(.look(.ahead, negated: true, branch, position: position))
      }
      return .alternation(result)
    case .concatenation(let nodes):
      guard let last = nodes.last, nodes.dropLast().allSatisfy(\.hasSingleEnd) else {
        throw refused(position)
      }
      return .concatenation(nodes.dropLast() + [try atomic(last, at: position)])
    case .repetition(let inner, let minimum, let maximum, let greed, let position):
      return try atomicRepetition(
        inner, minimum: minimum, maximum: maximum, isLazy: greed == .lazy, at: position)
    }
  }

  private func atomicRepetition(
    _ inner: PatternNode, minimum: Int, maximum: Int?, isLazy: Bool, at position: Int
  ) throws(PatternError) -> PatternNode {
    func repeated(_ minimum: Int, _ maximum: Int?) -> PatternNode {
      .repetition(inner, minimum: minimum, maximum: maximum, .greedy, position: position)
    }
    if minimum == 0, maximum == 1, !isLazy {
      return try atomic(.alternation([inner, .empty]), at: position)
    }
    guard inner.hasSingleEnd, !inner.isNullable else { throw refused(position) }
    if isLazy || minimum == maximum { return repeated(minimum, minimum) }
    let notAnother = PatternNode.look(.ahead, negated: true, inner, position: position)
    guard let maximum else { return .concatenation([repeated(minimum, nil), notAnother]) }
    return .alternation([
      repeated(maximum, maximum),
      .concatenation([repeated(minimum, maximum - 1), notAnother]),
    ])
  }

  private func refused(_ position: Int) -> PatternError {
    PatternError(
      reason: .unsupported("an atomic group or possessive quantifier of this shape"),
      position: position)
  }

  // MARK: Look-around

  private mutating func look(
    _ direction: PatternNode.Direction, negated: Bool, _ node: PatternNode, at position: Int
  ) throws(PatternError) -> LoweredNode {
    if let simple = try simpleLook(direction, negated: negated, node, at: position) {
      return simple
    }
    guard direction == .ahead else {
      throw PatternError(
        reason: .unsupported("look-behind of more than one character"), position: position)
    }
    if isInLookAhead {
      throw PatternError(
        reason: .unsupported("look-ahead of several characters inside another"),
        position: position)
    }
    isInLookAhead = true
    let lowered = try lower(node)
    isInLookAhead = false
    if lookAheads.count == Self.maximumLookAheads {
      throw PatternError(
        reason: .tooLarge(
          "more than \(Self.maximumLookAheads) look-aheads of several characters"),
        position: position)
    }
    lookAheads.append(lowered)
    return .marked(lookAheads.count - 1, negated: negated)
  }

  /// The look-around as conditions on the next and previous scalar; nil when it needs more.
  private mutating func simpleLook(
    _ direction: PatternNode.Direction, negated: Bool, _ node: PatternNode, at position: Int
  ) throws(PatternError) -> LoweredNode? {
    switch node {
    case .scalar(let set):
      let set = number(of: set)
      return direction == .ahead
        ? .next(set: set, negated: negated) : .previous(set: set, negated: negated)
    case .empty: return negated ? .alternation([]) : .empty
    case .look(let inner, let innerNegated, let body, _):
      // Where a look-around stands inside another, its width is still zero.
      return try simpleLook(inner, negated: innerNegated != negated, body, at: position)
    case .alternation(let nodes):
      guard let nodes = try simpleLooks(direction, negated: negated, nodes, at: position)
      else { return nil }
      return negated ? .concatenation(nodes) : .alternation(nodes)
    case .concatenation(let nodes) where nodes.allSatisfy(\.isZeroWidth):
      guard let nodes = try simpleLooks(direction, negated: negated, nodes, at: position)
      else { return nil }
      return negated ? .alternation(nodes) : .concatenation(nodes)
    case .concatenation, .repetition, .atomic: return nil
    }
  }

  private mutating func simpleLooks(
    _ direction: PatternNode.Direction, negated: Bool, _ nodes: [PatternNode], at position: Int
  ) throws(PatternError) -> [LoweredNode]? {
    var result: [LoweredNode] = []
    for node in nodes {
      guard let simple = try simpleLook(direction, negated: negated, node, at: position)
      else { return nil }
      result.append(simple)
    }
    return result
  }
}

extension PatternNode {
  /// Whether the node never consumes anything.
  fileprivate var isZeroWidth: Bool {
    switch self {
    case .empty, .look: true
    case .scalar: false
    case .concatenation(let nodes), .alternation(let nodes): nodes.allSatisfy(\.isZeroWidth)
    case .repetition(let node, _, _, _, _), .atomic(let node, _): node.isZeroWidth
    }
  }
}
