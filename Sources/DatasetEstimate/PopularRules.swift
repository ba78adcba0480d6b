/// What rules of thumb count in a text, added up over it.
public struct RuleCounts: Hashable, Sendable {
  /// Bytes of text.
  public var bytes = 0.0
  /// Unicode scalar values.
  public var characters = 0.0
  /// Stretches between white space.
  public var words = 0.0
  /// Characters of the blocks of Chinese ideographs.
  public var ideographs = 0.0
  /// What ``PopularRule/segments`` comes to.
  public var segmentTokens = 0.0

  /// Nothing.
  public init() {}

  /// Adds up.
  public static func += (left: inout RuleCounts, right: RuleCounts) {
    left.add(right, times: 1)
  }

  mutating func add(_ other: RuleCounts, times factor: Double) {
    bytes += other.bytes * factor
    characters += other.characters * factor
    words += other.words * factor
    ideographs += other.ideographs * factor
    segmentTokens += other.segmentTokens * factor
  }
}

/// Rules by which people estimate tokens without a tokenizer, to set a measured estimate against.
public enum PopularRule: String, Hashable, Sendable, CaseIterable {
  // "1 token ~= 4 chars in English": OpenAI's help page "What are tokens and how to count them?".
  case charactersOver4
  // The same on the length in bytes, as in the byte-based approximations of command-line agents.
  case bytesOver4
  // "1 token ~= ¾ words", "100 tokens ~= 75 words": the same page of OpenAI's.
  case wordsTimes4Over3
  // "1 English character ≈ 0.3 token, 1 Chinese character ≈ 0.6 token": DeepSeek's API documentation,
  // "Token & Token Usage".
  case deepSeek
  // Chinese characters + 1.3 × words: the local estimate of Baidu's Qianfan SDK.
  case qianfan
  // As tokenx does (johannschopplich/tokenx on GitHub, version 1): segments between white space and
  // punctuation, of which one with a Chinese, Japanese or Korean character has a token for each
  // character, a short one has one, of ASCII letters and digits one for each six, of punctuation one
  // for each two, and of anything else one for each character.
  case segments

  /// What the rule says, in tokens.
  public func tokens(of counts: RuleCounts) -> Double {
    switch self {
    case .charactersOver4: counts.characters / 4
    case .bytesOver4: counts.bytes / 4
    case .wordsTimes4Over3: counts.words * 4 / 3
    case .deepSeek: 0.3 * (counts.characters - counts.ideographs) + 0.6 * counts.ideographs
    case .qianfan: counts.ideographs + 1.3 * counts.words
    case .segments: counts.segmentTokens
    }
  }
}

extension RuleCounts {
  /// Counts a text of well-formed UTF-8; what is not is read as U+FFFD.
  ///
  /// - Complexity: O(n).
  public init(_ text: UnsafeBufferPointer<UInt8>) {
    bytes = Double(text.count)
    var segment = Segment()
    var inWord = false
    var decoder = Unicode.UTF8()
    var iterator = text.makeIterator()
    reading: while true {
      let scalar: Unicode.Scalar
      switch decoder.decode(&iterator) {
      case .scalarValue(let value): scalar = value
      case .error: scalar = "\u{FFFD}"
      case .emptyInput: break reading
      }
      characters += 1
      let kind = Segment.Kind(scalar)
      if kind == .space {
        inWord = false
      } else if !inWord {
        inWord = true
        words += 1
      }
      if 0x4E00...0x9FFF ~= scalar.value || 0x3400...0x4DBF ~= scalar.value
        || 0xF900...0xFAFF ~= scalar.value || 0x20000...0x323AF ~= scalar.value
      {
        ideographs += 1
      }
      segmentTokens += segment.append(kind)
    }
    segmentTokens += segment.tokens
  }
}

/// The stretch that the rule ``PopularRule/segments`` looks at.
private struct Segment {
  enum Kind {
    case space, punctuation, alphanumeric, eastAsian, other

    init(_ scalar: Unicode.Scalar) {
      switch scalar.value {
      case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
        0x3000:
        self = .space
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0xFF:
        self = .alphanumeric
      case 0x21...0x7E, 0x2018...0x201E: self = .punctuation
      case 0x1100...0x11FF, 0x2E80...0x2EFF, 0x3001...0x303F, 0x30A0...0x30FF, 0x3130...0x318F,
        0x31C0...0x31EF, 0x3200...0x4DBF, 0x4E00...0x9FFF, 0xA960...0xA97F, 0xAC00...0xD7FF,
        0xFF00...0xFFEF:
        self = .eastAsian
      default: self = .other
      }
    }
  }

  private var length = 0
  private var isPunctuation = false
  private var hasEastAsian = false
  private var isAlphanumeric = true

  /// Adds a character, and returns the tokens of the segment that it ended.
  mutating func append(_ kind: Kind) -> Double {
    var ended = 0.0
    if kind == .space || (length > 0 && isPunctuation != (kind == .punctuation)) {
      ended = tokens
      self = Segment()
    }
    guard kind != .space else { return ended }
    length += 1
    isPunctuation = kind == .punctuation
    if kind == .eastAsian { hasEastAsian = true }
    if kind != .alphanumeric { isAlphanumeric = false }
    return ended
  }

  var tokens: Double {
    if length == 0 { return 0 }
    if hasEastAsian { return Double(length) }
    if length <= 3 { return 1 }
    if isAlphanumeric { return Double((length + 5) / 6) }
    return isPunctuation ? Double((length + 1) / 2) : Double(length)
  }
}
