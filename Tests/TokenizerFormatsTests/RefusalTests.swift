import ByteLevelBPE
import Foundation
import Testing

@testable import TokenizerFormats

/// What cannot be done exactly is refused, by name; what is damaged never crashes.
@Suite struct RefusalTests {
  private func refusal(_ name: String, _ content: String) throws -> TokenizerLoadError? {
    let folder = try Samples.Folder()
    let path = try folder.write(name, content)
    return #expect(throws: TokenizerLoadError.self) { try TokenizerLoader.load(path: path) }
  }

  private static let byteLevel =
    #"{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":false}"#

  @Test(arguments: [
    ("Unigram", #""type":"Unigram","unk_id":0,"vocab":[["a",-1.5]]"#),
    ("Unigram", #""unk_id":0,"vocab":[["a",-1.5]]"#),
    ("WordPiece", #""type":"WordPiece","unk_token":"[UNK]","vocab":{"a":0}"#),
    ("WordLevel", #""vocab":{"a":0},"unk_token":"a""#),
    ("dropout", #""dropout":0.1,"vocab":{"a":0},"merges":[]"#),
    ("continuing_subword_prefix", #""continuing_subword_prefix":"@@","vocab":{"a":0},"merges":[]"#),
    ("no “merges”", #""type":"BPE","vocab":{"a":0}"#),
    ("no “vocab”", #""type":"BPE","merges":[]"#),
    ("product", #""vocab":{"a":0,"b":1},"merges":["a b"]"#),
    ("part “c”", #""vocab":{"a":0,"b":1,"ac":2},"merges":["a c"]"#),
    ("part “｜”", #""vocab":{"a":0,"b":1,"ac":2},"merges":["a ｜"]"#),
    ("id 0 is given", #""vocab":{"a":0,"b":0},"merges":[]"#),
    ("two ids, 0 and 1", #""vocab":{"a":0,"a":1},"merges":[]"#),
    ("not two tokens", #""vocab":{"a":0},"merges":["a b c"]"#),
    ("beyond every", #""vocab":{"a":99999999},"merges":[]"#),
    ("whole number", #""vocab":{"a":-1},"merges":[]"#),
    ("unknown token", #""unk_token":"<unk>","vocab":{"a":0},"merges":[]"#),
  ])
  func theModelIsRefusedByName(word: String, model: String) throws {
    let error = try refusal(
      "tokenizer.json", Samples.tokenizerJSON(preTokenizer: Self.byteLevel, model: model))
    #expect(error?.description.contains(word) == true, "\(error?.description ?? "")")
  }

  @Test(arguments: [
    ("Metaspace", #"{"type":"Metaspace","replacement":"▁"}"#),
    ("ByteLevel twice", byteLevel),
  ])
  func thePreTokenizerIsRefusedByName(word: String, part: String) throws {
    let parts = [part, Self.byteLevel]
    let error = try refusal(
      "tokenizer.json",
      Samples.tokenizerJSON(
        preTokenizer: #"{"type":"Sequence","pretokenizers":[\#(parts.joined(separator: ","))]}"#))
    #expect(error?.code == .unsupported)
    #expect(error?.reason.contains(word) == true)
    #expect(error?.position != nil)
  }

  @Test func aReplaceThatMatchesNothingIsRefused() throws {
    let error = try refusal(
      "tokenizer.json",
      Samples.tokenizerJSON(
        normalizer: #"{"type":"Replace","pattern":{"Regex":"\\s*"},"content":"x"}"#))
    #expect(error?.code == .unsupported)
    #expect(error?.reason.contains("can match nothing") == true)
  }

  @Test func anAddedTokenThatTheNormalizerEmptiesIsRefused() throws {
    let added = """
      [{"id":300,"content":"  ","single_word":false,"lstrip":false,"rstrip":false,
        "normalized":true,"special":false}]
      """
    let text = Samples.tokenizerJSON(
      normalizer: #"{"type":"Strip","strip_left":true,"strip_right":true}"#, added: added)
    let error = try refusal("tokenizer.json", text)
    #expect(error?.code == .unsupported)
    #expect(error?.reason.contains("leaves nothing of the added token “  ”") == true)
    let folder = try Samples.Folder()
    let path = try folder.write("tokenizer.json", text)
    // What is not looked for cannot do harm.
    _ = try TokenizerLoader.load(
      path: path, options: TokenizerLoadOptions(addedTokenPolicy: .ignore))
  }

  @Test func sentencePieceIsRefusedByName() throws {
    let text = Samples.tokenizerJSON(
      preTokenizer: "null",
      model: #""type":"BPE","byte_fallback":true,"vocab":{"▁a":0},"merges":["▁ a"]"#)
    #expect(try refusal("tokenizer.json", text)?.reason.contains("SentencePiece") == true)
    #expect(
      try refusal("x.model", "\n\u{0E}\n\u{05}<unk>")?.reason.contains("SentencePiece") == true)
  }

  @Test func normalizersThatAreNotKnownAreRefused() throws {
    let text = Samples.tokenizerJSON(normalizer: #"{"type":"BertNormalizer"}"#)
    #expect(try refusal("tokenizer.json", text)?.reason.contains("BertNormalizer") == true)
  }

  @Test func missingSymbolsAreWarnedOf() throws {
    let folder = try Samples.Folder()
    let path = try folder.write(
      "tokenizer.json",
      Samples.tokenizerJSON(
        preTokenizer: Self.byteLevel, model: #""vocab":{"a":0,"b":1},"merges":[]"#))
    let warnings = try TokenizerLoader.load(path: path).warnings
    #expect(warnings.count == 1)
    #expect(warnings.first?.contains("254 of the 256") == true)
  }

  @Test func theRightPlaceIsNamed() throws {
    let error = try refusal("vocab.json", "{\"a\": 0,\n \"b\": 1,\n \"c\" 2}")
    #expect(error?.code == .malformed)
    #expect(error?.position == TokenizerLoadError.Position(byte: 23, line: 3))
    #expect(try refusal("x.tiktoken", "YQ== 0\nYg== 1\nY! 2\n")?.position?.line == nil)
  }

  @Test func whatIsNoTokenizerIsSaidToBeNone() throws {
    #expect(try refusal("empty.json", "")?.code == .unknownForm)
    #expect(try refusal("config.json", #"{"architectures": ["A"]}"#)?.code == .unknownForm)
    #expect(try refusal("story.txt", "Once upon a time")?.code == .unknownForm)
    #expect(try refusal("vocab.json", #"{"a": 0}"#)?.code == .notFound)
    let missing = #expect(throws: TokenizerLoadError.self) {
      try TokenizerLoader.load(path: "/nowhere/at/all.json")
    }
    #expect(missing?.code == .notFound)
  }

  @Test(arguments: [
    "tokenizer.json", "vocab.json", "merges.txt", "x.tiktoken", "m.gguf", "tekken.json",
  ])
  func damagedFilesNeverCrash(name: String) throws {
    let folder = try Samples.Folder()
    let tekken = """
      {"config": {"pattern": "a", "default_num_special_tokens": 1}, "vocab": [
       {"rank": 0, "token_bytes": "YQ=="}], "special_tokens": []}
      """
    let content: [UInt8] =
      switch name {
      case "tokenizer.json":
        Array(
          Samples.tokenizerJSON(
            normalizer: #"{"type":"Sequence","normalizers":[{"type":"NFC"}]}"#,
            added:
              #"[{"id":9,"content":"\u00e9\ud83d\ude00","single_word":false,"lstrip":false,"rstrip":false,"normalized":true,"special":false}]"#
          ).utf8)
      case "vocab.json": Array(Samples.vocabulary().utf8)
      case "merges.txt": Array(Samples.mergesFile.utf8)
      case "x.tiktoken": Array(Samples.rankFile.utf8)
      case "tekken.json": Array(tekken.utf8)
      default: GGUFSample().bytes
      }
    if name == "vocab.json" { _ = try folder.write("merges.txt", Samples.mergesFile) }
    if name == "merges.txt" { _ = try folder.write("vocab.json", Samples.vocabulary()) }
    var chance = SplitMix(state: 20260 + UInt64(name.utf8.count))
    var refused = 0
    for round in 0..<1000 {
      var damaged = content
      if round % 2 == 0 {
        damaged.removeLast(Int(chance.next() % UInt64(content.count)) + 1)
      }
      for _ in 0..<(round % 4) where !damaged.isEmpty {
        damaged[Int(chance.next() % UInt64(damaged.count))] ^= 1 << UInt8(chance.next() % 8)
      }
      let path = try folder.write(name, damaged)
      do throws(TokenizerLoadError) {
        _ = try TokenizerLoader.load(
          path: path, options: .init(pattern: name == "x.tiktoken" ? "a" : nil))
      } catch {
        refused += 1
        if error.reason.isEmpty || error.path.isEmpty { Issue.record("an error says nothing") }
      }
    }
    #expect(refused > 200)
  }
}

/// A small generator with a seed, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
