import Testing

@testable import TrainingCost

/// The equation forwards and backwards on runs whose figures are published.
@Suite struct TrainingEquationTests {
  /// Narayanan 2021 and BigScience: 8·T·P/(n·X), operations with full recomputation.
  @Test(arguments: [
    // parameters, tokens, accelerators, achieved TFLOP/s, days
    (174.616e9, 300e9, 1024.0, 140.0, 33.9),
    (1.00804e12, 450e9, 3072, 163, 83.9),
    (13e9, 300e9, 256, 45, 31.35),
  ])
  func daysOfPublishedPlans(
    parameters: Double, tokens: Double, devices: Double, achieved: Double, days: Double
  ) throws {
    var plan = TrainingPlan(model: .parameters(total: Parameters(parameters)))
    plan.data = .tokens(Estimate(Tokens(tokens)))
    plan.recompute = .full
    plan.accelerator = try .named("A100")
    plan.devices = Estimate(Devices(devices))
    plan.performance = .hardwareUtilisation(Estimate(Ratio(achieved / 312)))
    let solution = try plan.solve()
    #expect(solution.unknown == .time)
    let time = try #require(solution.time)
    #expect(abs(time.median.days / days - 1) < 0.002)
    // The bound supposes every operation of the model at the peak, and nothing recomputed.
    let bound = try #require(solution.lowerBound?.time)
    #expect(abs(bound.days / (time.median.days * 0.75 * achieved / 312) - 1) < 1e-9)
  }

  @Test func theSolvedValueSolvesEveryOtherUnknown() throws {
    var plan = TrainingPlan(model: .parameters(total: Parameters(70e9)))
    plan.data = .text(Bytes(7e12), Estimate(TokensPerByte(0.25)))
    plan.epochs = 1.5
    plan.packingEfficiency = 0.9
    plan.recompute = .full
    plan.accelerator = try .named("H100-SXM")
    plan.devices = Estimate(Devices(1024))
    plan.performance = .hardwareUtilisation(Estimate(Ratio(0.41)))
    plan.goodput = Estimate(Ratio(0.9))
    let forward = try plan.solve()
    let time = try #require(forward.time)

    var cards = plan
    cards.devices = nil
    cards.time = time
    let solvedCards = try cards.solve()
    #expect(abs(try #require(solvedCards.devices).median.value / 1024 - 1) < 1e-9)
    #expect(solvedCards.suggestedDevices == Devices(1024))

    var hours = plan
    hours.devices = nil
    #expect(abs(try hours.solve().deviceTime.median / forward.deviceTime.median - 1) < 1e-9)

    var utilisation = plan
    utilisation.performance = nil
    utilisation.time = time
    let solved = try utilisation.solve()
    #expect(solved.unknown == .utilisation)
    #expect(abs(try #require(solved.solvedUtilisation).median.value - 0.41) < 1e-9)
    #expect(abs(try #require(solved.mfu).sixN.value - 0.41 * 0.75) < 1e-9)

    var tokens = plan
    tokens.data = nil
    tokens.time = time
    #expect(abs(try tokens.solve().dataTokens.median.value / 1.75e12 - 1) < 1e-9)

    var nothingLeft = plan
    nothingLeft.time = time
    #expect(nothingLeft.unknown == nil)
    #expect(throws: TrainingError.self) { try nothingLeft.solve() }
    #expect(abs(try #require(try nothingLeft.audit().expectedTimeRatio).value - 1) < 1e-9)
  }

  /// MFU counts the model's operations, HFU the hardware's: the same number means different times.
  @Test func modelAndHardwareUtilisationDifferByTheRecomputation() throws {
    var plan = TrainingPlan(model: .parameters(total: Parameters(1e9)))
    plan.data = .tokens(Estimate(Tokens(1e10)))
    plan.recompute = .full
    plan.accelerator = try .named("A100")
    plan.devices = Estimate(Devices(8))
    plan.performance = .hardwareUtilisation(Estimate(Ratio(0.5)))
    let hardware = try #require(try plan.solve().time).median
    plan.performance = .modelUtilisation(Estimate(Ratio(0.5)))
    let model = try #require(try plan.solve().time).median
    #expect(abs(hardware / model - 4.0 / 3) < 1e-12)
  }

  @Test func measuredThroughputNeedsNeitherPeakNorUtilisation() throws {
    // IBM's Llama-2-7B replica: 3,700 tokens/s/GPU over 2.2·10¹² tokens; 162,000 GPU-hours reported.
    var plan = TrainingPlan(model: .parameters(total: Parameters(6.738e9)))
    plan.data = .tokens(Estimate(Tokens(2.2e12)))
    plan.performance = .measured(Estimate(TokensPerSecond(3700 * 128)), devices: Devices(128))
    let solution = try plan.solve()
    #expect(solution.unknown == .deviceTime)
    #expect(abs(solution.deviceTime.median.hours - 165_165) < 1)
    #expect(abs(solution.deviceTime.median.hours / 162_000 - 1) < 0.02)
    #expect(solution.lowerBound == nil)
  }

  @Test func whatIsMissingIsNamed() throws {
    let empty = TrainingPlan(model: .parameters(total: Parameters(1e9)))
    #expect(throws: TrainingError.self) { try empty.solve() }
    var noMachine = empty
    noMachine.data = .tokens(Estimate(Tokens(1e9)))
    #expect {
      try noMachine.solve()
    } throws: { error in
      "\(error)".contains("accelerator missing")
    }
    var swapped = TrainingPlan(
      model: .parameters(total: Parameters(1e9), active: Parameters(2e9)))
    swapped.data = noMachine.data
    #expect(throws: TrainingError.self) { try swapped.solve() }
  }
}
