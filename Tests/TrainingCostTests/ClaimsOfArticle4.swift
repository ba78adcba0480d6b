@testable import TrainingCost

extension Claim {
  static let fromArticle4: [Claim] = [
    .right("A4-01", "FLOPs per parameter and token", 6) {
      try question(parameters: 1, tokens: 1, accelerator: "A100").solve().flops.value
    },
    .right("A4-02", "multiplications per weight, half of the operations", 3) {
      try question(parameters: 1, tokens: 1, accelerator: "A100").solve().flops.value / 2
    },
    .right(
      "A4-04", "compute-optimal tokens of 10⁹ parameters (DeepMind's, not OpenAI's)", 20.2e9,
      rounding: 0.01, exactly: 20e9
    ) { DataBudget.optimalTokens(for: Parameters(1e9)).value },
    .right("A4-05", "epochs of a language model that pass without a warning", 4) {
      func warns(_ epochs: Double) throws -> Bool {
        var plan = try question(parameters: 1e9, tokens: 1e9, accelerator: "A100")
        plan.epochs = epochs
        return try plan.solve().warnings.contains { $0.kind == .dataBudget }
      }
      guard try !warns(4), try warns(5) else { return 0 }
      return 4
    },
    .wrong(
      "A4-07", "H100 ÷ RTX 4090, fp32 accumulate", 1, is: 5.99, tolerance: 0.001,
      because: "the gap is not small"
    ) { try peak("H100") / peak("4090") },
    .wrong(
      "A4-07", "H100 ÷ RTX 4090, fp16 accumulate", 1, is: 2.995, tolerance: 0.001,
      because: "not even with half-precision sums"
    ) {
      try Accelerator.named("H100").peak(.fp16, accumulation: .fp16).rate.median
        / Accelerator.named("4090").peak(.fp16, accumulation: .fp16).rate.median
    },
    .right(
      "A4-08", "NVLink4 ÷ PCIe4, both directions rounded", 16, rounding: 0.13, exactly: 14.5,
      tolerance: 0.03
    ) { try link("H100") / link("4090") },
    .right(
      "A4-10", "memory bandwidth, H100 ÷ RTX 4090", 3, rounding: 0.11, exactly: 3.32,
      tolerance: 0.002
    ) { try bandwidth("H100") / bandwidth("4090") },
    .wrong(
      "A4-11", "bytes that one of 8 devices sends per byte of gradients", 8, is: 1.75,
      because: "a ring sends 2(G − 1)/G per device: it hardly grows with G"
    ) { RingCollective.allReduce(Bytes(1), devices: 8).value },
    .wrong(
      "A4-11", "bytes that all 8 send", 8, is: 14, because: "2(G − 1) in all"
    ) { 8 * RingCollective.allReduce(Bytes(1), devices: 8).value },
    .right("A4-12", "Z_GPU = B·T·E/G elements", 3_145_728) {
      2048 * 12_288 / 8
    },
    .right("A4-13", "elements sent and received, 2·B·T·(E/G)·(G − 1)", 44_040_192) {
      RingCollective.allReduce(Bytes(2048 * 12_288), devices: 8).value
    },
    .right("A4-14", "the same in bytes", 88_080_384) {
      RingCollective.allReduce(Bytes(2 * 2048 * 12_288), devices: 8).value
    },
    .wrong(
      "A4-15", "bytes sent by all 8 devices", 88_080_384, is: 704_643_072,
      because: "the article's figure is one device's"
    ) { 8 * RingCollective.allReduce(Bytes(2 * 2048 * 12_288), devices: 8).value },
    .open("A4-15", "all-reduces per layer in Megatron's tensor parallelism", is: 4) {
      var plan = CommunicationPlan(
        model: .architecture(
          SampleConfig.plain(layers: 1, hidden: 12_288, heads: 96, vocabulary: 50_257)),
        accelerator: try .named("A100"))
      plan.parallelism.tensor = 8
      plan.sequenceLength = 2048
      return try plan.estimate().traffic[0].bytes
        / RingCollective.allReduce(Bytes(2 * 2048 * 12_288), devices: 8)
    },
    .right(
      "A4-17", "bytes per Chinese character, 100 GB of 35·10⁹", 2.86, rounding: 0.001,
      exactly: 2.857, tolerance: 0.001
    ) { Bytes.giga(100).value / 35e9 },
    .wrong(
      "A4-17", "article 3's two bytes, as a ratio to the corpus in GiB", 2.0 / 3, is: 1.0,
      tolerance: 0.03,
      because: "the corpus confirms three bytes a character"
    ) { 100 * 1_073_741_824 / 35e9 / (try required(rule("Hani")).bytesPerCharacter) },
    .right("A4-18", "tokens of RedPajama, from its bytes at a quarter token a byte", 1.21e12) {
      let bytes = TextStorage.bytes(
        for: Tokens(1.21e12), efficiency: Estimate(TokensPerByte(0.25)))
      return (bytes.median * TokensPerByte(0.25)).value
    },
    .wrong(
      "A4-19", "tokens of MNBVC's 40 TB at 1.55 characters a token", 40e12, is: 8.6e12,
      tolerance: 0.001,
      because: "40 T are terabytes of text, not tokens"
    ) {
      let perToken = 1.55 * (try required(rule("Hani")).bytesPerCharacter)
      return (Bytes(40e12) * TokensPerByte(1 / perToken)).value
    },
  ]

  static func bandwidth(_ name: String) throws -> BytesPerSecond {
    try required(Accelerator.named(name).memoryBandwidth).median
  }
}
