extension InputList {
  /// Adds a setting whose default stands when nobody chose otherwise.
  mutating func add(
    _ key: String, _ text: String, isDefault: Bool, note: String = ""
  ) {
    add(key, text, isDefault ? .assumed : .given, note: note)
  }

  /// Adds a size whose default stands when nobody chose otherwise.
  mutating func add<Unit>(
    _ key: String, _ quantity: Quantity<Unit>, default standard: Quantity<Unit>, note: String = ""
  ) {
    add(key, quantity, quantity == standard ? .assumed : .given, note: note)
  }

  /// Adds a count whose default stands when nobody chose otherwise.
  mutating func add(_ key: String, _ count: Int, default standard: Int, note: String = "") {
    add(key, Ratio(Double(count)), default: Ratio(Double(standard)), note: note)
  }

  /// Adds the weights of a model.
  mutating func add(_ model: ModelSize) {
    switch model {
    case .parameters(let total, let active):
      add("parameters", total, .given)
      add(
        "activeParameters", active ?? total, active == nil ? .assumed : .given,
        note: active == nil ? "a dense model" : "")
    case .architecture(let shape):
      let count = shape.parameterCount
      add("modelType", shape.name, .given)
      add("parameters", Parameters(Double(count.total)), .derived, note: "from the config")
      add("activeParameters", Parameters(Double(count.active)), .derived, note: "from the config")
      add(
        "matrixParameters", Parameters(Double(count.activeMatrix)), .derived,
        note: "multiplied with each token: the head is in, the look-up of embeddings is not")
    }
  }

  /// Adds the sequences, with the share of the tokens each phase has.
  mutating func add(_ phases: [SequencePhase], isAssumed: Bool) {
    let shares = phases.reduce(0) { $0 + $1.share }
    for phase in phases {
      let note =
        switch phase.shape {
        case .fixed: ""
        case .packed: "Σ L² ÷ Σ L of packed documents; "
        }
      add(
        "sequenceLength", Tokens(phase.shape.effectiveLength), isAssumed ? .assumed : .given,
        note: note + NumberText.percent(phase.share / shares) + " of the tokens")
    }
  }

  /// Adds which weights are trained.
  mutating func add(_ trainable: Trainable) {
    switch trainable {
    case .everything: add("trained", "all weights", .assumed)
    case .lora(let rank, let targets):
      add("trained", "LoRA", .given, note: "rank \(rank), \(targets.rawValue)")
    case .adapters(let parameters): add("trainedAdapters", parameters, .given)
    case .share(let share): add("trainedShare", Ratio(share), .given)
    }
  }

  /// Adds how the model is spread over accelerators.
  mutating func add(_ parallelism: Parallelism) {
    let alone = Parallelism()
    add("zeroStage", parallelism.zero.rawValue, default: alone.zero.rawValue)
    add("dataParallel", parallelism.data, default: alone.data)
    add("tensorParallel", parallelism.tensor, default: alone.tensor)
    add("pipelineParallel", parallelism.pipeline, default: alone.pipeline)
    add("interleaving", parallelism.interleaving, default: alone.interleaving)
    add(
      "sequenceParallel", parallelism.sequence ? "yes" : "no",
      isDefault: parallelism.sequence == alone.sequence)
  }
}
