import ByteLevelBPE
import Foundation
import Testing

@testable import TokenizerFormats

/// Every form, on tiny tokenizers made here.
@Suite struct FormTests {
  static let pattern = #"\s?\p{L}+|\s+|[^\s\p{L}]+"#

  /// The tiny tokenizer's parts as every form must give them.
  private func check(_ loaded: LoadedTokenizer, offset: TokenID = 0) {
    let model = loaded.tokenizer.model
    #expect(model.vocabulary.count == Samples.tokens.count)
    for (id, token) in Samples.tokens.enumerated() {
      #expect(model.vocabulary.bytes(of: TokenID(id) + offset) == token)
      #expect(model.vocabulary.id(of: token) == TokenID(id) + offset)
    }
    switch model.merges {
    case .impliedByRank: #expect([.rankFile, .tekken].contains(loaded.form))
    case .listed(let merges):
      #expect(merges.merge(0x68, 0x65)?.product == 256)
      #expect(merges.merge(257, 256)?.product == 258)
      #expect(merges.merge(257, 256)?.rank == 2)
      #expect(merges.merge(0x65, 0x68) == nil)
    }
    #expect(loaded.warnings == [])
  }

  @Test func tokenizerJSONLoads() throws {
    let folder = try Samples.Folder()
    let loaded = try TokenizerLoader.load(
      path: try folder.write("tokenizer.json", Samples.tokenizerJSON()))
    check(loaded)
    #expect(loaded.form == .tokenizerJSON)
    #expect(loaded.patternSource == KnownPattern.gpt2)
    #expect(loaded.tokenizer.addedTokenPolicy == .match)
  }

  @Test func mergesMayBePairsAndPrecedeTheVocabulary() throws {
    let pairs = Samples.merges.map {
      "[\(Samples.json(Samples.spelled($0.0.utf8))), \(Samples.json(Samples.spelled($0.1.utf8)))]"
    }
    let folder = try Samples.Folder()
    let model =
      #""merges":[\#(pairs.joined(separator: ","))],"vocab":\#(Samples.vocabulary())"#
    check(
      try TokenizerLoader.load(
        path: try folder.write("tokenizer.json", Samples.tokenizerJSON(model: model))))
  }

  @Test func layoutDoesNotChangeTheMeaning() throws {
    let folder = try Samples.Folder()
    let text = Samples.tokenizerJSON()
    let a = try TokenizerLoader.load(path: try folder.write("a.json", text))
    let b = try TokenizerLoader.load(
      path: try folder.write("b.json", text.replacingOccurrences(of: ", ", with: " ,\n ")))
    let c = try TokenizerLoader.load(
      path: try folder.write(
        "c.json", text.replacingOccurrences(of: #""use_regex":true"#, with: #""use_regex":false"#)))
    #expect(a.contentSHA256 != b.contentSHA256)
    #expect(a.meaningSHA256 == b.meaningSHA256)
    #expect(a.meaningSHA256 != c.meaningSHA256)
  }

  @Test(arguments: [
    ("vocab.json", "merges.txt"), ("encoder.json", "vocab.bpe"),
    ("gpt2-vocab.json", "gpt2-merges.txt"),
  ])
  func vocabularyAndMergesLoadFromEither(vocabulary: String, merges: String) throws {
    let folder = try Samples.Folder()
    let first = try folder.write(vocabulary, Samples.vocabulary())
    let second = try folder.write(merges, Samples.mergesFile)
    for path in [first, second] {
      let loaded = try TokenizerLoader.load(path: path)
      check(loaded)
      #expect(loaded.form == .vocabularyAndMerges)
      #expect(loaded.files.map { ($0 as NSString).lastPathComponent } == [vocabulary, merges])
    }
  }

  @Test func rankFilesNeedAPatternUnlessKnown() throws {
    let folder = try Samples.Folder()
    let path = try folder.write("some.tiktoken", Samples.rankFile)
    let error = #expect(throws: TokenizerLoadError.self) { try TokenizerLoader.load(path: path) }
    #expect(error?.code == .patternNeeded)
    #expect(error?.remedy.contains("--pattern") == true)
    let loaded = try TokenizerLoader.load(path: path, options: .init(pattern: Self.pattern))
    check(loaded)
    #expect(loaded.name == "some")
    #expect(loaded.tokenizer.addedTokenPolicy == .ignore)
  }

  @Test func tekkenPutsSpecialTokensFirst() throws {
    let tokens = (Samples.tokens + [Array("never".utf8)]).enumerated().map { rank, token in
      #"{"rank":\#(rank),"token_bytes":"\#(Data(token).base64EncodedString())","token_str":null}"#
    }
    let text = """
      {"config": {"pattern": \(Samples.json(Self.pattern)), "default_vocab_size": 269,
       "default_num_special_tokens": 10}, "vocab": [\(tokens.joined(separator: ","))],
       "special_tokens": [{"rank": 1, "token_str": "<s>", "is_control": true}]}
      """
    let folder = try Samples.Folder()
    let loaded = try TokenizerLoader.load(path: try folder.write("tekken.json", text))
    check(loaded, offset: 10)
    #expect(loaded.tokenizer.addedTokens.map(\.id) == [1])
  }

  @Test func ggufLoads() throws {
    let folder = try Samples.Folder()
    let path = try folder.write("model.gguf", GGUFSample().bytes)
    let loaded = try TokenizerLoader.load(path: path)
    check(loaded)
    #expect(loaded.form == .gguf)
    #expect(loaded.patternSource == KnownPattern.gpt2)
    #expect(loaded.tokenizer.addedTokens.map(\.content) == [Array("<end>".utf8)])
    var other = GGUFSample()
    other.pre = "something-new"
    let error = #expect(throws: TokenizerLoadError.self) {
      try TokenizerLoader.load(path: try folder.write("other.gguf", other.bytes))
    }
    #expect(error?.code == .patternNeeded)
  }

  @Test func aModelIsFoundInTheCacheOfTheHub() throws {
    let folder = try Samples.Folder()
    let model = "hub/models--Some-Org--Model-1.5"
    _ = try folder.write(model + "/refs/main", "abc123\n")
    _ = try folder.write(model + "/snapshots/abc123/tokenizer.json", Samples.tokenizerJSON())
    setenv("HF_HUB_CACHE", folder.path + "/hub", 1)
    defer { unsetenv("HF_HUB_CACHE") }
    let loaded = try TokenizerLoader.load(path: "Some-Org/Model-1.5")
    check(loaded)
    #expect(loaded.name == "Some-Org/Model-1.5")
    let error = #expect(throws: TokenizerLoadError.self) {
      try TokenizerLoader.load(path: "Some-Org/Other")
    }
    #expect(error?.code == .notFound)
  }

  @Test func aFolderPrefersTokenizerJSON() throws {
    let folder = try Samples.Folder()
    _ = try folder.write("tokenizer.json", Samples.tokenizerJSON())
    _ = try folder.write("config.json", "{}")
    _ = try folder.write("vocab.json", "{}")
    #expect(try TokenizerLoader.load(path: folder.path).form == .tokenizerJSON)
  }

  @Test func aFolderWithoutTokenizerJSONIsReadByItsClass() throws {
    let folder = try Samples.Folder()
    _ = try folder.write("vocab.json", Samples.vocabulary())
    _ = try folder.write("merges.txt", Samples.mergesFile)
    _ = try folder.write("tokenizer_config.json", #"{"tokenizer_class": "Qwen2TokenizerFast"}"#)
    let loaded = try TokenizerLoader.load(path: folder.path)
    #expect(loaded.patternSource == KnownPattern.qwen2)
    #expect(loaded.normalizerName == "NFC")
    _ = try folder.write("tokenizer_config.json", #"{"tokenizer_class": "SomethingElse"}"#)
    let error = #expect(throws: TokenizerLoadError.self) {
      try TokenizerLoader.load(path: folder.path)
    }
    #expect(error?.code == .patternNeeded)
  }
}

/// Builds a GGUF file of the tiny tokenizer.
struct GGUFSample {
  var pre = "gpt-2"

  var bytes: [UInt8] {
    var file = Array("GGUF".utf8)
    func number(_ value: some FixedWidthInteger) -> [UInt8] {
      withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
    func string(_ text: String) -> [UInt8] { number(UInt64(text.utf8.count)) + Array(text.utf8) }
    func strings(_ texts: [String]) -> [UInt8] {
      number(UInt32(9)) + number(UInt32(8)) + number(UInt64(texts.count)) + texts.flatMap(string)
    }
    let tokens = Samples.tokens.map { Samples.spelled($0) } + ["<end>"]
    let types = Samples.tokens.map { _ in Int32(1) } + [3]
    file += number(UInt32(3)) + number(UInt64(0)) + number(UInt64(6))
    file += string("general.alignment") + number(UInt32(4)) + number(UInt32(32))
    file += string("tokenizer.ggml.model") + number(UInt32(8)) + string("gpt2")
    file += string("tokenizer.ggml.pre") + number(UInt32(8)) + string(pre)
    file += string("tokenizer.ggml.tokens") + strings(tokens)
    file += string("tokenizer.ggml.token_type") + number(UInt32(9)) + number(UInt32(5))
    file += number(UInt64(types.count)) + types.flatMap { number($0) }
    file += string("tokenizer.ggml.merges") + strings(Samples.mergeLines)
    return file + [UInt8](repeating: 0, count: 64)
  }
}
