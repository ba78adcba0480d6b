import ArgumentParser
import TrainingCost

/// Which model.
struct ModelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("All parameters of the model: 7B.", valueName: "count"),
    transform: HumanValues.count)
  var params: Double?

  @Option(
    help: ArgumentHelp(
      "The parameters one token goes through, for a mixture of experts: 37B.", valueName: "count"),
    transform: HumanValues.count)
  var activeParams: Double?

  @Option(
    help: ArgumentHelp(
      "The model's Hugging Face config.json, or its folder: parameters and attention are counted.",
      valueName: "file"))
  var config: String?

  mutating func validate() throws {
    if config != nil && (params != nil || activeParams != nil) {
      throw ValidationError("--config counts the parameters itself; leave --params out")
    }
    if activeParams != nil && params == nil {
      throw ValidationError("--active-params is a part of --params; give both")
    }
  }

  /// Whether a model is named; ``modelSize()`` says what is missing where there must be one.
  var isGiven: Bool { config != nil || params != nil }

  private static let missingModel = ValidationError(
    "which model? Give --params 7B or --config config.json")

  func modelSize() throws -> ModelSize {
    if let config { return .architecture(try Architecture(configurationAt: config)) }
    guard let params else { throw Self.missingModel }
    return .parameters(total: Parameters(params), active: activeParams.map { Parameters($0) })
  }
}

extension Architecture {
  /// Reads a `config.json`, or the one in a folder.
  init(configurationAt path: String) throws {
    let file = InputFile.isFolder(path) ? "\(path)/config.json" : path
    try self.init(configuration: InputFile.read(file, limit: 4 << 20), file: file)
  }
}

/// Which of its weights are trained.
struct TrainableOptions: ParsableArguments {
  @Option(
    name: .customLong("lora"),
    help: ArgumentHelp("Train LoRA adapters of this rank. (needs --config)", valueName: "rank"))
  var loraRank: Int?

  @Option(help: "The matrices that get adapters. (default: attention)")
  var loraTargets: AdapterTargets?

  @Option(
    help: ArgumentHelp(
      "Train this many adapter weights beside the frozen model.", valueName: "count"),
    transform: HumanValues.count)
  var adapterParams: Double?

  @Option(
    help: ArgumentHelp("Train this share of the model's weights only.", valueName: "share"),
    transform: HumanValues.share)
  var trainedShare: Double?

  mutating func validate() throws {
    if [loraRank != nil, adapterParams != nil, trainedShare != nil].count(where: { $0 }) > 1 {
      throw ValidationError(
        "--lora, --adapter-params and --trained-share exclude each other; give one")
    }
    if loraTargets != nil && loraRank == nil {
      throw ValidationError("--lora-targets needs the adapters' rank; add --lora 16")
    }
  }

  var trainable: Trainable {
    if let loraRank { return .lora(rank: loraRank, targets: loraTargets ?? .attention) }
    if let adapterParams { return .adapters(Parameters(adapterParams)) }
    return trainedShare.map { .share($0) } ?? .everything
  }
}
