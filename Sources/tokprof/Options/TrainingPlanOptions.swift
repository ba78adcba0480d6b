import ArgumentParser
import Reports
import TrainingCost

/// Everything that may be known of a training run.
struct TrainingPlanOptions: ParsableArguments {
  @OptionGroup(title: "Data") var tokens: TokenOptions
  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Trained weights") var trainable: TrainableOptions
  @OptionGroup(title: "Sequences") var sequences: SequenceOptions
  @OptionGroup(title: "Accelerators and time") var hardware: HardwareOptions
  @OptionGroup(title: "Speed") var speed: SpeedOptions

  @Option(
    help: ArgumentHelp("How often the data is gone through. (default: 1)", valueName: "number"),
    transform: HumanValues.count)
  var epochs: Double?

  @Option(
    help: ArgumentHelp(
      "The share of positions that hold tokens and not padding. (default: 1)", valueName: "share"),
    transform: HumanValues.share)
  var packingEfficiency: Double?

  @Option(help: "What the backward pass recomputes instead of keeping it.")
  var recompute = Recompute.none

  @Option(help: "How operations are counted. (default: causal with --config, else sixN)")
  var convention: FLOPConvention?

  @Flag(help: "Train the config's modules for multi-token prediction too.")
  var predictionModules = false

  @Option(
    help: ArgumentHelp(
      "The probability of intervals, printed and given as ranges. (default: 0.8)",
      valueName: "share"),
    transform: HumanValues.level)
  var level: Double?

  mutating func validate() throws {
    if speed.measuredTokensPerSecond != nil, speed.measuredDevices(gpus: hardware.gpus) == nil {
      throw ValidationError(
        "on how many accelerators were the tokens per second measured? Add --measured-gpus 8")
    }
  }

  /// The question, and where its tokens come from.
  func plan() throws -> (plan: TrainingPlan, data: DatasetTokens?) {
    var plan = TrainingPlan(model: try model.modelSize())
    plan.level = level ?? plan.level
    let data = try tokens.resolve()
    plan.data = try data?.data()
    plan.alternative = try tokens.alternative(to: data, level: plan.level)
    plan.epochs = epochs ?? plan.epochs
    plan.packingEfficiency = packingEfficiency ?? plan.packingEfficiency
    plan.phases = try sequences.phases()
    plan.countsPredictionModules = predictionModules
    plan.trainable = trainable.trainable
    plan.recompute = recompute
    plan.convention = convention
    plan.accelerator = try hardware.accelerator.accelerator()
    plan.format = hardware.precision
    plan.accumulation = hardware.accumulate
    plan.statedPeak = hardware.peakTflops.map { .tera($0) }
    plan.deviceMultiple = hardware.gpusMultipleOf ?? plan.deviceMultiple
    plan.devices = try hardware.gpus?.estimate(level: plan.level) { Devices($0) }
    plan.time = try hardware.days?.estimate(level: plan.level) { .days($0) }
    plan.deviceTime = try hardware.gpuHours?.estimate(level: plan.level) { .hours($0) }
    plan.performance = try speed.performance(gpus: hardware.gpus, level: plan.level)
    plan.goodput = try speed.goodput?.estimate(level: plan.level) { Ratio($0) }
    return (plan, data)
  }
}
