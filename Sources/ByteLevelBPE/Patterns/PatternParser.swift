/// Reads a regular expression into a tree.
///
/// What is not a regular expression of the dialect, or not something the automaton can do
/// exactly, is refused with its name and position.
struct PatternParser {
  /// What `(?…)` switches on and off, in the engine's terms, not in the dialect's letters.
  struct Options {
    var ignoresCase = false
    /// `.` matches a line feed: `m` in Oniguruma, `s` in fancy-regex.
    var dotMatchesNewline = false
    /// `^` and `$` match at lines: always in Oniguruma, `m` in fancy-regex.
    var anchorsMatchLines = false
    /// White space and `#` comments in the pattern do not count.
    var isExtended = false
  }

  /// Deeper groups and classes are refused, since every later step is recursive.
  static let maximumDepth = 100
  /// The most a counted repetition may count.
  static let maximumCount = 1000

  let dialect: PatternDialect
  let pattern: [UInt32]
  let folding = CaseFolding()
  var index = 0
  var depth = 0
  var options = Options()

  init(_ source: String, dialect: PatternDialect) {
    self.dialect = dialect
    pattern = source.unicodeScalars.map(\.value)
    options.anchorsMatchLines = dialect == .oniguruma
  }

  static func parse(
    _ source: String, dialect: PatternDialect
  ) throws(PatternError) -> PatternNode {
    var parser = PatternParser(source, dialect: dialect)
    let node = try parser.parseAlternation()
    if parser.index < parser.pattern.count {
      throw PatternError(reason: .malformed("')' without '('"), position: parser.index)
    }
    return node
  }

  // MARK: Structure

  /// Branches up to the end of the pattern or a closing parenthesis, which stays unread.
  mutating func parseAlternation() throws(PatternError) -> PatternNode {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.maximumDepth {
      throw PatternError(
        reason: .tooLarge("groups nested more than \(Self.maximumDepth) deep"), position: index)
    }
    var branches = [try parseConcatenation()]
    while skip("|") { branches.append(try parseConcatenation()) }
    return branches.count == 1 ? branches[0] : .alternation(branches)
  }

  private mutating func parseConcatenation() throws(PatternError) -> PatternNode {
    var nodes: [PatternNode] = []
    var foldedRun = FoldedRun()
    while true {
      skipIgnored()
      let position = index
      guard let next = peek(), next != "|", next != ")" else { break }
      let ignoredCase = options.ignoresCase
      guard let (node, literal) = try parseAtom() else { continue }
      skipIgnored()
      let quantified = try parseQuantifiers(node, atomAt: position)
      nodes.append(quantified)
      if dialect == .oniguruma, ignoredCase, let literal, quantified == node {
        try foldedRun.append(literal, at: position, folding: folding)
      } else {
        foldedRun = FoldedRun()
      }
    }
    return nodes.count == 1 ? nodes[0] : nodes.isEmpty ? .empty : .concatenation(nodes)
  }

  /// One thing that a quantifier can follow, and its scalar when it is a literal; nil when what
  /// was read matches nothing, as a change of options.
  private mutating func parseAtom() throws(PatternError) -> (PatternNode, literal: UInt32?)? {
    let position = index
    guard let scalar = take() else { return nil }
    switch Unicode.Scalar(scalar) {
    case "(": return try parseGroup(at: position).map { ($0, nil) }
    case "[": return (.scalar(try parseClass(at: position)), nil)
    case ".": return (.scalar(options.dotMatchesNewline ? .all : Self.notNewline), nil)
    case "^": return (startAnchor(at: position), nil)
    case "$": return (endAnchor(at: position), nil)
    case "\\": return try parseEscape(at: position)
    case "*", "+", "?":
      throw PatternError(
        reason: .malformed("nothing to repeat before '\(text(position))'"), position: position)
    case "{" where try countedRepetition(at: position) != nil:
      throw PatternError(reason: .malformed("nothing to repeat before '{'"), position: position)
    default: return (try literal(scalar, at: position), scalar)
    }
  }

  /// A scalar that stands for itself, or for all its cases.
  func literal(_ scalar: UInt32, at position: Int) throws(PatternError) -> PatternNode {
    let set = ScalarSet(scalar)
    guard options.ignoresCase else { return .scalar(set) }
    try refuseExpansions(of: set, at: position)
    return .scalar(folding.closure(of: set))
  }

  // MARK: Quantifiers

  private mutating func parseQuantifiers(
    _ atom: PatternNode, atomAt position: Int
  ) throws(PatternError) -> PatternNode {
    var node = atom
    var isQuantified = false
    while true {
      let start = index
      let bounds: (minimum: Int, maximum: Int?)
      let isCounted = peek() == "{"
      switch peek() {
      case "*": bounds = (0, nil)
      case "+": bounds = (1, nil)
      case "?": bounds = (0, 1)
      case "{":
        index += 1
        guard let counted = try countedRepetition(at: start) else {
          index = start
          return node
        }
        bounds = counted
      default: return node
      }
      if !isCounted { index += 1 }
      if case .look = atom {
        throw PatternError(
          reason: .malformed("an anchor or look-around cannot be repeated"), position: start)
      }
      if isQuantified, dialect == .fancyRegex {
        throw PatternError(
          reason: .unsupported("a quantifier of a quantifier"), position: start)
      }
      isQuantified = true
      // In Oniguruma `{n}?` is an optional `{n}`, and `{n,m}+` repeats the repetition.
      let isFixed = isCounted && bounds.minimum == bounds.maximum
      var greed = PatternNode.Greed.greedy
      if !(dialect == .oniguruma && isFixed), skip("?") {
        greed = .lazy
      } else if !(dialect == .oniguruma && isCounted), skip("+") {
        greed = .possessive
      }
      node = .repetition(
        node, minimum: bounds.minimum, maximum: bounds.maximum, greed, position: start)
      skipIgnored()
    }
  }

  /// Reads `{n}`, `{n,}`, `{,m}` or `{n,m}` after its brace; nil when it is none of these, for
  /// then the brace stands for itself.
  private mutating func countedRepetition(
    at position: Int
  ) throws(PatternError) -> (minimum: Int, maximum: Int?)? {
    let start = index
    let first = number()
    var second = first
    if skip(",") {
      second = number()
      if first == nil, second == nil {
        index = start
        return nil
      }
    }
    guard first != nil || second != nil, skip("}") else {
      index = start
      return nil
    }
    if max(first ?? 0, second ?? 0) > Self.maximumCount {
      throw PatternError(
        reason: .tooLarge("a repetition counts to more than \(Self.maximumCount)"),
        position: position)
    }
    if let first, let second, first > second {
      throw PatternError(
        reason: .unsupported("a repetition from \(first) down to \(second)"), position: position)
    }
    return (first ?? 0, second)
  }

  /// A run of decimal digits; numbers over the limit come back as just over it.
  private mutating func number() -> Int? {
    var value: Int?
    while let digit = peek(), digit >= "0", digit <= "9" {
      index += 1
      value = min((value ?? 0) * 10 + Int(digit.value - 0x30), Self.maximumCount + 1)
    }
    return value
  }

  // MARK: Reading

  func peek(_ offset: Int = 0) -> Unicode.Scalar? {
    index + offset < pattern.count ? Unicode.Scalar(pattern[index + offset]) : nil
  }

  mutating func take() -> UInt32? {
    guard index < pattern.count else { return nil }
    index += 1
    return pattern[index - 1]
  }

  mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard peek() == scalar else { return false }
    index += 1
    return true
  }

  func text(_ position: Int) -> String {
    var string = ""
    if let scalar = Unicode.Scalar(pattern[position]) { string.unicodeScalars.append(scalar) }
    return string
  }

  /// White space and comments where the pattern is extended.
  private mutating func skipIgnored() {
    guard options.isExtended else { return }
    while let next = peek() {
      if next == "#" {
        while let comment = peek(), comment != "\n" {
          index += 1
          _ = comment
        }
      } else if next == " " || (next.value >= 9 && next.value <= 13) {
        index += 1
      } else {
        return
      }
    }
  }
}

/// The literals in a row that Oniguruma compares without case.
///
/// It also lets one scalar stand for several: `(?i)ss` matches ß. Such patterns are refused.
private struct FoldedRun {
  private var folded: [UInt32] = []

  mutating func append(
    _ literal: UInt32, at position: Int, folding: CaseFolding
  ) throws(PatternError) {
    folded.append(folding.representative(of: literal))
    for expansion in folding.expansions where folded.ends(with: expansion.folded) {
      throw PatternError(
        reason: .unsupported("ignoring the case of letters that one scalar can stand for"),
        position: position + 1 - expansion.folded.count)
    }
  }
}

extension [UInt32] {
  fileprivate func ends(with other: [UInt32]) -> Bool {
    count >= other.count && suffix(other.count).elementsEqual(other)
  }
}
