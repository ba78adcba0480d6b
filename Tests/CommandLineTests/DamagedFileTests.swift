import Foundation
import TestSupport
import Testing

/// Files that were cut short or had bits flipped: a clear error or a right answer, never a crash.
@Suite struct DamagedFileTests {
  private let tokenizer: TinyTokenizer
  private let folder: TemporaryFolder

  init() throws {
    tokenizer = try TinyTokenizer()
    folder = try TemporaryFolder()
  }

  /// Damages a file again and again, and runs the program on it.
  private func damage(
    _ name: String, seed: UInt64, arguments: (_ path: String) -> [String],
    isRight: (CommandResult) throws -> Bool
  ) throws {
    let path = folder.path(name)
    let whole = try #require(contents(path))
    let intact = try runTokprof(arguments(path))
    #expect(try intact.status == 0 && isRight(intact), "\(intact.stderr)")
    var random = TestRandom(seed: seed)
    var errors = 0
    for round in 0..<rounds(30, slow: 1_000) {
      _ = try folder.write(name, damaged(whole, &random))
      let result = try runTokprof(arguments(path))
      switch result.status {
      case 0: #expect(try isRight(result), "round \(round)")
      case 3:
        errors += 1
        #expect(result.stderr.contains("error: "), "round \(round)")
        #expect(result.stdout.isEmpty)
      default: Issue.record("round \(round): exit code \(result.status): \(result.stderr)")
      }
    }
    print("\(name): \(rounds(30, slow: 1_000)) damaged, \(errors) refused")
  }

  private static let fixtures = Repository.root.appendingPathComponent(
    "Tests/CorpusReadingTests/Fixtures")

  @Test(arguments: [
    "text.jsonl", "text-plain.parquet", "text-snappy.parquet", "text-zstd.parquet",
    "text-file.arrow", "text-zstd.arrow",
  ])
  func corporaWithRecords(name: String) throws {
    let bytes = try #require(contents(Self.fixtures.appendingPathComponent(name).path))
    try corpus(name, bytes)
  }

  @Test(arguments: [
    ("events.jsonl", "data/events.jsonl"), ("messages.jsonl", "chat/messages.jsonl"),
    ("alpaca.json", "chat/alpaca.json"), ("a.csv", "data/measurements.csv"),
    ("a.tsv", "data/measurements.tsv"), ("ja.txt", "handbook/Jpan_ja.txt"),
  ])
  func corporaOfText(name: String, source: String) throws {
    let path = Repository.root.appendingPathComponent("Corpora/\(source)").path
    try corpus(name, #require(contents(path)))
  }

  @Test(arguments: [
    ("a.tar", "tar -cf a.tar chat code"), ("a.tar.gz", "tar -czf a.tar.gz chat code"),
    (
      "a.arrow.gz",
      "gzip -c \"$1\"/../Tests/CorpusReadingTests/Fixtures/text-stream.arrow >a.arrow.gz"
    ),
    ("a.txt.gz", "gzip -c handbook/Jpan_ja.txt >a.txt.gz"),
    ("a.jsonl.zst", "zstd -q --check chat/messages.jsonl -o a.jsonl.zst"),
  ])
  func corporaInContainers(name: String, pack: String) throws {
    let source = Repository.root.appendingPathComponent("Corpora").path
    let packed = try shell("cp -r \"$1\"/* . && \(pack)", [source], in: folder)
    guard packed.status == 0 else {
      return Repository.reportSkip("\(name): it cannot be packed here: \(packed.stderr)")
    }
    let expected = try count(name)
    try damage(name, seed: UInt64(name.utf8.count), arguments: countArguments) { result in
      // A checksum leaves no wrong numbers; a plain tar has none of what its members hold.
      try name == "a.tar" || tokens(result) == expected
    }
  }

  private func corpus(_ name: String, _ bytes: [UInt8]) throws {
    _ = try folder.write(name, bytes)
    try damage(name, seed: UInt64(bytes.count), arguments: countArguments) { result in
      try tokens(result) <= 40 * bytes.count
    }
  }

  /// Records are read as such, which is not the default of `count`.
  private func countArguments(_ path: String) -> [String] {
    let reading =
      switch path.split(separator: ".").last {
      case "jsonl" where path.contains("messages"): ["--format", "jsonl"]
      case "jsonl": ["--format", "jsonl", "--field", "text"]
      case "json": ["--format", "json"]
      case "csv": ["--format", "csv", "--field", "station"]
      case "tsv": ["--format", "tsv", "--field", "plant"]
      case "parquet", "arrow": ["--field", "text"]
      default: [String]()
      }
    return ["count", "--json", path] + reading + tokenizer.arguments
  }

  private func count(_ name: String) throws -> Int {
    try tokens(runTokprof(countArguments(folder.path(name))))
  }

  private func tokens(_ result: CommandResult) throws -> Int {
    let total = try #require(try result.json()["total"] as? [String: Any])
    return try #require(total["tokens"] as? Int)
  }

  @Test(arguments: ["tokenizer.json", "vocab.json", "merges.txt", "tiny.tiktoken"])
  func tokenizers(name: String) throws {
    _ = try folder.file("tokenizer.json", Self.tokenizerJSON)
    _ = try folder.file("text.txt", "hello there in the other world\n")
    var options = ["-t", folder.path(name)]
    switch name {
    case "tokenizer.json": break
    case "tiny.tiktoken":
      _ = try folder.file(name, TinyTokenizer.ranks)
      options = Array(tokenizer.arguments.dropFirst(2)) + options
    default:
      _ = try folder.file("vocab.json", Self.vocabulary)
      _ = try folder.file("merges.txt", Self.merges)
      options = ["-t", folder.path("vocab.json")]
    }
    // What a tokenizer with another token is right about, nobody knows; it must not lose text.
    try damage(name, seed: 7) { _ in
      ["count", "--json", folder.path("text.txt")] + options
    } isRight: {
      try (1...31).contains(tokens($0))
    }
  }

  /// Bytes as GPT-2 spells them in JSON.
  private static func spelled(_ bytes: [UInt8]) -> String {
    let others = (0...255).filter {
      !(0x21...0x7E ~= $0 || 0xA1...0xAC ~= $0 || 0xAE...0xFF ~= $0)
    }
    return bytes.map { byte in
      let scalar = others.firstIndex(of: Int(byte)).map { 0x100 + $0 } ?? Int(byte)
      return Unicode.Scalar(scalar).map { String($0) } ?? ""
    }.joined()
  }

  private static let vocabulary: String = {
    let members = TinyTokenizer.tokens.enumerated().map { id, token in
      let text = spelled(token).replacingOccurrences(of: "\\", with: "\\\\")
      return "\"\(text.replacingOccurrences(of: "\"", with: "\\\""))\": \(id)"
    }
    return "{" + members.joined(separator: ", ") + "}"
  }()

  private static let pairs = ["h e", "Ġ t", "t h", "i n", "e r", "a n", "th e"]
  private static let merges = (["#version: 0.2"] + pairs).joined(separator: "\n") + "\n"

  private static let tokenizerJSON = """
    {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
     "normalizer": null,
     "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true,
       "use_regex": true},
     "post_processor": null, "decoder": {"type": "ByteLevel"},
     "model": {"type": "BPE", "dropout": null, "unk_token": null,
       "continuing_subword_prefix": null, "end_of_word_suffix": null, "fuse_unk": false,
       "byte_fallback": false, "vocab": \(vocabulary),
       "merges": [\(pairs.map { "\"\($0)\"" }.joined(separator: ", "))]}}
    """

  @Test func statesAndProfilesAndManifests() throws {
    let source = Repository.root.appendingPathComponent("Corpora/chat").path
    let states = folder.path("states.ndjson")
    let profile = folder.path("profile.json")
    #expect(try runTokprof(["map", source, "-o", states] + tokenizer.arguments).status == 0)
    #expect(try runTokprof(["merge", states, "-o", profile]).status == 0)
    let expected = try #require(contents(profile))
    try damage("states.ndjson", seed: 8) {
      ["merge", $0]
    } isRight: {
      Array($0.stdout.utf8) == expected
    }
    // A profile has no checksum of its own; what is read must be a profile still.
    try damage("profile.json", seed: 9) {
      ["merge", $0]
    } isRight: {
      !$0.stdout.isEmpty
    }
  }
}
