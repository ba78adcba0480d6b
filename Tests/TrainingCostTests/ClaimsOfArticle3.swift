@testable import TrainingCost

extension Claim {
  static let fromArticle3: [Claim] = [
    .right("A3-01", "FLOPs per parameter and token", 6) {
      try question(parameters: 1, tokens: 1, accelerator: "A100").solve().flops.value
    },
    .right("A3-02", "forward FLOPs of the 6", 2) {
      try TokenWork(
        model: .parameters(total: Parameters(1)), phases: [SequencePhase(.fixed(length: 1))]
      ).forward.sixN.value
    },
    .right("A3-03", "compute of 10⁹ parameters and 10¹⁰ tokens", 6e19) {
      try question(parameters: 1e9, tokens: 1e10, accelerator: "A100").solve().flops.value
    },
    .right("A3-04", "bytes of an fp32 parameter", 4) { try states(.weights, .fp32) },
    .right("A3-05", "bytes of an fp32 gradient", 4) { try states(.gradients, .fp32) },
    .right("A3-06", "bytes of Adam's state and master copy", 12) { try states(.optimizer) },
    .right("A3-07", "bytes of SGD's", 8) { try states(.optimizer, optimizer: .sgd) },
    .wrong(
      "A3-08", "GB of 10⁹ parameters with the article's constants", 200, is: 20,
      because: "it multiplies by 10 where 10⁹ parameters at one byte are 1 GB"
    ) {
      var plan = MemoryPlan(model: .parameters(total: Parameters(1e9)))
      plan.weights = .fp32
      plan.gradients = .fp32
      plan.keepsMasterWeights = true
      return try plan.estimate().total.giga
    },
    .wrong(
      "A3-08", "GB of 10⁹ parameters, mixed-precision Adam", 200, is: 16,
      because: "and 4 + 4 + 12 counts the single-precision copy twice"
    ) { try MemoryPlan(model: .parameters(total: Parameters(1e9))).estimate().total.giga },
    .right("A3-10", "FLOPs per parameter and token with full recomputation", 8) {
      var plan = try question(parameters: 1, tokens: 1, accelerator: "A100")
      plan.recompute = .full
      return try plan.solve().hardwareFLOPTotals.sixN.value
    },
    .right("A3-11", "seconds by 8·D·N/(n·peak·utilisation)", 64_102.564_102_564_1) {
      var plan = try question(parameters: 1e9, tokens: 1e10, accelerator: "A100")
      plan.recompute = .full
      plan.devices = Estimate(Devices(8))
      plan.performance = .hardwareUtilisation(Estimate(Ratio(0.5)))
      return try required(plan.solve().time).median.value
    },
    .right(
      "A3-12", "lower utilisation: the lowest of the A100 runs, HFU", 0.30, rounding: 0.16,
      exactly: 0.336, tolerance: 0.01
    ) { try required(PublishedRunTests.ampere.map { $0.hardwareUtilisation(.causal) }.min()) },
    .right(
      "A3-12", "upper utilisation: the highest", 0.55, rounding: 0.06, exactly: 0.524,
      tolerance: 0.01
    ) { try required(PublishedRunTests.ampere.map { $0.hardwareUtilisation(.causal) }.max()) },
    .right("A3-13", "TFLOP/s of an A100 PCIe", 312) { try peak("A100-PCIe", .fp16).tera },
    .right("A3-13", "of an A10", 125) { try peak("A10", .fp16).tera },
    .right("A3-13", "of an A800 PCIe", 312) { try peak("A800-PCIe", .fp16).tera },
    .right("A3-14", "TFLOP/s of 8 A100 at one half", 1248) {
      (Devices(8) * (0.5 * (try peak("A100")))).tera
    },
    .right("A3-15", "compute-optimal tokens of 10⁹ parameters", 20e9) {
      DataBudget.optimalTokens(for: Parameters(1e9)).value
    },
    .open("A3-16", "what 4 epochs are worth", is: 3.73, tolerance: 0.003) {
      DataBudget.effectiveTokens(unique: Tokens(1), epochs: 4).value
    },
    .right("A3-17", "least Chinese characters per token, by the rule", 1.4) {
      try required(rule("Hani")).charactersPerToken.lowerBound
    },
    .right("A3-17", "most", 1.7) { try required(rule("Hani")).charactersPerToken.upperBound },
    .wrong(
      "A3-18", "bytes of a Chinese character in UTF-8", 2, is: 3,
      because: "2 is GBK or UTF-16"
    ) { try required(rule("Hani")).bytesPerCharacter },
    .right("A3-18", "what the article takes it for", 2) {
      try required(rule("Hani")).assumedBytesPerCharacter
    },
    .wrong(
      "A3-19", "GB of 10⁹ tokens of Chinese, at least", 3, is: 4.2,
      because: "three bytes a character, not two"
    ) { try required(rule("Hani")).corrected(for: Tokens(1e9)).low.giga },
    .wrong(
      "A3-19", "at most", 3, is: 5.1, because: "three bytes a character, not two"
    ) { try required(rule("Hani")).corrected(for: Tokens(1e9)).high.giga },
    .right("A3-19", "the article's own figure, rounded", 3, rounding: 0.07, exactly: 2.8) {
      try required(rule("Hani")).claimed(for: Tokens(1e9)).low.giga
    },
    .right("A3-20", "GB of 10⁹ tokens of English, at least", 3) {
      try required(rule("Latn")).corrected(for: Tokens(1e9)).low.giga
    },
    .right("A3-20", "at most", 4) {
      try required(rule("Latn")).corrected(for: Tokens(1e9)).high.giga
    },
    .open("A3-20", "at a measured 0.22 tokens per byte", is: 4.545, tolerance: 1e-3) {
      TextStorage.bytes(for: Tokens(1e9), efficiency: Estimate(TokensPerByte(0.22))).median.giga
    },
  ]

  /// Bytes per parameter of one use of memory.
  static func states(
    _ use: MemoryEstimate.Use, _ format: StorageFormat = .sixteenBit, optimizer: Optimizer = .adam
  ) throws -> Double {
    var plan = MemoryPlan(model: .parameters(total: Parameters(1e9)))
    plan.weights = format
    plan.gradients = format
    plan.optimizer = optimizer
    return try plan.estimate().bytes(of: use).giga
  }
}
