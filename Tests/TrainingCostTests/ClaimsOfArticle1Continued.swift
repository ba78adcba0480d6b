@testable import TrainingCost

extension Claim {
  static let fromArticle1Continued: [Claim] = [
    .right("A1-30", "FLOPs of the head", 326_554_953_449_472) {
      (Tokens(batch) * (try required(qwenWork(32_768).headFLOPs))).value
    },
    .right(
      "A1-31", "parameters: embedding", 0.017, rounding: 0.01, exactly: 0.0171,
      tolerance: 0.005
    ) { try parameterShare { $0.embedding } },
    .right("A1-31", "parameters: layers", 0.966, rounding: 0.001, exactly: 0.9657, tolerance: 0.001)
    { try parameterShare { $0.nonEmbedding } },
    .right("A1-31", "parameters: attention", 0.16, rounding: 0.04, exactly: 0.166, tolerance: 0.005)
    { try parameterShare { $0.attention } },
    .right(
      "A1-31", "parameters: feed-forward", 0.80, rounding: 0.005, exactly: 0.80,
      tolerance: 0.005
    ) { try parameterShare { $0.feedForward } },
    .right("A1-31", "compute: attention", 0.48, rounding: 0.005, exactly: 0.481, tolerance: 0.001) {
      try attentionForward(32_768) / forward()
    },
    .right(
      "A1-31", "compute: feed-forward", 0.51, rounding: 0.005, exactly: 0.508,
      tolerance: 0.001
    ) {
      let inner = matrix(try layer().feedForward.matrixParameters(hiddenSize: 8192))
      return 80 * inner / (try forward())
    },
    .right("A1-31", "compute: head", 0.01, rounding: 0.1, exactly: 0.0109, tolerance: 0.002) {
      try required(qwenWork(32_768).vocabularyShare(.fullAttention)).value
    },
    .right("A1-32", "forward pass in all", 29_991_378_670_845_952, tolerance: 0) { try forward() },
    .right("A1-33", "K and V of all layers", 0.3e15, rounding: 0.18, exactly: 351_843_720_888_320) {
      80 * matrix(2 * 8192 * 8 * 128)
    },
    .right("A1-33", "their share", 0.01, rounding: 0.18, exactly: 0.0117, tolerance: 0.005) {
      80 * matrix(2 * 8192 * 8 * 128) / (try forward())
    },
    .right(
      "A1-34", "parameters by 2hV + hL(3·ffn + 2.25h)", 72_704_065_536,
      rounding: 1e-4, exactly: 72_706_203_648
    ) { Double(try qwen().parameterCount.total) },
    .right("A1-35", "2·P", 144e9, rounding: 0.01, exactly: 145.412e9, tolerance: 1e-5) {
      (try qwenWork(1)).forward.sixN.value
    },
    .open("A1-36", "scores' share at 2.9K tokens, full", is: 0.05, tolerance: 0.02) {
      try required(qwenWork(2900).scoreShare(.fullAttention)).value
    },
    .open("A1-36", "scores' share at 5.8K tokens, causal", is: 0.05, tolerance: 0.02) {
      try required(qwenWork(5800).scoreShare(.causal)).value
    },
    .right("A1-37", "32768 ÷ 1, full", 1.6, rounding: 0.006, exactly: 1.601, tolerance: 0.006) {
      try required(qwenWork(32_768).model.fullAttention) / required(qwenWork(1).model.fullAttention)
    },
    .wrong(
      "A1-38", "TFLOP/s of two A100", 1248, is: 624, because: "624 is one A100's sparse peak"
    ) { 2 * (try peak("A100")).tera },
    .wrong(
      "A1-39", "seconds to read 1000 tokens with two A100", 0.115, is: 0.235, tolerance: 0.01,
      because: "the sparse peak, and the attention term dropped"
    ) { try prefill().prefillTime.value },
    .wrong(
      "A1-39", "queries per second", 8.67, is: 4.26, tolerance: 0.01,
      because: "the sparse peak, and the attention term dropped"
    ) { try prefill().queriesPerSecond },
    .wrong(
      "A1-39", "queries per second by the article's own formula", 8.67, is: 8.51, tolerance: 0.001,
      because: "8.67 drops the attention term"
    ) { 1248e12 / (1000 * articleForward(1000)) },
    .wrong(
      "A1-40", "tokens per second that one A100's bandwidth allows", 8.48, is: 14.16,
      tolerance: 0.02,
      because: "8.48 is tokens, not queries, per second: the agreement is a coincidence"
    ) {
      var plan = InferencePlan(
        model: .parameters(total: Parameters(72e9)), accelerator: try .named("A100"))
      plan.devices = 1
      return try required(plan.estimate().decodingCeiling).value
    },
    .open("A1-41", "ridge point of an A100 in FLOP/B", is: 153, tolerance: 0.002) {
      try required(Accelerator.named("A100").ridgePoint()).value
    },
    .right("A1-42", "backward ÷ forward", 2) {
      let work = try qwenWork(4096)
      return try required(work.model.causal) / required(work.forward.causal) - 1
    },
    .right(
      "A1-43", "SGD's operations at two a weight", 144e9, rounding: 0.01,
      exactly: 145_412_407_296
    ) { 2 * Double(try qwen().parameterCount.total) },
    .right("A1-44", "compute by the article's formula", 4.813e24, tolerance: 0.001) {
      3 * 7e12 * articleForward(32_768)
    },
    .wrong(
      "A1-45", "card-seconds at 300 TFLOP/s", 15.93e9, is: 16.04e9, tolerance: 0.001,
      because: "an arithmetic slip of 0.7 %"
    ) { 3 * 7e12 * articleForward(32_768) / 300e12 },
    .wrong(
      "A1-45", "card-hours", 4_426_000, is: 4_456_604, tolerance: 1e-5,
      because: "the same slip"
    ) { DeviceSeconds(3 * 7e12 * articleForward(32_768) / 300e12).hours },
    .wrong(
      "A1-45", "card-days", 180_000, is: 185_692, tolerance: 1e-5, because: "the same slip"
    ) { Seconds(3 * 7e12 * articleForward(32_768) / 300e12).days },
    .wrong(
      "A1-46", "hours of Llama-2-70B at 300 TFLOP/s", 1_720_320, is: 836_942, tolerance: 0.001,
      because: "that is 2.06 times off: Meta's own hours refute the 300"
    ) { DeviceSeconds(3 * 2e12 * articleForward(4096, parameters: 70e9) / 300e12).hours },
    .wrong(
      "A1-46", "TFLOP/s that Meta's hours imply", 300, is: 146, tolerance: 0.001,
      because: "46.8 % of the dense peak"
    ) { 3 * 2e12 * articleForward(4096, parameters: 70e9) / (1_720_320 * 3600) / 1e12 },
    .right("A1-47", "mean context of 90 % at 4096 and 10 % at 32768", 6963.2, tolerance: 1e-9) {
      let phases = [
        SequencePhase(.fixed(length: 4096), share: 9),
        SequencePhase(.fixed(length: 32_768), share: 1),
      ]
      let work = try TokenWork(model: .architecture(qwen()), phases: phases)
      let flat = try TokenWork(
        model: .architecture(qwen()), phases: [SequencePhase(.fixed(length: 1))])
      let perContext = try Double(layer().attention.scoreFLOPsPerPair * 80)
      let difference =
        try required(work.forward.fullAttention) - required(flat.forward.fullAttention)
      return difference.value / perContext + 1
    },
  ]

  static func forward() throws -> Double {
    (Tokens(batch) * (try required(qwenWork(32_768).forward.fullAttention))).value
  }

  static func parameterShare(_ part: (ParameterCount) -> Int) throws -> Double {
    let count = try qwen().parameterCount
    return Double(part(count)) / Double(count.total)
  }

  static func prefill() throws -> InferenceEstimate {
    var plan = InferencePlan(model: .architecture(try qwen()), accelerator: try .named("A100"))
    plan.devices = 2
    plan.promptTokens = 1000
    return try plan.estimate()
  }
}
