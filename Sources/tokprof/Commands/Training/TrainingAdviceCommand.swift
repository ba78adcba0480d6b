import ArgumentParser
import JSONText
import Reports
import TrainingCost

struct TrainingAdviceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "advice",
    abstract: "How much data a model should see, what repetition is worth, and the ridge point.",
    discussion: """
      Answers what the options ask: --params gives the compute-optimal tokens, --flops the \
      compute-optimal model and data, --tokens with --epochs what repeated tokens are worth, and \
      --gpu the batch size at which compute takes over from memory.
      """)

  @Option(
    help: ArgumentHelp("Parameters of the model: 7B.", valueName: "count"),
    transform: HumanValues.amount)
  var params: Double?

  @Option(
    help: ArgumentHelp("Operations that can be spent: 1e23.", valueName: "flops"),
    transform: HumanValues.amount)
  var flops: Double?

  @Option(
    help: ArgumentHelp("Distinct tokens of the data.", valueName: "count"),
    transform: HumanValues.amount)
  var tokens: Double?

  @Option(
    help: ArgumentHelp("How often they are gone through.", valueName: "number"),
    transform: HumanValues.amount)
  var epochs: Double?

  @OptionGroup var accelerator: AcceleratorOptions

  @Flag(help: "Print JSON.")
  var json = false

  mutating func validate() throws {
    if (tokens == nil) != (epochs == nil) {
      throw ValidationError("--tokens and --epochs belong together; give both")
    }
    if params == nil && flops == nil && tokens == nil && accelerator.gpu == nil {
      throw ValidationError("give --params, --flops, --tokens with --epochs, or --gpu")
    }
  }

  func run() async throws {
    var table = Table(
      title: "Advice",
      columns: [Table.Column("Quantity"), .number("Value"), Table.Column("Unit")])
    var members: [JSONValue.Member] = []
    func add<Unit>(_ key: String, _ title: String, _ quantity: Quantity<Unit>, _ unit: String) {
      members.append(.init(key, .double(quantity.value)))
      table.rows.append([
        .text(title), .number(quantity.value, .count(significant: 4)), .text(unit),
      ])
    }
    if let params {
      add(
        "optimalTokens", "Compute-optimal tokens",
        DataBudget.optimalTokens(for: Parameters(params)),
        "tokens")
    }
    if let flops {
      let split = DataBudget.optimalSplit(of: FLOPs(flops))
      add("optimalParameters", "Best model for the FLOPs", split.parameters, "parameters")
      add("optimalTokensForFlops", "Best data for the FLOPs", split.tokens, "tokens")
    }
    if params != nil || flops != nil {
      table.footnotes.append("About 20 tokens per parameter, FLOPs by 6·N (Hoffmann 2022).")
    }
    if let tokens, let epochs {
      add(
        "effectiveTokens", "What the epochs are worth in fresh text",
        DataBudget.effectiveTokens(unique: Tokens(tokens), epochs: epochs), "tokens")
      table.footnotes.append(
        "Up to 4 epochs lose next to nothing, beyond 16 gain next to nothing (Muennighoff 2023).")
    }
    if let accelerator = try accelerator.accelerator() {
      guard let ridge = accelerator.ridgePoint() else {
        throw TrainingError.missingInput(
          names: ["memory bandwidth"], remedy: "none is known for \(accelerator.name)")
      }
      add("ridgePoint", "Ridge point of \(accelerator.name)", ridge, "FLOP/B")
      table.footnotes.append(
        "With 16-bit weights, batches below about as many tokens wait for memory.")
    }
    members.append(
      .init(
        "inputs",
        .object(present: [
          "parameters": .double(params), "flops": .double(flops), "tokens": .double(tokens),
          "epochs": .double(epochs), "accelerator": accelerator.gpu.map { .string($0) } ?? .null,
        ])))
    ResultOutput(json: .object(members), tables: [table]).print(asJSON: json)
  }
}
