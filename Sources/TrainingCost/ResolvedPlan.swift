/// A plan with its blanks filled in, checked, and the list of what was understood.
struct ResolvedPlan {
  var plan: TrainingPlan
  /// Tokens gone through: data · epochs ÷ packing efficiency.
  var tokens: Estimate<TokenUnit>?
  var phases: [SequencePhase]
  var work: TokenWork
  var convention: FLOPConvention
  var peak: Estimate<FLOPRateUnit>?
  var peakLabel: String
  var speed: Speed
  var goodput: Estimate<DimensionlessUnit>
  var inputs: InputList
  var warnings: [TrainingWarning] = []

  enum Speed {
    case modelUtilisation(Estimate<DimensionlessUnit>)
    case hardwareUtilisation(Estimate<DimensionlessUnit>)
    case measured(perDevice: Estimate<TokenRateUnit>)
  }

  /// Positions processed per token of the data.
  var passes: Double { plan.epochs / plan.packingEfficiency }

  init(_ plan: TrainingPlan) throws(TrainingError) {
    try plan.checkRanges()
    self.plan = plan
    inputs = InputList(level: plan.level)
    tokens = plan.data.map { $0.tokens.scaled(by: plan.epochs / plan.packingEfficiency) }
    phases = plan.resolvedPhases
    work = try TokenWork(
      model: plan.model, phases: phases, trainable: plan.trainable,
      countsPredictionModules: plan.countsPredictionModules)
    let isCounted = if case .architecture = plan.model { true } else { false }
    convention = plan.convention ?? (isCounted ? .causal : .sixN)
    guard isCounted || convention == .sixN else {
      throw .missingInput(
        names: ["config.json"],
        remedy: "attention can be counted from a config only; use the 6·N convention without one")
    }
    (peak, peakLabel) = try plan.resolvedPeak()
    goodput = plan.goodput ?? Estimate(Ratio(1))
    switch plan.performance {
    case .modelUtilisation(let utilisation): speed = .modelUtilisation(utilisation)
    case .hardwareUtilisation(let utilisation): speed = .hardwareUtilisation(utilisation)
    case .measured(let rate, let devices):
      speed = .measured(perDevice: rate.scaled(by: 1 / devices.value))
    case nil:
      speed = .hardwareUtilisation(
        UtilisationPrior.forAccelerator(plan.accelerator, convention: convention).estimate)
    }
    describe()
    warn()
  }

  /// Operations per token in the convention, counted as the speed counts them.
  var operationsPerToken: FLOPsPerToken {
    let ledger =
      switch speed {
      case .hardwareUtilisation: work.hardware(plan.recompute)
      case .modelUtilisation, .measured: work.model
      }
    return ledger[convention] ?? ledger.sixN
  }

  /// Model operations per token in the convention.
  var modelFLOPsPerToken: FLOPsPerToken { work.model[convention] ?? work.model.sixN }

  private mutating func warn() {
    if plan.phases.isEmpty, case .architecture(let shape) = plan.model, convention != .sixN {
      let length = NumberText.significant(phases.first?.shape.effectiveLength ?? 0, digits: 6)
      let context = shape.contextLength.map { " (the config allows \($0))" } ?? ""
      warnings.append(
        TrainingWarning(
          kind: .assumedSequenceLength,
          text: "no sequence length was given: sequences of \(length) tokens are assumed\(context)")
      )
    }
    if convention == .sixN, plan.recompute == .selective {
      warnings.append(
        TrainingWarning(
          kind: .conventionIncomplete,
          text: "6·N leaves attention scores out, so selective recomputation costs nothing in it"))
    }
    guard plan.performance == nil, plan.unknown != .utilisation else { return }
    if plan.goodput != nil {
      warnings.append(
        TrainingWarning(
          kind: .goodputTwice,
          text: "the utilisation of published runs already includes lost time: "
            + "with a goodput of its own the time comes out too long"))
    }
    if !UtilisationPrior.forAccelerator(plan.accelerator, convention: convention).isForFamily {
      warnings.append(
        TrainingWarning(
          kind: .borrowedPrior,
          text: "no published runs on this accelerator are known: the utilisation is that of A100 "
            + "and Hopper runs together, and 100 measured steps would say far more"))
    }
  }
}

extension TrainingPlan {
  /// The sequence length taken when none is given: that of most pre-training runs in the table.
  static let assumedSequenceLength = 4096

  var resolvedPhases: [SequencePhase] {
    guard phases.isEmpty else { return phases }
    guard case .architecture(let shape) = model, let context = shape.contextLength else {
      return [SequencePhase(.fixed(length: Self.assumedSequenceLength))]
    }
    return [SequencePhase(.fixed(length: min(context, Self.assumedSequenceLength)))]
  }

  func resolvedPeak() throws(TrainingError) -> (Estimate<FLOPRateUnit>?, String) {
    if let statedPeak { return (Estimate(statedPeak), "as stated") }
    guard let accelerator else { return (nil, "") }
    let peak = try accelerator.peak(
      format ?? accelerator.trainingFormat, accumulation: accumulation)
    return (peak.rate, peak.label)
  }

  func checkRanges() throws(TrainingError) {
    try checkPositive(epochs, "epochs")
    try checkShare(packingEfficiency, "packing efficiency")
    try checkPositive(model.total.value, "parameters")
    try checkPositive(model.active.value, "active parameters")
    guard model.active <= model.total else {
      throw .contradiction(
        "there are more active than total parameters", remedy: "exchange the two")
    }
    for phase in phases {
      try checkPositive(phase.share, "share of a phase")
      try checkPositive(phase.shape.effectiveLength, "sequence length")
    }
    switch trainable {
    case .everything: break
    case .lora(let rank, _):
      guard (1...1 << 16).contains(rank) else {
        throw .invalidValue(
          name: "LoRA rank", value: "\(rank)", remedy: "give a whole number from 1 to 65536")
      }
    case .adapters(let parameters): try checkPositive(parameters.value, "adapter parameters")
    case .share(let share): try checkShare(share, "trained share")
    }
    try checkPositive(data?.tokens, "tokens")
    try checkPositive(devices, "accelerators")
    try checkPositive(time, "time")
    try checkPositive(deviceTime, "accelerator-hours")
    try checkPositive(statedPeak.map { Estimate($0) }, "peak")
    try checkPositive(Double(deviceMultiple), "multiple of accelerators")
    if let goodput { try checkShare(goodput.median.value, "goodput") }
    switch performance {
    case nil: break
    case .modelUtilisation(let ratio), .hardwareUtilisation(let ratio):
      try checkPositive(ratio, "utilisation")
    case .measured(let rate, let devices):
      try checkPositive(rate, "measured tokens per second")
      try checkPositive(devices.value, "accelerators of the measurement")
    }
    try checkPositive(alternative?.tokenRatio, "token ratio")
    if let rows = alternative?.vocabularySize, !(1...1 << 26).contains(rows) {
      throw .invalidValue(
        name: "vocabulary size", value: "\(rows)", remedy: "give the rows of the embedding matrix")
    }
    guard level > 0, level < 1 else {
      throw .invalidValue(
        name: "level", value: "\(level)", remedy: "give a probability between 0 and 1")
    }
  }

  private func checkPositive<Unit>(
    _ estimate: Estimate<Unit>?, _ name: String
  ) throws(TrainingError) {
    guard let estimate else { return }
    try checkPositive(estimate.median.value, name)
    guard estimate.sigma >= 0, estimate.sigma.isFinite else {
      throw .invalidValue(
        name: name, value: "sigma \(estimate.sigma)", remedy: "give a finite interval")
    }
  }

  private func checkPositive(_ value: Double, _ name: String) throws(TrainingError) {
    guard value > 0, value.isFinite else {
      throw .invalidValue(name: name, value: "\(value)", remedy: "give a number above 0")
    }
  }

  private func checkShare(_ value: Double, _ name: String) throws(TrainingError) {
    guard value > 0, value <= 1 else {
      throw .invalidValue(name: name, value: "\(value)", remedy: "give a number above 0, at most 1")
    }
  }
}
