/// Finds added tokens in text: the leftmost, and of those that begin there the longest.
package struct AddedTokenMatcher: Sendable {
  private let tokens: [AddedToken]
  private let policy: AddedTokenPolicy
  /// A tree of bytes: the children of a node are a stretch of `edges`.
  private let nodes: [Node]
  private let edges: [Edge]
  /// The node below the root by first byte, or 0: most bytes of a text begin no token.
  private let firstNodes: FixedTable<UInt32>

  private struct Node {
    var firstEdge: UInt32 = 0
    var edgeCount: UInt32 = 0
    /// The index of the token that ends here, or -1.
    var token: Int32 = -1
  }

  private struct Edge {
    var byte: UInt8
    var node: UInt32
  }

  /// Whether there is nothing to find.
  package var isEmpty: Bool { tokens.isEmpty }

  /// Creates a matcher for tokens with the texts to look for. Of two tokens with one text the
  /// earlier is found.
  package init(_ tokens: [(token: AddedToken, text: [UInt8])], policy: AddedTokenPolicy) {
    let tokens = policy == .ignore ? [] : tokens.filter { !$0.text.isEmpty }
    self.tokens = tokens.map(\.token)
    self.policy = policy
    // In the order of the texts, the tokens below a node are neighbours.
    let order = tokens.indices.sorted {
      tokens[$0].text == tokens[$1].text
        ? $0 < $1 : tokens[$0].text.lexicographicallyPrecedes(tokens[$1].text)
    }
    var nodes = [Node()]
    var edges: [Edge] = []
    var pending = [(node: 0, range: 0..<order.count, depth: 0)]
    while let (node, range, depth) = pending.popLast() {
      var start = range.lowerBound
      while start < range.upperBound, tokens[order[start]].text.count == depth {
        if nodes[node].token < 0 { nodes[node].token = Int32(order[start]) }
        start += 1
      }
      nodes[node].firstEdge = UInt32(edges.count)
      while start < range.upperBound {
        let byte = tokens[order[start]].text[depth]
        var end = start
        while end < range.upperBound, tokens[order[end]].text[depth] == byte { end += 1 }
        edges.append(Edge(byte: byte, node: UInt32(nodes.count)))
        pending.append((nodes.count, start..<end, depth + 1))
        nodes.append(Node())
        nodes[node].edgeCount += 1
        start = end
      }
    }
    var firstNodes = [UInt32](repeating: 0, count: 256)
    for edge in edges.prefix(Int(nodes[0].edgeCount)) { firstNodes[Int(edge.byte)] = edge.node }
    self.nodes = nodes
    self.edges = edges
    self.firstNodes = FixedTable(firstNodes)
  }

  /// The first match at or after `start`: its range and the token's index.
  private func match(
    in text: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> (range: Range<Int>, token: Int)? {
    let first = firstNodes.base
    var start = start
    while start < text.count {
      var node = first[Int(text[start])]
      if node != 0 {
        var position = start + 1
        var found: (Range<Int>, Int)?
        while true {
          if nodes[Int(node)].token >= 0 {
            found = (start..<position, Int(nodes[Int(node)].token))
          }
          guard position < text.count, let child = child(of: node, text[position]) else { break }
          node = child
          position += 1
        }
        if let found { return found }
      }
      start += 1
    }
    return nil
  }

  private func child(of node: UInt32, _ byte: UInt8) -> UInt32? {
    let node = nodes[Int(node)]
    for index in Int(node.firstEdge)..<Int(node.firstEdge + node.edgeCount)
    where edges[index].byte == byte { return edges[index].node }
    return nil
  }

  /// What a text falls into.
  package enum Part {
    case token(TokenID)
    /// A stretch without added tokens; not empty.
    case text(UnsafeBufferPointer<UInt8>)
  }

  /// Calls `body` with the parts of `text`, in order.
  package func forEachPart(
    of text: UnsafeBufferPointer<UInt8>, _ body: (Part) -> Void
  ) {
    var emitted = 0
    var position = 0
    while let (range, index) = match(in: text, from: position) {
      // The search goes on behind the match, whatever becomes of it.
      position = range.upperBound
      let token = tokens[index]
      if policy == .specialAsText, token.isSpecial { continue }
      if token.singleWord, touchesWord(text, range) { continue }
      var start = range.lowerBound
      var end = range.upperBound
      // White space that the token before has taken stays there.
      if token.stripsLeft { start = max(startOfSpace(text, before: start), emitted) }
      if token.stripsRight { end = endOfSpace(text, after: end) }
      if emitted < start { body(.text(UnsafeBufferPointer(rebasing: text[emitted..<start]))) }
      body(.token(token.id))
      emitted = end
    }
    if emitted < text.count { body(.text(UnsafeBufferPointer(rebasing: text[emitted...]))) }
  }

  private func touchesWord(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
    guard let base = text.baseAddress else { return false }
    if range.lowerBound > 0,
      ReferenceScalars.word.contains(decodeScalar(base, before: range.lowerBound).value)
    {
      return true
    }
    return range.upperBound < text.count
      && ReferenceScalars.word.contains(
        decodeScalar(base, at: range.upperBound, count: text.count).value)
  }

  private func startOfSpace(_ text: UnsafeBufferPointer<UInt8>, before end: Int) -> Int {
    guard let base = text.baseAddress else { return end }
    var start = end
    while start > 0 {
      let scalar = decodeScalar(base, before: start)
      guard ReferenceScalars.whiteSpace.contains(scalar.value) else { break }
      start -= scalar.length
    }
    return start
  }

  private func endOfSpace(_ text: UnsafeBufferPointer<UInt8>, after start: Int) -> Int {
    guard let base = text.baseAddress else { return start }
    var end = start
    while end < text.count {
      let scalar = decodeScalar(base, at: end, count: text.count)
      guard ReferenceScalars.whiteSpace.contains(scalar.value) else { break }
      end += scalar.length
    }
    return end
  }
}
