import ByteLevelBPE

/// The slow, obvious twin of `PatternMatcher`: backtracking over the tree.
struct PatternReferenceMatcher {
  let node: PatternNode

  init(_ pattern: Pattern) throws {
    node = try PatternNode.parse(pattern.source, dialect: pattern.dialect)
  }

  /// Every match in UTF-8, as an iterator of the reference engines gives them: an empty match
  /// is left out where the match before it ended.
  func matches(in text: [UInt8]) -> [PatternMatch] {
    let (scalars, offsets) = Self.decode(text)
    var matches: [PatternMatch] = []
    var start = 0
    var lastEnd: Int?
    while start <= scalars.count {
      guard let (first, end) = search(scalars, from: start) else { break }
      if first == end, lastEnd == end {
        start = first + 1
        continue
      }
      matches.append(PatternMatch(start: offsets[first], end: offsets[end]))
      lastEnd = end
      start = end
    }
    return matches
  }

  private func search(_ scalars: [UInt32], from start: Int) -> (Int, Int)? {
    for first in start...scalars.count {
      var end: Int?
      let found = match(node, scalars, at: first) {
        end = $0
        return true
      }
      if found, let end { return (first, end) }
    }
    return nil
  }

  /// Tries every way in which the node can match, in order, until `next` takes one.
  private func match(
    _ node: PatternNode, _ scalars: [UInt32], at index: Int, next: (Int) -> Bool
  ) -> Bool {
    switch node {
    case .empty: return next(index)
    case .scalar(let set):
      return index < scalars.count && set.contains(scalars[index]) && next(index + 1)
    case .concatenation(let nodes):
      return match(nodes[...], scalars, at: index, next: next)
    case .alternation(let nodes):
      return nodes.contains { match($0, scalars, at: index, next: next) }
    case .repetition(let inner, let minimum, let maximum, .possessive, let position):
      let greedy = PatternNode.repetition(
        inner, minimum: minimum, maximum: maximum, .greedy, position: position)
      return match(.atomic(greedy, position: position), scalars, at: index, next: next)
    case .repetition(let inner, let minimum, let maximum, let greed, _):
      return iterate(
        inner, minimum, maximum, isLazy: greed == .lazy, scalars, at: index, count: 0, next: next)
    case .atomic(let inner, _):
      var end: Int?
      _ = match(inner, scalars, at: index) {
        end = $0
        return true
      }
      return end.map(next) ?? false
    case .look(.ahead, let negated, let inner, _):
      return match(inner, scalars, at: index, next: { _ in true }) != negated && next(index)
    case .look(.behind, let negated, let inner, _):
      let found = (0...index).contains { start in
        match(inner, scalars, at: start, next: { $0 == index })
      }
      return found != negated && next(index)
    }
  }

  private func match(
    _ nodes: ArraySlice<PatternNode>, _ scalars: [UInt32], at index: Int, next: (Int) -> Bool
  ) -> Bool {
    guard let first = nodes.first else { return next(index) }
    return match(first, scalars, at: index) {
      match(nodes.dropFirst(), scalars, at: $0, next: next)
    }
  }

  private func iterate(
    _ inner: PatternNode, _ minimum: Int, _ maximum: Int?, isLazy: Bool, _ scalars: [UInt32],
    at index: Int, count: Int, next: (Int) -> Bool
  ) -> Bool {
    func again() -> Bool {
      if let maximum, count >= maximum { return false }
      return match(inner, scalars, at: index) { end in
        // An iteration that consumes nothing is the last one.
        if end == index, count >= minimum { return next(end) }
        return iterate(
          inner, minimum, maximum, isLazy: isLazy, scalars, at: end, count: count + 1, next: next)
      }
    }
    if count < minimum { return again() }
    return isLazy ? next(index) || again() : again() || next(index)
  }

  /// The scalars, U+FFFD for every maximal ill-formed subpart, and where each starts.
  static func decode(_ text: [UInt8]) -> (scalars: [UInt32], offsets: [Int]) {
    var parser = Unicode.UTF8.ForwardParser()
    var bytes = text.makeIterator()
    var scalars: [UInt32] = []
    var offsets = [0]
    while true {
      let length: Int
      switch parser.parseScalar(from: &bytes) {
      case .valid(let encoded):
        scalars.append(Unicode.UTF8.decode(encoded).value)
        length = encoded.count
      case .error(let count):
        scalars.append(0xFFFD)
        length = count
      case .emptyInput: return (scalars, offsets)
      }
      offsets.append((offsets.last ?? 0) + length)
    }
  }
}
