/// The columns of a table that hold the text of its rows.
struct TableColumns {
  /// The columns by their place in the table: one with text, or those of an alpaca record.
  let indices: [Int]
  let chat: ChatForm?

  /// Chooses by the asked field or by the usual names.
  init(names: [String], context: ReadContext) throws(CorpusError) {
    let asked = context.options.field.map { RecordShape.field([$0]) }
    switch asked ?? RecordShape.detect(texts: Set(names), lists: []) {
    case .field(let keys)?:
      guard let index = names.firstIndex(of: keys.joined(separator: ".")) else {
        throw Self.unknown(context.options.field, names: names, path: context.path)
      }
      indices = [index]
      chat = nil
    case .alpaca?:
      // `input` may be missing: then there are two columns.
      indices = alpacaKeys.compactMap { names.firstIndex(of: $0) }
      chat = .alpaca
    default: throw Self.unknown(context.options.field, names: names, path: context.path)
    }
  }

  static func unknown(_ field: String?, names: [String], path: String) -> CorpusError {
    let shown = names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", …" : "")
    let wanted = field.map { "“\($0)”" } ?? "one of the usual names (text, content, …)"
    return CorpusError(
      .unknownField, path: path, reason: "has no text column \(wanted); its columns are \(shown)",
      remedy: "name the text's column with --field")
  }

  /// Appends the row's text: `value` appends that of a column, and says whether there is one.
  ///
  /// Returns whether the row has text.
  @discardableResult
  func append(
    to batch: inout CorpusBatch, value: (Int, inout CorpusBatch) -> Bool
  ) -> Bool {
    var hasText = false
    for (place, index) in indices.enumerated() {
      let start = batch.byteCount
      hasText = value(index, &batch) || hasText
      guard chat != nil else { continue }
      let isInput = indices.count == 3 && place == 1
      // An empty input is left out of the prompt by every template.
      if isInput, batch.byteCount == start { continue }
      batch.segments.append(
        ChatSegment(
          role: place == indices.count - 1 ? .assistant : .user, bytes: start..<batch.byteCount))
    }
    return hasText
  }
}
