import ArgumentParser
import JSONText
import Reports
import TrainingCost

struct TrainingCommunicationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "communication",
    abstract: "What accelerators send one another in a step, and whether the links hide it.",
    discussion: """
      Example:
        tokprof training communication --config config.json --gpu H100-SXM \\
          --tensor-parallel 8 --data-parallel 16 --micro-batches 8
      """)

  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup var accelerator: RequiredAcceleratorOptions
  @OptionGroup(title: "Parallelism") var parallelism: ParallelismOptions
  @OptionGroup(title: "Batch") var batch: BatchOptions

  @Option(
    help: ArgumentHelp(
      "Micro-batches in a step on one data-parallel rank (gradient accumulation).",
      valueName: "count"))
  var microBatches = 1

  @Option(help: "How gradients are stored when they are summed.")
  var gradients = StorageFormat.sixteenBit

  @Option(help: "How activations and weights are sent.")
  var activations = StorageFormat.sixteenBit

  @Option(help: "What is recomputed; a full recomputation repeats the forward pass's traffic.")
  var recompute = Recompute.none

  @Option(
    help: ArgumentHelp("Utilisation of the steps. (default: 0.4)", valueName: "share"),
    transform: HumanValues.share)
  var mfu: Double?

  @Option(
    help: ArgumentHelp(
      "Bytes a second that one accelerator can send to other nodes: 50GB. (default: as inside)",
      valueName: "size"),
    transform: HumanValues.bytes)
  var interNode: Double?

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    var plan = CommunicationPlan(
      model: try model.modelSize(), accelerator: try accelerator.accelerator())
    plan.parallelism = parallelism.parallelism
    plan.microBatch = batch.microBatch
    plan.microBatches = microBatches
    plan.sequenceLength = batch.sequenceLength
    plan.gradients = gradients
    plan.activations = activations
    plan.recompute = recompute
    plan.utilisation = mfu.map { Ratio($0) } ?? plan.utilisation
    plan.interNode = interNode.map { BytesPerSecond($0) }
    let estimate = try plan.estimate()
    ResultOutput(
      json: estimate.json(plan), tables: [estimate.table(plan), plan.understood.table()]
    ).print(asJSON: json)
  }
}

extension CommunicationEstimate {
  fileprivate func json(_ plan: CommunicationPlan) -> JSONValue {
    [
      "computationSeconds": .double(computation.value),
      "traffic": .array(
        traffic.map {
          [
            "kind": .string($0.kind.rawValue), "bytes": .double($0.bytes.value),
            "bytesPerSecond": .double($0.bandwidth.value), "seconds": .double($0.time.value),
            "windowSeconds": .double($0.window.value), "isHidden": .bool($0.isHidden),
            "exposedSeconds": .double($0.exposed.value), "note": .string($0.note),
          ]
        }),
      "overhead": .double(overhead.value), "bubble": .double(bubble.value),
      "inputs": plan.understood.json,
    ]
  }

  fileprivate func table(_ plan: CommunicationPlan) -> Table {
    let percent = Reports.NumberFormat.percent(decimals: 1)
    return Table(
      title: "Traffic of one accelerator in one step",
      columns: [
        Table.Column("Parallelism"), .number("Sends"), .number("Link", unit: "GB/s"),
        .number("Busy"), .number("Window"), .number("Exposed"), Table.Column("Hidden"),
      ],
      rows: traffic.map {
        [
          .text($0.kind.rawValue), .number($0.bytes.value, .bytes(significant: 4)),
          .number($0.bandwidth.giga, .significant(4)), .number($0.time.value, .duration),
          .number($0.window.value, .duration), .number($0.exposed.value, .duration),
          .text($0.isHidden ? "yes" : "no"),
        ]
      },
      footnotes: traffic.map { "\($0.kind.rawValue): \($0.note)." } + [
        "Computation of a step: \(Reports.NumberFormat.duration.text(of: computation.value)) at "
          + "\(percent.text(of: plan.utilisation.value)) of the dense peak of "
          + "\(plan.accelerator.name).",
        "Exposed traffic makes a step \(percent.text(of: overhead.value)) longer.",
        "Pipeline bubble: \(percent.text(of: bubble.value)) of the time; published utilisations "
          + "contain it already.",
      ])
  }
}
