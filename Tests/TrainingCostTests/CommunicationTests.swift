import Testing

@testable import TrainingCost

@Suite struct CommunicationTests {
  private func plan() throws -> CommunicationPlan {
    let shape = try SampleConfig.llama(
      layers: 32, hidden: 4096, heads: 32, keyValueHeads: 32, inner: 11_008, vocabulary: 32_000)
    return CommunicationPlan(model: .architecture(shape), accelerator: try .named("A100"))
  }

  /// Added up by sending pieces around a ring of devices.
  @Test(arguments: 1...9)
  func ringVolumes(devices: Int) {
    let pieces = Double(devices)
    var sent = 0.0
    for _ in 0..<(devices - 1) { sent += 1 / pieces }  // reduce-scatter
    #expect(abs(RingCollective.allGather(Bytes(1), devices: devices).value - sent) < 1e-12)
    #expect(abs(RingCollective.allReduce(Bytes(1), devices: devices).value - 2 * sent) < 1e-12)
  }

  @Test func gradientsHideBehindALargeBatchOnly() throws {
    var plan = try plan()
    plan.parallelism.data = 64
    plan.interNode = .giga(25)
    plan.microBatch = 8
    let large = try #require(try plan.estimate().traffic.first)
    let expected: Double = 2 * 63 / 64 * 6.738 * 2
    #expect(abs(large.bytes.giga / expected - 1) < 0.001)
    #expect(large.isHidden)
    plan.microBatch = 1
    plan.sequenceLength = 512
    let small = try plan.estimate()
    #expect(try #require(small.traffic.first).isHidden == false)
    #expect(small.overhead.value > 0.5)
  }

  /// ZeRO-3 moves 1.5 times the bytes of an all-reduce in one micro-batch.
  @Test func shardedWeightsMoveHalfAsMuchAgain() throws {
    var plan = try plan()
    plan.parallelism.data = 8
    let plain = try #require(try plan.estimate().traffic.first).bytes
    plan.parallelism.zero = .weights
    #expect(abs(try #require(try plan.estimate().traffic.first).bytes / plain - 1.5) < 1e-12)
  }

  @Test func tensorTrafficIsNeverHidden() throws {
    var plan = try plan()
    plan.parallelism.tensor = 8
    let fast = try plan.estimate()
    #expect(fast.traffic.map(\.kind) == [.tensor])
    #expect(fast.traffic.allSatisfy { !$0.isHidden })
    plan.accelerator = try .named("A100-PCIe")
    #expect(try plan.estimate().overhead.value > 5 * fast.overhead.value)
  }

  @Test func shapesAndLinksAreNeeded() throws {
    var plan = try plan()
    plan.parallelism.tensor = 2
    plan.model = .parameters(total: Parameters(7e9))
    #expect(throws: TrainingError.self) { try plan.estimate() }
    plan = try self.plan()
    plan.accelerator = try .named("TPU-v4")
    #expect(throws: TrainingError.self) { try plan.estimate() }
  }
}
