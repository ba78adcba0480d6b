/// The shape of a decoder-only transformer: all that its parameters and operations depend on.
///
/// Read it from a `config.json` with `init(configuration:file:)`, or fill it in. Sizes must be
/// positive and of a real model's order; the counts below are exact 64-bit integers.
public struct Architecture: Sendable, Hashable {
  /// What the model is called in messages: its `model_type`.
  public var name: String
  /// Width of the residual stream.
  public var hiddenSize: Int
  /// Rows of the embedding matrix.
  public var vocabularySize: Int
  /// Whether the output head is the embedding matrix itself.
  public var tiedEmbeddings: Bool
  /// Rows of a learned position matrix; 0 for rotary or ALiBi positions.
  public var learnedPositions: Int
  /// The layers, as runs of equal ones.
  public var layers: [LayerRun]
  /// Weights outside the layers that are no matrix: the last norm, an embedding norm, a head's bias.
  public var outerVectorParameters: Int
  /// Modules for multi-token prediction: each is one more layer like the last, run with the head.
  public var predictionModules: Int
  /// The longest context the configuration names.
  public var contextLength: Int?

  /// An architecture from its parts.
  public init(
    name: String, hiddenSize: Int, vocabularySize: Int, tiedEmbeddings: Bool,
    learnedPositions: Int = 0, layers: [LayerRun], outerVectorParameters: Int,
    predictionModules: Int = 0, contextLength: Int? = nil
  ) {
    self.name = name
    self.hiddenSize = hiddenSize
    self.vocabularySize = vocabularySize
    self.tiedEmbeddings = tiedEmbeddings
    self.learnedPositions = learnedPositions
    self.layers = layers
    self.outerVectorParameters = outerVectorParameters
    self.predictionModules = predictionModules
    self.contextLength = contextLength
  }

  /// The number of layers, without multi-token prediction.
  public var layerCount: Int { layers.reduce(0) { $0 + $1.count } }
}

/// So many equal layers in a row.
public struct LayerRun: Sendable, Hashable {
  /// How many.
  public var count: Int
  /// Their attention.
  public var attention: Attention
  /// Their feed-forward part.
  public var feedForward: FeedForward
  /// Weights of one layer's norms.
  public var normParameters: Int

  /// `count` layers of this shape.
  public init(count: Int, attention: Attention, feedForward: FeedForward, normParameters: Int) {
    self.count = count
    self.attention = attention
    self.feedForward = feedForward
    self.normParameters = normParameters
  }
}

/// A layer's attention.
public struct Attention: Sendable, Hashable {
  /// How queries, keys and values are made.
  public enum Projection: Sendable, Hashable {
    /// Multi-head (`keyValueHeads` = `heads`), grouped-query or multi-query (1) attention.
    case grouped(heads: Int, keyValueHeads: Int, headSize: Int)
    /// Multi-head latent attention (DeepSeek-V2). `queryRank` is `nil` where queries are full rank.
    case latent(
      heads: Int, queryRank: Int?, keyValueRank: Int, unrotatedSize: Int, rotatedSize: Int,
      valueSize: Int)
  }

  /// The projections.
  public var projection: Projection
  /// How many tokens back a query looks; `nil` for all.
  public var window: Int?
  /// Biases, norms of queries and keys, sinks: weights that take part in no matrix multiplication.
  public var vectorParameters: Int

  /// Attention of this shape.
  public init(projection: Projection, window: Int? = nil, vectorParameters: Int = 0) {
    self.projection = projection
    self.window = window
    self.vectorParameters = vectorParameters
  }

  /// The number of query heads.
  public var heads: Int {
    switch projection {
    case .grouped(let heads, _, _), .latent(let heads, _, _, _, _, _): heads
    }
  }

  /// Weights of the projections, each used once per token.
  public func matrixParameters(hiddenSize: Int) -> Int {
    switch projection {
    case .grouped(let heads, let keyValueHeads, let headSize):
      hiddenSize * headSize * (2 * heads + 2 * keyValueHeads)
    case .latent(let heads, let queryRank, let keyValueRank, let unrotated, let rotated, let value):
      Self.queryParameters(
        hiddenSize: hiddenSize, rank: queryRank, width: heads * (unrotated + rotated))
        + hiddenSize * (keyValueRank + rotated) + keyValueRank * heads * (unrotated + value)
        + heads * value * hiddenSize
    }
  }

  private static func queryParameters(hiddenSize: Int, rank: Int?, width: Int) -> Int {
    rank.map { hiddenSize * $0 + $0 * width } ?? hiddenSize * width
  }

  /// Forward operations of Q·Kᵀ and A·V for one query and one key: 2·heads·(d_qk + d_v).
  public var scoreFLOPsPerPair: Int {
    switch projection {
    case .grouped(let heads, _, let headSize): 4 * heads * headSize
    case .latent(let heads, _, _, let unrotated, let rotated, let value):
      2 * heads * (unrotated + rotated + value)
    }
  }

  /// Numbers that one token leaves in the KV cache of one layer.
  public var cachedElementsPerToken: Int {
    switch projection {
    case .grouped(_, let keyValueHeads, let headSize): 2 * keyValueHeads * headSize
    case .latent(_, _, let keyValueRank, _, let rotated, _): keyValueRank + rotated
    }
  }

  /// How many keys a query meets on average in sequences of `length`, in a convention that counts
  /// attention. With a window w < s the causal mean is w − w²/2s, which is s/2 at w = s.
  func meanContext(length: Double, causal: Bool) -> Double {
    let reach = min(window.map(Double.init) ?? length, length)
    return causal ? reach - reach * reach / (2 * length) : reach
  }
}

/// A layer's feed-forward part.
public struct FeedForward: Sendable, Hashable {
  /// Width inside one expert, or inside the layer when it has no experts.
  public var innerSize: Int
  /// Whether a third matrix gates the first (SwiGLU, GeGLU).
  public var isGated: Bool
  /// Routed experts; `nil` for a dense layer.
  public var routing: Routing?
  /// Biases.
  public var vectorParameters: Int

  /// A mixture's experts.
  public struct Routing: Sendable, Hashable {
    /// Routed experts in the layer.
    public var experts: Int
    /// Routed experts that one token goes through.
    public var activeExperts: Int
    /// Total inner width of the experts every token goes through; 0 without.
    public var sharedInnerSize: Int
    /// Whether a vector weighs the shared expert's output (Qwen2-MoE).
    public var gatesSharedExpert: Bool

    /// A mixture of this shape.
    public init(
      experts: Int, activeExperts: Int, sharedInnerSize: Int = 0, gatesSharedExpert: Bool = false
    ) {
      self.experts = experts
      self.activeExperts = activeExperts
      self.sharedInnerSize = sharedInnerSize
      self.gatesSharedExpert = gatesSharedExpert
    }
  }

  /// A feed-forward part of this shape.
  public init(innerSize: Int, isGated: Bool, routing: Routing? = nil, vectorParameters: Int = 0) {
    self.innerSize = innerSize
    self.isGated = isGated
    self.routing = routing
    self.vectorParameters = vectorParameters
  }

  /// Weights of all matrices.
  public func matrixParameters(hiddenSize: Int) -> Int {
    parameters(hiddenSize: hiddenSize, experts: routing?.experts)
  }

  /// Weights of the matrices one token is multiplied with: router, shared and chosen experts.
  public func activeMatrixParameters(hiddenSize: Int) -> Int {
    parameters(hiddenSize: hiddenSize, experts: routing?.activeExperts)
  }

  private func parameters(hiddenSize: Int, experts: Int?) -> Int {
    let perUnit = hiddenSize * (isGated ? 3 : 2)
    guard let routing, let experts else { return perUnit * innerSize }
    return perUnit * (experts * innerSize + routing.sharedInnerSize)
      + hiddenSize * (routing.experts + (routing.gatesSharedExpert ? 1 : 0))
  }
}
