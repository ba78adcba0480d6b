/// What a model's code fixes and its `config.json` does not say: gating, biases, norms, defaults.
struct ModelFamily {
  /// When a bias is there.
  enum Bias {
    case never
    case always
    /// If this key says so; the flag is its default.
    case key(String, Bool)
  }

  /// The weights of one norm, in multiples of its width.
  enum Norm: Int {
    case withoutWeights = 0
    case scale = 1
    case scaleAndShift = 2
  }

  /// Norms of queries and keys.
  enum QueryKeyNorm {
    case none
    /// One head's width, shared by all heads.
    case perHead
    /// All heads' width.
    case acrossHeads
    /// All heads' width if this key says so.
    case acrossHeadsIf(String)
    /// One head's width if this key says so.
    case perHeadIf(String)
  }

  /// Which layers have a sliding window, where there is no `layer_types`.
  enum Window {
    case none
    /// Every layer, if `sliding_window` is a number.
    case everyLayer
    /// Qwen2: layers from `max_window_layers` on, if `use_sliding_window`.
    case upperLayers
    /// All but every n-th layer.
    case exceptEvery(Int)
  }

  /// How the experts are laid out.
  enum Mixture {
    case none
    /// Every layer (Mixtral, gpt-oss).
    case everyLayer
    /// From `first_k_dense_replace` on, every `moe_layer_freq`-th (DeepSeek).
    case afterDense
    /// Every `decoder_sparse_step`-th but `mlp_only_layers` (Qwen).
    case sparseStep
  }

  var modelTypes: [String]
  var isGated = true
  var norm = Norm.scale
  var normsPerLayer = 2
  var queryKeyValueBias = Bias.never
  var outputBias = Bias.never
  var feedForwardBias = Bias.never
  var queryKeyNorm = QueryKeyNorm.none
  var tiedByDefault = false
  var headSize: Int?
  var window = Window.none
  var mixture = Mixture.none
  var isLatent = false
  var hasEmbeddingNorm = false
  var hasHeadBias = false
  /// Rows of the position matrix beyond the longest context; `nil` without learned positions.
  var extraPositions: Int?
  /// One learned logit per head that takes attention's leftover (gpt-oss).
  var hasSinks = false

  static func named(_ modelType: String) -> ModelFamily? {
    known.first { $0.modelTypes.contains(modelType) }
  }
}

extension ModelFamily {
  private static let attentionKey = Bias.key("attention_bias", false)

  /// Read from the models' published code. A type that is not here is refused: a wrong guess about
  /// gating alone changes a model's size by a third.
  static let known: [ModelFamily] = [
    ModelFamily(
      modelTypes: ["llama", "yi", "baichuan", "granite", "aquila"], queryKeyValueBias: attentionKey,
      outputBias: attentionKey, feedForwardBias: .key("mlp_bias", false)),
    ModelFamily(
      modelTypes: ["internlm", "internlm2"], queryKeyValueBias: .key("bias", false),
      outputBias: .key("bias", false)),
    ModelFamily(
      modelTypes: ["minicpm"], queryKeyValueBias: attentionKey, outputBias: attentionKey,
      tiedByDefault: true),
    ModelFamily(
      modelTypes: ["smollm3"], queryKeyValueBias: attentionKey, outputBias: attentionKey,
      feedForwardBias: .key("mlp_bias", false), tiedByDefault: true),
    ModelFamily(modelTypes: ["mistral", "phi3"], window: .everyLayer),
    ModelFamily(modelTypes: ["mixtral"], window: .everyLayer, mixture: .everyLayer),
    ModelFamily(modelTypes: ["qwen2"], queryKeyValueBias: .always, window: .upperLayers),
    ModelFamily(
      modelTypes: ["qwen2_moe"], queryKeyValueBias: .key("qkv_bias", true), window: .upperLayers,
      mixture: .sparseStep),
    ModelFamily(
      modelTypes: ["qwen3"], queryKeyValueBias: attentionKey, outputBias: attentionKey,
      queryKeyNorm: .perHead, headSize: 128, window: .upperLayers),
    ModelFamily(
      modelTypes: ["qwen3_moe"], queryKeyValueBias: attentionKey, outputBias: attentionKey,
      queryKeyNorm: .perHead, window: .upperLayers, mixture: .sparseStep),
    ModelFamily(
      modelTypes: ["gemma"], queryKeyValueBias: attentionKey, outputBias: attentionKey,
      tiedByDefault: true, headSize: 256),
    ModelFamily(
      modelTypes: ["gemma2"], normsPerLayer: 4, queryKeyValueBias: attentionKey,
      outputBias: attentionKey, tiedByDefault: true, headSize: 256, window: .exceptEvery(2)),
    ModelFamily(
      modelTypes: ["gemma3", "gemma3_text"], normsPerLayer: 4, queryKeyValueBias: attentionKey,
      outputBias: attentionKey, queryKeyNorm: .perHead, tiedByDefault: true, headSize: 256,
      window: .exceptEvery(6)),
    ModelFamily(
      modelTypes: ["olmo"], norm: .withoutWeights, queryKeyValueBias: attentionKey,
      outputBias: attentionKey),
    ModelFamily(
      modelTypes: ["olmo2"], queryKeyValueBias: attentionKey, outputBias: attentionKey,
      queryKeyNorm: .acrossHeads),
    ModelFamily(
      modelTypes: ["olmo3"], queryKeyValueBias: attentionKey, outputBias: attentionKey,
      queryKeyNorm: .acrossHeads, window: .exceptEvery(4)),
    ModelFamily(
      modelTypes: ["glm4_moe"], queryKeyValueBias: attentionKey,
      queryKeyNorm: .perHeadIf("use_qk_norm"), mixture: .afterDense),
    ModelFamily(
      modelTypes: ["deepseek"], queryKeyValueBias: attentionKey, outputBias: attentionKey,
      mixture: .afterDense),
    ModelFamily(
      modelTypes: ["deepseek_v2", "deepseek_v3", "kimi_k2"], mixture: .afterDense, isLatent: true),
    ModelFamily(
      modelTypes: ["gpt_oss"], queryKeyValueBias: .key("attention_bias", true),
      outputBias: .key("attention_bias", true), feedForwardBias: .always, headSize: 64,
      window: .exceptEvery(2), mixture: .everyLayer, hasSinks: true),
    ModelFamily(
      modelTypes: ["cohere"], normsPerLayer: 1, queryKeyValueBias: attentionKey,
      outputBias: attentionKey, queryKeyNorm: .acrossHeadsIf("use_qk_norm"), tiedByDefault: true),
    ModelFamily(
      modelTypes: ["stablelm"], norm: .scaleAndShift,
      queryKeyValueBias: .key("use_qkv_bias", false)),
    ModelFamily(
      modelTypes: ["nemotron"], isGated: false, norm: .scaleAndShift,
      queryKeyValueBias: attentionKey, outputBias: attentionKey,
      feedForwardBias: .key("mlp_bias", false)),
    ModelFamily(
      modelTypes: ["starcoder2"], isGated: false, norm: .scaleAndShift,
      queryKeyValueBias: .key("use_bias", true), outputBias: .key("use_bias", true),
      feedForwardBias: .key("use_bias", true), tiedByDefault: true, window: .everyLayer),
    ModelFamily(
      modelTypes: ["phi"], isGated: false, norm: .scaleAndShift, normsPerLayer: 1,
      queryKeyValueBias: .always, outputBias: .always, feedForwardBias: .always,
      hasHeadBias: true),
    ModelFamily(
      modelTypes: ["gpt2", "gpt_bigcode"], isGated: false, norm: .scaleAndShift,
      queryKeyValueBias: .always, outputBias: .always, feedForwardBias: .always,
      tiedByDefault: true, extraPositions: 0),
    ModelFamily(
      modelTypes: ["opt"], isGated: false, norm: .scaleAndShift,
      queryKeyValueBias: .key("enable_bias", true), outputBias: .key("enable_bias", true),
      feedForwardBias: .key("enable_bias", true), tiedByDefault: true, extraPositions: 2),
    ModelFamily(
      modelTypes: ["gptj"], isGated: false, norm: .scaleAndShift, normsPerLayer: 1,
      feedForwardBias: .always, hasHeadBias: true),
    ModelFamily(
      modelTypes: ["gpt_neox"], isGated: false, norm: .scaleAndShift,
      queryKeyValueBias: .key("attention_bias", true), outputBias: .key("attention_bias", true),
      feedForwardBias: .always),
    ModelFamily(
      modelTypes: ["bloom"], isGated: false, norm: .scaleAndShift, queryKeyValueBias: .always,
      outputBias: .always, feedForwardBias: .always, tiedByDefault: true, hasEmbeddingNorm: true),
    ModelFamily(
      modelTypes: ["falcon", "RefinedWeb", "RefinedWebModel"], isGated: false,
      norm: .scaleAndShift, queryKeyValueBias: .key("bias", false),
      outputBias: .key("bias", false), feedForwardBias: .key("bias", false), tiedByDefault: true),
    ModelFamily(modelTypes: ["mpt"], isGated: false, tiedByDefault: true),
  ]
}
