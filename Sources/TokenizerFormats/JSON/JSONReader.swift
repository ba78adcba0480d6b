/// A pull parser over the bytes of a JSON document (RFC 8259): the caller says what it expects
/// next, and nothing is copied until it asks.
///
/// A `tokenizer.json` is 11 MB of short strings; making a Swift `String` of each takes four
/// times as long as everything else, and Foundation's readers take 200 to 340 ms.
struct JSONReader {
  let bytes: UnsafeBufferPointer<UInt8>
  private(set) var position: Int
  /// Deeper nesting is an attack on the stack, not a tokenizer.
  static let depthLimit = 64

  init(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  /// What the next value is, without consuming it.
  enum Kind {
    case object, array, string, number, literal
  }

  mutating func kind() throws(FormatFault) -> Kind {
    switch try peek() {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"): return .literal
    case let byte:
      throw .malformed(at: position, "a JSON value cannot begin with \(quoted([byte]))")
    }
  }

  // MARK: Structure

  /// The next byte that is not white space, without consuming it.
  @inline(__always)
  mutating func peek() throws(FormatFault) -> UInt8 {
    while position < bytes.count {
      let byte = bytes[position]
      if byte > 0x20 { return byte }
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else {
        throw .malformed(at: position, "a control character stands between JSON values")
      }
      position &+= 1
      if byte == 0x0A, bytes.count &- position >= 8 {
        // A new line is indented, by eight spaces or fewer: skipped at once.
        let others = word(at: position) ^ 0x2020_2020_2020_2020
        position &+= others.trailingZeroBitCount &>> 3
      }
    }
    throw .malformed(at: position, "the JSON document ends too early")
  }

  @inline(__always)
  mutating func expect(_ byte: UInt8) throws(FormatFault) {
    let found = try peek()
    guard found == byte else {
      throw .malformed(
        at: position, "expected \(quoted([byte])) and found \(quoted([found]))")
    }
    position &+= 1
  }

  /// Whether `byte` comes next; if so it is consumed.
  @inline(__always)
  mutating func consume(_ byte: UInt8) throws(FormatFault) -> Bool {
    guard try peek() == byte else { return false }
    position &+= 1
    return true
  }

  /// Opens an object or array whose first bracket is `open`, and says whether it has members.
  @inline(__always)
  mutating func begin(_ open: UInt8, until close: UInt8) throws(FormatFault) -> Bool {
    try expect(open)
    return try !consume(close)
  }

  /// After a member: consumes a comma and says that another follows, or consumes `close`.
  @inline(__always)
  mutating func another(until close: UInt8) throws(FormatFault) -> Bool {
    let byte = try peek()
    guard byte == UInt8(ascii: ",") || byte == close else {
      throw .malformed(at: position, "expected “,” or \(quoted([close])), found \(quoted([byte]))")
    }
    position &+= 1
    return byte != close
  }

  /// Calls `body` for each member of an object, with its key; `body` must consume the value.
  mutating func forEachMember(
    _ body: (inout JSONReader, JSONString) throws(FormatFault) -> Void
  ) throws(FormatFault) {
    guard try begin(UInt8(ascii: "{"), until: UInt8(ascii: "}")) else { return }
    repeat {
      let key = try string()
      try expect(UInt8(ascii: ":"))
      try body(&self, key)
    } while try another(until: UInt8(ascii: "}"))
  }

  /// Calls `body` for each element of an array; `body` must consume it.
  mutating func forEachElement(
    _ body: (inout JSONReader) throws(FormatFault) -> Void
  ) throws(FormatFault) {
    guard try begin(UInt8(ascii: "["), until: UInt8(ascii: "]")) else { return }
    repeat { try body(&self) } while try another(until: UInt8(ascii: "]"))
  }

  /// Fails unless nothing but white space is left.
  mutating func expectEnd() throws(FormatFault) {
    while position < bytes.count {
      guard [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) else {
        throw .malformed(at: position, "something follows the end of the JSON document")
      }
      position += 1
    }
  }

  // MARK: Scalars

  /// The next value, which must be a string, as the range of its content.
  @inline(__always)
  mutating func string() throws(FormatFault) -> JSONString {
    guard try peek() == UInt8(ascii: "\"") else {
      throw .malformed(at: position, "expected a JSON string")
    }
    let start = position &+ 1
    var index = start
    var hasEscapes = false
    while index < bytes.count {
      if bytes.count &- index >= 8 {
        // Eight bytes at a time: the lowest bit set is that of the first byte that is a quote, a
        // backslash or a control character.
        let word = word(at: index)
        let found =
          Self.zeroBytes(word ^ 0x2222_2222_2222_2222)
          | Self.zeroBytes(word ^ 0x5C5C_5C5C_5C5C_5C5C)
          | ((word &- 0x2020_2020_2020_2020) & ~word & 0x8080_8080_8080_8080)
        if found == 0 {
          index &+= 8
          continue
        }
        index &+= found.trailingZeroBitCount &>> 3
      }
      switch bytes[index] {
      case UInt8(ascii: "\""):
        position = index &+ 1
        return JSONString(
          bytes: UnsafeBufferPointer(rebasing: bytes[start..<index]), offset: start,
          hasEscapes: hasEscapes)
      case UInt8(ascii: "\\"):
        hasEscapes = true
        index &+= 2
      case 0..<0x20:
        throw .malformed(at: index, "a JSON string contains a raw control character")
      default:
        index &+= 1
      }
    }
    throw .malformed(at: start, "a JSON string does not end")
  }

  /// The eight bytes at `index`, the first lowest.
  @inline(__always)
  private func word(at index: Int) -> UInt64 {
    UInt64(
      littleEndian: UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped)
        .loadUnaligned(fromByteOffset: index, as: UInt64.self))
  }

  /// High bits where the bytes of `word` are zero; above the first such byte there may be more.
  @inline(__always)
  private static func zeroBytes(_ word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
  }

  /// The next value, which must be a whole number from 0 to 2³²−1.
  @inline(__always)
  mutating func unsignedInteger() throws(FormatFault) -> UInt32 {
    _ = try peek()
    let start = position
    var value: UInt64 = 0
    while position < bytes.count {
      let digit = bytes[position] &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      value = value &* 10 &+ UInt64(digit)
      guard value <= UInt64(UInt32.max) else {
        throw .malformed(at: start, "this number is too large for a token's id")
      }
      position &+= 1
    }
    let end = position < bytes.count ? bytes[position] : 0
    guard position > start, end != UInt8(ascii: "."), end | 0x20 != UInt8(ascii: "e") else {
      throw .malformed(at: start, "expected a whole number, as a token's id is")
    }
    return UInt32(truncatingIfNeeded: value)
  }

  /// The text of the next number, which is checked only as far as its characters.
  mutating func numberText() throws(FormatFault) -> UnsafeBufferPointer<UInt8> {
    _ = try peek()
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
        UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
        position += 1
      default:
        return UnsafeBufferPointer(rebasing: bytes[start..<position])
      }
    }
    return UnsafeBufferPointer(rebasing: bytes[start..<position])
  }

  /// Consumes `word` if it comes next.
  private mutating func literal(_ word: StaticString) -> Bool {
    guard bytes.count - position >= word.utf8CodeUnitCount else { return false }
    for index in 0..<word.utf8CodeUnitCount
    where bytes[position + index] != word.utf8Start[index] { return false }
    position += word.utf8CodeUnitCount
    return true
  }

  /// The next value, which must be `true`, `false` or `null` (returned as `nil`).
  mutating func boolean() throws(FormatFault) -> Bool? {
    _ = try peek()
    if literal("true") { return true }
    if literal("false") { return false }
    guard literal("null") else {
      throw .malformed(at: position, "expected “true”, “false” or “null”")
    }
    return nil
  }

  /// Skips one value of any kind.
  mutating func skipValue(depth: Int = 0) throws(FormatFault) {
    guard depth < Self.depthLimit else {
      throw .malformed(at: position, "the JSON is nested deeper than \(Self.depthLimit) levels")
    }
    switch try kind() {
    case .string: _ = try string()
    case .number: _ = try numberText()
    case .literal: _ = try boolean()
    case .array:
      try forEachElement { reader throws(FormatFault) in try reader.skipValue(depth: depth + 1) }
    case .object:
      try forEachMember { reader, _ throws(FormatFault) in
        try reader.skipValue(depth: depth + 1)
      }
    }
  }
}
