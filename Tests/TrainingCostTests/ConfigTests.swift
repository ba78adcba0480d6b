import Testing

@testable import TrainingCost

@Suite struct ConfigTests {
  @Test func publishedParameterCounts() throws {
    let qwen = try SampleConfig.architecture(SampleConfig.qwen2Large).parameterCount
    #expect(qwen.total == 72_706_203_648)

    let deepSeek = try SampleConfig.architecture(SampleConfig.deepSeekV3).parameterCount
    #expect(abs(Double(deepSeek.total) / 671.03e9 - 1) < 1e-4)
    #expect(abs(Double(deepSeek.active) / 37.55e9 - 1) < 1e-3)
    // The published files hold 685 B: the module's own 11.6 B and a second embedding and head.
    let withModule = deepSeek.total + deepSeek.predictionModules + 2 * deepSeek.head
    #expect(abs(Double(withModule) / 685e9 - 1) < 2e-3)

    let older = try SampleConfig.architecture(SampleConfig.deepSeekV2).parameterCount
    #expect(abs(Double(older.total) / 235.74e9 - 1) < 1e-4)
    #expect(abs(Double(older.active) / 21.38e9 - 1) < 1e-3)
  }

  @Test(arguments: [
    (32, 4096, 32, 32, 11008, 32000, 6_738_415_616),
    (40, 5120, 40, 40, 13824, 32000, 13_015_864_320),
    (80, 8192, 64, 8, 28672, 32000, 68_976_648_192),
    (32, 4096, 32, 8, 14336, 128256, 8_030_261_248),
    (126, 16384, 128, 8, 53248, 128256, 405_853_388_800),
    (22, 2048, 32, 4, 5632, 32000, 1_100_048_384),
  ])
  func llamaCountsAreThoseOfTheWeights(
    layers: Int, hidden: Int, heads: Int, keyValueHeads: Int, inner: Int, vocabulary: Int,
    expected: Int
  ) throws {
    let shape = try SampleConfig.llama(
      layers: layers, hidden: hidden, heads: heads, keyValueHeads: keyValueHeads, inner: inner,
      vocabulary: vocabulary)
    #expect(shape.parameterCount.total == expected)
  }

  /// Exact counts that the models' own pages or weight files state.
  @Test(arguments: [
    (
      "gpt2", 124_439_808,
      #"{"model_type":"gpt2","n_embd":768,"n_layer":12,"n_head":12,"n_positions":1024,"vocab_size":50257}"#
    ),
    (
      "pythia-12b", 11_846_072_320,
      #"{"model_type":"gpt_neox","hidden_size":5120,"num_hidden_layers":36,"num_attention_heads":40,"intermediate_size":20480,"vocab_size":50688,"tie_word_embeddings":false}"#
    ),
    (
      "pythia-1b", 1_011_781_632,
      #"{"model_type":"gpt_neox","hidden_size":2048,"num_hidden_layers":16,"num_attention_heads":8,"intermediate_size":8192,"vocab_size":50304,"tie_word_embeddings":false}"#
    ),
    (
      "bloom", 176_247_271_424,
      #"{"model_type":"bloom","n_embed":14336,"n_layer":70,"num_attention_heads":112,"vocab_size":250880}"#
    ),
    (
      "opt-125m", 125_239_296,
      #"{"model_type":"opt","hidden_size":768,"num_hidden_layers":12,"num_attention_heads":12,"ffn_dim":3072,"max_position_embeddings":2048,"vocab_size":50272,"word_embed_proj_dim":768}"#
    ),
    (
      "mpt-7b", 6_649_286_656,
      #"{"model_type":"mpt","d_model":4096,"n_layers":32,"n_heads":32,"expansion_ratio":4,"no_bias":true,"learned_pos_emb":true,"max_seq_len":2048,"vocab_size":50432,"attn_config":{"alibi":true}}"#
    ),
    (
      "mistral-7b", 7_241_732_096,
      #"{"model_type":"mistral","hidden_size":4096,"num_hidden_layers":32,"num_attention_heads":32,"num_key_value_heads":8,"intermediate_size":14336,"vocab_size":32000,"sliding_window":4096}"#
    ),
    (
      "mixtral-8x7b", 46_702_792_704,
      #"{"model_type":"mixtral","hidden_size":4096,"num_hidden_layers":32,"num_attention_heads":32,"num_key_value_heads":8,"intermediate_size":14336,"vocab_size":32000,"num_local_experts":8,"num_experts_per_tok":2}"#
    ),
    (
      "gemma-2b", 2_506_172_416,
      #"{"model_type":"gemma","hidden_size":2048,"num_hidden_layers":18,"num_attention_heads":8,"num_key_value_heads":1,"head_dim":256,"intermediate_size":16384,"vocab_size":256000}"#
    ),
    (
      "gemma-2-2b", 2_614_341_888,
      #"{"model_type":"gemma2","hidden_size":2304,"num_hidden_layers":26,"num_attention_heads":8,"num_key_value_heads":4,"head_dim":256,"intermediate_size":9216,"vocab_size":256000,"sliding_window":4096}"#
    ),
    (
      "gemma-3-1b", 999_885_952,
      #"{"model_type":"gemma3_text","hidden_size":1152,"num_hidden_layers":26,"num_attention_heads":4,"num_key_value_heads":1,"head_dim":256,"intermediate_size":6912,"vocab_size":262144,"sliding_window":512}"#
    ),
    (
      "qwen3-0.6b", 596_049_920,
      #"{"model_type":"qwen3","hidden_size":1024,"num_hidden_layers":28,"num_attention_heads":16,"num_key_value_heads":8,"head_dim":128,"intermediate_size":3072,"vocab_size":151936,"tie_word_embeddings":true}"#
    ),
    (
      "qwen3-30b-a3b", 30_532_122_624,
      #"{"model_type":"qwen3_moe","hidden_size":2048,"num_hidden_layers":48,"num_attention_heads":32,"num_key_value_heads":4,"head_dim":128,"intermediate_size":6144,"moe_intermediate_size":768,"num_experts":128,"num_experts_per_tok":8,"decoder_sparse_step":1,"mlp_only_layers":[],"vocab_size":151936,"tie_word_embeddings":false}"#
    ),
    (
      "qwen1.5-moe-a2.7b", 14_315_784_192,
      #"{"model_type":"qwen2_moe","hidden_size":2048,"num_hidden_layers":24,"num_attention_heads":16,"num_key_value_heads":16,"intermediate_size":5632,"moe_intermediate_size":1408,"shared_expert_intermediate_size":5632,"num_experts":60,"num_experts_per_tok":4,"decoder_sparse_step":1,"vocab_size":151936,"tie_word_embeddings":false}"#
    ),
    (
      "gpt-oss-20b", 20_914_757_184,
      #"{"model_type":"gpt_oss","hidden_size":2880,"num_hidden_layers":24,"num_attention_heads":64,"num_key_value_heads":8,"head_dim":64,"intermediate_size":2880,"num_local_experts":32,"num_experts_per_tok":4,"attention_bias":true,"vocab_size":201088,"sliding_window":128,"tie_word_embeddings":false}"#
    ),
    (
      "olmo-2-7b", 7_298_617_344,
      #"{"model_type":"olmo2","hidden_size":4096,"num_hidden_layers":32,"num_attention_heads":32,"num_key_value_heads":32,"intermediate_size":11008,"vocab_size":100352,"tie_word_embeddings":false}"#
    ),
    (
      "phi-2", 2_779_683_840,
      #"{"model_type":"phi","hidden_size":2560,"num_hidden_layers":32,"num_attention_heads":32,"intermediate_size":10240,"vocab_size":51200,"tie_word_embeddings":false}"#
    ),
    (
      "starcoder2-3b", 3_030_371_328,
      #"{"model_type":"starcoder2","hidden_size":3072,"num_hidden_layers":30,"num_attention_heads":24,"num_key_value_heads":2,"intermediate_size":12288,"vocab_size":49152,"use_bias":true,"sliding_window":4096}"#
    ),
    (
      "gpt-j-6b", 6_050_882_784,
      #"{"model_type":"gptj","n_embd":4096,"n_layer":28,"n_head":16,"n_positions":2048,"vocab_size":50400,"tie_word_embeddings":false}"#
    ),
    (
      "falcon-7b", 6_921_720_704,
      #"{"model_type":"falcon","hidden_size":4544,"num_hidden_layers":32,"num_attention_heads":71,"multi_query":true,"parallel_attn":true,"new_decoder_architecture":false,"bias":false,"vocab_size":65024}"#
    ),
    (
      "smollm3-3b", 3_075_098_624,
      #"{"model_type":"smollm3","hidden_size":2048,"num_hidden_layers":36,"num_attention_heads":16,"num_key_value_heads":4,"intermediate_size":11008,"vocab_size":128256}"#
    ),
  ])
  func countsOfOtherFamilies(name: String, expected: Int, config: String) throws {
    let count = try SampleConfig.architecture(config).parameterCount.total
    #expect(count == expected, "\(name): \(count), off by \(count - expected)")
  }

  @Test func slidingWindowsFollowTheLayerTypes() throws {
    let shape = try SampleConfig.llama(
      layers: 4, hidden: 256, heads: 4, keyValueHeads: 4, inner: 512, vocabulary: 1000,
      type: "olmo3",
      more: """
        , "sliding_window": 64, "layer_types": ["sliding_attention", "sliding_attention",
        "sliding_attention", "full_attention"]
        """)
    #expect(shape.layers.map(\.count) == [3, 1])
    #expect(shape.layers.map(\.attention.window) == [64, nil])
    #expect(throws: TrainingError.self) {
      try SampleConfig.llama(
        layers: 1, hidden: 256, heads: 4, keyValueHeads: 4, inner: 512, vocabulary: 1000,
        more: #", "layer_types": ["linear_attention"]"#)
    }
  }

  @Test func nestedTextConfigsAreRead() throws {
    let shape = try SampleConfig.architecture(
      """
      {"model_type": "gemma3", "tie_word_embeddings": true, "text_config": {
        "model_type": "gemma3_text", "hidden_size": 1152, "num_hidden_layers": 26,
        "num_attention_heads": 4, "num_key_value_heads": 1, "head_dim": 256,
        "intermediate_size": 6912, "vocab_size": 262144, "sliding_window": 512}}
      """)
    #expect(shape.parameterCount.total == 999_885_952)
  }

  @Test(arguments: [
    #"{"model_type": "mamba2", "hidden_size": 1, "num_hidden_layers": 1}"#,
    #"{"hidden_size": 4096}"#, "[]",
    #"{"model_type": "llama", "hidden_size": -1}"#,
    #"{"model_type": "llama", "hidden_size": 1.5}"#,
    #"{"model_type": "llama", "hidden_size": "4096"}"#,
    #"{"model_type":"llama","hidden_size":64,"num_hidden_layers":2,"num_attention_heads":5,"intermediate_size":64,"vocab_size":9}"#,
    #"{"model_type":"llama","hidden_size":64,"num_hidden_layers":2,"num_attention_heads":4,"intermediate_size":64,"vocab_size":9,"num_experts":8}"#,
    #"{"model_type":"mixtral","hidden_size":1048576,"num_hidden_layers":4096,"num_attention_heads":16384,"head_dim":16384,"intermediate_size":16777216,"vocab_size":9,"num_local_experts":16384,"num_experts_per_tok":1}"#,
  ])
  func configsThatCannotBeCountedAreRefused(config: String) {
    #expect(throws: TrainingError.self) { try SampleConfig.architecture(config) }
  }

  @Test func anUnknownTypeSaysWhatToGiveInstead() {
    #expect {
      try SampleConfig.architecture(#"{"model_type": "rwkv"}"#)
    } throws: { error in
      "\(error)".contains("rwkv") && "\(error)".contains("number of parameters")
    }
  }
}
