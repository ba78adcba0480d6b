package import DatasetEstimate
package import Efficiency
package import JSONText

extension TokenEstimate {
  /// The estimate for programs.
  ///
  /// - Parameters:
  ///   - sampled: What was read, for data at hand.
  ///   - seconds: How long that took.
  package func json(sampled: SampledDataset? = nil, seconds: Double? = nil) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("tokens", .double(tokens)), .init("bytes", .double(bytes)),
      .init("tokensPerByte", .double(tokensPerByte)),
    ]
    if let interval { members.append(.init("interval", interval.json)) }
    if let intervalReason {
      members.append(.init("intervalReason", .string(intervalReason)))
    }
    members.append(.init("upperBound", upperBound.map { .double($0) } ?? .null))
    if let sameWayInterval {
      members.append(.init("sameWayInterval", sameWayInterval.json))
    }
    members.append(.init("scripts", .array(scripts.map(\.json))))
    members.append(.init("cautions", .array(cautions.map { .string($0) })))
    if let sampled {
      members += [
        .init("isExact", .bool(sampled.isExact)),
        .init("containerBytes", .integer(sampled.containerBytes)),
        .init("bytesRead", .integer(sampled.bytesRead)),
        .init("files", .integer(sampled.files)), .init("filesRead", .integer(sampled.filesRead)),
        .init("units", .integer(sampled.drawnUnits)),
        .init("skipped", .integer(sampled.skippedCount)),
        .init("documents", .double(sampled.documents)),
        .init("policy", sampled.policy.json),
        .init("boundaryTokens", .double(sampled.boundaryTokens)),
        .init("chat", sampled.chat.json),
        .init(
          "rules",
          .object(
            PopularRule.allCases.map { rule in
              .init(rule.rawValue, .double(rule.tokens(of: sampled.rules)))
            })),
      ]
    } else {
      // The other rules need the text.
      members.append(
        .init("rules", .object([.init(PopularRule.bytesOver4.rawValue, .double(bytes / 4))])))
    }
    if let seconds { members.append(.init("seconds", .double(seconds))) }
    return .object(members)
  }
}

extension TokenInterval {
  fileprivate var json: JSONValue {
    ["level": .double(level), "low": .double(low), "high": .double(high)]
  }
}

extension TokenPolicy {
  /// The policy for programs.
  package var json: JSONValue {
    [
      "template": .string(template.description), "bos": .bool(addsBOS), "eos": .bool(addsEOS),
    ]
  }
}

extension ChatTotals {
  fileprivate var json: JSONValue {
    [
      "records": .double(records), "messages": .double(messages),
      "contentTokens": .double(contentTokens), "templateTokens": .double(templateTokens),
      "trainedTokens": .double(trainedTokens),
    ]
  }
}

extension ScriptEstimate {
  fileprivate var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("script", .string(script)), .init("bytes", .double(bytes)),
      .init("tokens", tokens.map { .double($0) } ?? .null),
      .init("tokensPerByte", tokensPerByte.map { .double($0) } ?? .null),
    ]
    if let interval { members.append(.init("interval", interval.json)) }
    members.append(.init("sources", .integer(sources)))
    return .object(members)
  }
}
