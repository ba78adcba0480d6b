import CorpusReading
import Efficiency
import JSONText
import Reports

/// Exact counts, for people and for programs: the same numbers.
enum CountOutput {
  static func json(
    _ files: [FileCount], _ policy: TokenPolicy, unreadable: Int
  ) -> JSONValue {
    [
      "files": .array(
        files.map { file in
          .object(
            [.init("path", .string(file.reading.file.path))]
              + members(CountTotal([file], policy: policy)))
        }),
      "total": .object(members(CountTotal(files, policy: policy))), "policy": policy.json,
      "skipped": .integer(files.reduce(unreadable) { $0 + $1.reading.skipped.count }),
    ]
  }

  private static func members(_ count: CountTotal) -> [JSONValue.Member] {
    [
      .init("documents", .integer(count.text.documents)),
      .init("bytes", .integer(count.text.bytes)),
      .init("characters", .integer(count.text.characters)),
      .init("tokens", .integer(count.tokens)),
      .init("textTokens", .integer(count.text.tokens)),
      .init("boundaryTokens", .integer(count.boundaryTokens)), .init("chat", count.chat.json),
    ]
  }

  static func text(_ files: [FileCount], _ policy: TokenPolicy) -> String {
    let total = CountTotal(files, policy: policy)
    let isChat = total.chat.records > 0
    let hasEnds = policy.tokensPerDocument > 0
    func cells(_ name: String, _ count: CountTotal) -> [Table.Cell] {
      let ratio = count.tokens > 0 ? Double(count.text.bytes) / Double(count.tokens) : nil
      var cells: [Table.Cell] = [
        .text(name), .integer(count.text.bytes), .integer(count.text.characters),
      ]
      if isChat || hasEnds { cells.append(.integer(count.text.tokens)) }
      if isChat { cells.append(.integer(count.chat.templateTokens)) }
      if hasEnds { cells.append(.integer(count.boundaryTokens)) }
      cells += [.integer(count.tokens), .number(ratio, .decimals(3))]
      if isChat { cells.append(.integer(count.chat.trainedTokens)) }
      return cells
    }
    var columns: [Table.Column] = [
      .init("file"), .number("bytes"), .number("characters", dropOrder: 1),
    ]
    if isChat || hasEnds { columns.append(.number("text")) }
    if isChat { columns.append(.number("template")) }
    if hasEnds { columns.append(.number("BOS/EOS")) }
    columns += [.number("tokens"), .number("bytes/token", dropOrder: 2)]
    if isChat { columns.append(.number("trained")) }
    let table = Table(
      columns: columns,
      rows: files.map { cells($0.reading.file.path, CountTotal([$0], policy: policy)) },
      totals: files.count > 1 ? cells("total", total) : nil)
    return table.text() + notes(total)
  }

  private static func notes(_ total: CountTotal) -> String {
    var text = "\nBOS and EOS: \(total.policy.boundarySentence).\n"
    if total.chat.records > 0 {
      let count = NumberFormat.count(significant: 15)
      text +=
        "Chat: \(count.text(of: Double(total.chat.records))) conversations of "
        + "\(count.text(of: Double(total.chat.messages))) messages, \(total.policy.templateName); "
        + "trained are the assistant's tokens.\n"
    }
    return text
  }
}
