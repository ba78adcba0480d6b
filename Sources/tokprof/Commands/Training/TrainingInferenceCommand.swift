import ArgumentParser
import JSONText
import Reports
import TrainingCost

struct TrainingInferenceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inference",
    abstract: "The time to read a query, the ceiling of decoding, and memory with the KV cache.",
    discussion: """
      Example:
        tokprof training inference --config config.json --gpu A100 --gpus 2 --prompt-tokens 1000
      """)

  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup var accelerator: RequiredAcceleratorOptions

  @Option(help: ArgumentHelp("Accelerators that share the model.", valueName: "count"))
  var gpus = 1

  @Option(help: ArgumentHelp("Tokens of a query.", valueName: "length"))
  var promptTokens = 1000

  @Option(help: ArgumentHelp("Tokens in the KV cache of one sequence.", valueName: "length"))
  var contextTokens = 4096

  @Option(help: ArgumentHelp("Sequences at once.", valueName: "count"))
  var batch = 1

  @Option(help: "How weights are stored.")
  var weights = StorageFormat.sixteenBit

  @Option(help: "How the KV cache is stored.")
  var cache = StorageFormat.sixteenBit

  @Option(
    help: ArgumentHelp(
      "Utilisation of the dense peak while the query is read. (default: 1, which gives the bound)",
      valueName: "share"),
    transform: HumanValues.share)
  var mfu: Double?

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    var plan = InferencePlan(
      model: try model.modelSize(), accelerator: try accelerator.accelerator())
    plan.devices = gpus
    plan.promptTokens = promptTokens
    plan.contextTokens = contextTokens
    plan.batch = batch
    plan.weights = weights
    plan.cache = cache
    plan.prefillUtilisation = mfu.map { Ratio($0) } ?? plan.prefillUtilisation
    let estimate = try plan.estimate()
    ResultOutput(
      json: estimate.json(plan), tables: [estimate.table(plan), plan.understood.table()]
    ).print(asJSON: json)
  }
}

extension InferenceEstimate {
  fileprivate func json(_ plan: InferencePlan) -> JSONValue {
    .object(present: [
      "prefillFlops": .double(prefillFLOPs.value),
      "prefillSeconds": .double(prefillTime.value),
      "queriesPerSecond": .double(queriesPerSecond),
      "decodingCeilingTokensPerSecond": .double(decodingCeiling?.value),
      "batchDecodingCeilingTokensPerSecond": .double(batchDecodingCeiling?.value),
      "ridgeBatch": .double(ridgeBatch),
      "weightBytes": .double(weightBytes.value),
      "cacheBytes": .double(cacheBytes?.value),
      "totalBytes": .double(total.value),
      "capacityBytes": .double(capacity.value),
      "fits": .bool(fits),
      "inputs": plan.understood.json,
    ])
  }

  fileprivate func table(_ plan: InferencePlan) -> Table {
    Table(
      title: "Inference on \(plan.devices) × \(plan.accelerator.name)",
      columns: [Table.Column("Quantity"), .number("Value"), Table.Column("Unit")],
      rows: [
        ["FLOPs to read a query", .number(prefillFLOPs.value, .significant(4)), "FLOP"],
        ["Time to read a query", .number(prefillTime.value, .significant(4)), "s"],
        ["Queries read", .number(queriesPerSecond, .significant(4)), "queries/s"],
        [
          "Decoding ceiling, one sequence", .number(decodingCeiling?.value, .significant(4)),
          "tokens/s",
        ],
        [
          "Decoding ceiling, the batch", .number(batchDecodingCeiling?.value, .significant(4)),
          "tokens/s",
        ],
        ["Batch where compute takes over", .number(ridgeBatch, .significant(4)), "sequences"],
        ["Weights", .number(weightBytes.giga, .significant(4)), "GB"],
        ["KV cache", .number(cacheBytes?.giga, .significant(4)), "GB"],
        ["Weights and cache", .number(total.giga, .significant(4)), "GB"],
        ["The accelerators have", .number(capacity.giga, .significant(4)), "GB"],
      ],
      footnotes: [
        fits ? "It fits." : "It does not fit.",
        "A query of \(plan.promptTokens) tokens at "
          + Reports.NumberFormat.percent(decimals: 1).text(of: plan.prefillUtilisation.value)
          + " of the dense peak"
          + (plan.prefillUtilisation.value == 1 ? ", which is a lower bound of the time." : "."),
        "The ceiling of decoding is set by memory: every token reads all active weights and the "
          + "cache of \(plan.contextTokens) tokens. Tokens per second, not queries per second.",
      ] + (cacheBytes == nil ? ["The KV cache is left out: it needs a --config."] : []))
  }
}
