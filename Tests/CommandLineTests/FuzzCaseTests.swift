import Foundation
import TestSupport
import Testing

/// Inputs that a fuzz target once failed on, each given to the program as a user would.
struct FuzzCaseTests {
  /// Every case of a target, which names the file as the target does.
  @Test(arguments: [
    ("TokenizerJSONFuzz", "tokenizer.json"), ("RankFileFuzz", "ranks.tiktoken"),
    ("TekkenFuzz", "tekken.json"), ("GGUFFuzz", "model.gguf"),
  ])
  func tokenizers(target: String, name: String) throws {
    for input in try Self.cases(of: target) {
      let folder = try TemporaryFolder()
      let file = folder.url.appendingPathComponent(name)
      try FileManager.default.copyItem(at: input, to: file)
      let pattern = target == "RankFileFuzz" ? ["--pattern", #" ?\p{L}+|\s+|."#] : []
      let result = try runTokprof(
        ["count", "-t", file.path, "--json"] + pattern, stdin: "Hello  world's 123 世界")
      #expect([0, 3].contains(result.status), "\(input.lastPathComponent): \(result.stderr)")
    }
  }

  @Test(arguments: [
    ("GzipFuzz", "data.txt.gz"), ("ZstdFuzz", "data.txt.zst"), ("ParquetFuzz", "data.parquet"),
    ("ArrowFuzz", "data.arrow"), ("TarFuzz", "data.tar"), ("RecordsFuzz", "data.jsonl"),
  ])
  func corpora(target: String, name: String) throws {
    for input in try Self.cases(of: target) {
      let folder = try TemporaryFolder()
      let file = folder.url.appendingPathComponent(name)
      try FileManager.default.copyItem(at: input, to: file)
      let tokenizer = Repository.root.appendingPathComponent("Vocab/tokenizer.json").path
      for policy in ["fail", "skip"] {
        let result = try runTokprof(
          ["count", "-t", tokenizer, "--json", "--on-error", policy, file.path])
        #expect([0, 3].contains(result.status), "\(input.lastPathComponent): \(result.stderr)")
      }
    }
  }

  private static func cases(of target: String) throws -> [URL] {
    let folder = Repository.root.appendingPathComponent("Tools/Fuzz/Cases/\(target)")
    guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
    return try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
  }
}
