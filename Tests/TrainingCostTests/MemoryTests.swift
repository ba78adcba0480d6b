import Testing

@testable import TrainingCost

@Suite struct MemoryTests {
  /// ZeRO's table: 7.5·10⁹ parameters on 64 devices.
  @Test(arguments: [
    (ZeROStage.none, 120.0), (.optimizer, 31.4), (.gradients, 16.6), (.weights, 1.9),
  ])
  func zeroStages(stage: ZeROStage, gigabytes: Double) throws {
    var plan = MemoryPlan(model: .parameters(total: Parameters(7.5e9)))
    plan.parallelism.data = 64
    plan.parallelism.zero = stage
    #expect(abs(try plan.estimate().total.giga - gigabytes) < 0.05)
  }

  struct Korthikanti: Sendable {
    var layers: Int
    var hidden: Int
    var heads: Int
    var batch: Int
    var stages: Int
    var interleaving: Int
    /// GiB: states, activations with tensor parallelism, with sequence parallelism and selective
    /// recomputation.
    var states: Double
    var plain: Double
    var selective: Double
  }

  /// The figure calculon checks itself against; exact, since all sizes are powers of two times three.
  @Test(arguments: [
    Korthikanti(
      layers: 48, hidden: 6144, heads: 64, batch: 4, stages: 1, interleaving: 1, states: 45.5625,
      plain: 59.25, selective: 9.5625),
    Korthikanti(
      layers: 96, hidden: 12_288, heads: 96, batch: 1, stages: 8, interleaving: 3,
      states: 45.5625, plain: 66.84375, selective: 12.3515625),
    Korthikanti(
      layers: 105, hidden: 20_480, heads: 128, batch: 1, stages: 35, interleaving: 3,
      states: 31.640625, plain: 114.0234375, selective: 23.076171875),
    Korthikanti(
      layers: 128, hidden: 25_600, heads: 160, batch: 1, stages: 64, interleaving: 1,
      states: 32.958984375, plain: 131.25, selective: 26.5625),
  ])
  func activationsOfMegatronsModels(row: Korthikanti) throws {
    let shape = SampleConfig.plain(
      layers: row.layers, hidden: row.hidden, heads: row.heads, vocabulary: 51_200)
    var plan = MemoryPlan(model: .architecture(shape))
    plan.parallelism.tensor = 8
    plan.parallelism.pipeline = row.stages
    plan.parallelism.interleaving = row.interleaving
    plan.microBatch = row.batch
    plan.sequenceLength = 2048
    plan.storesAttentionScores = true
    plan.usesDropout = true
    plan.gradients = .fp32
    #expect(abs(try plan.estimate().bytes(of: .activations).gibi - row.plain) < 1e-9)
    plan.parallelism.sequence = true
    plan.recompute = .selective
    #expect(abs(try plan.estimate().bytes(of: .activations).gibi - row.selective) < 1e-9)
    plan.recompute = .full
    let full = try plan.estimate().bytes(of: .activations).gibi
    #expect(abs(full * 17 - row.selective) < 1e-6)
    // The figure counts 18 bytes for each weight inside layers.
    plan.model = .parameters(
      total: Parameters(Double(shape.parameterCount.nonEmbedding)))
    #expect(abs(try plan.estimate().total.gibi - row.states) < 1e-9)
  }

  @Test func whatFitsAndWhatDoesNot() throws {
    let shape = try SampleConfig.llama(
      layers: 32, hidden: 4096, heads: 32, keyValueHeads: 32, inner: 11_008, vocabulary: 32_000)
    var plan = MemoryPlan(model: .architecture(shape))
    plan.accelerator = try .named("A100")
    #expect(try plan.estimate().fits == false)
    plan.parallelism.data = 8
    plan.parallelism.zero = .weights
    plan.recompute = .full
    #expect(try plan.estimate().fits == true)
    plan.trainable = .lora(rank: 16, targets: .allLinear)
    plan.weights = .fourBit
    plan.parallelism = Parallelism()
    plan.accelerator = try .named("4090")
    let adapters = try plan.estimate()
    #expect(adapters.fits == true)
    #expect(adapters.bytes(of: .weights).giga < 3.6)
    #expect(adapters.bytes(of: .optimizer).giga < 0.6)
  }

  @Test func optimizersDiffer() throws {
    func state(_ optimizer: Optimizer) throws -> Double {
      var plan = MemoryPlan(model: .parameters(total: Parameters(1e9)))
      plan.optimizer = optimizer
      plan.keepsMasterWeights = false
      return try plan.estimate().bytes(of: .optimizer).giga
    }
    #expect(try Optimizer.allCases.map(state) == [8, 2, 4, 0, 4])
  }

  @Test func absurdSizesAreRefused() {
    var plan = MemoryPlan(model: .parameters(total: Parameters(1e9)))
    plan.parallelism.tensor = 0
    #expect(throws: TrainingError.self) { try plan.estimate() }
    plan.parallelism.tensor = 1
    plan.microBatch = -1
    #expect(throws: TrainingError.self) { try plan.estimate() }
  }
}
