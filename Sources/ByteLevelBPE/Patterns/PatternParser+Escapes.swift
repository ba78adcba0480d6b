// What follows a backslash.
extension PatternParser {
  /// What an escape stands for, where it stands for one scalar.
  enum Escape {
    case literal(UInt32)
    case set(ScalarSet)
  }

  /// An escape outside classes, after its backslash.
  mutating func parseEscape(
    at position: Int
  ) throws(PatternError) -> (PatternNode, literal: UInt32?) {
    let anchor: PatternNode? =
      switch peek() {
      case "A": textStart(at: position)
      case "z": textEnd(at: position)
      case "Z": endOrLastNewline(at: position)
      case "b": wordBoundary(negated: false, at: position)
      case "B": wordBoundary(negated: true, at: position)
      default: nil
      }
    if let anchor {
      index += 1
      return (anchor, nil)
    }
    switch try escape(at: position, inClass: false) {
    case .set(let set): return (.scalar(set), nil)
    case .literal(let scalar): return (try literal(scalar, at: position), scalar)
    }
  }

  /// An escape that stands for one scalar, after its backslash.
  mutating func escape(at position: Int, inClass: Bool) throws(PatternError) -> Escape {
    guard let letter = take() else {
      throw PatternError(reason: .malformed("a backslash at the end"), position: position)
    }
    switch Unicode.Scalar(letter) {
    case "t": return .literal(0x09)
    case "n": return .literal(0x0A)
    case "v": return .literal(0x0B)
    case "f": return .literal(0x0C)
    case "r": return .literal(0x0D)
    case "a": return .literal(0x07)
    case "e": return .literal(0x1B)
    case "b" where inClass && dialect == .oniguruma: return .literal(0x08)
    case "0" where dialect == .oniguruma:
      return .literal(digits(radix: 8, atMost: 2)?.value ?? 0)
    case "x": return .literal(try hexadecimal(shortLength: 2, at: position))
    case "u": return .literal(try hexadecimal(shortLength: 4, at: position))
    case "s": return .set(Self.whitespace)
    case "S": return .set(Self.whitespace.complement)
    case "d": return .set(Self.decimalDigits)
    case "D": return .set(Self.decimalDigits.complement)
    case "w": return .set(inClass ? wordClass : wordCharacters)
    case "W": return .set((inClass ? wordClass : wordCharacters).complement)
    case "h": return .set(Self.hexadecimalDigits)
    case "H": return .set(Self.hexadecimalDigits.complement)
    case "N" where dialect == .oniguruma && !inClass: return .set(Self.notNewline)
    case "O" where dialect == .oniguruma && !inClass: return .set(.all)
    case "p", "P": return try property(negated: letter == 0x50, inClass: inClass, at: position)
    case "1", "2", "3", "4", "5", "6", "7", "8", "9", "k":
      throw PatternError(reason: .unsupported("a back-reference"), position: position)
    case "g":
      throw PatternError(reason: .unsupported("a subexpression call"), position: position)
    case "R", "X", "K", "G", "y", "Y", "c", "C", "M", "b", "B", "N", "O", "A", "z", "Z", "0":
      throw PatternError(
        reason: .unsupported("'\\\(text(index - 1))'"), position: position)
    default:
      // A letter without a meaning stands for itself in Oniguruma and is an error elsewhere.
      let isLetter = (0x41...0x5A).contains(letter) || (0x61...0x7A).contains(letter)
      if dialect == .fancyRegex, isLetter {
        throw PatternError(
          reason: .malformed("the unknown escape '\\\(text(index - 1))'"), position: position)
      }
      return .literal(letter)
    }
  }

  // MARK: Numbers

  /// The scalar of `\xHH`, `\x{H…}` or `\uHHHH`, after its letter.
  private mutating func hexadecimal(
    shortLength: Int, at position: Int
  ) throws(PatternError) -> UInt32 {
    let malformed = PatternError(
      reason: .malformed("a hexadecimal escape that names no character"), position: position)
    if skip("{") {
      guard let (value, _) = digits(radix: 16, atMost: 8), skip("}"), Unicode.Scalar(value) != nil
      else { throw malformed }
      return value
    }
    guard let (value, length) = digits(radix: 16, atMost: shortLength),
      length == shortLength || (shortLength == 2 && dialect == .oniguruma),
      Unicode.Scalar(value) != nil
    else { throw malformed }
    if shortLength == 2, dialect == .oniguruma, value > 0x7F {
      // Oniguruma takes `\xHH` as a byte of the text's encoding.
      throw PatternError(reason: .unsupported("a byte above \\x7F"), position: position)
    }
    return value
  }

  private mutating func digits(radix: UInt32, atMost limit: Int) -> (value: UInt32, length: Int)? {
    var value: UInt32 = 0
    var length = 0
    while length < limit, let next = peek()?.value {
      let digit: UInt32
      switch next {
      case 0x30...0x39: digit = next - 0x30
      case 0x41...0x46: digit = next - 0x41 + 10
      case 0x61...0x66: digit = next - 0x61 + 10
      default: digit = 99
      }
      guard digit < radix else { break }
      value = value * radix + digit
      length += 1
      index += 1
    }
    return length == 0 ? nil : (value, length)
  }

  // MARK: Properties

  /// `\p{Name}`, `\p{^Name}` and, in fancy-regex, `\pL`; after the `p`.
  private mutating func property(
    negated: Bool, inClass: Bool, at position: Int
  ) throws(PatternError) -> Escape {
    var negated = negated
    var name = ""
    if skip("{") {
      if dialect == .oniguruma, skip("^") { negated.toggle() }
      while let next = peek(), next != "}" {
        name.unicodeScalars.append(next)
        index += 1
      }
      guard skip("}") else {
        throw PatternError(reason: .malformed("'{' without '}'"), position: position)
      }
    } else if dialect == .oniguruma {
      return .literal(pattern[index - 1])  // without braces it is a letter
    } else if let letter = peek() {
      name.unicodeScalars.append(letter)
      index += 1
    }
    guard var set = namedSet(name, inClass: inClass) else {
      throw PatternError(
        reason: .unsupported("the character property '\(name)'"), position: position)
    }
    // Oniguruma ignores the case of properties in classes only.
    if options.ignoresCase, dialect == .fancyRegex { set = folding.closure(of: set) }
    return .set(negated ? set.complement : set)
  }

  private func namedSet(_ name: String, inClass: Bool) -> ScalarSet? {
    if let set = UnicodeProperty.scalars(named: name) { return set }
    guard dialect == .oniguruma else { return nil }
    switch name.lowercased() {
    case "word": return inClass ? wordClass : wordCharacters
    case "alnum", "graph", "print", "blank", "xdigit": return posixSet(name.lowercased())
    default: return nil
    }
  }

  // MARK: Named sets

  static let whitespace = UnicodeProperty.scalars(named: "White_Space") ?? .empty
  static let decimalDigits = UnicodeProperty.scalars(named: "Nd") ?? .empty
  static let hexadecimalDigits = ScalarSet([0x30...0x39, 0x41...0x46, 0x61...0x66])

  private static let alphabetic = UnicodeProperty.scalars(named: "Alphabetic") ?? .empty

  /// Letters, marks, decimal digits and connectors: `[\w]`.
  private static let word = ["M", "Nd", "Pc"].reduce(alphabetic) {
    $0.union(UnicodeProperty.scalars(named: $1) ?? .empty)
  }

  /// `\w` in a class.
  var wordClass: ScalarSet {
    switch dialect {
    case .oniguruma: Self.word
    case .fancyRegex: Self.word.union(ScalarSet([0x200C...0x200D]))
    }
  }

  /// `\w` outside classes, and what `\b` stands at. Oniguruma looks scalars below U+0100 up in a
  /// table of ISO 8859-1 there, which also has ², ³, ¹, ¼, ½ and ¾.
  var wordCharacters: ScalarSet {
    switch dialect {
    case .oniguruma: wordClass.union(ScalarSet([0xB2...0xB3, 0xB9...0xB9, 0xBC...0xBE]))
    case .fancyRegex: wordClass
    }
  }

  /// The set of `[:name:]`, or nil when there is none.
  func posixSet(_ name: String) -> ScalarSet? {
    dialect == .oniguruma ? Self.unicodePosixSet(name, word: wordClass) : Self.asciiPosixSet(name)
  }

  private static func unicodePosixSet(_ name: String, word: ScalarSet) -> ScalarSet? {
    func named(_ property: String) -> ScalarSet {
      UnicodeProperty.scalars(named: property) ?? .empty
    }
    switch name {
    case "alpha": return alphabetic
    case "alnum": return alphabetic.union(decimalDigits)
    case "ascii": return ScalarSet([0...0x7F])
    case "blank": return named("Zs").union(ScalarSet(0x09))
    case "cntrl": return named("Cc")
    case "digit": return decimalDigits
    case "graph":
      return whitespace.union(named("Cc")).union(named("Cn")).complement
    case "lower": return named("Lowercase")
    case "print":
      return whitespace.union(named("Cc")).union(named("Cn")).complement.union(named("Zs"))
    case "punct": return named("P").union(named("S"))
    case "space": return whitespace
    case "upper": return named("Uppercase")
    case "word": return word
    case "xdigit": return hexadecimalDigits
    default: return nil
    }
  }

  private static func asciiPosixSet(_ name: String) -> ScalarSet? {
    switch name {
    case "alpha": ScalarSet([0x41...0x5A, 0x61...0x7A])
    case "alnum": ScalarSet([0x30...0x39, 0x41...0x5A, 0x61...0x7A])
    case "ascii": ScalarSet([0...0x7F])
    case "blank": ScalarSet(0x09, 0x20)
    case "cntrl": ScalarSet([0...0x1F, 0x7F...0x7F])
    case "digit": ScalarSet([0x30...0x39])
    case "graph": ScalarSet([0x21...0x7E])
    case "lower": ScalarSet([0x61...0x7A])
    case "print": ScalarSet([0x20...0x7E])
    case "punct": ScalarSet([0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E])
    case "space": ScalarSet([0x09...0x0D, 0x20...0x20])
    case "upper": ScalarSet([0x41...0x5A])
    case "word": ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    case "xdigit": hexadecimalDigits
    default: nil
    }
  }
}
