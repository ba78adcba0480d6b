#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What published studies say about how many tokens a model should see.
public enum DataBudget {
  /// Tokens per parameter at which, for a given compute, the loss is lowest: about 20 (Hoffmann 2022,
  /// approaches 1 and 2; their table 3 gives 20.2·10⁹ tokens for 10⁹ parameters).
  public static let optimalTokensPerParameter = 20.0

  /// The tokens with which `parameters` are compute-optimal.
  public static func optimalTokens(for parameters: Parameters) -> Tokens {
    Tokens(optimalTokensPerParameter * parameters.value)
  }

  /// The compute-optimal model and data for `flops`: C = 6·N·20·N.
  public static func optimalSplit(
    of flops: FLOPs
  ) -> (parameters: Parameters, tokens: Tokens) {
    let parameters = Parameters((flops.value / (6 * optimalTokensPerParameter)).squareRoot())
    return (parameters, optimalTokens(for: parameters))
  }

  /// What `epochs` passes over `unique` tokens are worth in fresh tokens:
  /// U + U·R*·(1 − exp(−R/R*)) with R = epochs − 1 and R* = 15.4 (Muennighoff 2023, eq. 5).
  ///
  /// Up to four epochs lose next to nothing; beyond sixteen there is next to nothing to gain.
  public static func effectiveTokens(unique: Tokens, epochs: Double) -> Tokens {
    let halfLife = 15.387_756
    let repeats = max(0, epochs - 1)
    let worth = min(epochs, 1) + halfLife * (1 - exp(-repeats / halfLife))
    return Tokens(unique.value * worth)
  }
}

extension ResolvedPlan {
  /// Warnings about the amount of data.
  func budgetWarnings(dataTokens: Tokens) -> [TrainingWarning] {
    var warnings: [TrainingWarning] = []
    if plan.epochs > 4 {
      let worth = DataBudget.effectiveTokens(unique: dataTokens, epochs: plan.epochs)
      warnings.append(
        TrainingWarning(
          kind: .dataBudget,
          text: "\(NumberText.significant(plan.epochs)) epochs teach about as much as "
            + "\(NumberText.significant(worth / dataTokens)) epochs of fresh text "
            + "(Muennighoff 2023); beyond 4 repetition loses value"))
    }
    return warnings
  }

  /// Sentences about the data and about what would narrow the interval.
  func advice(for solution: TrainingSolution) -> [String] {
    var advice: [String] = []
    let perParameter = solution.dataTokens.median.value / plan.model.active.value
    let optimum = DataBudget.optimalTokens(for: plan.model.active)
    if plan.trainable == .everything {
      advice.append(
        "\(NumberText.significant(perParameter)) tokens per active parameter; compute-optimal is "
          + "about 20 (\(NumberText.significant(optimum.value)) tokens, Hoffmann 2022)"
          + (perParameter < 20 ? ": the model is large for its data" : ""))
    }
    if let largest = solution.varianceShares.first {
      var sentence =
        "\(NumberText.percent(largest.share.value)) of the variance is the \(largest.factor.words)"
      if largest.factor == .utilisation, plan.performance == nil {
        sentence += ": the tokens per second of 100 measured steps would replace it"
      } else if largest.factor == .tokens {
        sentence += ": a larger sample of the data would narrow it"
      }
      advice.append(sentence)
    }
    if let accelerator = plan.accelerator, let ridge = accelerator.ridgePoint(plan.format) {
      advice.append(
        "ridge point \(NumberText.significant(ridge.value)) FLOP/B on \(accelerator.name): with "
          + "16-bit weights, batches below about \(NumberText.significant(ridge.value)) tokens wait "
          + "for memory")
    }
    return advice
  }
}

extension FactorName {
  fileprivate var words: String {
    switch self {
    case .tokens: "number of tokens"
    case .flopsPerToken: "operations per token"
    case .devices: "number of accelerators"
    case .time: "time"
    case .deviceTime: "accelerator-hours"
    case .peak: "accelerator's peak"
    case .utilisation: "utilisation"
    case .goodput: "goodput"
    case .throughput: "measured throughput"
    }
  }
}

extension Accelerator {
  /// Operations per byte of memory traffic above which compute, not memory, sets the time: peak ÷
  /// bandwidth. `nil` if either is unknown.
  public func ridgePoint(_ format: NumberFormat? = nil) -> FLOPsPerByte? {
    guard let memoryBandwidth, let peak = try? peak(format ?? trainingFormat) else { return nil }
    return FLOPsPerByte(peak.rate.median.value / memoryBandwidth.median.value)
  }
}
