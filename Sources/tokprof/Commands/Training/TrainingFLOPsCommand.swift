import ArgumentParser
import JSONText
import Reports
import TrainingCost

struct TrainingFLOPsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flops",
    abstract: "Count the operations of tokens in each of the three conventions.",
    discussion: """
      Examples:
        tokprof training flops --config config.json --sequence-length 32768 \\
          --tokens 131072
        tokprof training flops --params 175B --tokens 300B
      """)

  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Trained weights") var trainable: TrainableOptions
  @OptionGroup(title: "Sequences") var sequences: SequenceOptions

  @Option(
    help: ArgumentHelp("How many tokens. (default: 1)", valueName: "count"),
    transform: HumanValues.amount)
  var tokens: Double?

  @Option(help: "What the backward pass recomputes.")
  var recompute = Recompute.none

  @Flag(help: "Count the config's modules for multi-token prediction too.")
  var predictionModules = false

  @Flag(help: "Print JSON.")
  var json = false

  mutating func validate() throws {
    if model.config != nil, sequences.sequenceLength == nil, sequences.packedLengths == nil {
      throw ValidationError(
        "attention depends on the length of sequences; add --sequence-length 4096")
    }
  }

  func run() async throws {
    let size = try model.modelSize()
    var plan = TrainingPlan(model: size)
    plan.data = tokens.map { .tokens(Estimate(Tokens($0))) }
    plan.phases = try sequences.phases()
    plan.trainable = trainable.trainable
    plan.recompute = recompute
    plan.countsPredictionModules = predictionModules
    let (work, inputs) = try plan.tokenWork()
    let amount = Tokens(tokens ?? 1)
    let parts: KeyValuePairs = [
      "forward": work.forward, "training": work.model, "hardware": work.hardware(recompute),
    ]
    var table = Table(
      title: tokens.map { "FLOPs of \(Reports.NumberFormat.amount($0).text(of: $0)) tokens" }
        ?? "FLOPs per token",
      columns: [Table.Column("Pass")]
        + FLOPConvention.allCases.map { .number($0.title, unit: "FLOP") },
      rows: parts.map { name, ledger in
        let totals = ledger.total(for: amount)
        return [.text(Self.titles[name] ?? name)]
          + FLOPConvention.allCases.map { .number(totals[$0]?.value, .significant(6)) }
      },
      footnotes: FLOPConvention.allCases.map { "\($0.sentence)." })
    if case .parameters = size {
      table.footnotes.append("Attention can be counted from a --config only.")
    }
    ResultOutput(
      json: .object(
        parts.map { name, ledger in
          .init(name, ["perToken": ledger.json, "total": ledger.total(for: amount).json])
        } + [
          .init("tokens", .double(amount.value)),
          .init("recompute", .string(recompute.rawValue)),
          .init("parameters", .double(size.total.value)),
          .init("activeParameters", .double(size.active.value)),
          .init("inputs", inputs.json),
        ]), tables: [table, inputs.table()]
    ).print(asJSON: json)
  }

  private static let titles = [
    "forward": "Forward", "training": "Training", "hardware": "With recompute",
  ]
}
