/// The columns of a table that hold the text of its rows.
struct TableColumns {
  /// The columns by their place in the table: one with text, those of an alpaca record, or role and
  /// content of a list of messages.
  let indices: [Int]
  let chat: ChatForm?

  var isConversation: Bool { chat == .messages || chat == .shareGPT }

  /// Chooses by the asked field or by the usual names.
  ///
  /// `names` are dotted paths; `fullNames` spell them as the format does, with the inner levels of
  /// lists. Only a format that `hasLists` can hold conversations.
  init(
    names: [String], fullNames: [String] = [], hasLists: Bool = false, context: ReadContext
  ) throws(CorpusError) {
    let field = context.options.field
    var shape = field.map { RecordShape.field([$0]) }
    var lists: Set<String> = []
    if hasLists {
      for name in [field].compactMap({ $0 }) + RecordShape.conversationNames
      where Self.messageColumns(of: name, in: names) != nil {
        lists.insert(name)
      }
    }
    if let field, lists.contains(field) { shape = .conversation(field) }
    switch shape ?? RecordShape.detect(texts: Set(names), lists: lists) {
    case .field(let keys)?:
      let name = keys.joined(separator: ".")
      guard let index = names.firstIndex(of: name) ?? fullNames.firstIndex(of: name) else {
        throw Self.unknown(field, names: names, path: context.path)
      }
      indices = [index]
      chat = nil
    case .alpaca?:
      // `input` may be missing: then there are two columns.
      indices = alpacaKeys.compactMap { names.firstIndex(of: $0) }
      chat = .alpaca
    case .conversation(let name)?:
      guard let (columns, form) = Self.messageColumns(of: name, in: names) else { fallthrough }
      indices = columns
      chat = form
    default: throw Self.unknown(field, names: names, path: context.path)
    }
  }

  private static func messageColumns(of list: String, in names: [String]) -> ([Int], ChatForm)? {
    for (role, content, form) in [
      ("role", "content", ChatForm.messages), ("from", "value", .shareGPT),
    ] {
      if let role = names.firstIndex(of: "\(list).\(role)"),
        let content = names.firstIndex(of: "\(list).\(content)")
      {
        return ([role, content], form)
      }
    }
    return nil
  }

  static func unknown(_ field: String?, names: [String], path: String) -> CorpusError {
    let shown = names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", …" : "")
    let wanted = field.map { "“\($0)”" } ?? "one of the usual names (text, content, …)"
    return CorpusError(
      .unknownField, path: path, reason: "has no text column \(wanted); its columns are \(shown)",
      remedy: "name the text's column with --field")
  }

  /// Appends the row's text: `value` appends that of a column, given by its place in `indices`, and says
  /// whether there is one.
  ///
  /// Returns whether the row has text.
  @discardableResult
  func append(
    to batch: inout CorpusBatch, value: (Int, inout CorpusBatch) -> Bool
  ) -> Bool {
    var hasText = false
    guard chat != nil else {
      for place in indices.indices { hasText = value(place, &batch) || hasText }
      return hasText
    }
    let output = indices.count - 1
    var start = batch.byteCount
    hasText = value(0, &batch)
    if output == 2 {
      batch.appendJoined(to: start) { hasText = value(1, &$0) || hasText }
    }
    batch.segments.append(ChatSegment(role: .user, bytes: start..<batch.byteCount))
    start = batch.byteCount
    hasText = value(output, &batch) || hasText
    batch.segments.append(ChatSegment(role: .assistant, bytes: start..<batch.byteCount))
    return hasText
  }
}
