@testable import TrainingCost

/// Published runs: what their reports say, and what the operations per token come to.
///
/// `sixN`, `full` and `causal` are GFLOP per token, worked out by hand from the architectures; hours
/// are accelerator-hours. A run is flagged where its figures contradict one another and it must not
/// be fitted.
struct PublishedRun {
  var name: String
  var hardware: String
  var parameters: Double
  var active: Double
  /// Layers, width, heads, key/value heads, inner width, vocabulary, sequence length.
  var shape: (Int, Int, Int, Int, Int, Int, Int)?
  var tokens: Double?
  var devices: Double?
  var hours: Double?
  var recompute: String
  var reportedMFU: Double?
  var tokensPerSecond: Double?
  var sixN: Double
  var full: Double
  var causal: Double
  var implied: (sixN: Double, full: Double, causal: Double)?
  var peak: Double
  var isBench = false
  var isFlagged = false
  /// Whether the hours are a plan's, not a run's.
  var isPlanned = false

  /// Whether the run says what it recomputed.
  var statesRecompute: Bool { !recompute.isEmpty }
  /// The fraction of hardware operations over model operations.
  var recomputeFactor: Double { recompute == "full" ? 4.0 / 3 : 1 }

  static let all: [PublishedRun] = [
    PublishedRun(
      name: "GPT-3 175B", hardware: "V100-SXM", parameters: 174604000000.0, active: 174604000000.0,
      shape: (96, 12288, 96, 96, 49152, 50257, 2048), tokens: 300000000000.0, devices: 10000,
      hours: 3552000,
      recompute: "", reportedMFU: 0.213, tokensPerSecond: nil,
      sixN: 1047.6256, full: 1076.3734, causal: 1061.8779, implied: (0.1966, 0.202, 0.1993),
      peak: 125),
    PublishedRun(
      name: "OPT-175B", hardware: "A100", parameters: 174604000000.0, active: 174604000000.0,
      shape: (96, 12288, 96, 96, 49152, 50272, 2048), tokens: 300000000000.0, devices: 1024,
      hours: 811008,
      recompute: "full", reportedMFU: nil, tokensPerSecond: nil,
      sixN: 1047.6267, full: 1076.3745, causal: 1061.879, implied: (0.345, 0.3545, 0.3497),
      peak: 312),
    PublishedRun(
      name: "BLOOM-176B", hardware: "A100", parameters: 176247000000.0, active: 176247000000.0,
      shape: (70, 14336, 112, 112, 57344, 250880, 2048), tokens: 366000000000.0, devices: 384,
      hours: 1082990,
      recompute: "full", reportedMFU: nil, tokensPerSecond: nil,
      sixN: 1057.4835, full: 1082.0675, causal: 1069.7363, implied: (0.3182, 0.3256, 0.3219),
      peak: 312),
    PublishedRun(
      name: "Gopher 280B", hardware: "TPUv3", parameters: 279700000000.0, active: 279700000000.0,
      shape: (80, 16384, 128, 128, 65536, 32000, 2048), tokens: 300000000000.0, devices: 4096,
      hours: 3768320,
      recompute: "", reportedMFU: 0.325, tokensPerSecond: nil,
      sixN: 1678.1988, full: 1710.3952, causal: 1694.2891, implied: (0.3017, 0.3075, 0.3046),
      peak: 123),
    PublishedRun(
      name: "Chinchilla 70B", hardware: "TPUv3", parameters: 70056700000.0, active: 70056700000.0,
      shape: (80, 8192, 64, 64, 32768, 32000, 2048), tokens: 1400000000000.0, devices: nil,
      hours: nil,
      recompute: "", reportedMFU: nil, tokensPerSecond: nil,
      sixN: 420.3401, full: 436.4383, causal: 428.3852, implied: nil, peak: 123),
    PublishedRun(
      name: "PaLM-540B", hardware: "TPUv4", parameters: 540359000000.0, active: 540359000000.0,
      shape: (118, 18432, 48, 1, 73728, 256000, 2048), tokens: 780000000000.0, devices: 6144,
      hours: 8404992,
      recompute: "partial", reportedMFU: 0.462, tokensPerSecond: nil,
      sixN: 3242.1519, full: 3277.7605, causal: 3259.9431, implied: (0.3039, 0.3073, 0.3056),
      peak: 275),
    PublishedRun(
      name: "MT-NLG 530B", hardware: "A100", parameters: 529601000000.0, active: 529601000000.0,
      shape: (105, 20480, 128, 128, 81920, 51200, 2048), tokens: 270000000000.0, devices: 2240,
      hours: nil,
      recompute: "full", reportedMFU: 0.302, tokensPerSecond: 29.2085,
      sixN: 3177.6049, full: 3230.0335, causal: 3203.6094, implied: (0.2975, 0.3024, 0.2999),
      peak: 312),
    PublishedRun(
      name: "Megatron GPT-3 175B (Narayanan 2021)", hardware: "A100", parameters: 174616000000.0,
      active: 174616000000.0,
      shape: (96, 12288, 96, 96, 49152, 51200, 2048), tokens: 300000000000.0, devices: 1024,
      hours: 835584,
      recompute: "full", reportedMFU: nil, tokensPerSecond: nil,
      sixN: 1047.6951, full: 1076.443, causal: 1061.9474, implied: (0.3349, 0.3441, 0.3395),
      peak: 312, isPlanned: true),
    PublishedRun(
      name: "Megatron GPT 1T (Narayanan 2021)", hardware: "A100", parameters: 1008040000000.0,
      active: 1008040000000.0,
      shape: (128, 25600, 160, 160, 102400, 51200, 2048), tokens: 450000000000.0, devices: 3072,
      hours: 6193152,
      recompute: "full", reportedMFU: nil, tokensPerSecond: nil,
      sixN: 6048.2326, full: 6128.1927, causal: 6087.9274, implied: (0.3913, 0.3964, 0.3938),
      peak: 312, isPlanned: true),
    PublishedRun(
      name: "GLM-130B", hardware: "A100", parameters: 128687000000.0, active: 128687000000.0,
      shape: (70, 12288, 96, 96, 32768, 150528, 2048), tokens: 400000000000.0, devices: 768,
      hours: 1105920,
      recompute: "full", reportedMFU: 0.325, tokensPerSecond: nil,
      sixN: 772.123, full: 793.2519, causal: 782.6823, implied: (0.2486, 0.2554, 0.252), peak: 312),
    PublishedRun(
      name: "LLaMA-7B", hardware: "A100", parameters: 6738420000.0, active: 6738420000.0,
      shape: (32, 4096, 32, 32, 11008, 32000, 2048), tokens: 1000000000000.0, devices: nil,
      hours: 82432,
      recompute: "", reportedMFU: nil, tokensPerSecond: nil,
      sixN: 40.4305, full: 42.8637, causal: 41.2531, implied: (0.4367, 0.463, 0.4456), peak: 312),
    PublishedRun(
      name: "LLaMA-13B", hardware: "A100", parameters: 13015900000.0, active: 13015900000.0,
      shape: (40, 5120, 40, 40, 13824, 32000, 2048), tokens: 1000000000000.0, devices: nil,
      hours: 135168,
      recompute: "", reportedMFU: nil, tokensPerSecond: nil,
      sixN: 78.0952, full: 82.1428, causal: 79.6262, implied: (0.5144, 0.5411, 0.5245), peak: 312),
    PublishedRun(
      name: "LLaMA-33B", hardware: "A100", parameters: 32528900000.0, active: 32528900000.0,
      shape: (60, 6656, 52, 52, 17920, 32000, 2048), tokens: 1400000000000.0, devices: nil,
      hours: 530432,
      recompute: "", reportedMFU: nil, tokensPerSecond: nil,
      sixN: 195.1737, full: 203.7055, causal: 198.7982, implied: (0.4586, 0.4787, 0.4671), peak: 312
    ),
    PublishedRun(
      name: "LLaMA-65B", hardware: "A100", parameters: 65285700000.0, active: 65285700000.0,
      shape: (80, 8192, 64, 64, 22016, 32000, 2048), tokens: 1400000000000.0, devices: 2048,
      hours: 1022362,
      recompute: "", reportedMFU: nil, tokensPerSecond: 380,
      sixN: 391.714, full: 406.2393, causal: 398.1863, implied: (0.4776, 0.4953, 0.4855), peak: 312),
    PublishedRun(
      name: "Llama-2-7B", hardware: "A100", parameters: 6738420000.0, active: 6738420000.0,
      shape: (32, 4096, 32, 32, 11008, 32000, 4096), tokens: 2000000000000.0, devices: nil,
      hours: 184320,
      recompute: "", reportedMFU: nil, tokensPerSecond: nil,
      sixN: 40.4305, full: 46.0849, causal: 42.8637, implied: (0.3906, 0.4452, 0.4141), peak: 312),
    PublishedRun(
      name: "Llama-2-13B", hardware: "A100", parameters: 13015900000.0, active: 13015900000.0,
      shape: (40, 5120, 40, 40, 13824, 32000, 4096), tokens: 2000000000000.0, devices: nil,
      hours: 368640,
      recompute: "", reportedMFU: nil, tokensPerSecond: nil,
      sixN: 78.0952, full: 87.176, causal: 82.1428, implied: (0.3772, 0.4211, 0.3968), peak: 312),
    PublishedRun(
      name: "Llama-2-34B", hardware: "A100", parameters: 33744000000.0, active: 33744000000.0,
      shape: (48, 8192, 64, 8, 22016, 32000, 4096), tokens: 2000000000000.0, devices: nil,
      hours: 1038336,
      recompute: "", reportedMFU: nil, tokensPerSecond: nil,
      sixN: 202.4638, full: 220.2135, causal: 210.5499, implied: (0.3472, 0.3776, 0.3611), peak: 312
    ),
    PublishedRun(
      name: "Llama-2-70B", hardware: "A100", parameters: 68976600000.0, active: 68976600000.0,
      shape: (80, 8192, 64, 8, 28672, 32000, 4096), tokens: 2000000000000.0, devices: nil,
      hours: 1720320,
      recompute: "", reportedMFU: nil, tokensPerSecond: nil,
      sixN: 413.8599, full: 444.4914, causal: 428.3852, implied: (0.4284, 0.4601, 0.4434), peak: 312
    ),
    PublishedRun(
      name: "Llama-3-8B", hardware: "H100-SXM", parameters: 8030260000.0, active: 8030260000.0,
      shape: (32, 4096, 32, 8, 14336, 128256, 8192), tokens: 15000000000000.0, devices: nil,
      hours: 1300000,
      recompute: "", reportedMFU: nil, tokensPerSecond: nil,
      sixN: 48.1816, full: 57.9129, causal: 51.4704, implied: (0.1561, 0.1876, 0.1667), peak: 989.4,
      isFlagged: true),
    PublishedRun(
      name: "Llama-3-70B", hardware: "H100-SXM", parameters: 70553700000.0, active: 70553700000.0,
      shape: (80, 8192, 64, 8, 28672, 128256, 8192), tokens: 15000000000000.0, devices: nil,
      hours: 6400000,
      recompute: "", reportedMFU: nil, tokensPerSecond: nil,
      sixN: 423.3222, full: 481.4348, causal: 449.2225, implied: (0.2786, 0.3168, 0.2956),
      peak: 989.4),
    PublishedRun(
      name: "Llama-3.1-8B", hardware: "H100-SXM", parameters: 8030260000.0, active: 8030260000.0,
      shape: (32, 4096, 32, 8, 14336, 128256, 8192), tokens: 15000000000000.0, devices: nil,
      hours: 1460000,
      recompute: "", reportedMFU: nil, tokensPerSecond: nil,
      sixN: 48.1816, full: 57.9129, causal: 51.4704, implied: (0.139, 0.167, 0.1485), peak: 989.4,
      isFlagged: true),
    PublishedRun(
      name: "Llama-3.1-70B", hardware: "H100-SXM", parameters: 70553700000.0, active: 70553700000.0,
      shape: (80, 8192, 64, 8, 28672, 128256, 8192), tokens: 15000000000000.0, devices: nil,
      hours: 7000000,
      recompute: "", reportedMFU: nil, tokensPerSecond: nil,
      sixN: 423.3222, full: 481.4348, causal: 449.2225, implied: (0.2547, 0.2896, 0.2703),
      peak: 989.4),
    PublishedRun(
      name: "Llama-3.1-405B", hardware: "H100-SXM", parameters: 405853000000.0,
      active: 405853000000.0,
      shape: (126, 16384, 128, 8, 53248, 128256, 8192), tokens: 15600000000000.0, devices: 16384,
      hours: 30840000,
      recompute: "", reportedMFU: 0.41, tokensPerSecond: nil,
      sixN: 2435.1203, full: 2625.4246, causal: 2523.956, implied: (0.3458, 0.3729, 0.3584),
      peak: 989.4),
    PublishedRun(
      name: "Falcon-40B", hardware: "A100", parameters: 41302300000.0, active: 41302300000.0,
      shape: (60, 8192, 128, 8, 32768, 65024, 2048), tokens: 1000000000000.0, devices: 384,
      hours: 552960,
      recompute: "", reportedMFU: nil, tokensPerSecond: nil,
      sixN: 247.8138, full: 259.8875, causal: 253.8477, implied: (0.399, 0.4184, 0.4087), peak: 312),
    PublishedRun(
      name: "Falcon-180B", hardware: "A100", parameters: 178555000000.0, active: 178555000000.0,
      shape: (80, 14848, 232, 8, 59392, 65024, 2048), tokens: 3500000000000.0, devices: 4096,
      hours: 7000000,
      recompute: "", reportedMFU: nil, tokensPerSecond: nil,
      sixN: 1071.3282, full: 1100.5062, causal: 1085.91, implied: (0.4769, 0.4899, 0.4834),
      peak: 312),
    PublishedRun(
      name: "MPT-7B", hardware: "A100", parameters: 6649290000.0, active: 6649290000.0,
      shape: (32, 4096, 32, 32, 16384, 50432, 2048), tokens: 1000000000000.0, devices: 440,
      hours: 100320,
      recompute: "", reportedMFU: nil, tokensPerSecond: nil,
      sixN: 39.8957, full: 43.1153, causal: 41.5047, implied: (0.3541, 0.3826, 0.3683), peak: 312),
    PublishedRun(
      name: "Pythia-12B", hardware: "A100", parameters: 11846100000.0, active: 11846100000.0,
      shape: (36, 5120, 40, 40, 20480, 50688, 2048), tokens: 299893000000.0, devices: 256,
      hours: 72300,
      recompute: "full", reportedMFU: nil, tokensPerSecond: nil,
      sixN: 71.0764, full: 74.0347, causal: 71.7698, implied: (0.2625, 0.2734, 0.265), peak: 312),
    PublishedRun(
      name: "Pythia-1B", hardware: "A100", parameters: 1011780000.0, active: 1011780000.0,
      shape: (16, 2048, 8, 8, 8192, 50304, 2048), tokens: 299893000000.0, devices: 64, hours: 4830,
      recompute: "full", reportedMFU: nil, tokensPerSecond: nil,
      sixN: 6.0707, full: 6.2553, causal: 5.8526, implied: (0.3356, 0.3458, 0.3235), peak: 312),
    PublishedRun(
      name: "TinyLlama-1.1B", hardware: "A100", parameters: 1100050000.0, active: 1100050000.0,
      shape: (22, 2048, 32, 4, 5632, 32000, 2048), tokens: 3000000000000.0, devices: 16,
      hours: 34560,
      recompute: "", reportedMFU: 0.56, tokensPerSecond: 24000,
      sixN: 6.6003, full: 7.3138, causal: 6.7602, implied: (0.5101, 0.5652, 0.5225), peak: 312),
    PublishedRun(
      name: "IBM FMS Llama-2-7B replica", hardware: "A100", parameters: 6738420000.0,
      active: 6738420000.0,
      shape: (32, 4096, 32, 32, 11008, 32000, 4096), tokens: 2200000000000.0, devices: 128,
      hours: 162000,
      recompute: "", reportedMFU: nil, tokensPerSecond: 3700,
      sixN: 40.4305, full: 46.0849, causal: 42.8637, implied: (0.4888, 0.5572, 0.5183), peak: 312),
    PublishedRun(
      name: "SmolLM3-3B", hardware: "H100-SXM", parameters: 3075100000.0, active: 3075100000.0,
      shape: (36, 2048, 16, 4, 11008, 128256, 4096), tokens: 11200000000000.0, devices: 384,
      hours: 221184,
      recompute: "", reportedMFU: 0.294, tokensPerSecond: 14000,
      sixN: 18.4506, full: 22.0736, causal: 20.2616, implied: (0.2623, 0.3138, 0.288), peak: 989.4),
    PublishedRun(
      name: "MiniCPM-2.4B", hardware: "A100", parameters: 2724880000.0, active: 2724880000.0,
      shape: (40, 2304, 36, 36, 5760, 122753, 4096), tokens: 1060000000000.0, devices: 160,
      hours: 57600,
      recompute: "", reportedMFU: nil, tokensPerSecond: nil,
      sixN: 16.3493, full: 20.878, causal: 18.6131, implied: (0.2679, 0.3421, 0.305), peak: 312,
      isFlagged: true),
    PublishedRun(
      name: "OLMo-3-7B", hardware: "H100-SXM", parameters: 7297750000.0, active: 7297750000.0,
      shape: (32, 4096, 32, 32, 11008, 100278, 8192), tokens: nil, devices: nil, hours: 234000,
      recompute: "", reportedMFU: 0.43, tokensPerSecond: 7700,
      sixN: 43.7865, full: 54.2054, causal: 47.7629, implied: (0.3408, 0.4219, 0.3717), peak: 989.4),
    PublishedRun(
      name: "OLMo-3-32B", hardware: "H100-SXM", parameters: 32233100000.0, active: 32233100000.0,
      shape: (64, 5120, 40, 8, 27648, 100278, 8192), tokens: nil, devices: nil, hours: 1050000,
      recompute: "", reportedMFU: 0.41, tokensPerSecond: 1900,
      sixN: 193.3988, full: 222.5265, causal: 206.4204, implied: (0.3714, 0.4273, 0.3964),
      peak: 989.4),
    PublishedRun(
      name: "Nemotron-4-340B", hardware: "H100-SXM", parameters: 341026000000.0,
      active: 341026000000.0,
      shape: (96, 18432, 96, 8, 73728, 256000, 4096), tokens: 8000000000000.0, devices: 6144,
      hours: nil,
      recompute: "", reportedMFU: 0.41, tokensPerSecond: 192,
      sixN: 2046.1538, full: 2104.794, causal: 2061.3075, implied: (0.3971, 0.4085, 0.4),
      peak: 989.4),
    PublishedRun(
      name: "DeepSeek-67B", hardware: "H800", parameters: 67425000000.0, active: 67425000000.0,
      shape: (95, 8192, 64, 8, 22016, 102400, 4096), tokens: 2000000000000.0, devices: nil,
      hours: 601200,
      recompute: "", reportedMFU: nil, tokensPerSecond: nil,
      sixN: 404.55, full: 437.7595, causal: 418.6335, implied: (0.3778, 0.4089, 0.391), peak: 989.4),
    PublishedRun(
      name: "DeepSeek-V2", hardware: "H800", parameters: 235741000000.0, active: 21375700000.0,
      shape: (60, 5120, 128, 128, 12288, 102400, 4096), tokens: 8100000000000.0, devices: nil,
      hours: 1399680,
      recompute: "", reportedMFU: nil, tokensPerSecond: nil,
      sixN: 128.2541, full: 185.5026, causal: 155.3036, implied: (0.2084, 0.3014, 0.2523),
      peak: 989.4),
    PublishedRun(
      name: "DeepSeek-V3", hardware: "H800", parameters: 671026000000.0, active: 37552200000.0,
      shape: (61, 7168, 128, 128, 18432, 129280, 4096), tokens: 14800000000000.0, devices: 2048,
      hours: 2664000,
      recompute: "", reportedMFU: 0.37, tokensPerSecond: nil,
      sixN: 225.3129, full: 281.1522, causal: 250.4499, implied: (0.3514, 0.4385, 0.3906),
      peak: 989.4),
    PublishedRun(
      name: "Kimi K2", hardware: "H800", parameters: 1026410000000.0, active: 32861400000.0,
      shape: (61, 7168, 64, 64, 18432, 163840, 4096), tokens: 15500000000000.0, devices: nil,
      hours: nil,
      recompute: "", reportedMFU: nil, tokensPerSecond: nil,
      sixN: 197.1681, full: 220.8187, causal: 205.4675, implied: nil, peak: 989.4),
    PublishedRun(
      name: "Qwen2-72B", hardware: "A100", parameters: 72706200000.0, active: 72706200000.0,
      shape: (80, 8192, 64, 8, 29568, 152064, 4096), tokens: 7000000000000.0, devices: nil,
      hours: nil,
      recompute: "", reportedMFU: nil, tokensPerSecond: nil,
      sixN: 436.2372, full: 460.9624, causal: 444.8563, implied: nil, peak: 312),
    PublishedRun(
      name: "Llama-4-Scout", hardware: "H100-SXM", parameters: 109000000000.0,
      active: 17000000000.0,
      shape: nil, tokens: 40000000000000.0, devices: nil, hours: 5000000,
      recompute: "", reportedMFU: nil, tokensPerSecond: nil,
      sixN: 102, full: 102, causal: 102, implied: (0.2291, 0.2291, 0.2291), peak: 989.4),
    PublishedRun(
      name: "Llama-4-Maverick", hardware: "H100-SXM", parameters: 400000000000.0,
      active: 17000000000.0,
      shape: nil, tokens: 22000000000000.0, devices: nil, hours: 2380000,
      recompute: "", reportedMFU: nil, tokensPerSecond: nil,
      sixN: 102, full: 102, causal: 102, implied: (0.2647, 0.2647, 0.2647), peak: 989.4),
    PublishedRun(
      name: "Llama-3.2-1B", hardware: "H100-SXM", parameters: 1230000000.0, active: 1230000000.0,
      shape: nil, tokens: 9000000000000.0, devices: nil, hours: 370000,
      recompute: "", reportedMFU: nil, tokensPerSecond: nil,
      sixN: 7.38, full: 7.38, causal: 7.38, implied: (0.0504, 0.0504, 0.0504), peak: 989.4,
      isFlagged: true),
    PublishedRun(
      name: "MPT-70b bench 512xH100", hardware: "H100-SXM", parameters: 64839000000.0,
      active: 64839000000.0,
      shape: (80, 8192, 64, 64, 32768, 50432, 2048), tokens: nil, devices: 512, hours: nil,
      recompute: "full", reportedMFU: 0.4125, tokensPerSecond: 1007,
      sixN: 389.0338, full: 405.132, causal: 397.079, implied: (0.396, 0.4123, 0.4041), peak: 989.4,
      isBench: true),
    PublishedRun(
      name: "MPT-7b bench 128xH100", hardware: "H100-SXM", parameters: 6649290000.0,
      active: 6649290000.0,
      shape: (32, 4096, 32, 32, 16384, 50432, 2048), tokens: nil, devices: 128, hours: nil,
      recompute: "", reportedMFU: 0.4571, tokensPerSecond: 10475,
      sixN: 39.8957, full: 43.1153, causal: 41.5047, implied: (0.4224, 0.4565, 0.4394), peak: 989.4,
      isBench: true),
    PublishedRun(
      name: "fms 7B A100", hardware: "A100", parameters: 6738420000.0, active: 6738420000.0,
      shape: (32, 4096, 32, 32, 11008, 32000, 4096), tokens: nil, devices: 128, hours: nil,
      recompute: "", reportedMFU: 0.68, tokensPerSecond: 4550,
      sixN: 40.4305, full: 46.0849, causal: 42.8637, implied: (0.5896, 0.6721, 0.6251), peak: 312,
      isBench: true),
    PublishedRun(
      name: "fms 70B A100", hardware: "A100", parameters: 68976600000.0, active: 68976600000.0,
      shape: (80, 8192, 64, 8, 28672, 32000, 4096), tokens: nil, devices: 128, hours: nil,
      recompute: "selective", reportedMFU: 0.55, tokensPerSecond: 410,
      sixN: 413.8599, full: 444.4914, causal: 428.3852, implied: (0.5439, 0.5841, 0.5629),
      peak: 312, isBench: true),
    PublishedRun(
      name: "Megatron-Bridge DeepSeek-V3 GB300", hardware: "GB300", parameters: 671026000000.0,
      active: 37552200000.0,
      shape: (61, 7168, 128, 128, 18432, 129280, 4096), tokens: nil, devices: 256, hours: nil,
      recompute: "", reportedMFU: nil, tokensPerSecond: 6288,
      sixN: 225.3129, full: 281.1522, causal: 250.4499, implied: (0.5667, 0.7072, 0.6299),
      peak: 2500, isBench: true),
  ]
}
