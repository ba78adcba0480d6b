import Foundation
import TestSupport
import Testing

/// A tokenizer of the reference data, unpacked for as long as this lives.
final class ReferenceTokenizer {
  /// Those that are byte-level BPE.
  static let names = [
    "gpt2", "r50k_base", "p50k_base", "cl100k_base", "o200k_base", "qwen2.5", "llama3",
    "deepseek-v3",
  ]

  private let folder: TemporaryFolder
  let path: String

  /// `nil` where the reference data are missing.
  init?(_ name: String) throws {
    guard let shared = Repository.shared else { return nil }
    let packed = shared.appendingPathComponent("reference/tokenizers/\(name)")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: packed.path)) ?? []
    let file = ["tokenizer.json", ".tiktoken"].lazy
      .compactMap { ending in files.first { $0.contains(ending) } }.first
    guard let file else { return nil }
    folder = try TemporaryFolder()
    path =
      folder.url.appendingPathComponent(file.replacingOccurrences(of: ".gz", with: "")).path
    let unpack = try run(
      URL(fileURLWithPath: "/bin/sh"),
      ["-c", #"gzip -dcf "$1" > "$2""#, "sh", packed.appendingPathComponent(file).path, path])
    try #require(unpack.status == 0, "\(unpack.stderr)")
  }
}
