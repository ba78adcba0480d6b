import Efficiency
import JSONText
import Scripts
import TokenizerFormats

/// `POST /api/count`: a text's tokens with each tokenizer, by script, and where they end.
enum CountCall {
  static let members: Set<String> = ["text", "tokenizers", "stretches"]

  /// As much as a person looks at, and a browser shows without a pause.
  private static let mostStretches = 5_000

  static func answer(_ body: CallBody, _ data: PageData) throws(HTTPRefusal) -> JSONValue {
    guard let text = try body.text("text") else {
      throw body.wrong("text", "is missing; give the text that is to be counted")
    }
    let withStretches = try body.flag("stretches")
    var results: [JSONValue] = []
    for name in try body.texts("tokenizers") ?? data.tokenizers.map(\.name) {
      let tokenizer = try data.tokenizer(named: name).tokenizer
      let measured = TextMeasurement(of: text, with: tokenizer)
      var members = [JSONValue.Member("name", .string(name))]
      members += measured.counts.json.members ?? []
      members.append(
        .init(
          "scripts",
          .array(
            measured.scripts.map { script, counts in
              .object([.init("script", .string(script.code))] + (counts.json.members ?? []))
            })))
      if withStretches {
        let tokenized = TokenizedText(text, with: tokenizer, limit: mostStretches)
        members.append(.init("stretches", .array(tokenized.stretches.map(\.json))))
        members.append(.init("stretchesAreCut", .bool(tokenized.isCut)))
      }
      results.append(.object(members))
    }
    return ["tokenizers": .array(results)]
  }
}

extension TokenizedText.Stretch {
  fileprivate var json: JSONValue {
    ["text": .string(text), "ids": .array(ids.map { .integer($0) })]
  }
}
