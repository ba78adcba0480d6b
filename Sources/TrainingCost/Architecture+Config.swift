extension Architecture {
  /// Reads the shape of a model from the bytes of its Hugging Face `config.json`.
  ///
  /// - Throws: `TrainingError` if the bytes are not JSON, a size is missing or absurd, or the
  ///   `model_type` is not one whose weights are known to be counted rightly.
  public init(configuration bytes: [UInt8], file: String) throws(TrainingError) {
    let keys = try ConfigKeys(JSONReader.read(bytes, file: file), file: file)
    self = try ConfigInterpreter(keys).architecture()
  }
}

/// Puts the keys of a config and what its family's code fixes together.
struct ConfigInterpreter {
  let keys: ConfigKeys
  let family: ModelFamily
  let modelType: String
  let hidden: Int
  let layerCount: Int
  let heads: Int

  init(_ keys: ConfigKeys) throws(TrainingError) {
    guard let modelType = keys.string("model_type") else {
      throw .invalidConfig(file: keys.file, key: "model_type", reason: "is missing")
    }
    guard let family = ModelFamily.named(modelType) else {
      throw .unsupportedModel(
        file: keys.file, modelType: modelType,
        reason: "whether it is gated, has biases or other weights is not in a config")
    }
    self.keys = keys
    self.family = family
    self.modelType = modelType
    hidden = try keys.int("hidden_size", "n_embd", "n_embed", "d_model", limit: 1 << 20)
    layerCount = try keys.int("num_hidden_layers", "n_layer", "n_layers", limit: 4096)
    heads = try keys.int("num_attention_heads", "n_head", "n_heads", limit: 1 << 14)
  }

  func architecture() throws(TrainingError) -> Architecture {
    try refuseWhatIsNotCounted()
    let dense = try denseInnerSize()
    var runs: [LayerRun] = []
    for index in 0..<layerCount {
      let run = LayerRun(
        count: 1, attention: try attention(layer: index),
        feedForward: try feedForward(layer: index, denseInner: dense),
        normParameters: try normParameters())
      if let last = runs.last, last.attention == run.attention,
        last.feedForward == run.feedForward
      {
        runs[runs.count - 1].count += 1
      } else {
        runs.append(run)
      }
    }
    let context = try keys.optionalInt(
      "max_position_embeddings", "n_positions", "n_ctx", "max_seq_len", "seq_length",
      limit: 1 << 30)
    let tied = try keys.bool("tie_word_embeddings", default: family.tiedByDefault)
    let vocabulary = try keys.int("vocab_size", limit: 1 << 26)
    let norm = hidden * family.norm.rawValue
    let architecture = Architecture(
      name: modelType, hiddenSize: hidden, vocabularySize: vocabulary, tiedEmbeddings: tied,
      learnedPositions: try learnedPositions(context), layers: runs,
      outerVectorParameters: norm * (family.hasEmbeddingNorm ? 2 : 1)
        + (family.hasHeadBias && !tied ? vocabulary : 0),
      predictionModules: try keys.optionalInt("num_nextn_predict_layers", limit: 64) ?? 0,
      contextLength: context)
    try checkSize(architecture)
    return architecture
  }

  private func refuse(_ reason: String) -> TrainingError {
    .unsupportedModel(file: keys.file, modelType: modelType, reason: reason)
  }

  private func refuseWhatIsNotCounted() throws(TrainingError) {
    if let width = try keys.optionalInt("word_embed_proj_dim"), width != hidden {
      throw refuse("its embeddings have a width of their own")
    }
    if try keys.bool("is_encoder_decoder", default: false) {
      throw refuse("it has an encoder and a decoder")
    }
    if case .none = family.mixture,
      let experts = try keys.optionalInt("num_experts", "num_local_experts", "n_routed_experts"),
      experts > 1
    {
      throw refuse("this type is dense, but the config names \(experts) experts")
    }
  }

  /// Sizes that pass one by one can still overflow together.
  private func checkSize(_ shape: Architecture) throws(TrainingError) {
    let widest = shape.layers.reduce(0.0) { largest, run in
      let inner = Double(run.feedForward.innerSize) * Double(run.feedForward.routing?.experts ?? 1)
      return max(largest, inner + Double(run.feedForward.routing?.sharedInnerSize ?? 0))
    }
    let attention = Double(heads) * 4 * Double(1 << 14)
    guard Double(layerCount) * Double(hidden) * (3 * widest + attention) < 1e18 else {
      throw refuse("its sizes multiply to more than 10¹⁸ weights")
    }
  }

  private func learnedPositions(_ context: Int?) throws(TrainingError) -> Int {
    if modelType == "mpt" {
      let alibi = try keys.nested("attn_config").bool("alibi", default: false)
      let learned = try keys.bool("learned_pos_emb", default: true)
      return learned && !alibi ? context ?? 0 : 0
    }
    guard let extra = family.extraPositions else { return 0 }
    guard let context else {
      throw .invalidConfig(
        file: keys.file, key: "max_position_embeddings",
        reason: "is missing, and its positions are learned")
    }
    return context + extra
  }

  private func normParameters() throws(TrainingError) -> Int {
    let count =
      switch modelType {
      case "falcon", "RefinedWeb", "RefinedWebModel":
        try falconNorms()
      case "stablelm": try keys.bool("use_parallel_residual", default: false) ? 1 : 2
      default: family.normsPerLayer
      }
    return count * hidden * family.norm.rawValue
  }

  private func falconNorms() throws(TrainingError) -> Int {
    if try keys.bool("new_decoder_architecture", default: false) {
      return try keys.optionalInt("num_ln_in_parallel_attn", limit: 2) ?? 2
    }
    return try keys.bool("parallel_attn", default: true) ? 1 : 2
  }
}
