import CorpusReading
import Foundation
import Testing

@Suite("JSON records") struct JSONRecordTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ text: String, _ options: CorpusOptions = .init()) throws -> Reading {
    try Reading([folder.write("a.jsonl", text)], options: options)
  }

  @Test(arguments: [
    (#"\u0041\u00e9\u4e2d\ud83d\ude42"#, "Aé中🙂", 0),
    (#"\ud83d"#, "\u{FFFD}", 1), (#"\ude42x"#, "\u{FFFD}x", 1),
    (#"\ud83d\ud83d\ude42"#, "\u{FFFD}🙂", 1), (#"\ud83d\n"#, "\u{FFFD}\n", 1),
    (#"\uD83D\u0041"#, "\u{FFFD}A", 1), (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{C}\n\r\t", 0),
  ]) func `escapes`(_ escaped: String, _ text: String, _ lone: Int) throws {
    for padding in 0..<9 {
      let before = String(repeating: "-", count: padding)
      let reading = try read("{\"text\":\"\(before)\(escaped)\(before)\"}")
      #expect(reading.texts == [before + text + before])
      #expect(reading.loneSurrogates == lone)
    }
  }

  @Test func `unescaping agrees with Foundation`() throws {
    var generator = SeededGenerator(11)
    let parts = ["a", "é", "中", "🙂", "\"", "\\", "\n", "\u{1}", "longer stretch of text", "\u{7F}"]
    for _ in 0..<400 {
      let text = (0..<Int.random(in: 0..<40, using: &generator))
        .map { _ in parts.randomElement(using: &generator) ?? "" }.joined()
      let data = try JSONSerialization.data(withJSONObject: ["k": 1, "text": text])
      #expect(try read(String(decoding: data, as: UTF8.self)).texts == [text])
      #expect(try read("{\"text\": \(jsonString(text, isASCII: true))}").texts == [text])
    }
  }

  @Test(arguments: [
    (#"{"a": {"b": "deep"}}"#, "a.b", ["deep"]),
    (#"{"a": {"b": 1}, "a": {"b": "last"}}"#, "a.b", ["last"]),
    (#"{"a": [{"b": "x"}, {"c": 0}, {"b": "y"}]}"#, "a.b", ["x\ny"]),
    (#"{"t\u0065xt": "escaped key"}"#, "text", ["escaped key"]),
    (#"{"text": "no", "content": "yes"}"#, "content", ["yes"]),
    ("{\"\u{E9}\": \"composed\", \"e\u{301}\": \"decomposed\"}", "\u{E9}", ["composed"]),
  ]) func `a field by its path`(_ json: String, _ field: String, _ texts: [String]) throws {
    #expect(try read(json, .init(field: field)).texts == texts)
  }

  @Test func `usual names are found`() throws {
    #expect(try read(#"{"url": "u", "raw_content": "r"}"#).texts == ["r"])
    #expect(try read(#"{"content": "c", "text": "t"}"#).texts == ["t"])
  }

  @Test func `null is no document, and is counted`() throws {
    let reading = try read("{\"text\": null}\n{\"text\": \"a\"}\n{\"text\": null}")
    #expect(reading.texts == ["a"])
    #expect(reading.nullRecords == 2)
  }

  @Test func `chat records`() throws {
    let alpaca = try read(
      #"{"instruction": "Do", "input": "", "output": "Done"}"# + "\n"
        + #"{"output": "4", "input": "2+2", "instruction": "Add"}"#)
    #expect(alpaca.documents.map(\.chat) == [.alpaca, .alpaca])
    #expect(alpaca.documents[0].segments == ["user: Do", "assistant: Done"])
    #expect(alpaca.documents[1].segments == ["user: Add\n2+2", "assistant: 4"])
    let shared = try read(
      #"{"conversations": [{"from": "human", "value": "Hi\n"}, {"value": "Yo", "from": "gpt"}]}"#)
    #expect(shared.documents.map(\.chat) == [.shareGPT])
    #expect(shared.documents[0].segments == ["user: Hi\n", "assistant: Yo"])
    let messages = try read(
      #"{"id": 1, "messages": [{"role": "system", "content": "S"}, {"role": "user", "content": "#
        + #"[{"type": "text", "text": "U"}, {"type": "image"}, {"text": "V"}]}, "#
        + #"{"role": "assistant", "content": null}, {"role": "tool", "content": "T"}]}"#)
    #expect(messages.documents.map(\.chat) == [.messages])
    #expect(messages.documents[0].segments == ["system: S", "user: UV", "assistant: ", "tool: T"])
    #expect(messages.texts == ["SUVT"])
  }

  @Test(arguments: [
    ("{\"text\": \"a\"\n", "the JSON value ends too early"), ("{\"text\" \"a\"}", "expected “:”"),
    ("{\"text\": \"a\"} x", "something follows the JSON value"),
    ("{\"text\": \"\\q\"}", "an unknown escape"), ("{'text': 1}", "expected a quoted key"),
    ("{\"text\": \"\\u12\"}", "\\u is not followed by four hexadecimal digits"),
    ("{\"text\": tru}", "expected a JSON value"), ("[1, 2", "the JSON value ends too early"),
    ("{\"x\": \(String(repeating: "[", count: 1_000_000))", "nested deeper than 256"),
  ]) func `a bad line is named`(_ bad: String, _ reason: String) throws {
    let text = "{\"text\": \"one\"}\n\(bad)\n{\"text\": \"three\"}\n"
    let error = try #require(corpusError { _ = try read(text) })
    #expect(error.code == .badRecord)
    #expect(error.position?.line == 2)
    #expect(error.reason == reason)
    #expect(try #require(error.position?.byte) >= 16)
    let reading = try read(text, .init(onError: .skip))
    #expect(reading.texts == ["one", "three"])
    #expect(reading.skipped.count == 1)
    #expect(reading.skipped.examples == [error])
  }

  @Test func `a record without the field is named`() throws {
    let error = try #require(corpusError { _ = try read(#"{"url": "x"}"#) })
    #expect(error.code == .unknownField)
    let asked = try #require(
      corpusError { _ = try read("{\"text\": 1}\n", .init(field: "body")) })
    #expect(asked.reason == "the record has no field “body”")
    #expect(asked.position == .init(line: 1, byte: 0))
  }

  @Test func `a record that is too long is passed over without holding it`() throws {
    let long = String(repeating: "x", count: 3_000_000)
    let text = "{\"text\": \"a\"}\n{\"text\": \"\(long)\"}\n{\"text\": \"b\"}\n"
    let error = try #require(corpusError { _ = try read(text, .init(maxRecordBytes: 1000)) })
    #expect(error.code == .recordTooLong)
    let reading = try read(text, .init(onError: .skip, maxRecordBytes: 1000))
    #expect(reading.texts == ["a", "b"])
    #expect(reading.skipped.count == 1)
  }
}
