import ArgumentParser
import TrainingCost

/// Which accelerator.
struct AcceleratorOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The accelerator, such as A100-SXM; “tokprof training accelerators” lists them.",
      valueName: "name"))
  var gpu: String?

  func accelerator() throws -> Accelerator? {
    try gpu.map { name throws(TrainingError) in try Accelerator.named(name) }
  }

}

/// Which accelerator, where there must be one.
struct RequiredAcceleratorOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The accelerator, such as A100-SXM; “tokprof training accelerators” lists them.",
      valueName: "name"))
  var gpu: String

  func accelerator() throws(TrainingError) -> Accelerator { try .named(gpu) }
}

/// Which of its peaks, and how many accelerators for how long.
struct HardwareOptions: ParsableArguments {
  @OptionGroup var accelerator: AcceleratorOptions

  @Option(help: "The format of matrix multiplications. (default: bf16, or fp16 without it)")
  var precision: TrainingCost.NumberFormat?

  @Option(help: "The format they add up in; GeForce parts run at half rate with fp32.")
  var accumulate = Accumulation.fp32

  @Option(
    help: ArgumentHelp(
      "The dense peak of one accelerator in TFLOP/s, in place of the table's.",
      valueName: "tflops"),
    transform: HumanValues.count)
  var peakTflops: Double?

  @Option(
    help: ArgumentHelp("Accelerators.", valueName: "count"), transform: HumanValues.countRange)
  var gpus: ValueRange?

  @Option(
    help: ArgumentHelp(
      "Suggest accelerators in multiples of this: a node, or one copy of the model. (default: 8)",
      valueName: "count"))
  var gpusMultipleOf: Int?

  @Option(
    help: ArgumentHelp("Wall-clock time in days.", valueName: "days"),
    transform: HumanValues.countRange)
  var days: ValueRange?

  @Option(
    help: ArgumentHelp("Accelerators times hours.", valueName: "hours"),
    transform: HumanValues.countRange)
  var gpuHours: ValueRange?
}

/// How fast the steps are.
struct SpeedOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Model FLOPs utilisation: 0.4, or a range 0.35-0.45. (default: that of published runs)",
      valueName: "share"),
    transform: HumanValues.shareRange)
  var mfu: ValueRange?

  @Option(
    help: ArgumentHelp(
      "Hardware FLOPs utilisation, which counts recomputation as work.", valueName: "share"),
    transform: HumanValues.shareRange)
  var hfu: ValueRange?

  @Option(
    help: ArgumentHelp(
      "Tokens per second measured over steps of this training, in place of a utilisation.",
      valueName: "rate"),
    transform: HumanValues.countRange)
  var measuredTokensPerSecond: ValueRange?

  @Option(
    help: ArgumentHelp(
      "Accelerators that reached it together. (default: --gpus)", valueName: "count"),
    transform: HumanValues.count)
  var measuredGpus: Double?

  @Option(
    help: ArgumentHelp(
      "The share of wall-clock time that ends in kept steps; published runs: 0.65 to 0.95.",
      valueName: "share"),
    transform: HumanValues.shareRange)
  var goodput: ValueRange?

  mutating func validate() throws {
    let given = [mfu != nil, hfu != nil, measuredTokensPerSecond != nil]
    if given.count(where: { $0 }) > 1 {
      throw ValidationError(
        "--mfu, --hfu and --measured-tokens-per-second each say how fast steps are; give one")
    }
    if measuredGpus != nil && measuredTokensPerSecond == nil {
      throw ValidationError("--measured-gpus belongs to --measured-tokens-per-second; add it")
    }
  }

  /// The accelerators of a measurement, where they are known exactly.
  func measuredDevices(gpus: ValueRange?) -> Double? {
    measuredGpus ?? gpus.flatMap { $0.low == $0.high ? $0.low : nil }
  }

  /// The speed, if any was given; a range is an interval of probability `level`.
  func performance(gpus: ValueRange?, level: Double) throws -> TrainingPlan.Performance? {
    if let mfu { return .modelUtilisation(try mfu.estimate(level: level) { Ratio($0) }) }
    if let hfu { return .hardwareUtilisation(try hfu.estimate(level: level) { Ratio($0) }) }
    guard let measuredTokensPerSecond else { return nil }
    guard let devices = measuredDevices(gpus: gpus) else { return nil }
    return .measured(
      try measuredTokensPerSecond.estimate(level: level) { TokensPerSecond($0) },
      devices: Devices(devices))
  }
}
