extension JSONValue {
  /// How a document is laid out.
  public enum Layout: Sendable {
    /// On one line, without spaces.
    case compact
    /// Two spaces a level; arrays and objects that hold only scalars, and little, on one line.
    case indented
  }

  /// The document as UTF-8 text. The same value gives the same bytes.
  public func text(_ layout: Layout = .compact) -> String {
    var writer = JSONWriter(layout: layout)
    writer.write(self, depth: 0)
    return String(decoding: writer.output, as: UTF8.self)
  }
}

private struct JSONWriter {
  let layout: JSONValue.Layout
  var output: [UInt8] = []

  /// A line of scalars up to this long is not broken.
  private static let lineLength = 96

  init(layout: JSONValue.Layout) { self.layout = layout }

  mutating func write(_ value: JSONValue, depth: Int) {
    switch value {
    case .null: append("null")
    case .bool(let bool): append(bool ? "true" : "false")
    case .number(let text): append(text)
    case .string(let text): writeString(text)
    case .array(let elements):
      writeList("[", "]", elements.count, isShort: isShort(value), depth) { writer, index, depth in
        writer.write(elements[index], depth: depth)
      }
    case .object(let members):
      writeList("{", "}", members.count, isShort: isShort(value), depth) { writer, index, depth in
        writer.writeString(members[index].key)
        writer.append(writer.layout == .compact ? ":" : ": ")
        writer.write(members[index].value, depth: depth)
      }
    }
  }

  private mutating func writeList(
    _ open: String, _ close: String, _ count: Int, isShort: Bool, _ depth: Int,
    _ element: (inout JSONWriter, Int, Int) -> Void
  ) {
    let breaks = layout == .indented && !isShort && count > 0
    append(open)
    for index in 0..<count {
      if index > 0 { append(layout == .indented && !breaks ? ", " : ",") }
      if breaks { newline(depth + 1) }
      element(&self, index, depth + 1)
    }
    if breaks { newline(depth) }
    append(close)
  }

  private func isShort(_ value: JSONValue) -> Bool {
    guard layout == .indented else { return true }
    let parts: [JSONValue] = value.array ?? value.members?.map(\.value) ?? []
    var length = value.members?.reduce(0) { $0 + $1.key.utf8.count + 6 } ?? 0
    for part in parts {
      switch part {
      case .array(let inner): if !inner.isEmpty { return false }
      case .object(let inner): if !inner.isEmpty { return false }
      case .string(let text): length += text.utf8.count + 4
      case .number(let text): length += text.utf8.count + 2
      case .null, .bool: length += 7
      }
    }
    return length <= Self.lineLength
  }

  private mutating func newline(_ depth: Int) {
    output.append(UInt8(ascii: "\n"))
    output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
  }

  private mutating func append(_ text: String) {
    output.append(contentsOf: text.utf8)
  }

  private mutating func writeString(_ text: String) {
    output.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): append("\\\"")
      case UInt8(ascii: "\\"): append("\\\\")
      case 0x0A: append("\\n")
      case 0x0D: append("\\r")
      case 0x09: append("\\t")
      case 0..<0x20, 0x7F:
        append("\\u00")
        output.append(Self.hexDigits[Int(byte >> 4)])
        output.append(Self.hexDigits[Int(byte & 15)])
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }

  private static let hexDigits = Array("0123456789abcdef".utf8)
}
