@testable import TrainingCost

extension Claim {
  static let fromArticle0: [Claim] = [
    .open("A0-04", "TFLOP/s of 8 A100", is: 2496) { 8 * (try peak("A100", .fp16)).tera },
    .open("A0-04", "TFLOP/s of 8 H100", is: 7915.2) { 8 * (try peak("H100", .fp16)).tera },
    .open("A0-04", "TFLOP/s of 8 RTX 4090, fp32 accumulate", is: 1321.6) {
      8 * (try peak("4090", .fp16)).tera
    },
    .right("A0-05", "A100: fp32 accumulate ÷ fp16 accumulate", 1) {
      let part = try Accelerator.named("A100")
      return try part.peak(.fp16).rate.median
        / part.peak(.fp16, accumulation: .fp16).rate.median
    },
    .right("A0-06", "RTX 5090: the same", 0.5) {
      let part = try Accelerator.named("5090")
      return try part.peak(.fp16).rate.median
        / part.peak(.fp16, accumulation: .fp16).rate.median
    },
    .right("A0-06", "RTX 4090: the same", 0.5, tolerance: 0.001) {
      let part = try Accelerator.named("4090")
      return try part.peak(.fp16).rate.median
        / part.peak(.fp16, accumulation: .fp16).rate.median
    },
    .right("A0-09", "compute of 3 epochs ÷ compute of one", 3) {
      var plan = try question(parameters: 1e9, tokens: 1e9, accelerator: "A100")
      let once = try plan.solve().flops
      plan.epochs = 3
      return try plan.solve().flops / once
    },
    .right("A0-10", "FLOPs per parameter and token", 6) {
      try question(parameters: 1e9, tokens: 1e9, accelerator: "A100").solve().flops.value / 1e18
    },
    .right("A0-11", "backward ÷ forward", 2) {
      let work = try TokenWork(
        model: .parameters(total: Parameters(1)), phases: [SequencePhase(.fixed(length: 1))])
      return (work.model.sixN - work.forward.sixN) / work.forward.sixN
    },
    .wrong(
      "A0-12", "attention's share at 72B, 4096 tokens, causal", 0, is: 0.036, tolerance: 0.01,
      because: "6·N leaves attention out: heads and widths do matter"
    ) { try required(qwenWork(4096).scoreShare(.causal)).value },
    .wrong(
      "A0-12", "the same at 32768 tokens, full attention", 0, is: 0.375, tolerance: 0.01,
      because: "the share grows with the sequence's length"
    ) { try required(qwenWork(32_768).scoreShare(.fullAttention)).value },
    .wrong(
      "A0-13", "Chinchilla by 6·N·D", 5.76e23, is: 5.88e23, tolerance: 0.001,
      because: "Chinchilla's 5.76e23 is its budget, counted operation by operation"
    ) { try question(parameters: 70e9, tokens: 1.4e12, accelerator: "TPU-v4").solve().flops.value },
    .right("A0-16", "bytes of an ASCII letter in UTF-8", 1) { Double("a".utf8.count) },
    .right("A0-16", "bytes of a Chinese character", 3) { Double("\u{4E00}".utf8.count) },
    .right("A0-16", "bytes of one beyond the BMP", 4) { Double("\u{20000}".utf8.count) },
    .wrong(
      "A0-20", "tokens per English letter", 0.75, is: 0.25,
      because: "a token is about 3/4 of a word, which is 4 letters"
    ) { 1 / (try required(rule("Latn"))).charactersPerToken.upperBound },
    .wrong(
      "A0-21", "tokens per Chinese character, at most by the other articles' rule", 1,
      is: 0.714, tolerance: 0.001,
      because: "it depends on the vocabulary: 0.6 to 1.3; the articles contradict one another"
    ) { 1 / (try required(rule("Hani"))).charactersPerToken.lowerBound },
    .right(
      "A0-22", "days by the formula: epochs·6·N·bytes·tokens/byte ÷ (cards·FLOP/s)", 5.9373,
      tolerance: 1e-4
    ) {
      var plan = try question(parameters: 1e9, tokens: 1, accelerator: "A100")
      plan.data = .text(.giga(1000), Estimate(TokensPerByte(0.1067)))
      plan.epochs = 2
      plan.devices = Estimate(Devices(8))
      return try required(plan.solve().lowerBound?.time).days
    },
    .open(
      "A0-23", "cards of a run of 6ND = 3.15e23 in 30 d at 40 % of an A100", is: 973.77,
      tolerance: 1e-3
    ) {
      var plan = try question(parameters: 175e9, tokens: 3e11, accelerator: "A100")
      plan.time = Estimate(.days(30))
      plan.performance = .modelUtilisation(Estimate(Ratio(0.4)))
      return try required(plan.solve().devices).median.value
    },
    .open("A0-24", "Kimi K2's compute, causal", is: 3.185e24, tolerance: 0.001) {
      try kimi(utilisation: 0.4).solve().flops.value
    },
    .open("A0-24", "its H800-hours at 40 %", is: 2.24e6, tolerance: 0.005) {
      try kimi(utilisation: 0.4).solve().deviceTime.median.hours
    },
    .open("A0-24", "its H800-hours at 20 %", is: 4.47e6, tolerance: 0.005) {
      try kimi(utilisation: 0.2).solve().deviceTime.median.hours
    },
    .open("A0-24", "its MFU at 2.3·10⁶ hours", is: 0.389, tolerance: 0.002) {
      var plan = try kimi(utilisation: 0.4)
      plan.performance = nil
      plan.deviceTime = Estimate(.hours(2.3e6))
      return try required(plan.solve().mfu?.causal).value
    },
    .wrong(
      "A0-25", "pipeline bubble of 8 stages and 32 micro-batches", 0, is: 7.0 / 39,
      because: "a bubble of (p − 1)/(m + p − 1) is part of the utilisation"
    ) {
      var plan = CommunicationPlan(
        model: .architecture(try qwen()), accelerator: try .named("A100"))
      plan.parallelism.pipeline = 8
      plan.microBatches = 32
      return try plan.estimate().bubble.value
    },
    .wrong(
      "A0-26", "NVLink3 ÷ PCIe4", 1, is: 9.68, tolerance: 0.001,
      because: "PCIe is not a bit slower but 10 to 14 times"
    ) { try link("A100") / link("A100-PCIe") },
    .wrong(
      "A0-26", "NVLink4 ÷ PCIe4", 1, is: 14.5, tolerance: 0.002,
      because: "PCIe is not a bit slower but 10 to 14 times"
    ) { try link("H100") / link("4090") },
  ]

  static func rule(_ script: String) -> TextStorage.Rule? {
    TextStorage.rules.first { $0.script == script }
  }

  static func link(_ name: String) throws -> BytesPerSecond {
    try required(Accelerator.named(name).link.oneWay)
  }

  static func kimi(utilisation: Double) throws -> TrainingPlan {
    var plan = TrainingPlan(
      model: .architecture(try SampleConfig.architecture(SampleConfig.kimiK2)))
    plan.data = .tokens(Estimate(Tokens(15.5e12)))
    plan.phases = [SequencePhase(.fixed(length: 4096))]
    plan.accelerator = try .named("H800")
    plan.performance = .modelUtilisation(Estimate(Ratio(utilisation)))
    return plan
  }
}
