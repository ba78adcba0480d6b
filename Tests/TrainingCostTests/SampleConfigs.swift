@testable import TrainingCost

/// The sizes of published models, as their `config.json` names them.
enum SampleConfig {
  static func architecture(_ json: String) throws -> Architecture {
    try Architecture(configuration: Array(json.utf8), file: "config.json")
  }

  static func llama(
    layers: Int, hidden: Int, heads: Int, keyValueHeads: Int, inner: Int, vocabulary: Int,
    type: String = "llama", more: String = ""
  ) throws -> Architecture {
    try architecture(
      """
      {"model_type": "\(type)", "num_hidden_layers": \(layers), "hidden_size": \(hidden),
       "num_attention_heads": \(heads), "num_key_value_heads": \(keyValueHeads),
       "intermediate_size": \(inner), "vocab_size": \(vocabulary)\(more)}
      """)
  }

  static let qwen2Large = """
    {"architectures": ["Qwen2ForCausalLM"], "model_type": "qwen2", "hidden_size": 8192,
     "intermediate_size": 29568, "max_position_embeddings": 32768, "max_window_layers": 80,
     "num_attention_heads": 64, "num_hidden_layers": 80, "num_key_value_heads": 8,
     "rms_norm_eps": 1e-06, "rope_theta": 1000000.0, "sliding_window": 131072,
     "tie_word_embeddings": false, "use_sliding_window": false, "vocab_size": 152064}
    """

  static let deepSeekV3 = """
    {"model_type": "deepseek_v3", "hidden_size": 7168, "intermediate_size": 18432,
     "moe_intermediate_size": 2048, "num_hidden_layers": 61, "num_attention_heads": 128,
     "num_key_value_heads": 128, "n_routed_experts": 256, "n_shared_experts": 1,
     "num_experts_per_tok": 8, "first_k_dense_replace": 3, "moe_layer_freq": 1,
     "q_lora_rank": 1536, "kv_lora_rank": 512, "qk_nope_head_dim": 128, "qk_rope_head_dim": 64,
     "v_head_dim": 128, "num_nextn_predict_layers": 1, "vocab_size": 129280,
     "max_position_embeddings": 163840, "tie_word_embeddings": false}
    """

  static let deepSeekV2 = """
    {"model_type": "deepseek_v2", "hidden_size": 5120, "intermediate_size": 12288,
     "moe_intermediate_size": 1536, "num_hidden_layers": 60, "num_attention_heads": 128,
     "n_routed_experts": 160, "n_shared_experts": 2, "num_experts_per_tok": 6,
     "first_k_dense_replace": 1, "q_lora_rank": 1536, "kv_lora_rank": 512,
     "qk_nope_head_dim": 128, "qk_rope_head_dim": 64, "v_head_dim": 128, "vocab_size": 102400,
     "max_position_embeddings": 163840, "tie_word_embeddings": false}
    """

  static let kimiK2 = """
    {"model_type": "kimi_k2", "hidden_size": 7168, "intermediate_size": 18432,
     "moe_intermediate_size": 2048, "num_hidden_layers": 61, "num_attention_heads": 64,
     "n_routed_experts": 384, "n_shared_experts": 1, "num_experts_per_tok": 8,
     "first_k_dense_replace": 1, "q_lora_rank": 1536, "kv_lora_rank": 512,
     "qk_nope_head_dim": 128, "qk_rope_head_dim": 64, "v_head_dim": 128, "vocab_size": 163840}
    """

  /// GPT-3's shape has no `config.json`; GPT-2's code is the same model.
  static let gpt3 = """
    {"model_type": "gpt2", "n_embd": 12288, "n_layer": 96, "n_head": 96, "n_positions": 2048,
     "n_inner": null, "vocab_size": 50257}
    """

  /// A dense model with multi-head attention, an ungated 4h feed-forward part and no vectors.
  static func plain(
    layers: Int, hidden: Int, heads: Int, keyValueHeads: Int? = nil, headSize: Int? = nil,
    inner: Int? = nil, isGated: Bool = false, vocabulary: Int, tied: Bool = true,
    positions: Int = 0
  ) -> Architecture {
    Architecture(
      name: "plain", hiddenSize: hidden, vocabularySize: vocabulary, tiedEmbeddings: tied,
      learnedPositions: positions,
      layers: [
        LayerRun(
          count: layers,
          attention: Attention(
            projection: .grouped(
              heads: heads, keyValueHeads: keyValueHeads ?? heads,
              headSize: headSize ?? hidden / heads)),
          feedForward: FeedForward(innerSize: inner ?? 4 * hidden, isGated: isGated),
          normParameters: 0)
      ], outerVectorParameters: 0)
  }
}
