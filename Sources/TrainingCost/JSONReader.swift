/// A JSON document (RFC 8259). Keys are bytes: Swift's strings would merge keys that are merely
/// canonically equivalent.
package indirect enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([Member])

  /// A key with its value, in the order of the file.
  package struct Member: Sendable, Hashable {
    package var key: [UInt8]
    package var value: JSONValue
  }

  /// The value of a key; `nil` if the key is missing or this is no object.
  package subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key.elementsEqual(key.utf8) }?.value
  }
}

/// A strict reader for small JSON files such as a model's `config.json`.
///
/// Refuses what RFC 8259 does not allow, and also repeated keys, nesting deeper than 64 and files of
/// more than 4 MiB (the largest configs are 100 KiB). Complexity: O(bytes), and O(k²) for an object
/// of k keys.
package struct JSONReader {
  private let bytes: [UInt8]
  private let file: String
  private var position = 0

  private static let depthLimit = 64
  private static let sizeLimit = 4 << 20

  /// Reads the whole of `bytes`; `file` is for messages.
  package static func read(
    _ bytes: [UInt8], file: String
  ) throws(TrainingError) -> JSONValue {
    var reader = JSONReader(bytes: bytes, file: file)
    guard bytes.count <= sizeLimit else {
      throw reader.failure("longer than 4 MiB, which no model's configuration is")
    }
    let value = try reader.value(depth: 0)
    reader.skipBlanks()
    guard reader.position == bytes.count else { throw reader.failure("text after the value") }
    return value
  }

  private init(bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  private func failure(_ reason: String) -> TrainingError {
    .malformedJSON(file: file, offset: position, reason: reason)
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipBlanks() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) throws(TrainingError) -> JSONValue {
    guard depth < Self.depthLimit else { throw failure("nested deeper than \(Self.depthLimit)") }
    skipBlanks()
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case nil: throw failure("the text ends where a value should be")
    default: return try number()
    }
  }

  private mutating func word(
    _ word: String, _ value: JSONValue
  ) throws(TrainingError) -> JSONValue {
    guard bytes[position...].starts(with: word.utf8) else { throw failure("not a JSON value") }
    position += word.utf8.count
    return value
  }

  private mutating func array(depth: Int) throws(TrainingError) -> JSONValue {
    position += 1
    var elements: [JSONValue] = []
    if skip("]") { return .array(elements) }
    while true {
      elements.append(try value(depth: depth + 1))
      if skip("]") { return .array(elements) }
      guard skip(",") else { throw failure("\",\" or \"]\" expected") }
    }
  }

  private mutating func object(depth: Int) throws(TrainingError) -> JSONValue {
    position += 1
    var members: [JSONValue.Member] = []
    if skip("}") { return .object(members) }
    while true {
      skipBlanks()
      guard next == UInt8(ascii: "\"") else { throw failure("a key in quotes expected") }
      let key = Array(try string().utf8)
      guard !members.contains(where: { $0.key == key }) else { throw failure("a repeated key") }
      guard skip(":") else { throw failure("\":\" expected") }
      members.append(JSONValue.Member(key: key, value: try value(depth: depth + 1)))
      if skip("}") { return .object(members) }
      guard skip(",") else { throw failure("\",\" or \"}\" expected") }
    }
  }

  private mutating func number() throws(TrainingError) -> JSONValue {
    let start = position
    if next == UInt8(ascii: "-") { position += 1 }
    let whole = position
    try digits()
    guard position - whole == 1 || bytes[whole] != UInt8(ascii: "0") else {
      throw failure("a number with a leading zero")
    }
    if next == UInt8(ascii: ".") {
      position += 1
      try digits()
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      position += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    guard let number = Double(String(decoding: bytes[start..<position], as: UTF8.self)),
      number.isFinite
    else { throw failure("a number out of range") }
    return .number(number)
  }

  private mutating func digits() throws(TrainingError) {
    let start = position
    while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
    guard position > start else { throw failure("not a JSON value") }
  }

  private mutating func string() throws(TrainingError) -> String {
    position += 1
    var text: [UInt8] = []
    while let byte = next {
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          throw failure("a string that is not UTF-8")
        }
        return string
      case UInt8(ascii: "\\"): text += Array(String(try escaped()).utf8)
      case 0..<0x20: throw failure("a control character in a string")
      default: text.append(byte)
      }
    }
    throw failure("the text ends inside a string")
  }

  private mutating func escaped() throws(TrainingError) -> Character {
    guard let byte = next else { throw failure("the text ends inside a string") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
      return Character(Unicode.Scalar(byte))
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return Character(try escapedScalar())
    default: throw failure("an unknown escape")
    }
  }

  private mutating func escapedScalar() throws(TrainingError) -> Unicode.Scalar {
    let high = try hexadecimal()
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard high < 0xDC00, bytes[position...].starts(with: [0x5C, 0x75]) else {
      throw failure("half of a surrogate pair")
    }
    position += 2
    let low = try hexadecimal()
    guard (0xDC00..<0xE000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    else { throw failure("half of a surrogate pair") }
    return scalar
  }

  private mutating func hexadecimal() throws(TrainingError) -> UInt32 {
    guard position + 4 <= bytes.count,
      bytes[position..<position + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let value = UInt32(
        String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
    else { throw failure("four hexadecimal digits expected") }
    position += 4
    return value
  }
}
