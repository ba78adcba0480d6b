import ByteMasks

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

  /// How many bytes the longest text to look for has.
  private let longest: Int
  /// The first bytes of the texts to look for, when they are few: nearly all published tokens
  /// begin with `<` or `[`, and 64 bytes at a time can be searched for those.
  private let firstBytes: [UInt8]?
  private let stripsLeft: Bool
  /// The first scalars of the texts to look for.
  private let firstScalars: Set<UInt32>
  private let looksAtWords: Bool

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
    let first = (0...255).filter { firstNodes[$0] != 0 }.map { UInt8($0) }
    firstBytes = first.count <= 4 ? first : nil
    longest = tokens.map(\.text.count).max() ?? 0
    stripsLeft = tokens.contains { $0.token.stripsLeft }
    looksAtWords = tokens.contains { $0.token.singleWord }
    firstScalars = Set(
      tokens.compactMap { String(decoding: $0.text, as: UTF8.self).unicodeScalars.first?.value })
  }

  /// The first match at or after `start`: its range and the token's index.
  private func match(
    in text: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> (range: Range<Int>, token: Int)? {
    let first = firstNodes.base
    var start = start
    while start < text.count {
      if let firstBytes {
        start = skip(to: firstBytes, in: text, from: start)
        if start == text.count { return nil }
      }
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
      if token.singleWord,
        endsInWord(text, range.lowerBound) || beginsWithWord(text, range.upperBound)
      {
        continue
      }
      var start = range.lowerBound
      var end = range.upperBound
      // White space that the token before has taken stays there.
      if token.stripsLeft { start = max(startOfSpace(text, before: start), emitted) }
      if token.stripsRight { end = endOfSpace(text, after: end) }
      if emitted < start { body(.text(UnsafeBufferPointer(rebasing: text[emitted..<start]))) }
      // Of a token that the one before has swallowed whole nothing is left. (Where even less is left
      // than nothing, `tokenizers` crashes.)
      if start < end { body(.token(token.id)) }
      emitted = start <= end ? end : emitted
    }
    if emitted < text.count { body(.text(UnsafeBufferPointer(rebasing: text[emitted...]))) }
  }

  /// Whether a token can match white space that the one before it has taken: `tokenizers` then gives
  /// both, and takes up the text at the end of the second.
  package var mayOverlap: Bool {
    tokens.contains(where: \.stripsRight)
      && firstScalars.contains { ReferenceScalars.whiteSpace.contains($0) }
  }

  /// What a search came to.
  package struct Search {
    /// The next added token, with the white space that it takes.
    package var token: (id: TokenID, start: Int, end: Int)?
    /// No token begins before this byte, nor takes white space before it.
    package var decided: Int
    /// Where to go on searching when there is more text.
    package var scanned: Int
  }

  /// The next added token of a text that may go on.
  ///
  /// - Parameters:
  ///   - start: where the text begins that no token has taken yet.
  ///   - scanned: up to where it was searched before.
  ///   - wordBefore: whether a word character stands before `start`, which need not be at hand.
  ///   - isFinal: whether the text ends with the buffer.
  package func search(
    _ text: UnsafeBufferPointer<UInt8>, from start: Int, scanned: Int, wordBefore: Bool,
    isFinal: Bool
  ) -> Search {
    // A match that begins here is decided, with the scalar behind it.
    let limit = isFinal ? text.count : text.count - longest - 4
    var position = max(start, scanned)
    while let (range, index) = match(in: text, from: position), range.lowerBound < max(limit, 0) {
      // The search goes on behind the match, whatever becomes of it.
      position = range.upperBound
      let token = tokens[index]
      if policy == .specialAsText, token.isSpecial { continue }
      if token.singleWord,
        range.lowerBound > start ? endsInWord(text, range.lowerBound) : wordBefore
      {
        continue
      }
      if token.singleWord, beginsWithWord(text, range.upperBound) { continue }
      var tokenStart = range.lowerBound
      var tokenEnd = range.upperBound
      // White space that the token before has taken stays there.
      if token.stripsLeft { tokenStart = max(startOfSpace(text, before: tokenStart), start) }
      if token.stripsRight {
        tokenEnd = endOfSpace(text, after: tokenEnd)
        // More white space may follow.
        if !isFinal, tokenEnd + 4 > text.count {
          return Search(token: nil, decided: tokenStart, scanned: range.lowerBound)
        }
      }
      return Search(
        token: (token.id, tokenStart, tokenEnd), decided: tokenStart, scanned: tokenEnd)
    }
    if isFinal { return Search(token: nil, decided: text.count, scanned: text.count) }
    let scannedTo = max(position, wholeScalars(text, upTo: limit))
    var decided = max(start, scannedTo)
    if stripsLeft { decided = max(startOfSpace(text, before: decided), start) }
    return Search(token: nil, decided: decided, scanned: scannedTo)
  }

  /// The first of `bytes` in `text` from `start` on, or the text's end.
  private func skip(
    to bytes: [UInt8], in text: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Int {
    guard let base = text.baseAddress else { return text.count }
    var position = start
    while position &+ 64 <= text.count {
      let window = ByteMask(UnsafeRawPointer(base + position))
      var found: UInt64 = 0
      for byte in bytes { found |= window.equal(to: byte) }
      if found != 0 { return position &+ found.trailingZeroBitCount }
      position &+= 64
    }
    while position < text.count, firstNodes.base[Int(text[position])] == 0 { position &+= 1 }
    return position
  }

  /// The end of the last whole scalar before or at `end`.
  private func wholeScalars(_ text: UnsafeBufferPointer<UInt8>, upTo end: Int) -> Int {
    var end = max(end, 0)
    while end > 0, end < text.count, text[end] & 0xC0 == 0x80 { end -= 1 }
    return end
  }

  /// Whether any token asks what stands beside it.
  package var needsWordBefore: Bool { looksAtWords }

  /// Whether the scalar before `position` is a word character.
  package func endsInWord(_ text: UnsafeBufferPointer<UInt8>, _ position: Int) -> Bool {
    guard looksAtWords, position > 0, let base = text.baseAddress else { return false }
    return ReferenceScalars.word.contains(decodeScalar(base, before: position).value)
  }

  private func beginsWithWord(_ text: UnsafeBufferPointer<UInt8>, _ position: Int) -> Bool {
    guard position < text.count, let base = text.baseAddress else { return false }
    return ReferenceScalars.word.contains(
      decodeScalar(base, at: position, count: text.count).value)
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
