import Foundation
import Testing

@testable import TrainingCost

/// The table of published runs as a test of the equation, the counts and the priors.
@Suite struct PublishedRunTests {
  /// Gopher and Chinchilla multiply with a matrix of relative positions, which no shape here has.
  static let relativePositions = ["Gopher 280B", "Chinchilla 70B"]
  static let shaped = PublishedRun.all.filter {
    $0.shape != nil && !relativePositions.contains($0.name)
  }
  static let fitted = PublishedRun.all.filter {
    !$0.isBench && !$0.isFlagged && !$0.isPlanned && $0.hours != nil && $0.tokens != nil
  }
  static let ampere = fitted.filter { $0.hardware == "A100" }
  static let hopper = fitted.filter { ["H100-SXM", "H800"].contains($0.hardware) }

  @Test func theTableIsWhole() {
    #expect(PublishedRun.all.count == 48)
    #expect(Self.ampere.count == 18)
    #expect(Self.hopper.count == 9)
  }

  @Test(arguments: shaped.map(\.name))
  func operationsPerTokenFollowFromTheShape(name: String) throws {
    let run = try #require(Self.shaped.first { $0.name == name })
    let shape = try #require(try run.architecture)
    let length = try #require(run.shape).6
    let work = try TokenWork(
      model: .architecture(shape), phases: [SequencePhase(.fixed(length: length))])
    #expect(abs(work.model.sixN.value / (run.sixN * 1e9) - 1) < 0.002)
    #expect(abs(try #require(work.model.fullAttention).value / (run.full * 1e9) - 1) < 0.0002)
    #expect(abs(try #require(work.model.causal).value / (run.causal * 1e9) - 1) < 0.0002)
  }

  /// The three utilisations that tokens and hours, or tokens per second, imply.
  @Test(arguments: PublishedRun.all.filter { $0.implied != nil }.map(\.name))
  func impliedUtilisation(name: String) throws {
    let run = try #require(PublishedRun.all.first { $0.name == name })
    let implied = try #require(run.implied)
    var plan = try run.plan()
    if let hours = run.hours, run.tokens != nil {
      plan.deviceTime = Estimate(.hours(hours))
    } else {
      let rate = try #require(run.tokensPerSecond)
      plan.data = .tokens(Estimate(Tokens(rate)))
      plan.deviceTime = Estimate(DeviceSeconds(1))
    }
    let mfu = try plan.audit().mfu
    #expect(abs(mfu.sixN.value / implied.sixN - 1) < 0.003)
    guard run.shape != nil, !Self.relativePositions.contains(name) else { return }
    #expect(abs(try #require(mfu.fullAttention).value / implied.full - 1) < 0.001)
    #expect(abs(try #require(mfu.causal).value / implied.causal - 1) < 0.001)
  }

  /// The priors in the sources are the geometric means and deviations of these runs.
  @Test(arguments: FLOPConvention.allCases)
  func priorsFollowFromTheRuns(convention: FLOPConvention) throws {
    for (part, runs) in [
      ("A100-SXM", Self.ampere), ("H100-SXM", Self.hopper), ("TPU-v4", Self.ampere + Self.hopper),
    ] {
      let (mean, deviation) = Self.moments(runs.map { log($0.hardwareUtilisation(convention)) })
      let prior = UtilisationPrior.forAccelerator(try .named(part), convention: convention)
      #expect(abs(prior.center.value - exp(mean)) < 0.0005, "\(part)")
      #expect(abs(prior.deviation - deviation) < 0.0005, "\(part)")
      #expect(prior.runs == runs.count)
    }
  }

  @Test func modellingRecomputationHalvesTheScatter() {
    let with = Self.moments(Self.ampere.map { log($0.hardwareUtilisation(.causal)) }).1
    let without = Self.moments(
      Self.ampere.map { log($0.hardwareUtilisation(.causal) / $0.recomputeFactor) }
    ).1
    #expect(with < 0.14 && without > 0.19)
  }

  /// Predicts every run's accelerator-hours from the other runs on its hardware, and prints all.
  @Test func leaveOneOut() throws {
    var lines = ["published run                      hours, predicted, error, 80 % interval"]
    var errors: [(run: PublishedRun, error: Double, isInside: Bool)] = []
    for run in PublishedRun.all where run.hours != nil && run.tokens != nil {
      let published = try #require(run.hours)
      let solution = try run.predictedFromOthers(
        in: run.hardware == "A100" ? Self.ampere : Self.hopper
      ).solve()
      let hours = solution.deviceTime.median.hours
      let interval = solution.deviceTime.interval(level: 0.8)
      let isInside = interval.low.hours <= published && published <= interval.high.hours
      errors.append((run, hours / published - 1, isInside))
      lines.append(
        String(
          format: "%-32@ %10.0f %10.0f %+6.1f %% %@%@", run.name as NSString, published, hours,
          100 * (hours / published - 1), isInside ? "inside" : "outside",
          run.isFlagged ? " (flagged)" : run.isPlanned ? " (planned)" : ""))
    }
    func medianError(_ include: (PublishedRun) -> Bool) -> Double {
      let sorted = errors.filter { include($0.run) }.map { abs($0.error) }.sorted()
      let middle = sorted.count / 2
      return sorted.count.isMultiple(of: 2)
        ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
    let isAmpere = { (run: PublishedRun) in
      run.hardware == "A100" && !run.isFlagged && !run.isPlanned
    }
    let all = medianError(isAmpere)
    let stated = medianError { isAmpere($0) && $0.statesRecompute }
    let inside = errors.filter { isAmpere($0.run) && $0.isInside }.count
    lines.append(
      String(
        format: "A100: median error %.1f %% (%.1f %% with stated recompute), %d of 18 inside",
        100 * all, 100 * stated, inside))
    print(lines.joined(separator: "\n"))
    #expect(all <= 0.11)
    #expect(stated <= 0.11)
    #expect(inside >= 12 && inside <= 18)
  }

  static func moments(_ values: [Double]) -> (mean: Double, deviation: Double) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / (count - 1)).squareRoot())
  }
}

extension PublishedRun {
  private static let gated = [
    "LLaMA", "Llama", "TinyLlama", "IBM", "SmolLM", "MiniCPM", "OLMo", "DeepSeek", "Qwen", "GLM",
    "PaLM", "fms",
  ]
  private static let tied = [
    "GPT", "OPT", "BLOOM", "PaLM", "Falcon", "MPT", "SmolLM", "MiniCPM",
    "MT-NLG", "Megatron GPT", "GLM", "Gopher", "Chinchilla",
  ]

  /// The run's shape as an architecture.
  var architecture: Architecture? {
    get throws {
      if name.contains("DeepSeek-V3") {
        return try SampleConfig.architecture(SampleConfig.deepSeekV3)
      }
      if name == "DeepSeek-V2" { return try SampleConfig.architecture(SampleConfig.deepSeekV2) }
      if name == "Kimi K2" { return try SampleConfig.architecture(SampleConfig.kimiK2) }
      guard let shape else { return nil }
      let headSize = name == "PaLM-540B" ? 256 : shape.1 / shape.2
      var plain = SampleConfig.plain(
        layers: shape.0, hidden: shape.1, heads: shape.2, keyValueHeads: shape.3,
        headSize: headSize, inner: shape.4,
        isGated: Self.gated.contains { name.hasPrefix($0) }, vocabulary: shape.5,
        tied: Self.tied.contains { name.hasPrefix($0) })
      // Positions and vectors that the table counts and the plain shape leaves out.
      plain.outerVectorParameters = Int(parameters) - plain.parameterCount.total
      return plain
    }
  }

  func plan() throws -> TrainingPlan {
    let size =
      try architecture.map(ModelSize.architecture)
      ?? .parameters(total: Parameters(parameters), active: Parameters(active))
    var plan = TrainingPlan(model: size)
    plan.data = tokens.map { .tokens(Estimate(Tokens($0))) }
    plan.recompute = recompute == "full" ? .full : .none
    if let shape { plan.phases = [SequencePhase(.fixed(length: shape.6))] }
    plan.statedPeak = .tera(peak)
    plan.accelerator = try .named(hardware)
    return plan
  }

  /// HFU that the published hours imply.
  func hardwareUtilisation(_ convention: FLOPConvention) -> Double {
    let perToken =
      switch convention {
      case .sixN: sixN
      case .fullAttention: full
      case .causal: causal
      }
    return (tokens ?? 0) * perToken * 1e9 * recomputeFactor / ((hours ?? 0) * 3600 * peak * 1e12)
  }

  /// The run's question with the utilisation of the others.
  func predictedFromOthers(in family: [PublishedRun]) throws -> TrainingPlan {
    var plan = try plan()
    let convention: FLOPConvention = shape == nil ? .sixN : .causal
    plan.convention = convention
    let others = family.filter { $0.name != name }
    let (mean, deviation) = PublishedRunTests.moments(
      others.map { log($0.hardwareUtilisation(convention)) })
    plan.performance = .hardwareUtilisation(
      Estimate(
        median: Ratio(exp(mean)),
        sigma: deviation * (1 + 1 / Double(others.count)).squareRoot(),
        degreesOfFreedom: Double(others.count - 1)))
    return plan
  }
}
