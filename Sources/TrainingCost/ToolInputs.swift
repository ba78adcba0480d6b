extension TrainingPlan {
  /// The operations of one token, with what was understood of the model and the sequences.
  ///
  /// - Throws: `TrainingError` if a size cannot be used or the sequences of a config are missing.
  public func tokenWork() throws(TrainingError) -> (work: TokenWork, inputs: [UnderstoodInput]) {
    let work = try TokenWork(
      model: model, phases: phases, trainable: trainable,
      countsPredictionModules: countsPredictionModules)
    var list = InputList(level: level)
    switch data {
    case .tokens(let tokens)?:
      try AcceptedRange.check(tokens, "tokens")
      list.add("tokens", tokens, .given)
    default: list.add("tokens", Tokens(1), .assumed)
    }
    list.add(model)
    if case .architecture = model { list.add(phases, isAssumed: false) }
    list.add("recompute", recompute.rawValue, isDefault: recompute == .none)
    list.add(trainable)
    list.add(
      "predictionModules", countsPredictionModules ? "counted" : "not counted",
      isDefault: !countsPredictionModules)
    return (work, list.inputs)
  }
}

extension MemoryPlan {
  var understood: [UnderstoodInput] {
    let plain = MemoryPlan(model: model)
    var list = InputList(level: TrainingPlan.standardLevel)
    list.add(model)
    list.add(trainable)
    list.add("weights", weights.rawValue, isDefault: weights == plain.weights)
    list.add("gradients", gradients.rawValue, isDefault: gradients == plain.gradients)
    list.add(
      "masterWeights", hasMasterWeights ? "fp32" : "none", isDefault: keepsMasterWeights == nil)
    list.add("optimizer", optimizer.rawValue, isDefault: optimizer == plain.optimizer)
    list.add(parallelism)
    list.add("microBatch", microBatch, default: plain.microBatch)
    list.add(
      "sequenceLength", Tokens(Double(sequenceLength)),
      default: Tokens(Double(plain.sequenceLength)))
    list.add("recompute", recompute.rawValue, isDefault: recompute == plain.recompute)
    list.add(
      "attentionScores", storesAttentionScores ? "stored" : "fused",
      isDefault: storesAttentionScores == plain.storesAttentionScores)
    list.add(
      "dropout", usesDropout ? "yes" : "no", isDefault: usesDropout == plain.usesDropout)
    if let accelerator { list.add("accelerator", accelerator.name, .given, note: accelerator.note) }
    return list.inputs
  }
}

extension InferencePlan {
  /// Every input as understood.
  public var understood: [UnderstoodInput] {
    let plain = InferencePlan(model: model, accelerator: accelerator)
    var list = InputList(level: TrainingPlan.standardLevel)
    list.add(model)
    list.add("weights", weights.rawValue, isDefault: weights == plain.weights)
    list.add("cache", cache.rawValue, isDefault: cache == plain.cache)
    list.add("accelerator", accelerator.name, .given, note: accelerator.note)
    list.addPeak(of: accelerator)
    if let bandwidth = accelerator.memoryBandwidth {
      list.add("memoryBandwidth", bandwidth, .published)
    }
    list.add("accelerators", devices, default: plain.devices)
    list.add(
      "promptTokens", Tokens(Double(promptTokens)), default: Tokens(Double(plain.promptTokens)))
    list.add(
      "contextTokens", Tokens(Double(contextTokens)), default: Tokens(Double(plain.contextTokens)))
    list.add("batch", batch, default: plain.batch)
    list.add(
      "utilisation", prefillUtilisation, default: plain.prefillUtilisation,
      note: "of the dense peak while the query is read")
    list.addConvention(of: model, counted: .fullAttention)
    return list.inputs
  }
}

extension CommunicationPlan {
  /// Every input as understood.
  public var understood: [UnderstoodInput] {
    let plain = CommunicationPlan(model: model, accelerator: accelerator)
    var list = InputList(level: TrainingPlan.standardLevel)
    list.add(model)
    list.add(parallelism)
    list.add("microBatch", microBatch, default: plain.microBatch)
    list.add(
      "microBatches", microBatches, default: plain.microBatches,
      note: "in a step on one data-parallel rank")
    list.add(
      "sequenceLength", Tokens(Double(sequenceLength)),
      default: Tokens(Double(plain.sequenceLength)))
    list.add("gradients", gradients.rawValue, isDefault: gradients == plain.gradients)
    list.add("activations", activations.rawValue, isDefault: activations == plain.activations)
    list.add("recompute", recompute.rawValue, isDefault: recompute == plain.recompute)
    list.add("accelerator", accelerator.name, .given, note: accelerator.note)
    list.addPeak(of: accelerator)
    if let bandwidth = accelerator.link.oneWay {
      list.add(
        "link", bandwidth, .published, note: "\(accelerator.link.name), one way, inside a node")
    }
    if let interNode { list.add("interNode", interNode, .given, note: "one way, between nodes") }
    list.add("utilisation", utilisation, default: plain.utilisation)
    list.addConvention(of: model, counted: .causal)
    return list.inputs
  }
}

extension InputList {
  fileprivate mutating func addPeak(of accelerator: Accelerator) {
    guard let peak = try? accelerator.peak(accelerator.trainingFormat) else { return }
    add("peak", peak.rate, .published, note: peak.label)
  }

  /// How operations are counted: as `counted` where the shape is known, by 6·N (2·N forward) where not.
  fileprivate mutating func addConvention(of model: ModelSize, counted: FLOPConvention) {
    let convention = if case .architecture = model { counted } else { FLOPConvention.sixN }
    add("convention", convention.rawValue, .assumed, note: convention.explanation)
  }
}
