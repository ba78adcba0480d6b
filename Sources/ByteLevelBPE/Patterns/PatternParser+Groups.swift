// Groups, options, look-around and anchors.
extension PatternParser {
  /// A group after its opening parenthesis; nil when it only sets options or is a comment.
  mutating func parseGroup(at position: Int) throws(PatternError) -> PatternNode? {
    let outer = options
    guard skip("?") else {
      // Oniguruma's (*FAIL) and the like; in fancy-regex nothing can be repeated there.
      if peek() == "*" {
        throw PatternError(reason: .unsupported("a callout '(*…)'"), position: position)
      }
      return try finishGroup(outer, at: position)
    }
    guard let kind = take() else { throw unclosed(position) }
    switch Unicode.Scalar(kind) {
    case ":": return try finishGroup(outer, at: position)
    case ">": return .atomic(try finishGroup(outer, at: position), position: position)
    case "=": return try look(.ahead, negated: false, outer, at: position)
    case "!": return try look(.ahead, negated: true, outer, at: position)
    case "#":
      while let next = take() {
        if next == 0x29 { return nil }
      }
      throw unclosed(position)
    case "<":
      if skip("=") { return try look(.behind, negated: false, outer, at: position) }
      if skip("!") { return try look(.behind, negated: true, outer, at: position) }
      return try namedGroup(outer, until: ">", at: position)
    case "'" where dialect == .oniguruma:
      return try namedGroup(outer, until: "'", at: position)
    case "P" where dialect == .fancyRegex && peek() == "<":
      index += 1
      return try namedGroup(outer, until: ">", at: position)
    case "(": throw PatternError(reason: .unsupported("a conditional"), position: position)
    case "~": throw PatternError(reason: .unsupported("an absent operator"), position: position)
    case "R", "&", "P", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9":
      throw PatternError(reason: .unsupported("recursion"), position: position)
    default:
      index -= 1
      return try parseOptions(outer, at: position)
    }
  }

  private mutating func namedGroup(
    _ outer: Options, until end: Unicode.Scalar, at position: Int
  ) throws(PatternError) -> PatternNode {
    while let next = take() {
      if next == end.value { return try finishGroup(outer, at: position) }
    }
    throw unclosed(position)
  }

  /// Reads up to the closing parenthesis and restores the options outside.
  private mutating func finishGroup(
    _ outer: Options, at position: Int
  ) throws(PatternError) -> PatternNode {
    let node = try parseAlternation()
    guard skip(")") else { throw unclosed(position) }
    options = outer
    return node
  }

  private func unclosed(_ position: Int) -> PatternError {
    PatternError(reason: .malformed("'(' without ')'"), position: position)
  }

  // MARK: Options

  /// `(?imx-imx)` and `(?imx-imx:…)` after the question mark.
  private mutating func parseOptions(
    _ outer: Options, at position: Int
  ) throws(PatternError) -> PatternNode? {
    var isOn = true
    while let letter = take() {
      switch Unicode.Scalar(letter) {
      case "-": isOn = false
      case "i": options.ignoresCase = isOn
      case "x": options.isExtended = isOn
      case "m" where dialect == .oniguruma: options.dotMatchesNewline = isOn
      case "m": options.anchorsMatchLines = isOn
      case "s" where dialect == .fancyRegex: options.dotMatchesNewline = isOn
      case "u" where dialect == .fancyRegex && isOn: break
      case ":": return try finishGroup(outer, at: position)
      case ")":
        // In Oniguruma `a(?i)b|c` is `a(?i:b|c)`; in fancy-regex the branches stay apart.
        if dialect == .fancyRegex { return nil }
        let rest = try parseAlternation()
        options = outer
        return rest
      default:
        throw PatternError(
          reason: .unsupported("the group option '\(text(index - 1))'"), position: index - 1)
      }
    }
    throw unclosed(position)
  }

  // MARK: Look-around

  private mutating func look(
    _ direction: PatternNode.Direction, negated: Bool, _ outer: Options, at position: Int
  ) throws(PatternError) -> PatternNode {
    let node = try finishGroup(outer, at: position)
    return .look(direction, negated: negated, node, position: position)
  }

  static let newline = ScalarSet(0x0A)
  static let notNewline = newline.complement

  func textStart(at position: Int) -> PatternNode {
    .look(.behind, negated: true, .scalar(.all), position: position)
  }

  func textEnd(at position: Int) -> PatternNode {
    .look(.ahead, negated: true, .scalar(.all), position: position)
  }

  /// `^`. Oniguruma sees no line start after a line feed that ends the text.
  func startAnchor(at position: Int) -> PatternNode {
    guard options.anchorsMatchLines else { return textStart(at: position) }
    let afterNewline = PatternNode.look(
      .behind, negated: false, .scalar(Self.newline), position: position)
    guard dialect == .oniguruma else {
      return .alternation([textStart(at: position), afterNewline])
    }
    let notAtEnd = PatternNode.look(.ahead, negated: false, .scalar(.all), position: position)
    return .alternation([textStart(at: position), .concatenation([afterNewline, notAtEnd])])
  }

  /// `$`.
  func endAnchor(at position: Int) -> PatternNode {
    guard options.anchorsMatchLines else { return textEnd(at: position) }
    let beforeNewline = PatternNode.look(
      .ahead, negated: false, .scalar(Self.newline), position: position)
    return .alternation([textEnd(at: position), beforeNewline])
  }

  /// `\Z`: the end of the text, or before the line feed that ends it.
  func endOrLastNewline(at position: Int) -> PatternNode {
    let lastNewline = PatternNode.concatenation([
      .scalar(Self.newline), textEnd(at: position),
    ])
    return .alternation([
      textEnd(at: position),
      .look(.ahead, negated: false, lastNewline, position: position),
    ])
  }

  /// `\b`, or `\B` when negated.
  func wordBoundary(negated: Bool, at position: Int) -> PatternNode {
    let word = PatternNode.scalar(wordCharacters)
    func side(_ direction: PatternNode.Direction, isWord: Bool) -> PatternNode {
      .look(direction, negated: !isWord, word, position: position)
    }
    return .alternation([
      .concatenation([side(.behind, isWord: true), side(.ahead, isWord: negated)]),
      .concatenation([side(.behind, isWord: false), side(.ahead, isWord: !negated)]),
    ])
  }
}
