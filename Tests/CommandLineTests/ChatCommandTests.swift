import Foundation
import TestSupport
import Testing

/// Chat records, and the tokens that are counted beside their text, as a user sees them.
@Suite struct ChatCommandTests {
  private let tokenizer: TinyTokenizer
  private let folder: TemporaryFolder
  private let chat: String

  init() throws {
    tokenizer = try TinyTokenizer()
    folder = try TemporaryFolder()
    chat = try folder.file(
      "chat.jsonl",
      #"{"messages": [{"role": "user", "content": "the"}, {"role": "assistant", "content": "he"}]}"#
        + "\n"
        + #"{"messages": [{"role": "user", "content": "an"}, {"role": "assistant", "content": "in"}, "#
        + #"{"role": "user", "content": "x"}, {"role": "assistant", "content": "yz"}]}"# + "\n"
    ).path
  }

  private func run(_ arguments: [String]) throws -> CommandResult {
    try runTokprof(arguments + tokenizer.arguments)
  }

  @Test func countAndEstimateAgreeAndAddUp() throws {
    for (options, template) in [(["none"], 0), (["7"], 42), (["chatml"], nil), (["llama-3"], nil)]
      as [([String], Int?)]
    {
      let arguments = [chat, "--json", "--template"] + options
      let count = try #require(run(["count"] + arguments).json()["total"] as? [String: Any])
      let estimate = try run(["estimate"] + arguments).json()
      let counted = try #require(count["chat"] as? [String: Int])
      let estimated = try #require(estimate["chat"] as? [String: Int])
      #expect(counted == estimated)
      #expect(counted["records"] == 2 && counted["messages"] == 6)
      #expect(counted["contentTokens"] == 7)
      if let template { #expect(counted["templateTokens"] == template) }
      #expect(counted["trainedTokens"] == (options == ["none"] ? 4 : 7))
      let sum = try #require(counted["contentTokens"]) + (try #require(counted["templateTokens"]))
      #expect(count["tokens"] as? Int == sum)
      #expect(estimate["tokens"] as? Int == sum)
    }
  }

  @Test func endsOfDocumentsAreSaid() throws {
    let arguments = ["count", "--eos", chat]
    let table = try run(arguments)
    #expect(table.stdout.contains("BOS and EOS: an EOS for each document, no BOS."))
    #expect(table.stderr.contains("2 conversations are counted by their text alone"))
    let json = try run(arguments + ["--json"]).json()
    #expect(json["policy"] as? NSDictionary == ["template": "none", "bos": false, "eos": true])
    #expect((json["total"] as? [String: Any])?["tokens"] as? Int == 9)
    let plain = try run(["count", chat])
    #expect(plain.stdout.contains("BOS and EOS: none."))
    let estimate = try run(["estimate", "--bos", chat])
    #expect(estimate.stdout.contains("BOS, EOS       a BOS for each document, no EOS (2)"))
  }

  @Test func whatMakesNoSenseIsRefused() throws {
    for arguments in [
      ["count", chat, "--template", "llama-3", "--bos"], ["count", chat, "--template", "lama"],
      ["count", chat, "--template", "-1"], ["count", "-", "--resume", "x"],
      ["count", "--resume", "x"],
    ] {
      #expect(try run(arguments).status == 2, "\(arguments)")
    }
    let sized = try runTokprof(["estimate", "--profile", "x", "--bytes", "1GB", "--eos"])
    #expect(sized.status == 2)
  }
}
