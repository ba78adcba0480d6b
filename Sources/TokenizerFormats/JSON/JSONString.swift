/// A string inside a JSON document, still as it is written there.
struct JSONString {
  /// The bytes between the quotes.
  let bytes: UnsafeBufferPointer<UInt8>
  /// Where they lie in the document.
  let offset: Int
  /// Whether a backslash is among them.
  let hasEscapes: Bool

  static func == (string: JSONString, text: StaticString) -> Bool {
    guard !string.hasEscapes else {
      return (try? string.unescaped())?.elementsEqual(UnsafeBufferPointer(text)) ?? false
    }
    return string.bytes.elementsEqual(UnsafeBufferPointer(text))
  }

  static func ~= (text: StaticString, string: JSONString) -> Bool { string == text }

  /// The text, checked to be UTF-8.
  func unescaped() throws(FormatFault) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    try unescape(into: &output)
    return output
  }

  /// Appends the text, checked to be UTF-8.
  func unescape(into output: inout [UInt8]) throws(FormatFault) {
    let start = output.count
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: "\\") {
        try appendEscape(at: &index, to: &output)
      } else {
        output.append(byte)
      }
    }
    let isValid = output.withUnsafeBufferPointer { output in
      isValidUTF8(UnsafeBufferPointer(rebasing: output[start...]))
    }
    guard isValid else { throw .malformed(at: offset, "a JSON string is not valid UTF-8") }
  }

  /// Appends what the escape whose backslash lies before `index` stands for.
  private func appendEscape(
    at index: inout Int, to output: inout [UInt8]
  ) throws(FormatFault) {
    let start = offset + index - 1
    guard index < bytes.count else { throw .malformed(at: start, "a JSON escape is cut short") }
    let letter = bytes[index]
    index += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): output.append(letter)
    case UInt8(ascii: "b"): output.append(0x08)
    case UInt8(ascii: "f"): output.append(0x0C)
    case UInt8(ascii: "n"): output.append(0x0A)
    case UInt8(ascii: "r"): output.append(0x0D)
    case UInt8(ascii: "t"): output.append(0x09)
    case UInt8(ascii: "u"):
      var value = try codeUnit(at: &index, escape: start)
      if (0xD800..<0xDC00).contains(value), index + 1 < bytes.count,
        bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u")
      {
        index += 2
        let low = try codeUnit(at: &index, escape: start)
        guard (0xDC00..<0xE000).contains(low) else {
          throw .malformed(at: start, "a JSON escape is half of a surrogate pair")
        }
        value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(value) else {
        throw .malformed(at: start, "a JSON escape is half of a surrogate pair")
      }
      output.append(contentsOf: UTF8.encode(scalar).unsafelyUnwrapped)
    default:
      throw .malformed(at: start, "this JSON escape does not exist")
    }
  }

  private func codeUnit(at index: inout Int, escape: Int) throws(FormatFault) -> UInt32 {
    guard bytes.count - index >= 4 else {
      throw .malformed(at: escape, "a JSON escape is cut short")
    }
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue else {
        throw .malformed(at: escape, "a JSON escape has a digit that is not hexadecimal")
      }
      value = value << 4 | UInt32(digit)
      index += 1
    }
    return value
  }
}

extension UnsafeBufferPointer<UInt8> {
  init(_ text: StaticString) {
    self.init(start: text.utf8Start, count: text.utf8CodeUnitCount)
  }
}

/// Whether `bytes` are well-formed UTF-8.
func isValidUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  String(validating: bytes, as: UTF8.self) != nil
}
