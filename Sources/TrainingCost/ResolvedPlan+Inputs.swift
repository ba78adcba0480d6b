extension ResolvedPlan {
  /// Lists the inputs in the order of the equation.
  mutating func describe() {
    describeData()
    describeModel()
    describeMachine()
    describeSpeed()
    inputs.add(
      "level", Ratio(plan.level), default: Ratio(TrainingPlan.standardLevel),
      note: "probability of each interval")
  }

  private mutating func describeData() {
    switch plan.data {
    case .tokens(let tokens): inputs.add("tokens", tokens, .given)
    case .text(let bytes, let efficiency):
      inputs.add("bytes", bytes, .given, note: "of text, not of containers")
      inputs.add("tokensPerByte", efficiency, .given)
    case nil: break
    }
    inputs.add("epochs", Ratio(plan.epochs), default: Ratio(1))
    inputs.add(
      "packingEfficiency", Ratio(plan.packingEfficiency), default: Ratio(1),
      note: "share of positions that hold tokens and not padding")
  }

  private mutating func describeModel() {
    inputs.add(plan.model)
    if case .architecture(let shape) = plan.model {
      if shape.predictionModules > 0 {
        inputs.add(
          "predictionModules", Ratio(Double(shape.predictionModules)), .given,
          note: plan.countsPredictionModules ? "counted" : "in the config, not counted")
      }
      inputs.add(phases, isAssumed: plan.phases.isEmpty)
    }
    inputs.add(
      "convention", convention.rawValue, plan.convention == nil ? .assumed : .given,
      note: convention.explanation)
    inputs.add("flopsPerToken", modelFLOPsPerToken, .derived, note: "model FLOPs, no recomputation")
    inputs.add("recompute", plan.recompute.rawValue, isDefault: plan.recompute == .none)
    inputs.add(plan.trainable)
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
    if plan.unknown == .devices {
      inputs.add("acceleratorsMultipleOf", plan.deviceMultiple, default: 8)
    }
    if let flops = plan.claims.flops { inputs.add("claimedFlops", flops, .given) }
    if let claimed = plan.claims.utilisation { inputs.add("claimedUtilisation", claimed, .given) }
  }

  private mutating func describeSpeed() {
    switch plan.performance {
    case .modelUtilisation(let ratio):
      inputs.add("utilisation", ratio, .given, note: "MFU, \(convention.label)")
    case .hardwareUtilisation(let ratio):
      inputs.add("utilisation", ratio, .given, note: "HFU, \(convention.label)")
    case .measured(let rate, let devices):
      inputs.add(
        "measuredTokensPerSecond", rate, .given,
        note: "on \(NumberText.significant(devices.value, digits: 6)) accelerators")
    case nil where plan.unknown == .utilisation: break
    case nil:
      let prior = UtilisationPrior.forAccelerator(plan.accelerator, convention: convention)
      inputs.add(
        "utilisation", prior.estimate, .published,
        note: "HFU, \(convention.label): \(prior.runs) published runs on \(prior.family), "
          + "sd(log) \(NumberText.significant(prior.deviation)); lost time is in it")
    }
    guard plan.goodput != nil || plan.performance != nil else { return }
    inputs.add(
      "goodput", goodput, plan.goodput == nil ? .assumed : .given,
      note: plan.goodput == nil
        ? "no time lost to restarts; published runs keep 0.65 to 0.95" : "")
  }
}
