import DatasetEstimate
import Reports

/// An estimate of tokens for people; `TokenEstimate.json` has the same numbers for programs.
enum EstimateOutput {
  static func text(
    _ estimate: TokenEstimate, sampled: SampledDataset?, seconds: Double?
  ) -> String {
    let count = NumberFormat.count(significant: 4)
    var lines = [
      "tokens         \(count.text(of: estimate.tokens))"
        + " (\(NumberFormat.decimals(0).text(of: estimate.tokens.rounded())))"
    ]
    if sampled?.isExact == true {
      lines = ["tokens         \(NumberFormat.decimals(0).text(of: estimate.tokens)), exactly"]
    }
    if let interval = estimate.interval {
      let level = NumberFormat.percent(decimals: 0).text(of: interval.level)
      let half = (interval.high - interval.low) / 2 / max(estimate.tokens, 1)
      lines.append(
        "\(level) interval   \(count.text(of: interval.low)) to \(count.text(of: interval.high))"
          + " (± \(NumberFormat.percent(decimals: 1).text(of: half)))")
    }
    if let bound = estimate.upperBound {
      lines.append("at most        \(count.text(of: bound)), one-sided")
    }
    if let reason = estimate.intervalReason { lines.append("interval       \(reason)") }
    lines.append(
      "tokens/byte    \(NumberFormat.decimals(4).text(of: estimate.tokensPerByte))"
        + (sampled == nil ? "" : " of the files as they lie there"))
    if let sampled {
      let bytes = NumberFormat.bytes(significant: 3)
      lines.append(
        "read           \(bytes.text(of: sampled.bytesRead)) of "
          + "\(bytes.text(of: sampled.containerBytes)), \(sampled.filesRead) of \(sampled.files) "
          + "files, in \(NumberFormat.duration.text(of: seconds ?? 0))")
    }
    var text = lines.map { $0 + "\n" }.joined()
    if !estimate.scripts.isEmpty { text += "\n" + scripts(estimate).text() }
    if let sampled { text += "\n" + rules(sampled, estimate.tokens).text() }
    for caution in estimate.cautions { text += "\n" + caution + "\n" }
    return text
  }

  private static func scripts(_ estimate: TokenEstimate) -> Table {
    let count = NumberFormat.count(significant: 4)
    return Table(
      columns: [
        .init("script"), .number("bytes of text"), .number("tokens"), .number("tokens/byte"),
        .number("low"), .number("high"), .number("sources", dropOrder: 1),
      ],
      rows: estimate.scripts.map { script in
        [
          .text(script.script), .number(script.bytes, .bytes(significant: 4)),
          .number(script.tokens, count), .number(script.tokensPerByte, .decimals(4)),
          .number(script.interval?.low, count), .number(script.interval?.high, count),
          script.sources > 0 ? .integer(script.sources) : .missing,
        ]
      })
  }

  private static func rules(_ sampled: SampledDataset, _ tokens: Double) -> Table {
    Table(
      title: "What rules of thumb would have said",
      columns: [.init("rule"), .number("tokens"), .number("of the estimate")],
      rows: PopularRule.allCases.map { rule in
        let value = rule.tokens(of: sampled.rules)
        return [
          .text(rule.sentence), .number(value, .significant(3)),
          .number(tokens > 0 ? value / tokens : nil, .percent(decimals: 0)),
        ]
      })
  }
}

extension PopularRule {
  fileprivate var sentence: String {
    switch self {
    case .charactersOver4: "characters / 4"
    case .bytesOver4: "bytes / 4"
    case .wordsTimes4Over3: "words · 4/3"
    case .deepSeek: "0.3 a character, 0.6 a Chinese one"
    case .qianfan: "Chinese characters + 1.3 · words"
    case .segments: "segments, as tokenx has them"
    }
  }
}
