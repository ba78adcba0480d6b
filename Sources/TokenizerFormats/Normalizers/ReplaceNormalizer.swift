internal import ByteLevelBPE

/// `Replace`: puts `content`, taken literally, in the place of whatever a pattern or a literal
/// text matches.
struct ReplaceNormalizer: Normalizer {
  enum Target {
    case literal([UInt8])
    case pattern(Pattern)
  }

  let target: Target
  let content: [UInt8]

  var name: String {
    switch target {
    case .literal(let text): "Replace(\(quoted(text)),\(quoted(content)))"
    case .pattern(let pattern):
      "Replace(/\(pattern.source)/,\(quoted(content)))"
    }
  }

  /// A literal is, unless it goes on behind a newline; of a pattern that is not known.
  var isLocalToLines: Bool {
    guard case .literal(let text) = target else { return false }
    return !text.dropLast().contains(UInt8(ascii: "\n"))
  }

  func isNormalized(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    // A pattern's search costs as much as the replacement.
    guard case .literal = target else { return false }
    return matches(in: text, most: 1).isEmpty
  }

  func normalize(_ text: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]) {
    var copied = 0
    for match in matches(in: text, most: .max) {
      output.append(contentsOf: text[copied..<match.start])
      output.append(contentsOf: content)
      copied = match.end
    }
    output.append(contentsOf: text[copied...])
  }

  private func matches(in text: UnsafeBufferPointer<UInt8>, most: Int) -> [PatternMatch] {
    var matches: [PatternMatch] = []
    switch target {
    case .pattern(let pattern):
      guard !text.isEmpty else { return [] }
      var cursor = PatternCursor(position: 0)
      pattern.matcher.findMatches(in: text, from: &cursor, isFinal: true, into: &matches)
    case .literal(let literal):
      var position = 0
      while position + literal.count <= text.count, matches.count < most {
        if text[position] == literal[0],
          text[position..<(position + literal.count)].elementsEqual(literal)
        {
          matches.append(PatternMatch(start: position, end: position + literal.count))
          position += literal.count
        } else {
          position += 1
        }
      }
    }
    return matches
  }
}
