import ArgumentParser
import Efficiency
import Reports
import Scripts
import TrainingCost

/// A dataset that is merely described, and the training that it is for.
struct ComparedDatasetOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Bytes of a dataset's text: 3.2TB. Tokens and days are worked out for it.",
      valueName: "size"),
    transform: { try HumanNumber.bytes($0) })
  var bytes: UInt64?

  @Option(
    help: ArgumentHelp(
      "The share of its bytes in each script: Hani:0.6,Latn:0.4. (default: as in the profiled text)",
      valueName: "script:share,…"),
    transform: ComparedDatasetOptions.mix)
  var mix: DatasetMix?

  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Accelerators and time") var hardware: HardwareOptions
  @OptionGroup(title: "Speed") var speed: SpeedOptions

  mutating func validate() throws {
    if bytes == nil, mix != nil || model.isGiven || hardware.accelerator.gpu != nil {
      throw ValidationError("a dataset needs its size; add --bytes 3.2TB")
    }
    if !model.isGiven, hardware.accelerator.gpu != nil || hardware.gpus != nil {
      throw ValidationError("which model is trained on it? Add --params 7B or --config config.json")
    }
    if hardware.gpuHours != nil || hardware.days != nil && hardware.gpus != nil {
      throw ValidationError(
        "the time is what is compared; leave --days and --gpu-hours out, or --gpus for days")
    }
  }

  private static func mix(_ text: String) throws -> DatasetMix { try DatasetMix(text) }

  /// The dataset's tokens and training by each tokenizer; `nil` when no dataset is described.
  func comparison(_ profiles: ProfileComparison) throws -> DatasetComparison? {
    guard let bytes else { return nil }
    var dataset: DatasetComparison
    do throws(DatasetComparison.MissingScript) {
      dataset = try DatasetComparison(.init(bytes: bytes, mix: mix?.shares), profiles)
    } catch {
      throw InputError(
        place: "--mix", reason: "\(error)", remedy: "profile the tokenizer on such text",
        cause: .usage)
    }
    if model.isGiven {
      try dataset.solve(
        plan(), vocabularies: profiles.subjects.map(\.profile.tokenizer.vocabularySize))
    }
    return dataset
  }

  private func plan() throws -> TrainingPlan {
    var plan = TrainingPlan(model: try model.modelSize())
    plan.accelerator = try hardware.accelerator.accelerator()
    plan.format = hardware.precision
    plan.accumulation = hardware.accumulate
    plan.statedPeak = hardware.peakTflops.map { .tera($0) }
    plan.deviceMultiple = hardware.gpusMultipleOf ?? plan.deviceMultiple
    plan.devices = try hardware.gpus?.estimate(level: plan.level) { Devices($0) }
    plan.time = try hardware.days?.estimate(level: plan.level) { .days($0) }
    plan.performance = try speed.performance(gpus: hardware.gpus, level: plan.level)
    plan.goodput = try speed.goodput?.estimate(level: plan.level) { Ratio($0) }
    return plan
  }
}

/// Shares of bytes by script, which add up to one.
struct DatasetMix: Sendable {
  var shares: [(script: Script, share: Double)]

  init(_ text: String) throws {
    shares = []
    for part in text.split(separator: ",") {
      let sides = part.split(separator: ":", maxSplits: 1)
      guard sides.count == 2 else {
        throw ValidationError("write each script with its share, such as Hani:0.6,Latn:0.4")
      }
      let script = try ComparedOptions.script(String(sides[0]))
      guard !shares.contains(where: { $0.script == script }) else {
        throw ValidationError("\(script.code) occurs twice; give each script once")
      }
      shares.append((script, try HumanNumber.fraction(String(sides[1]))))
    }
    let sum = shares.reduce(0) { $0 + $1.share }
    guard (0.99...1.01).contains(sum) else {
      let written = NumberFormat.significant(4).text(of: sum)
      throw ValidationError("the shares add up to \(written) and not to 1")
    }
    for index in shares.indices { shares[index].share /= sum }
  }
}
