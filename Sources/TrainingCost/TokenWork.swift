/// What the backward pass computes a second time instead of keeping it.
public enum Recompute: String, Sendable, Hashable, CaseIterable {
  /// Nothing.
  case none
  /// The attention scores. Counted as Korthikanti 2022 does (s/6h becomes s/3h): the published
  /// ratios of HFU to MFU follow that. One forward pass over the scores alone would be a third of it.
  case selective
  /// The whole forward pass: 8·N instead of 6·N when everything is trained.
  case full
}

/// The operations of one token, before they are put together for a convention.
public struct TokenWork: Sendable, Hashable {
  /// Forward operations: two per weight in the matrices, and those of the attention scores.
  private struct Part: Hashable {
    var matrix: Double
    var scores: Double
    var forward: Double { matrix + scores }
  }

  private var sixN: Part
  private var fullAttention: Part?
  private var causal: Part?
  private var trainable: Double
  private var adapterMatrix: Double
  /// Forward operations of the output head; `nil` if only the number of parameters is known.
  public let headFLOPs: FLOPsPerToken?

  /// The operations of one token of `model`, averaged over the phases.
  ///
  /// - Throws: `TrainingError` if a size cannot be used, for LoRA by rank without an architecture, and
  ///   for an architecture without a phase.
  public init(
    model: ModelSize, phases: [SequencePhase], trainable: Trainable = .everything,
    countsPredictionModules: Bool = false
  ) throws(TrainingError) {
    try AcceptedRange.check(model)
    try AcceptedRange.check(phases)
    try AcceptedRange.check(trainable, of: model)
    var adapters = 0.0
    self.trainable = 0
    switch trainable {
    case .everything: self.trainable = 1
    case .share(let share): self.trainable = share
    case .adapters(let parameters): adapters = parameters.value
    case .lora(let rank, let targets):
      guard case .architecture(let shape) = model else {
        throw .missingInput(
          names: ["config.json"], remedy: "give a config, or the number of adapter weights")
      }
      adapters = Double(shape.adapterParameters(rank: rank, targets: targets).active)
    }
    adapterMatrix = 2 * adapters
    sixN = Part(matrix: 2 * model.active.value, scores: 0)
    guard case .architecture(let shape) = model else {
      headFLOPs = nil
      return
    }
    guard !phases.isEmpty else {
      throw .missingInput(
        names: ["sequence length"], remedy: "the attention of a model depends on it; give one")
    }
    let head = 2 * Double(shape.hiddenSize * shape.vocabularySize)
    headFLOPs = FLOPsPerToken(head)
    let matrix = 2 * Double(shape.parameterCount.activeMatrix)
    fullAttention = Part(
      matrix: matrix, scores: shape.meanScores(phases, causal: false, extraLayers: 0))
    causal = Part(matrix: matrix, scores: shape.meanScores(phases, causal: true, extraLayers: 0))
    if countsPredictionModules {
      addPredictionModules(of: shape, phases: phases, head: head)
    }
  }

  /// Each module counts as one more layer like the last and one more pass of the head. Its 2h·h
  /// projection is left out, as in NVIDIA's figure for DeepSeek-V3 (1635 TFLOP/s ÷ 6288 tokens/s =
  /// 260.02 GFLOP; 260.03 here); it would add 0.24 %.
  private mutating func addPredictionModules(
    of shape: Architecture, phases: [SequencePhase], head: Double
  ) {
    guard let last = shape.layers.last, shape.predictionModules > 0 else { return }
    let count = Double(shape.predictionModules)
    let layer =
      2
      * Double(
        last.attention.matrixParameters(hiddenSize: shape.hiddenSize)
          + last.feedForward.activeMatrixParameters(hiddenSize: shape.hiddenSize))
    sixN.matrix += count * (layer + head)
    fullAttention?.matrix += count * (layer + head)
    causal?.matrix += count * (layer + head)
    fullAttention?.scores = shape.meanScores(
      phases, causal: false, extraLayers: shape.predictionModules)
    causal?.scores = shape.meanScores(phases, causal: true, extraLayers: shape.predictionModules)
  }

  private func part(_ convention: FLOPConvention) -> Part? {
    switch convention {
    case .sixN: sixN
    case .fullAttention: fullAttention
    case .causal: causal
    }
  }

  /// Operations of the forward pass.
  public var forward: FLOPLedger {
    FLOPLedger { convention in part(convention).map { $0.forward + adapterMatrix } }
  }

  /// Model operations of training: what has to be computed. Recomputation is not in it.
  public var model: FLOPLedger {
    FLOPLedger { convention in part(convention).map(training) }
  }

  /// Operations the hardware does, recomputation included.
  public func hardware(_ recompute: Recompute) -> FLOPLedger {
    FLOPLedger { convention in
      part(convention).map { part in
        switch recompute {
        case .none: training(part)
        case .selective: training(part) + 3 * part.scores
        case .full: training(part) + part.forward + adapterMatrix
        }
      }
    }
  }

  /// Forward, gradient of the input, and gradient of the weights where there is one. Scores have no
  /// weights but two operands, so their backward pass is always two forward passes.
  private func training(_ part: Part) -> Double {
    (2 + trainable) * part.matrix + 3 * part.scores + 3 * adapterMatrix
  }

  /// The head's part of the model operations, which grows with the vocabulary.
  public func vocabularyShare(_ convention: FLOPConvention) -> Ratio? {
    guard let headFLOPs, let part = part(convention) else { return nil }
    return Ratio((2 + trainable) * headFLOPs.value / training(part))
  }

  /// The attention scores' part of the model operations.
  public func scoreShare(_ convention: FLOPConvention) -> Ratio? {
    part(convention).map { Ratio(3 * $0.scores / training($0)) }
  }
}

extension Architecture {
  /// Forward operations of Q·Kᵀ and A·V per token, averaged over phases.
  fileprivate func meanScores(
    _ phases: [SequencePhase], causal: Bool, extraLayers: Int
  ) -> Double {
    let shares = phases.reduce(0) { $0 + $1.share }
    return phases.reduce(0) { sum, phase in
      let length = phase.shape.effectiveLength
      var scores = layers.reduce(0) { sum, run in
        sum + Double(run.count) * run.attention.scores(length: length, causal: causal)
      }
      if let last = layers.last {
        scores += Double(extraLayers) * last.attention.scores(length: length, causal: causal)
      }
      return sum + phase.share / shares * scores
    }
  }
}

extension Attention {
  fileprivate func scores(length: Double, causal: Bool) -> Double {
    Double(scoreFLOPsPerPair) * meanContext(length: length, causal: causal)
  }
}
