import ArgumentParser
import JSONText
import Reports
import TrainingCost

struct TrainingStorageCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "storage",
    abstract: "The bytes of text that a number of tokens come from, by script.",
    discussion: """
      Measured efficiencies stand beside the rules of thumb that widely read articles give, and \
      those beside what they come to with the right width of a character.

      Example:
        tokprof training storage --tokens 1B --tokens-per-byte Latn=0.22 \\
          --tokens-per-byte Hani=0.25-0.31
      """)

  @Option(
    help: ArgumentHelp("How many tokens. (default: 1B)", valueName: "count"),
    transform: HumanValues.amount)
  var tokens: Double?

  @Option(
    help: ArgumentHelp(
      "A tokenizer's measured tokens per byte on a script: Latn=0.22, or a range Hani=0.25-0.31.",
      valueName: "script=number"),
    transform: ScriptEfficiency.init)
  var tokensPerByte: [ScriptEfficiency] = []

  @Option(
    help: ArgumentHelp(
      "The probability of intervals, printed and given as ranges. (default: 0.8)",
      valueName: "share"),
    transform: HumanValues.level)
  var level: Double?

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    let amount = Tokens(tokens ?? 1e9)
    let level = level ?? 0.8
    let measured = try tokensPerByte.map { entry in
      (
        script: entry.script,
        bytes: TextStorage.bytes(
          for: amount, efficiency: try entry.range.estimate(level: level) { TokensPerByte($0) })
      )
    }
    let bytes = Reports.NumberFormat.bytes(significant: 4)
    var tables: [Table] = []
    let title =
      "Text of \(Reports.NumberFormat.amount(amount.value).text(of: amount.value)) tokens"
    if !measured.isEmpty {
      tables.append(
        Table(
          title: "\(title), as measured",
          columns: [
            Table.Column("Script"), .number("UTF-8"), .number("Low"), .number("High"),
          ],
          rows: measured.map { [.text($0.script)] + $0.bytes.cells(level: level, bytes) }))
    }
    tables.append(
      Table(
        title: "\(title), by rules of thumb",
        columns: [
          Table.Column("Script"), .number("Characters per token"), .number("Rule says"),
          .number("Corrected"), Table.Column("Rule is"),
        ],
        rows: TextStorage.rules.map { rule in
          [
            .text(rule.script), .text(Self.text(of: rule.charactersPerToken)),
            .text(Self.text(of: rule.claimed(for: amount), bytes)),
            .text(Self.text(of: rule.corrected(for: amount), bytes)),
            .text(rule.isRight ? "right" : "wrong"),
          ]
        },
        footnotes: TextStorage.rules.filter { !$0.isRight }.map {
          "\($0.script): the rule takes a character for \(plain($0.assumedBytesPerCharacter)) "
            + "bytes; in UTF-8 it has \(plain($0.bytesPerCharacter))."
        }))
    ResultOutput(
      json: [
        "tokens": .double(amount.value), "level": .double(level),
        "measured": .array(
          measured.map {
            ["script": .string($0.script), "bytes": $0.bytes.json(level: level)]
          }),
        "rules": .array(TextStorage.rules.map { $0.json(for: amount) }),
      ], tables: tables
    ).print(asJSON: json)
  }

  private func plain(_ number: Double) -> String {
    Reports.NumberFormat.plain.text(of: number)
  }

  private static func text(of range: ClosedRange<Double>) -> String {
    let plain = Reports.NumberFormat.plain
    return "\(plain.text(of: range.lowerBound))–\(plain.text(of: range.upperBound))"
  }

  private static func text(
    of range: (low: Bytes, high: Bytes), _ format: Reports.NumberFormat
  ) -> String {
    "\(format.text(of: range.low.value))–\(format.text(of: range.high.value))"
  }
}

/// A tokenizer's efficiency on one script.
struct ScriptEfficiency: Sendable {
  var script: String
  var range: ValueRange

  init(_ text: String) throws {
    let pair = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    guard pair.count == 2, pair[0].count == 4, pair[0].allSatisfy({ $0.isASCII && $0.isLetter })
    else {
      throw ValidationError("write an ISO 15924 script and its tokens per byte: Latn=0.22")
    }
    script = pair[0]
    range = try HumanValues.countRange(pair[1])
    guard range.low >= 1e-12, range.high <= 1 else {
      throw ValidationError("a token has at least one byte: tokens per byte are above 0, at most 1")
    }
  }
}

extension TextStorage.Rule {
  fileprivate func json(for tokens: Tokens) -> JSONValue {
    func range(_ bytes: (low: Bytes, high: Bytes)) -> JSONValue {
      ["low": .double(bytes.low.value), "high": .double(bytes.high.value)]
    }
    return [
      "script": .string(script),
      "charactersPerToken": [
        "low": .double(charactersPerToken.lowerBound),
        "high": .double(charactersPerToken.upperBound),
      ],
      "assumedBytesPerCharacter": .double(assumedBytesPerCharacter),
      "bytesPerCharacter": .double(bytesPerCharacter),
      "claimedBytes": range(claimed(for: tokens)),
      "correctedBytes": range(corrected(for: tokens)), "isRight": .bool(isRight),
    ]
  }
}
