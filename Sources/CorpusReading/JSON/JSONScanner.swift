/// What is wrong with a JSON text, and at which of its bytes.
struct JSONFault: Error {
  var at: Int
  var reason: String
  /// Whether more bytes could mend it.
  var isEnd = false
}

/// The place of a JSON value in the bytes of a scanner.
struct JSONValue {
  var start: Int
  var end: Int
}

/// A cursor over JSON text (RFC 8259) that skips what nobody asked for.
///
/// It does not own its bytes and must not outlive them. It is lenient at one point: control
/// characters may stand unescaped in strings, as many corpora have them.
struct JSONScanner {
  let bytes: UnsafeRawBufferPointer
  var at: Int

  /// Deeper values are refused, so that hostile nesting cannot exhaust the stack.
  static let maxDepth = 256

  init(_ bytes: UnsafeRawBufferPointer, at: Int = 0) {
    self.bytes = bytes
    self.at = at
  }

  /// The next byte that is not white space; `nil` at the end.
  mutating func peek() -> UInt8? {
    while at < bytes.count {
      switch bytes[at] {
      case 0x20, 0x09, 0x0A, 0x0D: at += 1
      case let byte: return byte
      }
    }
    return nil
  }

  func fault(_ reason: String) -> JSONFault {
    JSONFault(at: at, reason: reason)
  }

  var unexpectedEnd: JSONFault {
    JSONFault(at: bytes.count, reason: "the JSON value ends too early", isEnd: true)
  }

  mutating func expect(_ byte: UInt8) throws(JSONFault) {
    guard let next = peek() else { throw unexpectedEnd }
    guard next == byte else {
      throw fault("expected “\(Character(UnicodeScalar(byte)))”")
    }
    at += 1
  }

  /// Skips a value, checking its grammar, and returns its place.
  mutating func skipValue(depth: Int = 0) throws(JSONFault) -> JSONValue {
    guard let first = peek() else { throw unexpectedEnd }
    let start = at
    switch first {
    case UInt8(ascii: "\""): try skipString()
    case UInt8(ascii: "{"):
      try forEachMember(depth: depth) { (scanner, _) throws(JSONFault) in
        _ = try scanner.skipValue(depth: depth + 1)
      }
    case UInt8(ascii: "["):
      try forEachElement(depth: depth) { (scanner) throws(JSONFault) in
        _ = try scanner.skipValue(depth: depth + 1)
      }
    case UInt8(ascii: "t"): try skipLiteral("true")
    case UInt8(ascii: "f"): try skipLiteral("false")
    case UInt8(ascii: "n"): try skipLiteral("null")
    case UInt8(ascii: "N"): try skipLiteral("NaN")  // what Python's json writes
    default: try skipNumber()
    }
    return JSONValue(start: start, end: at)
  }

  /// Calls `body` with each key's place, the cursor at the member's value; `body` must skip it.
  @inline(__always)
  mutating func forEachMember(
    depth: Int, _ body: (inout JSONScanner, JSONValue) throws(JSONFault) -> Void
  ) throws(JSONFault) {
    guard depth < Self.maxDepth else { throw fault("nested deeper than \(Self.maxDepth)") }
    at += 1
    if peek() == UInt8(ascii: "}") {
      at += 1
      return
    }
    while true {
      guard let quote = peek() else { throw unexpectedEnd }
      guard quote == UInt8(ascii: "\"") else { throw fault("expected a quoted key") }
      let start = at
      try skipString()
      let key = JSONValue(start: start, end: at)
      try expect(UInt8(ascii: ":"))
      try body(&self, key)
      if try endsList(UInt8(ascii: "}")) { return }
    }
  }

  /// Calls `body` with the cursor at each element; `body` must skip it.
  @inline(__always)
  mutating func forEachElement(
    depth: Int, _ body: (inout JSONScanner) throws(JSONFault) -> Void
  ) throws(JSONFault) {
    guard depth < Self.maxDepth else { throw fault("nested deeper than \(Self.maxDepth)") }
    at += 1
    if peek() == UInt8(ascii: "]") {
      at += 1
      return
    }
    while true {
      try body(&self)
      if try endsList(UInt8(ascii: "]")) { return }
    }
  }

  private mutating func endsList(_ closing: UInt8) throws(JSONFault) -> Bool {
    guard let next = peek() else { throw unexpectedEnd }
    guard next == closing || next == UInt8(ascii: ",") else {
      throw fault("expected a comma or “\(Character(UnicodeScalar(closing)))”")
    }
    at += 1
    return next == closing
  }

  private mutating func skipLiteral(_ literal: StaticString) throws(JSONFault) {
    for offset in 0..<literal.utf8CodeUnitCount {
      guard at + offset < bytes.count else { throw unexpectedEnd }
      guard bytes[at + offset] == literal.utf8Start[offset] else {
        throw fault("expected a JSON value")
      }
    }
    at += literal.utf8CodeUnitCount
  }

  private mutating func skipNumber() throws(JSONFault) {
    let start = at
    if bytes[at] == UInt8(ascii: "-") {
      at += 1
      if at < bytes.count, bytes[at] == UInt8(ascii: "I") { return try skipLiteral("Infinity") }
    } else if bytes[at] == UInt8(ascii: "I") {
      return try skipLiteral("Infinity")
    }
    var digits = 0
    scan: while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
      case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"),
        UInt8(ascii: "-"):
        guard digits > 0 else { break scan }
      default: break scan
      }
      at += 1
    }
    guard digits > 0 else {
      if at == bytes.count { throw unexpectedEnd }
      at = start
      throw fault("expected a JSON value")
    }
  }

  /// Skips a string, the cursor on its opening quote, 8 bytes at a time.
  mutating func skipString() throws(JSONFault) {
    var index = at + 1
    while true {
      index = Self.special(in: bytes, from: index)
      guard index < bytes.count else { throw unexpectedEnd }
      if bytes[index] == UInt8(ascii: "\"") { break }
      // The escape's second byte may be a quote. Escaped text has escapes in a row, which are stepped
      // over without the search between them.
      repeat {
        index += isUnicodeEscape(index) ? 6 : 2
      } while index < bytes.count && bytes[index] == UInt8(ascii: "\\")
    }
    at = index + 1
  }

  /// Whether an escape with `u` and four bytes that are no quotes is at `index`; whether those are digits
  /// is seen when the string is wanted.
  @inline(__always)
  private func isUnicodeEscape(_ index: Int) -> Bool {
    guard let base = bytes.baseAddress, index + 6 <= bytes.count,
      bytes[index + 1] == UInt8(ascii: "u")
    else { return false }
    let quotes = (base + index + 2).loadUnaligned(as: UInt32.self) ^ 0x2222_2222
    return (quotes &- 0x0101_0101) & ~quotes & 0x8080_8080 == 0
  }

  /// The first quote or backslash at or behind `start`, or the end.
  static func special(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    let count = bytes.count
    var index = start
    guard let base = bytes.baseAddress else { return count }
    while index + 8 <= count {
      let word = UInt64(littleEndian: (base + index).loadUnaligned(as: UInt64.self))
      // The lowest set bit is exact; bits above a hit may be false, and are not looked at.
      let quotes = word ^ 0x2222_2222_2222_2222
      let slashes = word ^ 0x5C5C_5C5C_5C5C_5C5C
      let hits =
        ((quotes &- 0x0101_0101_0101_0101) & ~quotes)
        | ((slashes &- 0x0101_0101_0101_0101) & ~slashes)
      let marks = hits & 0x8080_8080_8080_8080
      if marks != 0 { return index + marks.trailingZeroBitCount / 8 }
      index += 8
    }
    while index < count, bytes[index] != UInt8(ascii: "\""), bytes[index] != UInt8(ascii: "\\") {
      index += 1
    }
    return min(index, count)
  }
}
