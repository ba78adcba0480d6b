// Bracketed classes.
extension PatternParser {
  /// A class after its opening bracket: ranges, escapes, POSIX names, nested classes and `&&`.
  mutating func parseClass(at position: Int) throws(PatternError) -> ScalarSet {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.maximumDepth {
      throw PatternError(
        reason: .tooLarge("classes nested more than \(Self.maximumDepth) deep"),
        position: position)
    }
    let unclosed = PatternError(reason: .malformed("'[' without ']'"), position: position)
    let negated = skip("^")
    var intersected: ScalarSet?
    var union = ScalarSet.empty
    var isFirst = true
    while true {
      guard let next = peek() else { throw unclosed }
      if next == "]", !isFirst { break }
      if isIgnoredInClass(next) {
        index += 1
        continue
      }
      if next == "&", peek(1) == "&" {
        index += 2
        intersected = intersected?.intersection(union) ?? union
        union = .empty
      } else {
        union = union.union(try parseClassItem(isFirst: isFirst, classAt: position))
      }
      isFirst = false
    }
    index += 1
    var set = intersected?.intersection(union) ?? union
    if options.ignoresCase {
      if !negated { try refuseExpansions(of: set, at: position) }
      set = folding.closure(of: set)
    }
    return negated ? set.complement : set
  }

  /// A scalar, a range, an escape, a POSIX name or a nested class.
  private mutating func parseClassItem(
    isFirst: Bool, classAt classPosition: Int
  ) throws(PatternError) -> ScalarSet {
    let position = index
    if skip("[") {
      if peek() == ":", let set = try posixBracket(at: position) { return set }
      return try parseClass(at: position)
    }
    if dialect == .fancyRegex, let operation = peek(), operation == "-" || operation == "~",
      peek(1) == operation
    {
      throw PatternError(
        reason: .unsupported("'\(operation)\(operation)' in a class"), position: position)
    }
    let lower: UInt32
    switch try classScalar(classAt: classPosition) {
    case .set(let set):
      if peek() == "-", peek(1) != "]", dialect == .oniguruma || peek(1) != "-" {
        throw PatternError(
          reason: .malformed("a range that starts at a set"), position: position)
      }
      return set
    case .literal(let scalar): lower = scalar
    }
    // A hyphen before the closing bracket stands for itself.
    guard peek() == "-", let afterHyphen = peek(1), afterHyphen != "]" else {
      return ScalarSet(lower)
    }
    if afterHyphen == "[" || (afterHyphen == "&" && peek(2) == "&")
      || (afterHyphen == "-" && dialect == .fancyRegex)
    {
      return ScalarSet(lower)
    }
    index += 1
    guard case .literal(let upper) = try classScalar(classAt: classPosition) else {
      throw PatternError(reason: .malformed("a range that ends at a set"), position: position)
    }
    guard lower <= upper else {
      throw PatternError(reason: .malformed("an empty range"), position: position)
    }
    return ScalarSet([lower...upper])
  }

  private mutating func classScalar(classAt position: Int) throws(PatternError) -> Escape {
    let start = index
    guard let scalar = take() else {
      throw PatternError(reason: .malformed("'[' without ']'"), position: position)
    }
    return scalar == 0x5C ? try escape(at: start, inClass: true) : .literal(scalar)
  }

  /// `[:name:]` or `[:^name:]` at its colon; nil, with nothing read, when it is no such thing.
  private mutating func posixBracket(at position: Int) throws(PatternError) -> ScalarSet? {
    let start = index
    index += 1
    let negated = skip("^")
    var name = ""
    while let next = peek(), next >= "a", next <= "z" {
      name.unicodeScalars.append(next)
      index += 1
    }
    guard skip(":"), skip("]") else {
      index = start
      return nil
    }
    guard let set = posixSet(name) else {
      throw PatternError(
        reason: .malformed("the unknown class '[:\(name):]'"), position: position)
    }
    return negated ? set.complement : set
  }

  private func isIgnoredInClass(_ scalar: Unicode.Scalar) -> Bool {
    options.isExtended && dialect == .fancyRegex
      && (scalar == " " || (scalar.value >= 9 && scalar.value <= 13))
  }

  /// Refuses to ignore the case of a scalar that Oniguruma folds to several, such as ß to ss:
  /// there it would match those too.
  func refuseExpansions(of set: ScalarSet, at position: Int) throws(PatternError) {
    guard dialect == .oniguruma else { return }
    for expansion in folding.expansions where set.contains(expansion.scalar) {
      throw PatternError(
        reason: .unsupported(
          "ignoring the case of U+\(String(expansion.scalar, radix: 16, uppercase: true)), "
            + "which stands for several letters,"),
        position: position)
    }
  }
}
