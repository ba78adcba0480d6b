/// Which weights are trained. A frozen weight costs 4 operations a token instead of 6: the gradient
/// passes through it, but none is formed for it.
public enum Trainable: Sendable, Hashable {
  /// All.
  case everything
  /// Low-rank adapters of this rank beside the frozen matrices. Needs an architecture.
  case lora(rank: Int, targets: AdapterTargets)
  /// So many adapter weights beside the frozen model.
  case adapters(Parameters)
  /// This share of the model's own weights, spread over all layers.
  case share(Double)
}

/// The matrices that get low-rank adapters.
public enum AdapterTargets: String, Sendable, Hashable, CaseIterable {
  /// The projections of attention.
  case attention
  /// Those and the feed-forward matrices, of every expert.
  case allLinear
}

extension Architecture {
  /// Weights of low-rank adapters, rank · (rows + columns) per matrix: all, and those one token
  /// goes through.
  public func adapterParameters(
    rank: Int, targets: AdapterTargets
  ) -> (total: Int, active: Int) {
    var total = 0
    var active = 0
    for run in layers {
      let attention = run.attention.matrixEdges(hiddenSize: hiddenSize)
      total += run.count * rank * attention
      active += run.count * rank * attention
      guard targets == .allLinear else { continue }
      let feedForward = run.feedForward
      let perExpert = (feedForward.isGated ? 3 : 2) * (hiddenSize + feedForward.innerSize)
      guard let routing = feedForward.routing else {
        total += run.count * rank * perExpert
        active += run.count * rank * perExpert
        continue
      }
      let shared =
        routing.sharedInnerSize > 0
        ? (feedForward.isGated ? 3 : 2) * (hiddenSize + routing.sharedInnerSize) : 0
      total += run.count * rank * (routing.experts * perExpert + shared)
      active += run.count * rank * (routing.activeExperts * perExpert + shared)
    }
    return (total, active)
  }
}

extension Attention {
  /// Σ (rows + columns) over the projections.
  fileprivate func matrixEdges(hiddenSize: Int) -> Int {
    switch projection {
    case .grouped(let heads, let keyValueHeads, let headSize):
      return 2 * (hiddenSize + heads * headSize) + 2 * (hiddenSize + keyValueHeads * headSize)
    case .latent(let heads, let queryRank, let keyValueRank, let unrotated, let rotated, let value):
      let queries = heads * (unrotated + rotated)
      let query = queryRank.map { hiddenSize + 2 * $0 + queries } ?? hiddenSize + queries
      return query + hiddenSize + keyValueRank + rotated
        + keyValueRank + heads * (unrotated + value) + heads * value + hiddenSize
    }
  }
}
