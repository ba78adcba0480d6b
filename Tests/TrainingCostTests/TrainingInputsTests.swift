import Testing

@testable import TrainingCost

/// What else goes into the equation: phases, packing, adapters, vocabularies, intervals, audits.
@Suite struct TrainingInputsTests {
  private func llama(vocabulary: Int = 32_000) throws -> Architecture {
    try SampleConfig.llama(
      layers: 32, hidden: 4096, heads: 32, keyValueHeads: 32, inner: 11_008,
      vocabulary: vocabulary)
  }

  private func plan(_ model: ModelSize) throws -> TrainingPlan {
    var plan = TrainingPlan(model: model)
    plan.data = .tokens(Estimate(Tokens(1e12)))
    plan.phases = [SequencePhase(.fixed(length: 4096))]
    plan.accelerator = try .named("A100")
    plan.devices = Estimate(Devices(256))
    return plan
  }

  @Test func packedDocumentsCostTheirOwnSquares() throws {
    let shape = SequenceShape.packed(documentLengths: [1000, 3000])
    #expect(shape.effectiveLength == 2500)
    let model = ModelSize.architecture(try llama())
    let packed = try TokenWork(model: model, phases: [SequencePhase(shape)])
    let fixed = try TokenWork(model: model, phases: [SequencePhase(.fixed(length: 2500))])
    #expect(packed.model == fixed.model)
  }

  /// Σ min(i, w) over a sequence, by hand, against the closed form.
  @Test func slidingWindowsMeetFewerKeys() {
    let attention = Attention(
      projection: .grouped(heads: 1, keyValueHeads: 1, headSize: 1), window: 1000)
    let length = 5000
    let sum = (0..<length).reduce(0) { $0 + min($1, 1000) }
    let mean = attention.meanContext(length: Double(length), causal: true)
    #expect(abs(mean / (Double(sum) / Double(length)) - 1) < 0.001)
    #expect(attention.meanContext(length: 500, causal: true) == 250)
    #expect(attention.meanContext(length: 5000, causal: false) == 1000)
  }

  @Test func frozenWeightsCostFourOfSix() throws {
    let model = ModelSize.parameters(total: Parameters(1e9))
    let phases = [SequencePhase(.fixed(length: 1))]
    let half = try TokenWork(model: model, phases: phases, trainable: .share(0.5))
    #expect(half.model.sixN.value == 5e9)
    let adapters = try TokenWork(
      model: model, phases: phases, trainable: .adapters(Parameters(1e7)))
    #expect(adapters.model.sixN.value == 4e9 + 6e7)
    // Rank 8 on q, k, v and o of Llama-7B: 32 · 4 · 8 · 8192.
    let shape = try llama()
    #expect(shape.adapterParameters(rank: 8, targets: .attention).total == 8_388_608)
    #expect(throws: TrainingError.self) {
      try TokenWork(model: model, phases: phases, trainable: .lora(rank: 8, targets: .attention))
    }
  }

  @Test func anotherTokenizerMovesTokensAndTheHead() throws {
    var plan = try plan(.architecture(llama()))
    plan.performance = .hardwareUtilisation(Estimate(Ratio(0.43)))
    plan.alternative = TokenizerAlternative(
      name: "larger", tokenRatio: try Estimate(low: Ratio(0.84), high: Ratio(0.88), level: 0.8),
      vocabularySize: 128_256)
    let solution = try plan.solve()
    let comparison = try #require(solution.comparison)
    let before = try #require(solution.time).median.days
    var other = try self.plan(.architecture(llama(vocabulary: 128_256)))
    other.data = .tokens(Estimate(Tokens(1e12 * comparison.tokenRatio.median.value)))
    other.performance = plan.performance
    let after = try #require(try other.solve().time).median.days
    #expect(abs(try #require(comparison.time).median.days / after - 1) < 1e-9)
    #expect(comparison.flopRatio.value > 1.05)
    let saved = try #require(comparison.savedTime)
    #expect(abs(saved.median.days - (before - after)) < 1e-6)
    #expect(saved.low < saved.median && saved.median < saved.high)
  }

  @Test func theIntervalIsThatOfTheRuns() throws {
    var plan = try plan(.architecture(llama()))
    plan.data = .tokens(try Estimate(low: Tokens(0.98e12), high: Tokens(1.02e12), level: 0.95))
    let solution = try plan.solve()
    let time = try #require(solution.time)
    let interval = time.interval(level: solution.level)
    // 18 runs: t₁₇(80 %) = 1.333 times 0.1372·√(1 + 1/18), and next to nothing from the tokens.
    #expect(abs(interval.high / time.median - 1.2065) < 0.002)
    #expect(solution.varianceShares.first?.factor == .utilisation)
    #expect(try #require(solution.varianceShares.first).share.value > 0.99)
    let bound = try #require(solution.lowerBound?.time)
    #expect(bound < interval.low)
    #expect(try #require(solution.measuredRateBound?.time) > bound)

    // Measured to 2 %, the tokens matter.
    plan.performance = .measured(
      try Estimate(low: TokensPerSecond(3626), high: TokensPerSecond(3774), level: 0.95),
      devices: Devices(1))
    let measured = try plan.solve()
    let tokens = try #require(measured.varianceShares.first { $0.factor == .tokens })
    #expect(abs(tokens.share.value - 0.5) < 0.01)
  }

  @Test func everyInputIsListedOnceWithItsOrigin() throws {
    let solution = try plan(.architecture(llama())).solve()
    let keys = solution.inputs.map(\.key)
    #expect(Set(keys).count == keys.count)
    for key in [
      "tokens", "epochs", "parameters", "convention", "recompute", "sequenceLength", "accelerator",
      "peak", "accelerators", "utilisation", "level",
    ] {
      #expect(keys.contains(key), "\(key)")
    }
    let utilisation = try #require(solution.inputs.first { $0.key == "utilisation" })
    #expect(utilisation.origin == .published)
    #expect(utilisation.note.contains("18 published runs"))
  }

  @Test func anAssumedLengthIsSaid() throws {
    var plan = try plan(.architecture(try SampleConfig.architecture(SampleConfig.qwen2Large)))
    plan.phases = []
    let solution = try plan.solve()
    #expect(solution.warnings.contains { $0.kind == .assumedSequenceLength })
    #expect(solution.inputs.contains { $0.key == "sequenceLength" && $0.origin == .assumed })
  }

  @Test func attentionCannotBeCountedWithoutAShape() throws {
    var plan = try plan(.parameters(total: Parameters(7e9)))
    plan.convention = .causal
    #expect(throws: TrainingError.self) { try plan.solve() }
  }

  @Test(arguments: [0.0, -1, .nan, .infinity])
  func nonsenseIsRefused(value: Double) throws {
    let model = ModelSize.parameters(total: Parameters(7e9))
    let changes: [(inout TrainingPlan) -> Void] = [
      { $0.epochs = value }, { $0.packingEfficiency = value },
      { $0.data = .tokens(Estimate(Tokens(value))) },
      { $0.devices = Estimate(Devices(value)) }, { $0.level = value },
      { $0.goodput = Estimate(Ratio(value)) },
      { $0.performance = .modelUtilisation(Estimate(Ratio(value))) },
      { $0.performance = .measured(Estimate(TokensPerSecond(1)), devices: Devices(value)) },
      { $0.model = .parameters(total: Parameters(value)) },
      { $0.statedPeak = FLOPsPerSecond(value) },
      { $0.trainable = .adapters(Parameters(value)) },
      {
        $0.alternative = TokenizerAlternative(name: "x", tokenRatio: Estimate(Ratio(value)))
      },
    ]
    for change in changes {
      var plan = try plan(model)
      change(&plan)
      #expect(throws: TrainingError.self) { try plan.solve() }
    }
  }

  @Test(arguments: [0, -1, Int.max, Int.min])
  func ranksAndVocabulariesOutOfRangeAreRefused(value: Int) throws {
    var plan = try plan(.architecture(llama()))
    plan.trainable = .lora(rank: value, targets: .allLinear)
    #expect(throws: TrainingError.self) { try plan.solve() }
    plan.trainable = .everything
    plan.alternative = TokenizerAlternative(
      name: "x", tokenRatio: Estimate(Ratio(1)), vocabularySize: value)
    #expect(throws: TrainingError.self) { try plan.solve() }
  }

  // MARK: - Audits

  private func audit(
    hours: Double, change: (inout TrainingPlan) throws -> Void = { _ in }
  ) throws -> Set<TrainingWarning.Kind> {
    var plan = try plan(.parameters(total: Parameters(70e9)))
    plan.devices = nil
    plan.phases = []
    plan.deviceTime = Estimate(.hours(hours))
    try change(&plan)
    return Set(try plan.audit().warnings.map(\.kind))
  }

  /// 70·10⁹ parameters and 10¹² tokens are 4.2e23 FLOP: 873,000 A100-hours at 43 %.
  @Test func auditsNameWhatIsWrong() throws {
    #expect(try audit(hours: 873_000).isEmpty)
    #expect(
      try audit(hours: 580_000) == [.utilisationAboveSixtyPercent, .utilisationUnlikePublished])
    #expect(try audit(hours: 2_200_000) == [.utilisationUnlikePublished])
    #expect(try audit(hours: 873).contains(.unitSlip))
    #expect(try audit(hours: 300_000).contains(.utilisationAboveOne))
    #expect(try audit(hours: 873_000) { $0.statedPeak = .tera(624) }.contains(.sparsePeak))
    #expect(try audit(hours: 873_000) { $0.statedPeak = .tera(156) }.contains(.foreignPeak))
    #expect(try audit(hours: 873_000) { $0.statedPeak = .tera(312) }.isEmpty)
    #expect(
      try audit(hours: 873_000) { $0.claims.flops = FLOPs(5.6e23) } == [.recomputeInFLOPs])
    #expect(try audit(hours: 873_000) { $0.claims.flops = FLOPs(4.2e23) }.isEmpty)
    #expect(try audit(hours: 873_000) { $0.claims.flops = FLOPs(9e23) } == [.claimedFLOPs])
    #expect(
      try audit(hours: 873_000) { $0.claims.utilisation = Ratio(0.55) } == [.claimedUtilisation])
    #expect(try audit(hours: 873_000) { $0.claims.utilisation = Ratio(0.43) }.isEmpty)
    #expect(
      try audit(hours: 873_000) {
        $0.devices = Estimate(Devices(1024))
        $0.time = Estimate(.days(60))
      }.contains(.accountDisagrees))
    #expect(
      try audit(hours: 873_000) {
        $0.model = .parameters(total: Parameters(400e9), active: Parameters(70e9))
        $0.claims.flops = FLOPs(6 * 400e9 * 1e12)
      }.contains(.totalParameters))
  }

  @Test func anAuditNeedsTokensTimeAndAPeak() throws {
    let empty = TrainingPlan(model: .parameters(total: Parameters(1e9)))
    #expect {
      try empty.audit()
    } throws: { error in
      "\(error)".contains("tokens") && "\(error)".contains("accelerator-hours")
    }
  }

  /// What is accepted never leads out of the range of a `Double`.
  @Test(arguments: [(1e30, 1e-12), (1e-12, 1e30)])
  func resultsStayFiniteAtTheEndsOfWhatIsAccepted(work: Double, machine: Double) throws {
    var plan = TrainingPlan(model: .parameters(total: Parameters(work)))
    plan.data = .text(Bytes(work), Estimate(median: TokensPerByte(work), sigma: 10))
    plan.epochs = work
    plan.packingEfficiency = min(machine, 1)
    plan.statedPeak = FLOPsPerSecond(machine)
    plan.devices = Estimate(median: Devices(machine), sigma: 10)
    plan.performance = .modelUtilisation(Estimate(median: Ratio(machine), sigma: 10))
    plan.goodput = Estimate(median: Ratio(min(machine, 1)), sigma: 10)
    plan.level = 0.9999
    let solution = try plan.solve()
    let time = try #require(solution.time).interval(level: plan.level)
    #expect(time.low.value > 0 && time.high.value.isFinite)
    #expect(solution.flops.value.isFinite && solution.deviceTime.median.value.isFinite)
    #expect(try #require(solution.lowerBound?.time).value.isFinite)
  }

  @Test func quantitiesOutOfRangeAreNamed() throws {
    var plan = try plan(.parameters(total: Parameters(1e9)))
    plan.epochs = .infinity
    #expect(throws: TrainingError.self) { try plan.solve() }
    plan.epochs = .nan
    #expect(throws: TrainingError.self) { try plan.solve() }
    plan.epochs = 1
    plan.devices = Estimate(median: Devices(8), sigma: .infinity)
    #expect(throws: TrainingError.self) { try plan.solve() }
    let shape = ModelSize.architecture(try llama())
    #expect(throws: TrainingError.self) { try TokenWork(model: shape, phases: []) }
  }
}
