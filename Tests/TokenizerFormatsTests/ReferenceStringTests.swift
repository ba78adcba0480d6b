import ByteLevelBPE
import Foundation
import Testing

@testable import TokenizerFormats

/// The ids of a thousand hard strings: files, pipeline and the plainest of merges together, against
/// the reference's.
@Suite struct ReferenceStringTests {
  private static func lines(_ data: Data) throws -> [[String: Any]] {
    try data.split(separator: UInt8(ascii: "\n")).compactMap {
      try JSONSerialization.jsonObject(with: $0) as? [String: Any]
    }
  }

  private static func torture(_ path: String) -> String? {
    PublishedTokenizerTests.folder.map { $0 + "/../torture/" + path }
  }

  /// Strings by number; those too long for a quadratic merge in a debug build are left out.
  private static let strings: [Int: (text: String, category: String)] = {
    guard let path = torture("strings.jsonl"),
      let data = FileManager.default.contents(atPath: path),
      let records = try? lines(data)
    else { return [:] }
    var strings: [Int: (text: String, category: String)] = [:]
    for record in records {
      if let number = record["i"] as? Int, let text = record["s"] as? String, text.utf8.count < 1000
      {
        strings[number] = (text, record["cat"] as? String ?? "")
      }
    }
    return strings
  }()

  private func compare(
    _ tokenizer: Tokenizer, _ answers: String, withoutSpecial: Bool = false
  ) throws {
    let records = try Self.lines(try PublishedTokenizerTests.unpacked(answers))
    let pipeline = TextPipeline(tokenizer)
    var memo: [[UInt8]: [Int]] = [:]
    var compared = 0
    for record in records {
      guard let number = record["i"] as? Int, let string = Self.strings[number],
        let expected = record["ids"] as? [Int],
        !(withoutSpecial && string.category.hasPrefix("special"))
      else { continue }
      var ids: [Int] = []
      Array(string.text.utf8).withUnsafeBufferPointer { text in
        pipeline.forEachPiece(of: text) { piece in
          switch piece {
          case .token(let id): ids.append(Int(id))
          case .preToken(let bytes):
            let bytes = Array(bytes)
            let known = memo[bytes] ?? PlainMerging.ids(of: bytes, in: tokenizer.model)
            memo[bytes] = known
            ids += known
          }
        }
      }
      if ids != expected { Issue.record("string \(number), \(string.text.debugDescription)") }
      compared += 1
    }
    #expect(compared > 500)
  }

  @Test(arguments: [
    ("gpt2", "tokenizer.json", "gpt2"), ("gpt2", "encoder.json", "gpt2"),
    ("r50k_base", "r50k_base.tiktoken", "r50k_base"),
    ("p50k_base", "p50k_base.tiktoken", "p50k_base"),
    ("cl100k_base", "cl100k_base.tiktoken", "cl100k_base"),
    ("o200k_base", "o200k_base.tiktoken", "o200k_base"), ("llama3", "tokenizer.json", "llama3"),
    ("llama3", "tokenizer.model", "llama3-tiktoken"), ("qwen2.5", "tokenizer.json", "qwen2.5"),
    ("deepseek-v3", "tokenizer.json", "deepseek-v3"),
  ])
  func publishedTokenizersGiveTheReferencesIDs(name: String, file: String, answers: String) throws {
    guard let loaded = try PublishedTokenizerTests.load(name, file),
      let path = Self.torture("ids/\(answers).jsonl.gz")
    else { return }
    try compare(loaded.tokenizer, path, withoutSpecial: file == "encoder.json")
  }

  @Test func variantsOfTheirPipelinesDoToo() throws {
    guard let source = try PublishedTokenizerTests.unpack("gpt2"),
      let folder = Self.torture("variants"),
      let specification = FileManager.default.contents(atPath: folder + "/spec.json"),
      let variants = try JSONSerialization.jsonObject(with: specification)
        as? [String: [String: Any]],
      let file = FileManager.default.contents(atPath: source.path + "/tokenizer.json"),
      var json = try JSONSerialization.jsonObject(with: file) as? [String: Any]
    else { return }
    for (name, variant) in variants {
      json["normalizer"] = variant["normalizer"]
      json["pre_tokenizer"] = variant["pre_tokenizer"]
      let path = try source.write(name + ".json", JSONSerialization.data(withJSONObject: json))
      try compare(
        try TokenizerLoader.load(path: path).tokenizer, folder + "/\(name).jsonl.gz")
    }
  }
}

/// Byte-pair merging as its definition reads: the pair of the lowest rank, the leftmost of them,
/// until none is left.
enum PlainMerging {
  static func ids(of bytes: [UInt8], in model: BPEModel) -> [Int] {
    if model.takesWholePreTokens, let id = model.vocabulary.id(of: bytes) { return [Int(id)] }
    var ids = bytes.map { model.byteSymbols[Int($0)] }
    while true {
      var best: (rank: UInt32, index: Int, product: TokenID)?
      for index in ids.indices.dropLast() {
        guard let (rank, product) = merge(ids[index], ids[index + 1], model) else { continue }
        if best.map({ rank < $0.rank }) ?? true { best = (rank, index, product) }
      }
      guard let best else { return ids.map(Int.init) }
      ids[best.index] = best.product
      ids.remove(at: best.index + 1)
    }
  }

  private static func merge(
    _ left: TokenID, _ right: TokenID, _ model: BPEModel
  ) -> (UInt32, TokenID)? {
    switch model.merges {
    case .listed(let table): return table.merge(left, right)
    case .impliedByRank:
      guard let a = model.vocabulary.bytes(of: left), let b = model.vocabulary.bytes(of: right),
        let id = model.vocabulary.id(of: a + b)
      else { return nil }
      return (id, id)
    }
  }
}
