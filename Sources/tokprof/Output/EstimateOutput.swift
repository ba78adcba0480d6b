import DatasetEstimate
import Efficiency
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
    if let sampled, sampled.isExact {
      let all = sampled.skippedCount == 0 ? "exactly" : "exactly, of what could be read"
      lines = ["tokens         \(NumberFormat.decimals(0).text(of: estimate.tokens)), \(all)"]
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
    if let skipped = sampled?.skippedCount, skipped > 0 {
      lines.append("left out       \(skipped) files or records that could not be read")
    }
    if let reason = estimate.intervalReason { lines.append("interval       \(reason)") }
    lines.append(
      "tokens/byte    \(NumberFormat.decimals(4).text(of: estimate.tokensPerByte))"
        + (sampled == nil ? "" : " of the files as they lie there"))
    if let sampled {
      lines += parts(sampled)
      let bytes = NumberFormat.bytes(significant: 3)
      lines.append(
        "read           \(bytes.text(of: sampled.bytesRead)) of "
          + "\(bytes.text(of: sampled.containerBytes)), \(sampled.filesRead) of \(sampled.files) "
          + "files, in \(NumberFormat.duration.text(of: seconds ?? 0))")
    }
    var text = lines.map { $0 + "\n" }.joined()
    if !estimate.scripts.isEmpty { text += "\n" + scripts(estimate).text() }
    if let sampled {
      text += "\n" + rules(sampled, estimate.tokens).text()
    } else if estimate.tokens > 0 {
      // The other rules need the text.
      let share = NumberFormat.percent(decimals: 0).text(of: estimate.bytes / 4 / estimate.tokens)
      text +=
        "\nThe rule of thumb bytes / 4 would say \(count.text(of: estimate.bytes / 4)), \(share) of "
        + "the estimate.\n"
    }
    for caution in estimate.cautions { text += "\n" + caution + "\n" }
    return text
  }

  /// What the tokens are made of beside plain text.
  private static func parts(_ sampled: SampledDataset) -> [String] {
    let count = NumberFormat.count(significant: 4)
    let chat = sampled.chat
    var lines: [String] = []
    if chat.records > 0 {
      lines = [
        "chat           \(count.text(of: chat.contentTokens)) of text + "
          + "\(count.text(of: chat.templateTokens)) of \(sampled.policy.templateName), "
          + "\(count.text(of: chat.messages)) messages in \(count.text(of: chat.records)) "
          + "conversations",
        "trained        \(count.text(of: chat.trainedTokens)), the assistant's",
      ]
    }
    let boundary =
      sampled.policy.tokensPerDocument > 0
      ? " (\(count.text(of: sampled.boundaryTokens)))" : ""
    lines.append("BOS, EOS       \(sampled.policy.boundarySentence)\(boundary)")
    return lines
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
