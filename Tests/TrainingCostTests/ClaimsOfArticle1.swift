@testable import TrainingCost

extension Claim {
  static let fromArticle1: [Claim] = [
    .wrong(
      "A1-01", "days of Qwen2-72B on 6000 A100 at half the peak, 32K, full attention", 30,
      is: 59.4, tolerance: 0.003,
      because: "300 TFLOP/s is half the sparse peak; half the dense one is 156"
    ) { try qwenDays(length: 32_768, utilisation: 0.5, convention: .fullAttention) },
    .wrong(
      "A1-01", "the same with sequences of 4096, causal", 30, is: 38.5, tolerance: 0.003,
      because: "the sparse peak again"
    ) { try qwenDays(length: 4096, utilisation: 0.5, convention: .causal) },
    .wrong(
      "A1-01", "the same with sequences of 4096, full attention", 30, is: 39.9, tolerance: 0.003,
      because: "the sparse peak again"
    ) { try qwenDays(length: 4096, utilisation: 0.5, convention: .fullAttention) },
    .wrong(
      "A1-01", "with the article's own inputs", 30, is: 30.9, tolerance: 0.003,
      because: "its arithmetic is rounded down"
    ) {
      (FLOPs(3 * 7e12 * articleForward(32_768))
        / (Devices(6000) * FLOPsPerSecond.tera(300))).days
    },
    .right(
      "A1-02", "32K ÷ 4K by the article's formula", 1.6, rounding: 0.08, exactly: 1.48,
      tolerance: 0.003
    ) { articleForward(32_768) / articleForward(4096) },
    .open("A1-02", "32K ÷ 4K, causal", is: 1.25, tolerance: 0.01) {
      try required(qwenWork(32_768).model.causal) / required(qwenWork(4096).model.causal)
    },
    .right(
      "A1-03", "scores' FLOPs per token and context token", 2.6e6, rounding: 0.01,
      exactly: 2_621_440
    ) { Double(try layer().attention.scoreFLOPsPerPair * qwen().layerCount) },
    .open("A1-03", "matrix weights, without the input embedding", is: 71.46e9, tolerance: 1e-4) {
      Double(try qwen().parameterCount.activeMatrix)
    },
    .right("A1-04", "compute of short sequences ÷ 6·T·P", 1, tolerance: 0.02) {
      let work = try qwenWork(1)
      return try required(work.model.fullAttention) / work.model.sixN
    },
    .right("A1-05", "passes with full recomputation", 4) {
      let work = try qwenWork(4096)
      return 3 * (try required(work.hardware(.full).causal) / required(work.model.causal))
    },
    .right(
      "A1-07", "what attention adds at 32768 by the article's formula", 0.6, rounding: 0.02,
      exactly: 0.592, tolerance: 0.001
    ) { articleForward(32_768) / articleForward(1) - 1 },
    .open("A1-07", "the same from the matrices, full", is: 0.601, tolerance: 0.001) {
      try required(qwenWork(32_768).model.fullAttention)
        / required(qwenWork(1).model.fullAttention) - 1
    },
    .open("A1-07", "the same, causal", is: 0.296, tolerance: 0.02) {
      try required(qwenWork(32_768).model.causal) / required(qwenWork(1).model.causal) - 1
    },
    .wrong(
      "A1-09", "half an A100 in TFLOP/s", 300, is: 156,
      because: "300 is half the sparse 624; nor is it single precision, which is 19.5"
    ) { 0.5 * (try peak("A100")).tera },
    .wrong(
      "A1-10", "half an H100 in TFLOP/s", 1000, is: 494.7,
      because: "1000 is half the sparse peak: 989 is the whole dense one"
    ) { 0.5 * (try peak("H100")).tera },
    .right("A1-10", "H100 ÷ A100", 3, rounding: 0.06, exactly: 3.171, tolerance: 0.001) {
      try peak("H100") / peak("A100")
    },
    .right("A1-11", "a tera of operations", 1e12) { FLOPsPerSecond.tera(1).value },
    .right("A1-12", "FLOPs of a multiplication with its addition", 2) {
      2 * Double(try LayerParameters.dense(inputs: 1, outputs: 1, hasBias: false))
    },
    .right("A1-13", "FLOPs of a 3×5 by 5×7 product", 210) {
      let weights = try LayerParameters.dense(inputs: 5, outputs: 7, hasBias: false)
      let work = try TokenWork(
        model: .parameters(total: Parameters(Double(weights))),
        phases: [SequencePhase(.fixed(length: 1))])
      return (Tokens(3) * work.forward.sixN).value
    },
    .right("A1-14", "FLOPs of Q", 17_592_186_044_416) { matrix(8192 * 64 * 128) },
    .right("A1-15", "FLOPs of K", 2.2e12, rounding: 0.001, exactly: 2_199_023_255_552) {
      matrix(8192 * 8 * 128)
    },
    .right("A1-17", "FLOPs of Q·Kᵀ, full", 70_368_744_177_664) {
      Double(try layer().attention.scoreFLOPsPerPair) / 2 * batch * 32_768
    },
    .right("A1-18", "scaling the scores", 0.25e12, rounding: 0.1, exactly: 274_877_906_944) {
      Double(try layer().attention.heads) * batch * 32_768
    },
    .right(
      "A1-19", "softmax at three operations a score", 0.75e12, rounding: 0.1,
      exactly: 824_633_720_832
    ) { 3 * Double(try layer().attention.heads) * batch * 32_768 },
    .right("A1-20", "FLOPs of A·V", 70e12, rounding: 0.006, exactly: 70_368_744_177_664) {
      Double(try layer().attention.scoreFLOPsPerPair) / 2 * batch * 32_768
    },
    .right("A1-21", "FLOPs of O", 17.6e12, rounding: 0.001, exactly: 17_592_186_044_416) {
      matrix(64 * 128 * 8192)
    },
    .right("A1-22", "attention in all", 14e15, rounding: 0.04, exactly: 14.43e15, tolerance: 0.001)
    { try attentionForward(32_768) },
    .right("A1-23", "attention by L·bs·s·h·(4.5h + 4s)", 14_425_592_556_421_120, tolerance: 1e-12) {
      try attentionForward(32_768)
    },
    .right("A1-24", "FLOPs of a matrix of the feed-forward part's", 63_496_796_504_064) {
      Double(try layer().feedForward.matrixParameters(hiddenSize: 8192)) / 3 * 2 * batch
    },
    .wrong(
      "A1-25", "pointwise operations in units of c·10⁹", 7, is: 3.8755, tolerance: 1e-4,
      because: "4 · 32768 · 29568 is 3.88·10⁹"
    ) { batch * Double(try layer().feedForward.innerSize) / 1e9 },
    .right(
      "A1-26", "the feed-forward parts in all", 15e15, rounding: 0.02, exactly: 15.24e15,
      tolerance: 0.001
    ) {
      80 * matrix(try layer().feedForward.matrixParameters(hiddenSize: 8192))
    },
    .wrong(
      "A1-27", "bytes of a number in RMSNorm", 8, is: 4,
      because: "it converts to single, not to double precision"
    ) { StorageFormat.fp32.bytes },
    .wrong(
      "A1-28", "operations of one pass over the states", 10e9, is: 1_073_741_824,
      because: "4 · 32768 · 8192 is 1.07·10⁹"
    ) { batch * Double(try qwen().hiddenSize) },
    .wrong(
      "A1-29", "all norms at 12 operations", 1e12, is: 2.06e12, tolerance: 0.001,
      because: "80 · 2 · 12 · 1.07·10⁹"
    ) { Double(try qwen().layerCount * 2 * 12) * batch * 8192 },
  ]

  /// Projections and scores of all layers over the batch.
  static func attentionForward(_ length: Double) throws -> Double {
    let attention = try layer().attention
    return 80
      * (matrix(attention.matrixParameters(hiddenSize: 8192))
        + Double(attention.scoreFLOPsPerPair) * batch * length)
  }
}
