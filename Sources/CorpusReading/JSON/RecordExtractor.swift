/// What a record gave.
enum RecordOutcome {
  case text
  case chat(ChatForm)
  /// The text is null: no document.
  case null
  /// The record has no text where it should be; why.
  case missing(String)
}

/// Takes the text out of JSON records and into batches.
final class RecordExtractor {
  private let context: ReadContext
  private var shape: RecordShape?
  /// The keys of `shape`'s path as bytes: comparing strings would compare canonical equivalents.
  private var path: [[UInt8]] = []
  private var values: [JSONValue] = []

  init(context: ReadContext) {
    self.context = context
    if let shape = RecordShape.asked(context.options.field) { use(shape) }
  }

  private func use(_ shape: RecordShape) {
    self.shape = shape
    switch shape {
    case .field(let keys): path = keys.map { Array($0.utf8) }
    case .conversation(let key): path = [Array(key.utf8)]
    case .alpaca: path = []
    }
  }

  /// The place of a record's text as a JSON string, quotes included, if it is one single string.
  func locateText(in scanner: inout JSONScanner) throws(JSONFault) -> JSONValue? {
    try find(&scanner)
    guard values.count == 1, scanner.bytes[values[0].start] == UInt8(ascii: "\"") else {
      return nil
    }
    return values[0]
  }

  /// Reads the record at the cursor and appends its text to the batch.
  func extract(
    _ scanner: inout JSONScanner, into batch: inout CorpusBatch
  ) throws(JSONFault) -> RecordOutcome {
    if scanner.peek() == UInt8(ascii: "\"") {
      let value = try scanner.skipValue()
      try appendString(scanner.bytes, value, to: &batch)
      return .text
    }
    try find(&scanner)
    let bytes = scanner.bytes
    if shape == .alpaca { return try appendAlpaca(bytes, to: &batch) }
    guard shape != nil else {
      return .missing("no field of the usual names (text, content, messages, …) is in the record")
    }
    guard let first = values.first else {
      return .missing("the record has no field “\(fieldName)”")
    }
    if bytes[first.start] == UInt8(ascii: "[") {
      return try appendConversation(bytes, first, to: &batch)
    }
    return try appendTexts(bytes, to: &batch)
  }

  private var fieldName: String {
    path.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ".")
  }

  /// Skips the record and leaves in `values` those that the shape asks for.
  private func find(_ scanner: inout JSONScanner) throws(JSONFault) {
    values.removeAll(keepingCapacity: true)
    if shape == nil, let detected = RecordShape.detect(scanner) { use(detected) }
    if shape == .alpaca {
      try findAlpaca(&scanner)
    } else {
      try descend(&scanner, level: 0)
    }
  }

  private func descend(_ scanner: inout JSONScanner, level: Int) throws(JSONFault) {
    guard let first = scanner.peek() else { throw scanner.unexpectedEnd }
    guard shape != nil, level < path.count else {
      let value = try scanner.skipValue(depth: level)
      if shape != nil { values.append(value) }
      return
    }
    switch first {
    case UInt8(ascii: "{"):
      let earlier = values.count
      try scanner.forEachMember(depth: level) { (scanner, key) throws(JSONFault) in
        if try matches(scanner.bytes, key, path[level]) {
          // Of two members with one name the last counts, as in Python and JavaScript.
          values.removeLast(values.count - earlier)
          try descend(&scanner, level: level + 1)
        } else {
          _ = try scanner.skipValue(depth: level + 1)
        }
      }
    case UInt8(ascii: "[") where level > 0:
      // A path that leads through a list takes every element: `messages.content`.
      try scanner.forEachElement(depth: level) { (scanner) throws(JSONFault) in
        try descend(&scanner, level: level)
      }
    default: _ = try scanner.skipValue(depth: level)
    }
  }

  private func matches(
    _ bytes: UnsafeRawBufferPointer, _ key: JSONValue, _ name: [UInt8]
  ) throws(JSONFault) -> Bool {
    let inside = key.start + 1..<key.end - 1
    let raw = UnsafeRawBufferPointer(rebasing: bytes[inside])
    if raw.count == name.count, raw.elementsEqual(name) { return true }
    guard raw.count > name.count, raw.contains(UInt8(ascii: "\\")) else { return false }
    var key = [UInt8](repeating: 0, count: raw.count)
    var lone = 0
    let count = try key.withUnsafeMutableBufferPointer { (output) throws(JSONFault) -> Int in
      try JSONString.unescape(
        bytes, inside, into: UnsafeMutableRawBufferPointer(output), loneSurrogates: &lone)
    }
    return key[..<count].elementsEqual(name)
  }
}

// MARK: - Appending

extension RecordExtractor {
  private func appendString(
    _ bytes: UnsafeRawBufferPointer, _ value: JSONValue, to batch: inout CorpusBatch
  ) throws(JSONFault) {
    let inside = value.start + 1..<value.end - 1
    var lone = 0
    _ = try batch.append(capacity: inside.count) { (output) throws(JSONFault) -> Int in
      try JSONString.unescape(bytes, inside, into: output, loneSurrogates: &lone)
    }
    context.loneSurrogates += lone
  }

  /// One string is the document; several (a path through a list) are its lines.
  private func appendTexts(
    _ bytes: UnsafeRawBufferPointer, to batch: inout CorpusBatch
  ) throws(JSONFault) -> RecordOutcome {
    var hasText = false
    for value in values {
      switch bytes[value.start] {
      case UInt8(ascii: "\""):
        if hasText { batch.appendNewline() }
        try appendString(bytes, value, to: &batch)
        hasText = true
      case UInt8(ascii: "n"): break
      default: return .missing("the field “\(fieldName)” is no string")
      }
    }
    return hasText ? .text : .null
  }

  private func appendConversation(
    _ bytes: UnsafeRawBufferPointer, _ list: JSONValue, to batch: inout CorpusBatch
  ) throws(JSONFault) -> RecordOutcome {
    var scanner = JSONScanner(bytes, at: list.start)
    var form: ChatForm?
    var fault: String?
    try scanner.forEachElement(depth: 0) { (scanner) throws(JSONFault) in
      guard scanner.peek() == UInt8(ascii: "{") else {
        fault = "the list “\(fieldName)” holds something that is no message"
        _ = try scanner.skipValue()
        return
      }
      var role = ChatSegment.Role.other
      let start = batch.byteCount
      try scanner.forEachMember(depth: 1) { (scanner, key) throws(JSONFault) in
        let value = try scanner.skipValue(depth: 2)
        switch MessageKey(UnsafeRawBufferPointer(rebasing: bytes[key.start + 1..<key.end - 1])) {
        case .role:
          if bytes[value.start] == UInt8(ascii: "\"") {
            role = ChatSegment.Role(named: bytes[value.start + 1..<value.end - 1])
          }
        case .content:
          form = form ?? .messages
          batch.truncate(to: start)
          try appendContent(bytes, value, to: &batch)
        case .value:
          form = .shareGPT
          batch.truncate(to: start)
          try appendContent(bytes, value, to: &batch)
        case nil: break
        }
      }
      batch.segments.append(ChatSegment(role: role, bytes: start..<batch.byteCount))
    }
    if let fault { return .missing(fault) }
    return form.map { .chat($0) } ?? .missing("no message of “\(fieldName)” has content")
  }

  /// A message's content: a string, null, or a list of parts of which those with text count.
  private func appendContent(
    _ bytes: UnsafeRawBufferPointer, _ value: JSONValue, to batch: inout CorpusBatch
  ) throws(JSONFault) {
    switch bytes[value.start] {
    case UInt8(ascii: "\""): try appendString(bytes, value, to: &batch)
    case UInt8(ascii: "["):
      var scanner = JSONScanner(bytes, at: value.start)
      try scanner.forEachElement(depth: 0) { (scanner) throws(JSONFault) in
        guard scanner.peek() == UInt8(ascii: "{") else {
          _ = try scanner.skipValue()
          return
        }
        try scanner.forEachMember(depth: 1) { (scanner, key) throws(JSONFault) in
          let part = try scanner.skipValue(depth: 2)
          if bytes[key.start + 1..<key.end - 1].elementsEqual("text".utf8),
            bytes[part.start] == UInt8(ascii: "\"")
          {
            try appendString(bytes, part, to: &batch)
          }
        }
      }
    default: break
    }
  }

  /// Leaves instruction, input and output in `values`, in this order; those missing with no length.
  private func findAlpaca(_ scanner: inout JSONScanner) throws(JSONFault) {
    values = [JSONValue](repeating: JSONValue(start: 0, end: 0), count: 3)
    guard scanner.peek() == UInt8(ascii: "{") else {
      _ = try scanner.skipValue()
      return
    }
    try scanner.forEachMember(depth: 0) { (scanner, key) throws(JSONFault) in
      let name = scanner.bytes[key.start + 1..<key.end - 1]
      let value = try scanner.skipValue(depth: 1)
      if let index = alpacaKeys.firstIndex(where: { name.elementsEqual($0.utf8) }) {
        values[index] = value
      }
    }
  }

  private func appendAlpaca(
    _ bytes: UnsafeRawBufferPointer, to batch: inout CorpusBatch
  ) throws(JSONFault) -> RecordOutcome {
    var start = batch.byteCount
    for (index, value) in values.enumerated() {
      guard value.end > value.start, bytes[value.start] == UInt8(ascii: "\"") else {
        if index == 1 { continue }
        return .missing("the record has no string “\(alpacaKeys[index])”")
      }
      if index == 1 {
        try batch.appendJoined(to: start) { (batch) throws(JSONFault) in
          try appendString(bytes, value, to: &batch)
        }
        continue
      }
      if index == 2 {
        batch.segments.append(ChatSegment(role: .user, bytes: start..<batch.byteCount))
        start = batch.byteCount
      }
      try appendString(bytes, value, to: &batch)
    }
    batch.segments.append(ChatSegment(role: .assistant, bytes: start..<batch.byteCount))
    return .chat(.alpaca)
  }
}

let alpacaKeys = ["instruction", "input", "output"]

private enum MessageKey {
  case role, content, value

  init?(_ name: UnsafeRawBufferPointer) {
    if name.elementsEqual("role".utf8) || name.elementsEqual("from".utf8) {
      self = .role
    } else if name.elementsEqual("content".utf8) {
      self = .content
    } else if name.elementsEqual("value".utf8) {
      self = .value
    } else {
      return nil
    }
  }
}

extension ChatSegment.Role {
  /// The role by the names that data sets use for it.
  init(named name: some Sequence<UInt8>) {
    switch String(decoding: Array(name), as: UTF8.self).lowercased() {
    case "system", "developer": self = .system
    case "user", "human", "prompter": self = .user
    case "assistant", "gpt", "model", "bot", "chatgpt", "bing", "bard": self = .assistant
    case "tool", "function", "observation", "ipython", "function_response": self = .tool
    default: self = .other
    }
  }
}
