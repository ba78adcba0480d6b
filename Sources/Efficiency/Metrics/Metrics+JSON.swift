public import JSONText
import Scripts

extension Metric {
  /// The figure with its unit and formula.
  public var json: JSONValue {
    let number: JSONValue =
      switch value {
      case .count(let count): .integer(count)
      case .number(let number), .share(let number): .double(number)
      case nil: .null
      }
    return ["value": number, "unit": .string(unit), "formula": .string(formula)]
  }

  static func json(_ figures: [Metric]) -> JSONValue {
    .object(figures.map { .init($0.key, $0.json) })
  }
}

extension TextMetrics {
  var members: [JSONValue.Member] {
    var counts = countFigures.map { figure -> JSONValue.Member in
      .init(figure.key, figure.json["value"] ?? .null)
    }
    for (key, value) in [
      ("wordTokens", self.counts.wordTokens), ("continuedWords", self.counts.continuedWords),
      ("singleTokenWords", self.counts.singleTokenWords),
      ("splitCharacters", self.counts.splitCharacters), ("partialTokens", partialTokens),
      ("otherTokens", self.counts.otherTokens),
    ] { counts.append(.init(key, .integer(value))) }
    return [
      .init("counts", .object(counts)), .init("metrics", Metric.json(figures)),
      .init(
        "tokenLengths",
        .array(
          tokenLengths.map { ["bytes": .integer($0.bytes), "tokens": .integer($0.tokens)] })),
    ]
  }
}

extension CorpusMetrics {
  /// The figures for readers of JSON.
  public var json: JSONValue {
    var members: [JSONValue.Member] = [.init("total", .object(total.members))]
    if let grouping {
      members.append(.init("by", .string(grouping.rawValue)))
      members.append(
        .init(
          "groups",
          .array(
            groups.map { .object([.init("group", .string($0.name))] + $0.metrics.members) })))
    }
    return .object(members)
  }
}

extension ParallelMetrics {
  /// The figures for readers of JSON.
  public var json: JSONValue {
    [
      "texts": .array(
        texts.map { text in
          [
            "path": .string(text.path), "lines": .integer(text.lines),
            "bytes": .integer(text.bytes), "characters": .integer(text.characters),
            "tokens": .integer(text.tokens),
            "premium": premium(of: text).map { .double($0) } ?? .null,
            "bytePremium": bytePremium(of: text).map { .double($0) } ?? .null,
          ]
        }),
      "metrics": Metric.json(figures),
    ]
  }
}

extension VocabularyAudit {
  /// The figures for readers of JSON.
  public var json: JSONValue {
    [
      "metrics": Metric.json(figures),
      "scripts": .array(
        scripts.map {
          [
            "script": .string($0.script.code), "entries": .integer($0.entries),
            "bytes": .integer($0.bytes),
          ]
        }),
      "lengths": .array(
        lengths.map { ["bytes": .integer($0.bytes), "entries": .integer($0.entries)] }),
      "unreachable": .array(
        unreachableExamples.map {
          [
            "id": .integer($0.id), "text": .string($0.text),
            "encoded": .array($0.encoded.map { .integer($0) }),
          ]
        }),
    ]
  }
}
