/// Why a text is not a JSON document.
public struct JSONError: Error, Equatable, Sendable {
  /// What is wrong.
  public let reason: String
  /// The offset in bytes.
  public let offset: Int
  /// The line, from 1.
  public let line: Int
}

extension JSONError: CustomStringConvertible {
  /// One line with the position.
  public var description: String { "line \(line), byte \(offset): \(reason)" }
}

extension JSONValue {
  /// Reads a document.
  ///
  /// It is strict: nothing may follow the value, strings must be UTF-8, and nesting ends at 128
  /// levels, so that no input exhausts the stack.
  ///
  /// - Throws: ``JSONError`` with the position of the first fault.
  /// - Complexity: O(`text.count`).
  public init(parsing text: some Sequence<UInt8>) throws(JSONError) {
    var parser = JSONParser(bytes: Array(text))
    self = try parser.document()
  }
}

private struct JSONParser {
  let bytes: [UInt8]
  var position = 0
  static let depthLimit = 128

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(JSONError) -> JSONValue {
    let value = try value(depth: 0)
    skipBlanks()
    guard position == bytes.count else { throw fault("text follows the document's end") }
    return value
  }

  private func fault(_ reason: String, at offset: Int? = nil) -> JSONError {
    let offset = min(offset ?? position, bytes.count)
    let line = 1 + bytes[..<offset].reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
    return JSONError(reason: reason, offset: offset, line: line)
  }

  private mutating func skipBlanks() {
    while position < bytes.count,
      [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position])
    {
      position += 1
    }
  }

  private mutating func consume(_ byte: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard position < bytes.count, bytes[position] == UInt8(ascii: byte) else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    guard depth < Self.depthLimit else {
      throw fault("nested deeper than \(Self.depthLimit) levels")
    }
    skipBlanks()
    guard position < bytes.count else { throw fault("the text ends where a value should be") }
    switch bytes[position] {
    case UInt8(ascii: "{"): return try object(depth)
    case UInt8(ascii: "["): return try array(depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func word(_ word: String, _ value: JSONValue) throws(JSONError) -> JSONValue {
    guard bytes[position...].starts(with: word.utf8) else { throw fault("not a JSON value") }
    position += word.utf8.count
    return value
  }

  private mutating func object(_ depth: Int) throws(JSONError) -> JSONValue {
    position += 1
    var members: [JSONValue.Member] = []
    if consume("}") { return .object(members) }
    repeat {
      skipBlanks()
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
        throw fault("expected a key in quotes")
      }
      let key = try string()
      guard consume(":") else { throw fault("expected “:” after a key") }
      members.append(JSONValue.Member(key, try value(depth: depth + 1)))
    } while consume(",")
    guard consume("}") else { throw fault("expected “,” or “}”") }
    return .object(members)
  }

  private mutating func array(_ depth: Int) throws(JSONError) -> JSONValue {
    position += 1
    var elements: [JSONValue] = []
    if consume("]") { return .array(elements) }
    repeat { elements.append(try value(depth: depth + 1)) } while consume(",")
    guard consume("]") else { throw fault("expected “,” or “]”") }
    return .array(elements)
  }

  private mutating func number() throws(JSONError) -> JSONValue {
    let start = position
    if peek == UInt8(ascii: "-") { position += 1 }
    let integerStart = position
    try digits()
    if bytes[integerStart] == UInt8(ascii: "0"), position > integerStart + 1 {
      throw fault("a number begins with a needless zero", at: start)
    }
    if peek == UInt8(ascii: ".") {
      position += 1
      try digits()
    }
    if peek.map({ $0 | 0x20 }) == UInt8(ascii: "e") {
      position += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    return .number(String(decoding: bytes[start..<position], as: UTF8.self))
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func digits() throws(JSONError) {
    let start = position
    while let byte = peek, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
    guard position > start else { throw fault("not a JSON value") }
  }

  private mutating func string() throws(JSONError) -> String {
    let start = position
    position += 1
    var content: [UInt8] = []
    while let byte = peek {
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: content, as: UTF8.self) else {
          throw fault("a string is not UTF-8", at: start)
        }
        return text
      case UInt8(ascii: "\\"):
        try escape(into: &content)
      case 0..<0x20:
        throw fault("a control character stands in a string", at: position - 1)
      default:
        content.append(byte)
      }
    }
    throw fault("a string does not end", at: start)
  }

  private mutating func escape(into content: inout [UInt8]) throws(JSONError) {
    let start = position - 1
    guard let letter = peek else { throw fault("an escape is cut short", at: start) }
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(letter)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "u"):
      var unit = try codeUnit(start)
      if (0xD800..<0xDC00).contains(unit), bytes[position...].starts(with: "\\u".utf8) {
        position += 2
        let low = try codeUnit(start)
        guard (0xDC00..<0xE000).contains(low) else {
          throw fault("an escape is half of a surrogate pair", at: start)
        }
        unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(unit) else {
        throw fault("an escape is half of a surrogate pair", at: start)
      }
      content.append(contentsOf: String(Character(scalar)).utf8)
    default:
      throw fault("there is no such escape", at: start)
    }
  }

  private mutating func codeUnit(_ start: Int) throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw fault("an escape is not four hexadecimal digits", at: start)
      }
      position += 1
      value = value << 4 | UInt32(digit)
    }
    return value
  }
}
