extension ResolvedPlan {
  /// Lists the inputs in the order of the equation.
  mutating func describe() {
    describeData()
    describeModel()
    describeMachine()
    describeSpeed()
    inputs.add("level", Ratio(plan.level), .given, note: "probability of each interval")
  }

  private mutating func describeData() {
    switch plan.data {
    case .tokens(let tokens): inputs.add("tokens", tokens, .given)
    case .text(let bytes, let efficiency):
      inputs.add("bytes", bytes, .given, note: "of text, not of containers")
      inputs.add("tokensPerByte", efficiency, .given)
    case nil: break
    }
    inputs.add("epochs", Ratio(plan.epochs), plan.epochs == 1 ? .assumed : .given)
    inputs.add(
      "packingEfficiency", Ratio(plan.packingEfficiency),
      plan.packingEfficiency == 1 ? .assumed : .given,
      note: "share of positions that hold tokens and not padding")
  }

  private mutating func describeModel() {
    switch plan.model {
    case .parameters(let total, let active):
      inputs.add("parameters", total, .given)
      inputs.add(
        "activeParameters", active ?? total, active == nil ? .assumed : .given,
        note: active == nil ? "a dense model" : "")
    case .architecture(let shape):
      let count = shape.parameterCount
      inputs.add("modelType", shape.name, .given)
      inputs.add("parameters", Parameters(Double(count.total)), .derived, note: "from the config")
      inputs.add(
        "activeParameters", Parameters(Double(count.active)), .derived, note: "from the config")
      inputs.add(
        "matrixParameters", Parameters(Double(count.activeMatrix)), .derived,
        note: "multiplied with each token: the head is in, the look-up of embeddings is not")
      if shape.predictionModules > 0 {
        inputs.add(
          "predictionModules", Ratio(Double(shape.predictionModules)), .given,
          note: plan.countsPredictionModules ? "counted" : "in the config, not counted")
      }
      describePhases()
    }
    inputs.add(
      "convention", convention.rawValue, plan.convention == nil ? .assumed : .given,
      note: convention.explanation)
    inputs.add("flopsPerToken", modelFLOPsPerToken, .derived, note: "model FLOPs, no recomputation")
    inputs.add("recompute", plan.recompute.rawValue, plan.recompute == .none ? .assumed : .given)
    switch plan.trainable {
    case .everything: inputs.add("trained", "all weights", .assumed)
    case .lora(let rank, let targets):
      inputs.add("trained", "LoRA", .given, note: "rank \(rank), \(targets.rawValue)")
    case .adapters(let parameters): inputs.add("trainedAdapters", parameters, .given)
    case .share(let share): inputs.add("trainedShare", Ratio(share), .given)
    }
  }

  private mutating func describePhases() {
    let shares = phases.reduce(0) { $0 + $1.share }
    for phase in phases {
      let note =
        switch phase.shape {
        case .fixed: ""
        case .packed: "Σ L² ÷ Σ L of packed documents; "
        }
      inputs.add(
        "sequenceLength", Tokens(phase.shape.effectiveLength),
        plan.phases.isEmpty ? .assumed : .given,
        note: note + NumberText.percent(phase.share / shares) + " of the tokens")
    }
  }

  private mutating func describeMachine() {
    if let accelerator = plan.accelerator {
      inputs.add("accelerator", accelerator.name, .given, note: accelerator.note)
    }
    if let peak {
      inputs.add("peak", peak, plan.statedPeak == nil ? .published : .given, note: peakLabel)
    }
    if let devices = plan.devices { inputs.add("accelerators", devices, .given) }
    if let time = plan.time { inputs.add("time", time, .given) }
    if let deviceTime = plan.deviceTime { inputs.add("acceleratorTime", deviceTime, .given) }
  }

  private mutating func describeSpeed() {
    switch plan.performance {
    case .modelUtilisation(let ratio):
      inputs.add("utilisation", ratio, .given, note: "MFU, \(convention.rawValue)")
    case .hardwareUtilisation(let ratio):
      inputs.add("utilisation", ratio, .given, note: "HFU, \(convention.rawValue)")
    case .measured(let rate, let devices):
      inputs.add(
        "measuredTokensPerSecond", rate, .given,
        note: "on \(NumberText.significant(devices.value, digits: 6)) accelerators")
    case nil where plan.unknown == .utilisation: break
    case nil:
      let prior = UtilisationPrior.forAccelerator(plan.accelerator, convention: convention)
      inputs.add(
        "utilisation", prior.estimate, .published,
        note: "HFU, \(convention.rawValue): \(prior.runs) published runs on \(prior.family), "
          + "sd(log) \(NumberText.significant(prior.deviation)); lost time is in it")
    }
    guard plan.goodput != nil || plan.performance != nil else { return }
    inputs.add(
      "goodput", goodput, plan.goodput == nil ? .assumed : .given,
      note: plan.goodput == nil
        ? "no time lost to restarts; published runs keep 0.65 to 0.95" : "")
  }
}

extension FLOPConvention {
  /// What the convention counts, in a few words.
  public var explanation: String {
    switch self {
    case .sixN: "6·N: all active weights, no attention scores"
    case .fullAttention: "matrix weights and every query with every key"
    case .causal: "matrix weights and the half of the scores a causal mask leaves"
    }
  }
}
