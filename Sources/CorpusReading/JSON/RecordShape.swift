/// Which part of a record is its text.
enum RecordShape: Equatable {
  /// The value at a path of keys.
  case field([String])
  /// A list of messages under a key.
  case conversation(String)
  /// `instruction`, `input`, `output`.
  case alpaca

  /// The names of text fields that data sets use, the most telling first.
  static let fieldNames = [
    "text", "content", "document", "body", "raw_content", "raw_text", "full_text", "markdown",
    "code", "article", "passage", "sentence", "completion", "contents", "string", "story",
    "abstract",
  ]
  static let conversationNames = ["messages", "conversations", "conversation"]

  /// The shape that the user's field asks for.
  static func asked(_ field: String?) -> RecordShape? {
    guard let field else { return nil }
    return .field(field.split(separator: ".", omittingEmptySubsequences: false).map(String.init))
  }

  /// The shape by the names of a record's members or a table's columns.
  ///
  /// `text` comes before chat: where a data set has both, `text` is the conversation with its template
  /// applied, as training sees it.
  static func detect(
    texts: Set<String>, lists: Set<String>
  ) -> RecordShape? {
    if texts.contains("text") { return .field(["text"]) }
    for name in conversationNames where lists.contains(name) { return .conversation(name) }
    if texts.contains("instruction"), texts.contains("output") { return .alpaca }
    for name in fieldNames where texts.contains(name) { return .field([name]) }
    return nil
  }

  /// The shape of the record at the cursor; an incomplete record is judged by the members seen.
  static func detect(_ scanner: JSONScanner) -> RecordShape? {
    var scanner = scanner
    var texts: Set<String> = []
    var lists: Set<String> = []
    guard scanner.peek() == UInt8(ascii: "{") else { return nil }
    try? scanner.forEachMember(depth: 0) { (scanner, key) throws(JSONFault) in
      let name = String(decoding: scanner.bytes[key.start + 1..<key.end - 1], as: UTF8.self)
      switch scanner.peek() {
      case UInt8(ascii: "\""), UInt8(ascii: "n"): texts.insert(name)
      case UInt8(ascii: "["): lists.insert(name)
      default: break
      }
      _ = try scanner.skipValue(depth: 1)
    }
    return detect(texts: texts, lists: lists)
  }

  /// The shape of the first record in the beginning of a file.
  static func detect(inHead head: [UInt8]) -> RecordShape? {
    head.withUnsafeBytes { bytes in
      var scanner = JSONScanner(bytes)
      scanner.skipByteOrderMark()
      if scanner.peek() == UInt8(ascii: "[") {
        scanner.at += 1
        // A list of strings is a list of documents.
        if scanner.peek() == UInt8(ascii: "\"") { return .field([]) }
      }
      return detect(scanner)
    }
  }
}

extension JSONScanner {
  /// Windows programs begin files with U+FEFF.
  mutating func skipByteOrderMark() {
    if at == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
  }
}
