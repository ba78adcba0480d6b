import Testing

@testable import TrainingCost

/// Figures that others published, within the tolerance of their rounding.
@Suite struct GoldenTests {
  private func work(
    _ shape: Architecture, length: Int, modules: Bool = false
  ) throws -> TokenWork {
    try TokenWork(
      model: .architecture(shape), phases: [SequencePhase(.fixed(length: length))],
      countsPredictionModules: modules)
  }

  @Test func deepSeekV3() throws {
    let shape = try SampleConfig.architecture(SampleConfig.deepSeekV3)
    let work = try work(shape, length: 4096)
    #expect(abs(try #require(work.model.causal).value / 250.45e9 - 1) < 1e-4)
    #expect(abs(try #require(work.model.fullAttention).value / 281.15e9 - 1) < 1e-4)
    #expect(abs(work.model.sixN.value / 225.31e9 - 1) < 1e-4)
    // NVIDIA's 1635 TFLOP/s ÷ 6288 tokens/s, with the module for multi-token prediction.
    let withModule = try self.work(shape, length: 4096, modules: true)
    #expect(abs(try #require(withModule.model.causal).value / 260.03e9 - 1) < 1e-4)
  }

  /// nanoGPT's numbers for GPT-2: biases off, positions not counted among the weights.
  @Test func gpt2AsNanoGPTCountsIt() throws {
    var shape = SampleConfig.plain(
      layers: 12, hidden: 768, heads: 12, vocabulary: 50_257, positions: 1024)
    shape.outerVectorParameters = 25 * 768
    #expect(shape.parameterCount.total == 124_337_664)
    let work = try work(shape, length: 1024)
    #expect(1024 * (try #require(work.forward.fullAttention).value) == 291_648_307_200)
    let withoutPositions = Double(shape.parameterCount.total - 1024 * 768)
    let scores = 3 * 12 * 4.0 * 768 * 1024
    #expect(1024 * (6 * withoutPositions + scores) == 875_062_886_400)
  }

  @Test func palm() throws {
    let shape = SampleConfig.plain(
      layers: 118, hidden: 18_432, heads: 48, keyValueHeads: 1, headSize: 256, inner: 73_728,
      isGated: true, vocabulary: 256_000)
    #expect(abs(Double(shape.parameterCount.total) / 540.36e9 - 1) < 1e-4)
    var plan = TrainingPlan(model: .architecture(shape))
    plan.data = .tokens(Estimate(Tokens(780e9)))
    plan.phases = [SequencePhase(.fixed(length: 2048))]
    plan.accelerator = try .named("TPU-v4")
    let flops = try plan.solve().flopTotals.sixN
    #expect(abs(flops.value / 2.529e24 - 1) < 0.001)
    #expect(abs(flops.value / 2.527e24 - 1) < 0.002)
  }

  @Test func llama405B() throws {
    let shape = try SampleConfig.llama(
      layers: 126, hidden: 16_384, heads: 128, keyValueHeads: 8, inner: 53_248,
      vocabulary: 128_256)
    var plan = TrainingPlan(model: .architecture(shape))
    plan.data = .tokens(Estimate(Tokens(15.6e12)))
    plan.phases = [SequencePhase(.fixed(length: 8192))]
    plan.accelerator = try .named("H100")
    plan.devices = Estimate(Devices(16_384))
    plan.convention = .fullAttention
    plan.performance = .modelUtilisation(Estimate(Ratio(400 / 989.4)))
    let solution = try plan.solve()
    #expect(abs(solution.flopTotals.sixN.value / 3.80e25 - 1) < 0.001)
    #expect(abs(solution.tokensPerSecondPerDevice.value - 152.4) < 0.1)
    #expect(abs(try #require(solution.time).median.days - 72.3) < 0.1)
    // The published 30.84·10⁶ hours hold the lost time too.
    #expect(abs(solution.deviceTime.median.hours / 30.84e6 - 0.92) < 0.005)
  }

  /// HFU ÷ MFU of Megatron's four models with selective recomputation, reported by their authors.
  @Test(arguments: [
    (48, 6144, 64, 1.0530), (96, 12_288, 96, 1.0272), (105, 20_480, 128, 1.0179),
    (128, 25_600, 160, 1.0124),
  ])
  func selectiveRecomputation(layers: Int, hidden: Int, heads: Int, reported: Double) throws {
    let shape = SampleConfig.plain(
      layers: layers, hidden: hidden, heads: heads, vocabulary: 51_200)
    let work = try work(shape, length: 2048)
    let ratio =
      try #require(work.hardware(.selective).fullAttention)
      / #require(work.model.fullAttention)
    #expect(abs(ratio / reported - 1) < 0.002)
  }

  /// Steps: MT-NLG's 60.1 s for 1920 sequences on 2240 cards, OPT's 33 days on 1024.
  @Test func hardwareRatesOfPublishedSteps() throws {
    let mtNLG = SampleConfig.plain(layers: 105, hidden: 20_480, heads: 128, vocabulary: 51_200)
    let tokensPerSecond: Double = 1920 * 2048 / 60.1
    let rate = tokensPerSecond / 2240
    let perToken = try #require(try work(mtNLG, length: 2048).hardware(.full).fullAttention)
    #expect(abs(rate * perToken.value / 125.7e12 - 1) < 0.005)
    let opt = SampleConfig.plain(layers: 96, hidden: 12_288, heads: 96, vocabulary: 50_272)
    let hardware = try #require(try work(opt, length: 2048).hardware(.full).fullAttention)
    let achieved = FLOPs(300e9 * hardware.value) / (Devices(1024) * FLOPsPerSecond.tera(147.3))
    #expect(abs(achieved.days / 33 - 1) < 0.003)
  }

  @Test func tinyLlamaTakesNinetyDays() throws {
    var plan = TrainingPlan(model: .parameters(total: Parameters(1.1e9)))
    plan.data = .tokens(Estimate(Tokens(3e12)))
    plan.devices = Estimate(Devices(16))
    plan.performance = .measured(Estimate(TokensPerSecond(24_000)), devices: Devices(1))
    #expect(abs(try #require(try plan.solve().time).median.days - 90.4) < 0.05)
  }

  /// SmolLM3: 14,000 tokens/s on each of 384 cards for 24 days; the report says 11.2·10¹².
  @Test func smolLMsTokensFollowFromItsThroughput() throws {
    var plan = TrainingPlan(model: .parameters(total: Parameters(3.075e9)))
    plan.devices = Estimate(Devices(384))
    plan.time = Estimate(.days(24))
    plan.performance = .measured(Estimate(TokensPerSecond(14_000)), devices: Devices(1))
    let solution = try plan.solve()
    #expect(solution.unknown == .tokens)
    #expect(abs(solution.dataTokens.median.value / 11.15e12 - 1) < 0.001)
  }

  /// A calculator's unexplained constant of 13.3 is an MFU of 40.2 %.
  @Test func theMagicConstant() throws {
    var plan = TrainingPlan(model: .parameters(total: Parameters(1e9)))
    plan.data = .tokens(Estimate(Tokens(1e9)))
    plan.accelerator = try .named("A100")
    plan.deviceTime = Estimate(.hours(13.3))
    #expect(abs(try plan.audit().mfu.sixN.value - 0.402) < 0.001)
  }
}
