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
    try AcceptedRange.check(level: level)
    try AcceptedRange.check(epochs, "epochs")
    try AcceptedRange.check(share: packingEfficiency, "packing efficiency")
    try AcceptedRange.check(model)
    try AcceptedRange.check(phases)
    try AcceptedRange.check(trainable, of: model)
    switch data {
    case nil: break
    case .tokens(let tokens): try AcceptedRange.check(tokens, "tokens")
    case .text(let bytes, let efficiency):
      try AcceptedRange.check(bytes.value, "bytes")
      try AcceptedRange.check(efficiency, "tokens per byte")
    }
    try AcceptedRange.check(devices, "accelerators")
    try AcceptedRange.check(time, "time")
    try AcceptedRange.check(deviceTime, "accelerator-hours")
    try AcceptedRange.check(statedPeak.map { Estimate($0) }, "peak")
    try AcceptedRange.check(count: deviceMultiple, "multiple of accelerators")
    if let goodput {
      try AcceptedRange.check(goodput, "goodput")
      try AcceptedRange.check(share: goodput.median.value, "goodput")
    }
    switch performance {
    case nil: break
    case .modelUtilisation(let ratio), .hardwareUtilisation(let ratio):
      try AcceptedRange.check(ratio, "utilisation")
    case .measured(let rate, let devices):
      try AcceptedRange.check(rate, "measured tokens per second")
      try AcceptedRange.check(devices.value, "accelerators of the measurement")
    }
    try AcceptedRange.check(alternative?.tokenRatio, "token ratio")
    if let rows = alternative?.vocabularySize {
      try AcceptedRange.check(count: rows, "vocabulary size", upTo: 1 << 26)
    }
    if let flops = claims.flops { try AcceptedRange.check(flops.value, "claimed FLOPs") }
    if let utilisation = claims.utilisation {
      try AcceptedRange.check(utilisation.value, "claimed utilisation")
    }
  }
}
