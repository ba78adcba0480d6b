/// An architecture's weights, by what they are used for.
public struct ParameterCount: Sendable, Hashable {
  /// The embedding matrix and a learned position matrix: looked up, not multiplied.
  public var embedding: Int
  /// The output head where it is a matrix of its own; 0 when tied.
  public var head: Int
  /// Attention, with biases and norms of queries and keys.
  public var attention: Int
  /// Feed-forward parts, all experts, with biases.
  public var feedForward: Int
  /// Norms and other vectors.
  public var norms: Int
  /// Experts that a token does not go through.
  public var idleExperts: Int
  /// Weights one token is multiplied with: the head always (tied or not), the look-up never.
  public var activeMatrix: Int
  /// Weights of the modules for multi-token prediction, which `total` leaves out.
  public var predictionModules: Int

  /// All weights of the main model.
  public var total: Int { embedding + head + attention + feedForward + norms }
  /// All but the experts that a token does not go through.
  public var active: Int { total - idleExperts }
  /// All but embeddings and head (Kaplan's N).
  public var nonEmbedding: Int { attention + feedForward + norms }
}

extension Architecture {
  /// The weights. Complexity: O(runs of layers).
  public var parameterCount: ParameterCount {
    var attention = 0
    var feedForward = 0
    var norms = outerVectorParameters
    var idle = 0
    var activeMatrix = hiddenSize * vocabularySize
    for run in layers {
      let projections = run.attention.matrixParameters(hiddenSize: hiddenSize)
      let inner = run.feedForward.matrixParameters(hiddenSize: hiddenSize)
      let activeInner = run.feedForward.activeMatrixParameters(hiddenSize: hiddenSize)
      attention += run.count * (projections + run.attention.vectorParameters)
      feedForward += run.count * (inner + run.feedForward.vectorParameters)
      norms += run.count * run.normParameters
      idle += run.count * (inner - activeInner)
      activeMatrix += run.count * (projections + activeInner)
    }
    return ParameterCount(
      embedding: hiddenSize * (vocabularySize + learnedPositions),
      head: tiedEmbeddings ? 0 : hiddenSize * vocabularySize,
      attention: attention, feedForward: feedForward, norms: norms, idleExperts: idle,
      activeMatrix: activeMatrix, predictionModules: predictionModules * predictionModuleSize)
  }

  /// One more layer like the last, the 2h·h projection of state and embedding, and two norms.
  private var predictionModuleSize: Int {
    guard let last = layers.last else { return 0 }
    return last.attention.matrixParameters(hiddenSize: hiddenSize)
      + last.attention.vectorParameters
      + last.feedForward.matrixParameters(hiddenSize: hiddenSize)
      + last.feedForward.vectorParameters + last.normParameters
      + 2 * hiddenSize * hiddenSize + 2 * hiddenSize
  }
}

/// A model's size: counted from its shape, or as someone states it.
public enum ModelSize: Sendable, Hashable {
  /// Weights as stated. Without `active` the model is taken to be dense.
  case parameters(total: Parameters, active: Parameters? = nil)
  /// Weights counted from the shape.
  case architecture(Architecture)

  /// All weights.
  public var total: Parameters {
    switch self {
    case .parameters(let total, _): total
    case .architecture(let shape): Parameters(Double(shape.parameterCount.total))
    }
  }

  /// The weights one token goes through, embeddings included: the N of 6·N.
  public var active: Parameters {
    switch self {
    case .parameters(let total, let active): active ?? total
    case .architecture(let shape): Parameters(Double(shape.parameterCount.active))
    }
  }
}
