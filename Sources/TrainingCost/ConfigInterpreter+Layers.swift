extension ConfigInterpreter {
  // MARK: - Attention

  func attention(layer: Int) throws(TrainingError) -> Attention {
    family.isLatent ? try latentAttention() : try groupedAttention(layer: layer)
  }

  private func latentAttention() throws(TrainingError) -> Attention {
    let queryRank = try keys.optionalInt("q_lora_rank")
    let keyValueRank = try keys.int("kv_lora_rank")
    return Attention(
      projection: .latent(
        heads: heads, queryRank: queryRank, keyValueRank: keyValueRank,
        unrotatedSize: try keys.int("qk_nope_head_dim", limit: 1 << 14),
        rotatedSize: try keys.int("qk_rope_head_dim", limit: 1 << 14),
        valueSize: try keys.int("v_head_dim", limit: 1 << 14)),
      vectorParameters: (queryRank ?? 0) + keyValueRank)
  }

  private func groupedAttention(layer: Int) throws(TrainingError) -> Attention {
    let headSize = try headSize()
    let keyValueHeads = try keyValueHeads()
    let queries = heads * headSize
    let keysAndValues = 2 * keyValueHeads * headSize
    var vectors = 0
    if try keys.holds(family.queryKeyValueBias) { vectors += queries + keysAndValues }
    if try keys.holds(family.outputBias) { vectors += hidden }
    if family.hasSinks { vectors += heads }
    switch family.queryKeyNorm {
    case .none: break
    case .perHead: vectors += 2 * headSize
    case .acrossHeads: vectors += queries + keysAndValues / 2
    case .acrossHeadsIf(let key):
      if try keys.bool(key, default: false) { vectors += queries + keysAndValues / 2 }
    case .perHeadIf(let key):
      if try keys.bool(key, default: false) { vectors += 2 * headSize }
    }
    return Attention(
      projection: .grouped(heads: heads, keyValueHeads: keyValueHeads, headSize: headSize),
      window: try window(layer: layer), vectorParameters: vectors)
  }

  /// Never simply h/a where the config or the family says otherwise.
  private func headSize() throws(TrainingError) -> Int {
    if let size = try keys.optionalInt("head_dim", "kv_channels", limit: 1 << 14), size > 0 {
      return size
    }
    if let size = family.headSize { return size }
    guard hidden.isMultiple(of: heads) else {
      throw .invalidConfig(
        file: keys.file, key: "head_dim",
        reason: "is missing, and \(heads) heads do not divide a width of \(hidden)")
    }
    return hidden / heads
  }

  private func keyValueHeads() throws(TrainingError) -> Int {
    var isOldFalcon = false
    if family.modelTypes.contains("falcon") {
      isOldFalcon = !(try keys.bool("new_decoder_architecture", default: false))
    }
    let isMultiQuery = try keys.bool("multi_query", default: isOldFalcon || isBigCode)
    if isOldFalcon || isBigCode { return isMultiQuery ? 1 : heads }
    let grouped = try keys.optionalInt(
      "num_key_value_heads", "num_kv_heads", "n_head_kv", limit: 1 << 14)
    let nested = try keys.nested("attn_config").optionalInt("kv_n_heads", limit: 1 << 14)
    let count = grouped ?? nested ?? heads
    guard count > 0, heads.isMultiple(of: count) else {
      throw .invalidConfig(
        file: keys.file, key: "num_key_value_heads", reason: "does not divide \(heads) heads")
    }
    return count
  }

  private var isBigCode: Bool { modelType == "gpt_bigcode" }

  private func window(layer: Int) throws(TrainingError) -> Int? {
    if let types = try keys.array("layer_types") {
      guard types.count >= layerCount else {
        throw .invalidConfig(
          file: keys.file, key: "layer_types", reason: "is shorter than the layers")
      }
      switch types[layer] {
      case .string("full_attention"): return nil
      case .string("sliding_attention"): return try keys.int("sliding_window", limit: 1 << 30)
      default:
        throw .unsupportedModel(
          file: keys.file, modelType: modelType,
          reason: "layer \(layer) is neither full nor sliding-window attention")
      }
    }
    guard case .none = family.window else { return try windowByFamily(layer: layer) }
    return nil
  }

  private func windowByFamily(layer: Int) throws(TrainingError) -> Int? {
    let size = try keys.optionalInt("sliding_window", limit: 1 << 30)
    guard let size, size > 0 else { return nil }
    switch family.window {
    case .none: return nil
    case .everyLayer: return size
    case .upperLayers:
      guard try keys.bool("use_sliding_window", default: false) else { return nil }
      let first = try keys.optionalInt("max_window_layers") ?? 0
      return layer >= first ? size : nil
    case .exceptEvery(let period):
      let period = try keys.optionalInt("sliding_window_pattern") ?? period
      return period > 0 && (layer + 1).isMultiple(of: period) ? nil : size
    }
  }

  // MARK: - Feed-forward

  func denseInnerSize() throws(TrainingError) -> Int {
    if let size = try keys.optionalInt(
      "intermediate_size", "n_inner", "ffn_dim", "ffn_hidden_size"), size > 0
    {
      return size
    }
    if let ratio = try keys.number("expansion_ratio") {
      guard ratio > 0, ratio <= 64 else {
        throw .invalidConfig(file: keys.file, key: "expansion_ratio", reason: "is out of range")
      }
      return Int(ratio * Double(hidden))
    }
    guard !family.isGated else { return try keys.int("intermediate_size") }
    return 4 * hidden
  }

  func feedForward(layer: Int, denseInner: Int) throws(TrainingError) -> FeedForward {
    let hasBias = try keys.holds(family.feedForwardBias)
    guard let experts = try experts(layer: layer) else {
      let bias = hasBias ? (family.isGated ? 2 : 1) * denseInner + hidden : 0
      return FeedForward(innerSize: denseInner, isGated: family.isGated, vectorParameters: bias)
    }
    let inner = try keys.optionalInt("moe_intermediate_size") ?? denseInner
    let active = try keys.int("num_experts_per_tok", "moe_topk", "experts_per_token")
    guard active <= experts else {
      throw .invalidConfig(
        file: keys.file, key: "num_experts_per_tok", reason: "is more than \(experts) experts")
    }
    let gatedShared = try keys.optionalInt("shared_expert_intermediate_size") ?? 0
    let shared = inner * (try keys.optionalInt("n_shared_experts", limit: 1 << 12) ?? 0)
    return FeedForward(
      innerSize: inner, isGated: family.isGated,
      routing: .init(
        experts: experts, activeExperts: active, sharedInnerSize: gatedShared + shared,
        gatesSharedExpert: gatedShared > 0),
      vectorParameters: hasBias ? experts * (2 * inner + hidden + 1) : 0)
  }

  /// The routed experts of a layer; `nil` if it is dense.
  private func experts(layer: Int) throws(TrainingError) -> Int? {
    if case .none = family.mixture { return nil }
    let count = try keys.optionalInt(
      "num_experts", "num_local_experts", "n_routed_experts", limit: 1 << 14)
    guard let count, count > 0 else { return nil }
    switch family.mixture {
    case .none: return nil
    case .everyLayer: return count
    case .afterDense:
      let dense = try keys.optionalInt("first_k_dense_replace") ?? 0
      let step = max(1, try keys.optionalInt("moe_layer_freq") ?? 1)
      return layer >= dense && layer.isMultiple(of: step) ? count : nil
    case .sparseStep:
      let step = max(1, try keys.optionalInt("decoder_sparse_step") ?? 1)
      let denseLayers = try keys.array("mlp_only_layers") ?? []
      let isDense = denseLayers.contains(.number(Double(layer)))
      return !isDense && (layer + 1).isMultiple(of: step) ? count : nil
    }
  }
}
