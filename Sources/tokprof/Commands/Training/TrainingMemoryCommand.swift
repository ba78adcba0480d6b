import ArgumentParser
import JSONText
import Reports
import TrainingCost

struct TrainingMemoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "memory",
    abstract: "The memory of one accelerator during training, and whether it fits.",
    discussion: """
      Example:
        tokprof training memory --config config.json --gpu A100 --data-parallel 64 --zero 3
      """)

  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Trained weights") var trainable: TrainableOptions
  @OptionGroup var accelerator: AcceleratorOptions
  @OptionGroup(title: "Parallelism") var parallelism: ParallelismOptions
  @OptionGroup(title: "Batch") var batch: BatchOptions

  @Option(help: "How the forward pass's weights are stored.")
  var weights = StorageFormat.sixteenBit

  @Option(help: "How gradients are stored.")
  var gradients = StorageFormat.sixteenBit

  @Flag(
    inversion: .prefixedNo,
    help: "Keep trained weights in single precision too. (default: unless --weights fp32)")
  var masterWeights: Bool?

  @Option(help: "The optimizer.")
  var optimizer = Optimizer.adam

  @Option(help: "What is recomputed instead of kept.")
  var recompute = Recompute.none

  @Flag(help: "Attention scores are written to memory, without a fused kernel.")
  var storedScores = false

  @Flag(help: "There is dropout, whose masks are kept.")
  var dropout = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    var plan = MemoryPlan(model: try model.modelSize())
    plan.trainable = trainable.trainable
    plan.weights = weights
    plan.gradients = gradients
    plan.keepsMasterWeights = masterWeights
    plan.optimizer = optimizer
    plan.parallelism = parallelism.parallelism
    plan.microBatch = batch.microBatch
    plan.sequenceLength = batch.sequenceLength
    plan.recompute = recompute
    plan.storesAttentionScores = storedScores
    plan.usesDropout = dropout
    plan.accelerator = try accelerator.accelerator()
    let estimate = try plan.estimate()
    ResultOutput(
      json: estimate.json, tables: [estimate.table(of: plan.accelerator), estimate.inputs.table()]
    ).print(asJSON: json)
  }
}

/// How a model is spread over accelerators.
struct ParallelismOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Copies of the model that see different data.", valueName: "count"))
  var dataParallel = 1

  @Option(help: ArgumentHelp("Accelerators that share each matrix.", valueName: "count"))
  var tensorParallel = 1

  @Option(help: ArgumentHelp("Stages that hold different layers.", valueName: "count"))
  var pipelineParallel = 1

  @Option(help: ArgumentHelp("Chunks of layers per pipeline stage.", valueName: "count"))
  var interleaving = 1

  @Flag(help: "Spread norms and dropout over the tensor-parallel group.")
  var sequenceParallel = false

  @Option(
    help: ArgumentHelp(
      "What is spread over the copies: 0 nothing, 1 the optimizer, 2 and gradients, 3 and weights.",
      valueName: "stage"))
  var zero = ZeROStage.none

  var parallelism: Parallelism {
    var parallelism = Parallelism()
    parallelism.data = dataParallel
    parallelism.tensor = tensorParallel
    parallelism.pipeline = pipelineParallel
    parallelism.interleaving = interleaving
    parallelism.sequence = sequenceParallel
    parallelism.zero = zero
    return parallelism
  }
}

/// What goes through the model at once.
struct BatchOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Sequences at once on one data-parallel rank.", valueName: "count"))
  var microBatch = 1

  @Option(
    help: ArgumentHelp("Tokens in a sequence.", valueName: "length"),
    transform: HumanValues.length)
  var sequenceLength = 4096
}

extension MemoryEstimate {
  fileprivate var json: JSONValue {
    .object(present: [
      "items": .array(
        items.map {
          [
            "use": .string($0.use.rawValue), "bytes": .double($0.bytes.value),
            "note": .string($0.note),
          ]
        }),
      "totalBytes": .double(total.value),
      "capacityBytes": .double(capacity?.value),
      "countsActivations": .bool(countsActivations),
      "fits": fits.map { .bool($0) } ?? .null,
      "notes": .array(notes.map { .string($0) }),
      "inputs": inputs.json,
    ])
  }

  /// Without a config the activations are unknown, and what fits is a part only.
  private var countsActivations: Bool { items.contains { $0.use == .activations } }

  fileprivate func table(of accelerator: Accelerator?) -> Table {
    func row(_ title: String, _ bytes: Bytes) -> [Table.Cell] {
      [
        .text(title), .number(bytes.giga, .significant(4)), .number(bytes.gibi, .significant(4)),
      ]
    }
    var table = Table(
      title: "Memory of one accelerator",
      columns: [
        Table.Column("Use"), .number("Memory", unit: "GB"), .number("Memory", unit: "GiB"),
      ],
      rows: items.map { row($0.use.rawValue, $0.bytes) }, totals: row("total", total),
      footnotes: items.map { "\($0.use.rawValue): \($0.note)" } + notes)
    if let accelerator, let capacity, let fits {
      let gigabytes = Reports.NumberFormat.significant(4).text(of: capacity.giga)
      table.footnotes.append(
        "\(countsActivations ? "It" : "What is counted") \(fits ? "fits" : "does not fit"): "
          + "\(accelerator.name) has \(gigabytes) GB.")
    }
    return table
  }
}
