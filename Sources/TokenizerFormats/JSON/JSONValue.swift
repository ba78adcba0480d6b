/// A small JSON value held as a tree: the configuration in a tokenizer's file. Vocabulary and
/// merges, which are large, never become one.
struct JSONValue {
  indirect enum Content {
    case null
    case boolean(Bool)
    /// A number, as it is written.
    case number([UInt8])
    case string([UInt8])
    case array([JSONValue])
    case object([(key: [UInt8], value: JSONValue)])
  }

  let content: Content
  /// Where it begins in the document.
  let offset: Int

  /// The member `key` of an object; `nil` when it is absent or null, or this is no object. Of two
  /// members with one key the later counts.
  subscript(key: StaticString) -> JSONValue? {
    guard case .object(let members) = content,
      let member = members.last(where: { $0.key.elementsEqual(UnsafeBufferPointer(key)) }),
      !member.value.isNull
    else { return nil }
    return member.value
  }

  var isNull: Bool {
    if case .null = content { return true }
    return false
  }

  var string: [UInt8]? {
    if case .string(let bytes) = content { return bytes }
    return nil
  }

  var boolean: Bool? {
    if case .boolean(let value) = content { return value }
    return nil
  }

  var array: [JSONValue]? {
    if case .array(let elements) = content { return elements }
    return nil
  }

  var members: [(key: [UInt8], value: JSONValue)]? {
    if case .object(let members) = content { return members }
    return nil
  }

  /// The number, if it is a whole one from 0 to 2³²−1.
  var unsignedInteger: UInt32? {
    if case .number(let text) = content { return UInt32(String(decoding: text, as: UTF8.self)) }
    return nil
  }

  /// The text of a string, for comparison and messages.
  var text: String? { string.map { String(decoding: $0, as: UTF8.self) } }
}

extension JSONReader {
  /// The next value as a tree.
  mutating func value(depth: Int = 0) throws(FormatFault) -> JSONValue {
    guard depth < Self.depthLimit else {
      throw .malformed(at: position, "the JSON is nested deeper than \(Self.depthLimit) levels")
    }
    let kind = try kind()
    let offset = position
    let content: JSONValue.Content
    switch kind {
    case .string: content = .string(try string().unescaped())
    case .number: content = .number(Array(try numberText()))
    case .literal: content = try boolean().map { .boolean($0) } ?? .null
    case .array:
      var elements: [JSONValue] = []
      try forEachElement { reader throws(FormatFault) in
        elements.append(try reader.value(depth: depth + 1))
      }
      content = .array(elements)
    case .object:
      var members: [(key: [UInt8], value: JSONValue)] = []
      try forEachMember { reader, key throws(FormatFault) in
        members.append((try key.unescaped(), try reader.value(depth: depth + 1)))
      }
      content = .object(members)
    }
    return JSONValue(content: content, offset: offset)
  }
}
