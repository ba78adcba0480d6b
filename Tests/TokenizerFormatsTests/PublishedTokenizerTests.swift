import ByteLevelBPE
import Foundation
import Testing

@testable import TokenizerFormats

/// Published tokenizers, where they are at hand: in the folder `shared` beside the package, or in
/// that which `TOKPROF_SHARED` names.
@Suite struct PublishedTokenizerTests {
  static let folder: String? = {
    let package = (#filePath as NSString).deletingLastPathComponent + "/../.."
    let shared = ProcessInfo.processInfo.environment["TOKPROF_SHARED"] ?? package + "/../shared"
    let folder = shared + "/reference/tokenizers"
    guard FileManager.default.fileExists(atPath: folder + "/manifest.json") else {
      print("SKIPPED: published tokenizers are not loaded, there is no \(folder)")
      return nil
    }
    return folder
  }()

  /// The bytes of a file that `gzip` made.
  static func unpacked(_ path: String) throws -> Data {
    let unpacker = Process()
    let pipe = Pipe()
    unpacker.executableURL = URL(fileURLWithPath: "/usr/bin/gzip")
    unpacker.arguments = ["-dc", path]
    unpacker.standardOutput = pipe
    try unpacker.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    unpacker.waitUntilExit()
    return data
  }

  /// The files of one tokenizer, unpacked; `nil` when they are not at hand.
  static func unpack(_ name: String) throws -> Samples.Folder? {
    guard let source = folder.map({ $0 + "/" + name }),
      FileManager.default.fileExists(atPath: source)
    else { return nil }
    let folder = try Samples.Folder()
    for packed in try FileManager.default.contentsOfDirectory(atPath: source) {
      let path = source + "/" + packed
      let data =
        packed.hasSuffix(".gz") ? try unpacked(path) : FileManager.default.contents(atPath: path)
      _ = try folder.write(packed.replacingOccurrences(of: ".gz", with: ""), data ?? Data())
    }
    return folder
  }

  /// Unpacks the files of one tokenizer and loads `file`.
  static func load(_ name: String, _ file: String) throws -> LoadedTokenizer? {
    guard let folder = try unpack(name) else { return nil }
    return try TokenizerLoader.load(path: folder.path + "/" + file)
  }

  @Test(arguments: [
    ("r50k_base", 50256, 1), ("p50k_base", 50280, 1), ("cl100k_base", 100256, 5),
    ("o200k_base", 199998, 2),
  ])
  func rankFilesAreRecognisedByTheirContent(name: String, count: Int, special: Int) throws {
    guard let loaded = try Self.load(name, name + ".tiktoken") else { return }
    #expect(loaded.name == name)
    #expect(loaded.tokenizer.model.vocabulary.count == count)
    #expect(loaded.tokenizer.addedTokens.count == special)
    #expect(loaded.tokenizer.model.missingBytes.isEmpty)
    #expect(KnownTokenizer.all.first { $0.name == name }?.sha256 == loaded.contentSHA256)
  }

  @Test func theFormsOfOneTokenizerAgree() throws {
    guard let json = try Self.load("gpt2", "tokenizer.json"),
      let pair = try Self.load("gpt2", "encoder.json"),
      let ranks = try Self.load("gpt2", "gpt2.tiktoken")
    else { return }
    for other in [pair, ranks] {
      // The rank file lacks the special token's text.
      for id in 0..<TokenID(50256) {
        let bytes = json.tokenizer.model.vocabulary.bytes(of: id)
        let same = other.tokenizer.model.vocabulary.bytes(of: id) == bytes
        if other.form == .vocabularyAndMerges { #expect(same, "token \(id)") }
      }
    }
    #expect(pair.tokenizer.model.listedMergeCount == 50000)
    #expect(json.meaningSHA256 != pair.meaningSHA256, "only one has an added token")
    #expect(ranks.name == "r50k_base")
  }

  @Test(arguments: [
    ("llama3", 128_000, 280_147, 256, ""), ("qwen2.5", 151_643, 151_387, 22, "NFC"),
    ("deepseek-v3", 128_000, 127_741, 818, ""),
  ])
  func tokenizerJSONHasWhatItsOwnersSay(
    name: String, count: Int, merges: Int, added: Int, normalizer: String
  ) throws {
    guard let loaded = try Self.load(name, "tokenizer.json") else { return }
    #expect(loaded.tokenizer.model.vocabulary.count == count)
    #expect(loaded.tokenizer.model.listedMergeCount == merges)
    #expect(loaded.tokenizer.addedTokens.count == added)
    #expect(loaded.normalizerName ?? "" == normalizer)
    #expect(loaded.tokenizer.model.takesWholePreTokens == (name == "llama3"))
    #expect(loaded.warnings == [])
  }

  @Test(arguments: [("x-llama2", "SentencePiece"), ("x-t5-small", "Unigram")])
  func othersAreRefusedByName(name: String, word: String) throws {
    guard Self.folder != nil else { return }
    let error = #expect(throws: TokenizerLoadError.self) { try Self.load(name, "tokenizer.json") }
    #expect(error?.code == .unsupported)
    #expect(error?.reason.contains(word) == true)
  }
}

extension BPEModel {
  /// How many merges the file lists; `nil` when they are implied.
  fileprivate var listedMergeCount: Int? {
    guard case .listed(let table) = merges else { return nil }
    return table.count
  }
}
