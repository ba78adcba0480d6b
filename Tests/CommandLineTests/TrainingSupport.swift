import Foundation
import TestSupport
import Testing

/// Sizes of published models, as their `config.json` names them.
enum SampleConfig {
  static let qwen2Large = """
    {"model_type": "qwen2", "hidden_size": 8192, "intermediate_size": 29568,
     "max_position_embeddings": 32768, "max_window_layers": 80, "num_attention_heads": 64,
     "num_hidden_layers": 80, "num_key_value_heads": 8, "tie_word_embeddings": false,
     "use_sliding_window": false, "sliding_window": 131072, "vocab_size": 152064}
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
}

/// Runs `tokprof training`, with `CONFIG` in the arguments standing for a file with `config`.
func training(
  _ arguments: String..., config: String? = nil, stdin: String = "", columns: Int? = nil
) throws -> CommandResult {
  let folder = try TemporaryFolder()
  let path = try config.map { try folder.file("config.json", $0).path }
  let words = arguments.flatMap { $0.split(separator: " ").map(String.init) }
    .map { $0 == "CONFIG" ? path ?? $0 : $0 }
  return try runTokprof(
    ["training"] + words, stdin: stdin,
    environment: columns.map { ["COLUMNS": "\($0)"] } ?? [:])
}

/// The same with `--json`, which must succeed and say nothing on standard error.
func trainingJSON(
  _ arguments: String, config: String? = nil, stdin: String = ""
) throws -> [String: Any] {
  let result = try training(arguments, "--json", config: config, stdin: stdin)
  #expect(result.status == 0 && result.stderr.isEmpty, "\(arguments): \(result.stderr)")
  return try result.json()
}

extension [String: Any] {
  /// The number at a path of keys, such as `days.median`.
  func number(_ path: String) throws -> Double {
    var value: Any? = self
    for key in path.split(separator: ".") { value = (value as? [String: Any])?[String(key)] }
    return try #require((value as? NSNumber)?.doubleValue, "no number at \(path)")
  }

  /// The `kind` of each warning.
  var warningKinds: Set<String> {
    let warnings = self["warnings"] as? [[String: Any]] ?? []
    return Set(warnings.compactMap { $0["kind"] as? String })
  }
}

/// Whether two numbers agree to a part in `1 / tolerance`.
func agree(_ left: Double, _ right: Double, to tolerance: Double) -> Bool {
  abs(left - right) <= tolerance * abs(right)
}

/// The cells of each line of a text table, by the line's first cell.
func tableRows(_ text: String) -> [String: [String]] {
  var rows: [String: [String]] = [:]
  for line in text.split(separator: "\n") {
    let cells = line.replacing("  ", with: "\t").split(separator: "\t")
      .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    if let first = cells.first, rows[first] == nil { rows[first] = Array(cells.dropFirst()) }
  }
  return rows
}

/// A number as tables write it: thousands, letters, percentages.
func writtenNumber(_ text: String) -> Double? {
  let plain = text.replacing(",", with: "")
  let scales: [(String, Double)] = [
    ("%", 0.01), ("K", 1e3), ("M", 1e6), ("B", 1e9), ("T", 1e12),
  ]
  for (suffix, scale) in scales where plain.hasSuffix(suffix) {
    return Double(plain.dropLast(suffix.count)).map { $0 * scale }
  }
  return Double(plain)
}
