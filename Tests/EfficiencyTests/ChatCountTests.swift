import ByteLevelBPE
import CorpusReading
import Efficiency
import Foundation
import TestSupport
import Testing
import TokenizerFormats

/// Counts of chat records, against templates that are written out as text and encoded.
@Suite struct ChatCountTests {
  private struct Message {
    var role: String
    var content: String
  }

  private static let conversations: [[Message]] = [
    [.init(role: "user", content: "Hello, world"), .init(role: "assistant", content: "Hi there.")],
    [
      .init(role: "system", content: "Be brief.\n"),
      .init(role: "user", content: "\n\n  begins with white space"),
      .init(role: "assistant", content: " and this ends with it \u{A0}\n"),
      .init(role: "tool", content: "{\"a\": [1, 2]}"), .init(role: "assistant", content: ""),
    ],
    [
      .init(role: "user", content: "世界 Привет"), .init(role: "assistant", content: "\t\n \u{3000}"),
    ],
    // No token may cross from one message into the next.
    [.init(role: "user", content: "token"), .init(role: "assistant", content: "izer")],
  ]

  /// The project's tokenizer with the templates' special tokens.
  private static func tokenizer() throws -> Tokenizer {
    let names = [
      "<|im_start|>", "<|im_end|>", "<|begin_of_text|>", "<|start_header_id|>",
      "<|end_header_id|>", "<|eot_id|>",
    ]
    let added = names.enumerated().map {
      TokenizerVariants.added($0.element, id: 40000 + $0.offset, flags: "special")
    }
    return try TokenizerVariants.with([("added_tokens", "[\(added.joined(separator: ","))]")])
      .tokenizer
  }

  private func rendered(_ messages: [Message], _ template: ChatTemplate) -> String {
    switch template {
    case .none, .tokensPerMessage: messages.map(\.content).joined()
    case .chatML: messages.map { "<|im_start|>\($0.role)\n\($0.content)<|im_end|>\n" }.joined()
    case .llama3:
      "<|begin_of_text|>"
        + messages.map {
          "<|start_header_id|>\($0.role)<|end_header_id|>\n\n\(stripped($0.content))<|eot_id|>"
        }.joined()
    }
  }

  private func stripped(_ text: String) -> String {
    text.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private func count(
    _ name: String, _ records: [Any], _ template: ChatTemplate
  ) async throws -> FileCount {
    let folder = try TemporaryFolder()
    let lines = try records.map {
      String(decoding: try JSONSerialization.data(withJSONObject: $0), as: UTF8.self)
    }
    let file = try folder.file(name, lines.joined(separator: "\n"))
    let counts = try await CorpusCounter.count(
      CorpusPass(Corpus(paths: [file.path])), with: Self.tokenizer(), template: template)
    return try #require(counts.first)
  }

  @Test(arguments: [ChatTemplate.none, .chatML, .llama3, .tokensPerMessage(5)])
  func countsAreThoseOfTheTemplateAsText(template: ChatTemplate) async throws {
    var encoder = TokenEncoder(try Self.tokenizer())
    var expected = ChatCounts()
    for messages in Self.conversations {
      let content = messages.map { encoder.encode($0.content).count }
      expected.records += 1
      expected.messages += UInt64(messages.count)
      expected.contentTokens += UInt64(content.reduce(0, +))
      switch template {
      case .none: break
      case .tokensPerMessage(let count): expected.templateTokens += Int64(count * messages.count)
      case .chatML, .llama3:
        let whole = encoder.encode(rendered(messages, template)).count
        expected.templateTokens += Int64(whole - content.reduce(0, +))
      }
      for message in messages where message.role == "assistant" {
        let text = template == .llama3 ? stripped(message.content) : message.content
        expected.trainedTokens += UInt64(
          encoder.encode(text).count + (template == .none ? 0 : 1))
      }
    }
    for (name, list, role, content) in [
      ("messages.jsonl", "messages", "role", "content"),
      ("shared.jsonl", "conversations", "from", "value"),
    ] {
      let count = try await count(
        name,
        Self.conversations.map { messages in
          [list: messages.map { [role: $0.role, content: $0.content] }]
        }, template)
      #expect(count.chat == expected)
      #expect(count.counts.tokens == expected.contentTokens)
      let total = CountTotal([count], policy: TokenPolicy(template: template))
      #expect(Int64(total.tokens) == Int64(expected.contentTokens) + expected.templateTokens)
    }
  }

  @Test func alpacaIsAConversationOfTwoMessages() async throws {
    let records = [
      ["instruction": "Add", "input": "2+2", "output": "4"],
      ["instruction": "Say hello", "input": "", "output": "Hello"],
    ]
    let alpaca = try await count("alpaca.jsonl", records, .chatML)
    let messages = try await count(
      "messages.jsonl",
      records.map { record -> [String: Any] in
        let input = record["input"] ?? ""
        let question = (record["instruction"] ?? "") + (input.isEmpty ? "" : "\n" + input)
        return [
          "messages": [
            ["role": "user", "content": question],
            ["role": "assistant", "content": record["output"] ?? ""],
          ]
        ]
      }, .chatML)
    #expect(alpaca.chat == messages.chat)
    #expect(alpaca.counts == messages.counts)
  }

  @Test func endsOfDocumentsAreCountedWhenAskedFor() async throws {
    let count = try await count("a.jsonl", ["a", "b", "c"].map { ["text": $0] }, .none)
    #expect(CountTotal([count], policy: .content).tokens == 3)
    #expect(CountTotal([count], policy: TokenPolicy(addsEOS: true)).tokens == 6)
    let both = CountTotal([count], policy: TokenPolicy(addsBOS: true, addsEOS: true))
    #expect(both.boundaryTokens == 6 && both.tokens == 9 && both.text.tokens == 3)
  }

  /// What scripts are told for is what is counted.
  @Test func profilesTakeMessagesApartToo() async throws {
    let folder = try TemporaryFolder()
    let lines = Self.conversations.map { messages in
      ["messages": messages.map { ["role": $0.role, "content": $0.content] }]
    }
    let text = try lines.map {
      String(decoding: try JSONSerialization.data(withJSONObject: $0), as: UTF8.self) + "\n"
    }.joined()
    let labelled = try LabelledCorpus(paths: [try folder.file("chat.jsonl", text).path])
    let loaded = try TokenizerVariants.plain()
    let profile = try await CorpusProfiler.profile(
      loaded, over: labelled, CorpusPass(labelled.corpus)
    ).profile
    let counts = try await CorpusCounter.count(
      CorpusPass(labelled.corpus), with: loaded.tokenizer)
    #expect(profile.total == counts.first?.counts)
    #expect(profile.total.documents == 4)
  }
}
