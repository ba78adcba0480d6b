extension MemoryPlan {
  /// Adds up the memory of one device: states after ZeRO (Rajbhandari 2020), activations after
  /// Korthikanti 2022. There is no simulation of a schedule.
  ///
  /// - Throws: `TrainingError` if a size cannot be used.
  public func estimate() throws(TrainingError) -> MemoryEstimate {
    try parallelism.check()
    try AcceptedRange.check(model)
    try AcceptedRange.check(trainable, of: model)
    try AcceptedRange.check(count: microBatch, "micro-batch")
    try AcceptedRange.check(length: Double(sequenceLength))
    let states = try states()
    var notes: [String] = []
    var items = states
    if case .architecture(let shape) = model {
      items.append(
        MemoryEstimate.Item(
          use: .activations, bytes: activationBytes(shape),
          note: "micro-batch \(microBatch) × \(sequenceLength) tokens, "
            + "recompute \(recompute.rawValue)"))
      items.append(
        MemoryEstimate.Item(
          use: .logits, bytes: logitBytes(shape), note: "4 B for each token and vocabulary entry"))
      if parallelism.pipeline > 1 {
        notes.append("activations are the first stage's, logits the last one's")
      }
      if recompute == .full {
        notes.append("the layer being recomputed needs its activations once more")
      }
    } else {
      notes.append("activations and logits need a config and are not in the sum")
    }
    if trainable != .everything {
      notes.append("frozen weights keep no gradients and no optimizer state")
    }
    if accelerator != nil {
      notes.append("8 % of the memory is left for the runtime, buffers and fragmentation")
    }
    return MemoryEstimate(
      items: items, capacity: accelerator?.memory, inputs: understood, notes: notes)
  }

  private func states() throws(TrainingError) -> [MemoryEstimate.Item] {
    let total = model.total.value
    let (trained, added) = try trainedParameters()
    let share = Double(parallelism.tensor * parallelism.pipeline)
    let spread = Double(parallelism.data)
    func onDevice(_ bytes: Double, from stage: ZeROStage) -> Bytes {
      Bytes(bytes / share / (parallelism.zero >= stage ? spread : 1))
    }
    let state =
      optimizer.stateBytes(parameters: trained, inner: trained * innerShare)
      + (hasMasterWeights ? 4 * trained : 0)
    return [
      MemoryEstimate.Item(
        use: .weights,
        bytes: onDevice(
          total * weights.bytes + added * StorageFormat.sixteenBit.bytes, from: .weights),
        note: "\(NumberText.significant(weights.bytes)) B a weight"),
      MemoryEstimate.Item(
        use: .gradients, bytes: onDevice(trained * gradients.bytes, from: .gradients),
        note: "\(NumberText.significant(gradients.bytes)) B a trained weight"),
      MemoryEstimate.Item(
        use: .optimizer, bytes: onDevice(state, from: .optimizer),
        note: "\(NumberText.significant(state / max(trained, 1))) B a trained weight"
          + (hasMasterWeights ? ", master copy included" : "")),
    ]
  }

  /// Weights that are trained, and those of them that come on top of the model.
  private func trainedParameters() throws(TrainingError) -> (trained: Double, added: Double) {
    switch trainable {
    case .everything: return (model.total.value, 0)
    case .share(let share): return (share * model.total.value, 0)
    case .adapters(let parameters): return (parameters.value, parameters.value)
    case .lora(let rank, let targets):
      guard case .architecture(let shape) = model else {
        throw .missingInput(
          names: ["config.json"], remedy: "give a config, or the number of adapter weights")
      }
      let adapters = Double(shape.adapterParameters(rank: rank, targets: targets).total)
      return (adapters, adapters)
    }
  }

  /// The part of the weights in matrices inside layers, which Muon keeps less state for.
  private var innerShare: Double {
    guard case .architecture(let shape) = model else { return 1 }
    let count = shape.parameterCount
    return Double(count.attention + count.feedForward) / Double(count.total)
  }

  /// Bytes kept per token and layer: `shared` on every device of a tensor-parallel group unless the
  /// sequence is spread too, `split` divided among them.
  ///
  /// With multi-head attention, an ungated 4h feed-forward part and dropout these are Korthikanti's
  /// 10·h and 24·h + 5·a·s.
  private func layerBytes(_ run: LayerRun, hidden: Double) -> (shared: Double, split: Double) {
    let mask = usesDropout ? hidden : 0
    if recompute == .full { return (2 * hidden, 0) }
    var shared = 8 * hidden + 2 * mask
    var split = 2 * run.attention.keptWidth
    if storesAttentionScores, recompute == .none {
      let context = min(run.attention.window ?? sequenceLength, sequenceLength)
      split += (usesDropout ? 5 : 2) * Double(run.attention.heads) * Double(context)
    }
    let feedForward = run.feedForward
    let kept = feedForward.isGated ? 6.0 : 4.0
    let routing = feedForward.routing
    let inner = Double(
      feedForward.innerSize * (routing?.activeExperts ?? 1) + (routing?.sharedInnerSize ?? 0))
    split += kept * inner
    // Each chosen expert gets its own copy of the token.
    if let routing { shared += 2 * hidden * Double(routing.activeExperts) }
    return (shared, split)
  }

  private func activationBytes(_ shape: Architecture) -> Bytes {
    let tensor = Double(parallelism.tensor)
    let tokens = Double(microBatch) * Double(sequenceLength)
    let perToken = shape.layers.reduce(0.0) { sum, run in
      let (shared, split) = layerBytes(run, hidden: Double(shape.hiddenSize))
      return sum + Double(run.count)
        * (shared / (parallelism.sequence ? tensor : 1) + split / tensor)
    }
    return Bytes(tokens * perToken * inFlight)
  }

  /// The first of p stages holds p micro-batches of L/p layers, so L layers' worth; the interleaved
  /// schedule adds (p − 1)/(p·m) of that.
  private var inFlight: Double {
    guard parallelism.pipeline > 1, parallelism.interleaving > 1 else { return 1 }
    let stages = Double(parallelism.pipeline)
    return 1 + (stages - 1) / (stages * Double(parallelism.interleaving))
  }

  private func logitBytes(_ shape: Architecture) -> Bytes {
    Bytes(
      4 * Double(microBatch) * Double(sequenceLength) * Double(shape.vocabularySize)
        / Double(parallelism.tensor))
  }
}

extension Attention {
  /// Queries, keys, values and the output projection's input, per token.
  fileprivate var keptWidth: Double {
    switch projection {
    case .grouped(let heads, let keyValueHeads, let headSize):
      Double(headSize * (2 * heads + 2 * keyValueHeads))
    case .latent(let heads, let queryRank, let keyValueRank, let unrotated, let rotated, let value):
      Double(2 * heads * (unrotated + rotated + value) + (queryRank ?? 0) + keyValueRank)
    }
  }
}
