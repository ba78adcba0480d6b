/// What a count of training operations includes. The three differ by 3 to 25 %, so a figure without
/// its convention cannot be compared with another.
public enum FLOPConvention: String, Sendable, Hashable, CaseIterable {
  /// 6·N: all (active) weights, embeddings too, and no attention scores. Kaplan 2020, Chinchilla.
  case sixN
  /// 6·M + 12·L·H·Q·T: matrix weights (head in, look-up out) and every query with every key.
  /// PaLM, nanoGPT, torchtitan, MaxText, llm-foundry.
  case fullAttention
  /// The same with the half of the scores that a causal mask leaves. Megatron-LM since 2025, the
  /// DeepSeek analyses.
  case causal

  /// The convention's name in sentences.
  public var label: String {
    switch self {
    case .sixN: "6·N"
    case .fullAttention: "full attention"
    case .causal: "causal attention"
    }
  }

  /// What the convention counts, in a few words.
  public var explanation: String {
    switch self {
    case .sixN: "6·N: all active weights, no attention scores"
    case .fullAttention: "matrix weights and every query with every key"
    case .causal: "matrix weights and the half of the scores a causal mask leaves"
    }
  }
}

/// Operations per token in each convention that can be counted.
public struct FLOPLedger: Sendable, Hashable {
  /// 6·N. Always there.
  public var sixN: FLOPsPerToken
  /// With full attention; `nil` if only the number of parameters is known.
  public var fullAttention: FLOPsPerToken?
  /// With causal attention; `nil` if only the number of parameters is known.
  public var causal: FLOPsPerToken?

  /// The count in one convention.
  public subscript(convention: FLOPConvention) -> FLOPsPerToken? {
    switch convention {
    case .sixN: sixN
    case .fullAttention: fullAttention
    case .causal: causal
    }
  }

  init(_ count: (FLOPConvention) -> Double?) {
    sixN = FLOPsPerToken(count(.sixN) ?? 0)
    fullAttention = count(.fullAttention).map { FLOPsPerToken($0) }
    causal = count(.causal).map { FLOPsPerToken($0) }
  }

  /// Operations for so many tokens.
  public func total(for tokens: Tokens) -> FLOPTotals {
    FLOPTotals(
      sixN: tokens * sixN, fullAttention: fullAttention.map { tokens * $0 },
      causal: causal.map { tokens * $0 })
  }
}

/// Operations of a whole run in each convention that can be counted.
public struct FLOPTotals: Sendable, Hashable {
  /// 6·N·D.
  public var sixN: FLOPs
  /// With full attention.
  public var fullAttention: FLOPs?
  /// With causal attention.
  public var causal: FLOPs?
}

/// A ratio in each convention that can be counted: MFU of a run.
public struct UtilisationLedger: Sendable, Hashable {
  /// By 6·N.
  public var sixN: Ratio
  /// By the count with full attention.
  public var fullAttention: Ratio?
  /// By the count with causal attention.
  public var causal: Ratio?

  /// The ratio in one convention.
  public subscript(convention: FLOPConvention) -> Ratio? {
    switch convention {
    case .sixN: sixN
    case .fullAttention: fullAttention
    case .causal: causal
    }
  }

  /// What is achieved when a token's worth of model operations takes `rate⁻¹` seconds.
  init(_ ledger: FLOPLedger, tokensPerSecond: TokensPerSecond, peak: FLOPsPerSecond) {
    func ratio(_ perToken: FLOPsPerToken) -> Ratio {
      Ratio(perToken.value * tokensPerSecond.value / peak.value)
    }
    sixN = ratio(ledger.sixN)
    fullAttention = ledger.fullAttention.map(ratio)
    causal = ledger.causal.map(ratio)
  }
}
