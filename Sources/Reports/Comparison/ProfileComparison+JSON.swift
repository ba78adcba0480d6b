import Efficiency
package import JSONText
import Scripts

extension ProfileComparison {
  /// The comparison for programs; figures that are not known are absent.
  package var json: JSONValue {
    .object(
      members([
        ("tokenizers", .array(subjects.map(Self.json))),
        ("level", .double(level)),
        ("sameText", difference == nil ? true : false),
        ("difference", difference.map { .string($0) }),
        ("referenceScript", referenceScript.map { .string($0.code) }),
        ("scripts", .array(rows.map(json))),
        ("all", json(pooled)),
      ]))
  }

  private static func json(_ subject: Subject) -> JSONValue {
    let profile = subject.profile
    return [
      "name": .string(subject.name), "tokenizer": .string(profile.tokenizer.name),
      "meaningSha256": .string(profile.tokenizer.meaningSHA256),
      "vocabularySize": .integer(profile.tokenizer.vocabularySize),
      "unit": .string(profile.unit.description),
      "bytes": .integer(profile.total.bytes), "tokens": .integer(profile.total.tokens),
    ]
  }

  private func json(_ row: Row) -> JSONValue {
    .object(
      members([
        ("script", row.script.map { .string($0.code) }),
        ("bytes", row.bytes.map { .integer($0) }),
        ("best", .array(best(row).map { .string($0) })),
        (
          "tokenizers",
          .array(
            zip(subjects, row.cells).compactMap { subject, cell in
              cell.map { json($0, subject.name) }
            })
        ),
      ]))
  }

  private func best(_ row: Row) -> [String] {
    zip(subjects, row.cells).compactMap { $1?.isBest == true ? $0.name : nil }
  }

  private func json(_ cell: Cell, _ name: String) -> JSONValue {
    let units = cell.summary.units
    func interval(_ interval: RatioInterval?, _ range: ClosedRange<Double>?) -> JSONValue? {
      guard let interval, let range else { return nil }
      return [
        "level": .double(interval.level), "low": .double(range.lowerBound),
        "high": .double(range.upperBound), "over": .string(interval.basis.rawValue),
        "effectiveCount": .double(interval.effectiveCount),
      ]
    }
    func number(_ value: Double?) -> JSONValue? { value.map { .double($0) } }
    return .object(
      members([
        ("name", .string(name)), ("documents", .integer(cell.summary.documents)),
        ("units", .integer(units.count)), ("bytes", .integer(units.bytes)),
        ("characters", .integer(units.characters)), ("tokens", .integer(units.tokens)),
        ("bytesPerToken", number(cell.summary.bytesPerToken)),
        ("interval", interval(cell.interval, cell.interval?.reciprocal)),
        ("tokensPerByte", number(cell.summary.tokensPerByte)),
        ("tokensPerCharacter", number(cell.summary.tokensPerCharacter)),
        ("normalizedSequenceLength", number(cell.sequenceLength)),
        (
          "normalizedSequenceLengthInterval",
          interval(cell.sequenceLengthInterval, cell.sequenceLengthInterval?.range)
        ),
        ("premiumPerByte", number(cell.premiumPerByte)),
        ("premiumPerCharacter", number(cell.premiumPerCharacter)),
      ]))
  }

  private func members(_ pairs: [(String, JSONValue?)]) -> [JSONValue.Member] {
    pairs.compactMap { key, value in value.map { JSONValue.Member(key, $0) } }
  }
}
