import Testing

@testable import TrainingCost

@Suite struct InferenceTests {
  /// Qwen2-72B keeps 2 · 80 · 8 · 128 numbers a token; DeepSeek-V3 512 + 64 in 61 layers.
  @Test func cachesOfGroupedAndLatentAttention() throws {
    var plan = InferencePlan(
      model: .architecture(try SampleConfig.architecture(SampleConfig.qwen2Large)),
      accelerator: try .named("A100"))
    plan.devices = 4
    plan.batch = 3
    #expect(try plan.estimate().cacheBytes == Bytes(3 * 4096 * 2 * 2 * 80 * 8 * 128))
    #expect(try plan.estimate().fits)
    plan.model = .architecture(try SampleConfig.architecture(SampleConfig.deepSeekV3))
    #expect(try plan.estimate().cacheBytes == Bytes(3 * 4096 * 2 * 61 * 576))
    #expect(try !plan.estimate().fits)
  }

  @Test func windowsBoundTheCache() throws {
    let shape = try SampleConfig.llama(
      layers: 2, hidden: 256, heads: 4, keyValueHeads: 4, inner: 512, vocabulary: 1000,
      type: "mistral", more: #", "sliding_window": 64"#)
    var plan = InferencePlan(model: .architecture(shape), accelerator: try .named("4090"))
    plan.contextTokens = 10_000
    #expect(try plan.estimate().cacheBytes == Bytes(2 * 64 * 512 * 2))
  }

  /// Each further sequence shares the read of the weights, until the caches weigh as much.
  @Test func batchesShareTheWeights() throws {
    var plan = InferencePlan(
      model: .parameters(total: Parameters(7e9)), accelerator: try .named("A100"))
    let one = try #require(try plan.estimate().decodingCeiling)
    #expect(abs(one.value - 2039e9 / 14e9) < 1e-9)
    plan.batch = 16
    #expect(abs(try #require(try plan.estimate().batchDecodingCeiling) / one - 16) < 1e-9)
  }
}
