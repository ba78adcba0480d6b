@testable import TrainingCost

extension Claim {
  static let fromArticle2: [Claim] = [
    .wrong(
      "A2-01", "parameters of a dense layer of 784 to 128", 129, is: 100_480,
      because: "not nodes + 1: every output has a weight for every input"
    ) { Double(try LayerParameters.dense(inputs: 784, outputs: 128)) },
    .wrong(
      "A2-02", "biases of a dense layer of 128 outputs", 1, is: 128,
      because: "outputs do not share one bias"
    ) {
      Double(
        try LayerParameters.dense(inputs: 784, outputs: 128)
          - LayerParameters.dense(inputs: 784, outputs: 128, hasBias: false))
    },
    .wrong(
      "A2-03", "parameters of a 3×3 convolution from 64 to 128 channels", 577, is: 73_856,
      because: "c·w·h + 1 is one filter: there is one for each output channel"
    ) {
      Double(
        try LayerParameters.convolution(inputChannels: 64, outputChannels: 128, width: 3, height: 3)
      )
    },
    .right("A2-04", "parameters of an RNN, d = 100, h = 256", (100 + 256) * 256 + 256) {
      Double(try LayerParameters.recurrent(inputs: 100, hidden: 256))
    },
    .right("A2-05", "LSTM ÷ RNN", 4) {
      Double(try LayerParameters.lstm(inputs: 100, hidden: 256))
        / Double(try LayerParameters.recurrent(inputs: 100, hidden: 256))
    },
    .wrong(
      "A2-06", "GPT-3 by L(12h² + 13h)·Vh", 1.07e20, is: 174.58e9, tolerance: 1e-4,
      because: "a misprint: the embedding is added, not multiplied"
    ) { Double(try LayerParameters.transformer(layers: 96, hidden: 12_288, vocabulary: 50_257)) },
    .right("A2-06", "12·L·h²", 174.6e9, rounding: 0.005, exactly: 173_946_175_488) {
      Double(
        SampleConfig.plain(layers: 96, hidden: 12_288, heads: 96, vocabulary: 50_257)
          .parameterCount.nonEmbedding)
    },
    .right("A2-07", "FLOPs per parameter and token", 6) {
      try question(parameters: 1, tokens: 1, accelerator: "A100").solve().flops.value
    },
    .right("A2-08", "GPT-3's compute", 3.15e23) {
      try question(parameters: 175e9, tokens: 300e9, accelerator: "V100").solve().flops.value
    },
    .right(
      "A2-08", "the official figure, from the exact size", 3.14e23, rounding: 0.002,
      exactly: 3.143e23, tolerance: 0.0003
    ) {
      var plan = TrainingPlan(
        model: .architecture(try SampleConfig.architecture(SampleConfig.gpt3)))
      plan.data = .tokens(Estimate(Tokens(300e9)))
      plan.accelerator = try .named("V100")
      return try plan.solve().flopTotals.sixN.value
    },
    .wrong(
      "A2-09", "what frozen weights save of 6: the weights' gradient, not the update", 0, is: 2,
      because: "6 is 2 forward, 2 for the input's and 2 for the weights' gradient; the update is "
        + "once a step"
    ) {
      let phases = [SequencePhase(.fixed(length: 1))]
      let model = ModelSize.parameters(total: Parameters(1))
      let trained = try TokenWork(model: model, phases: phases).model.sixN
      let frozen = try TokenWork(
        model: model, phases: phases, trainable: .adapters(Parameters(1e-12))
      ).model.sixN
      return ((trained - frozen).value * 1e6).rounded() / 1e6
    },
    .open("A2-11", "GPT-3 without embeddings", is: 173.96e9, tolerance: 1e-4) {
      Double(try SampleConfig.architecture(SampleConfig.gpt3).parameterCount.nonEmbedding)
    },
    .right("A2-12", "compute-optimal tokens of GPT-3", 3500e9) {
      DataBudget.optimalTokens(for: Parameters(175e9)).value
    },
    .wrong(
      "A2-13", "DeepSeek-V3's H800-hours, all phases", 2788, is: 2.788e6,
      because: "2,788 K, not 2.788 K: an MFU of tens of thousands gives the slip away"
    ) {
      var plan = try question(parameters: 37.55e9, tokens: 14.8e12, accelerator: "H800")
      plan.deviceTime = Estimate(.hours(2788))
      guard try plan.audit().warnings.contains(where: { $0.kind == .unitSlip }) else { return 0 }
      return 2788 * 1000
    },
    .right(
      "A2-14", "MFU from all parameters and 3026 TFLOP/s", 2.05, rounding: 0.002,
      exactly: 2.053, tolerance: 0.001
    ) { try required(paradox().mfu.sixN).value },
    .open("A2-15", "MFU by 6·N, active parameters, bf16 dense", is: 0.351, tolerance: 0.002) {
      try deepSeek().mfu.sixN.value
    },
    .open("A2-15", "causal", is: 0.391, tolerance: 0.002) {
      try required(deepSeek().mfu.causal).value
    },
    .open("A2-15", "with full attention", is: 0.439, tolerance: 0.002) {
      try required(deepSeek().mfu.fullAttention).value
    },
    .open("A2-15", "causal, of the fp8 peak", is: 0.195, tolerance: 0.003) {
      try required(deepSeek(.fp8).mfu.causal).value
    },
    .wrong(
      "A2-16", "total ÷ active parameters", 1, is: 17.87, tolerance: 0.001,
      because: "a token goes through 37.6 of 671 billion weights"
    ) {
      let count = try SampleConfig.architecture(SampleConfig.deepSeekV3).parameterCount
      return Double(count.total) / Double(count.active)
    },
    .wrong(
      "A2-16", "the peak divided by ÷ the peak", 1, is: 3.06, tolerance: 0.001,
      because: "3026 is the fp8 sparse peak of the PCIe part"
    ) { 3026 / (try peak("H800")).tera },
    .right(
      "A2-17", "lower MFU with 3 × forward", 0.35, rounding: 0.005, exactly: 0.351,
      tolerance: 0.002
    ) { try deepSeek().mfu.sixN.value },
    .right("A2-17", "upper MFU", 0.45, rounding: 0.03, exactly: 0.439, tolerance: 0.002) {
      try required(deepSeek().mfu.fullAttention).value
    },
    .right("A2-18", "the highest MFU that passes without a warning", 0.60) {
      func warns(_ mfu: Double) throws -> Bool {
        var plan = try question(parameters: 1e9, tokens: 1e12, accelerator: "TPU-v5p")
        plan.deviceTime = Estimate(DeviceSeconds(6e21 / (459e12 * mfu)))
        return try plan.audit().warnings.contains { $0.kind == .utilisationAboveSixtyPercent }
      }
      guard try !warns(0.599), try warns(0.601) else { return 0 }
      return 0.60
    },
    .wrong(
      "A2-19", "training states ÷ weights, mixed precision", 4, is: 8,
      because: "16 bytes for 2: 4 is right for single precision throughout"
    ) {
      let plan = MemoryPlan(model: .parameters(total: Parameters(1e9)))
      return try plan.estimate().total / Bytes(2e9)
    },
    .right("A2-19", "the same in single precision", 4) {
      var plan = MemoryPlan(model: .parameters(total: Parameters(1e9)))
      plan.weights = .fp32
      plan.gradients = .fp32
      return try plan.estimate().total / Bytes(4e9)
    },
    .wrong(
      "A2-20", "inference ÷ weights, Llama-2-7B at 4096 tokens", 2.5, is: 1.159, tolerance: 0.001,
      because: "weights and one sequence's KV cache; 2.5 needs a batch"
    ) {
      let shape = try SampleConfig.llama(
        layers: 32, hidden: 4096, heads: 32, keyValueHeads: 32, inner: 11_008, vocabulary: 32_000)
      let estimate = try InferencePlan(
        model: .architecture(shape), accelerator: .named("A100")
      ).estimate()
      return estimate.total / estimate.weightBytes
    },
  ]

  static func deepSeek(_ format: NumberFormat? = nil) throws -> TrainingAudit {
    var plan = TrainingPlan(
      model: .architecture(try SampleConfig.architecture(SampleConfig.deepSeekV3)))
    plan.data = .tokens(Estimate(Tokens(14.8e12)))
    plan.phases = [SequencePhase(.fixed(length: 4096))]
    plan.accelerator = try .named("H800")
    plan.format = format
    plan.deviceTime = Estimate(.hours(2_664_000))
    return try plan.audit()
  }

  static func paradox() throws -> TrainingAudit {
    var plan = try question(parameters: 671e9, tokens: 14.8e12, accelerator: "H800")
    plan.deviceTime = Estimate(.hours(2_664_000))
    plan.statedPeak = .tera(3026)
    return try plan.audit()
  }
}
