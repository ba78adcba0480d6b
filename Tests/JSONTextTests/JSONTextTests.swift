import JSONText
import TestSupport
import Testing

@Suite struct JSONTextTests {
  /// Values of all kinds, with what is hard in strings and keys.
  private func value(_ random: inout TestRandom, depth: Int) -> JSONValue {
    let texts = [
      "", "a\"b\\c/d", "\u{0}\u{1F}\n\t", "é", "e\u{301}", "日本語😀", "\u{2028}\u{FEFF}", "\u{7F}",
    ]
    switch random.below(depth > 3 ? 5 : 7) {
    case 0: return .null
    case 1: return .bool(random.below(2) == 1)
    case 2:
      return .number(["0", "-0", "1e400", "-12.50E-3", "340282366920938463463"][random.below(5)])
    case 3, 4: return .string(texts[random.below(texts.count)])
    case 5: return .array((0..<random.below(6)).map { _ in value(&random, depth: depth + 1) })
    default:
      return .object(
        (0..<random.below(6)).map {
          .init(texts[random.below(texts.count)] + "\($0)", value(&random, depth: depth + 1))
        })
    }
  }

  /// In either layout; numbers keep the text they were written in, and members their order.
  @Test func whatIsWrittenIsReadAsTheSameValue() throws {
    var random = TestRandom(seed: 1)
    for _ in 0..<2000 {
      let value = value(&random, depth: 0)
      #expect(try JSONValue(parsing: value.text().utf8) == value)
      #expect(try JSONValue(parsing: value.text(.indented).utf8) == value)
    }
  }

  @Test(arguments: [
    ("\"\\u0041\\ud83d\\ude00\\/\\b\\f\"", JSONValue.string("A😀/\u{8}\u{C}")),
    (" [ 1.0 , {\"a\":{}} ]\n", .array([.number("1.0"), ["a": .object([])]])),
  ])
  func isRead(text: String, value: JSONValue) throws {
    #expect(try JSONValue(parsing: text.utf8) == value)
  }

  @Test(arguments: [
    ("", 1, 0), ("{", 1, 1), ("[1,]", 1, 3), ("[1,\n 01]", 2, 5), ("\"\u{1}\"", 1, 1),
    ("{\"a\":1}\nx", 2, 8), ("[tru]", 1, 1), ("\"\\ud800\"", 1, 1), ("1.", 1, 2), ("nan", 1, 0),
  ])
  func refusalsSayWhere(text: String, line: Int, offset: Int) {
    #expect {
      try JSONValue(parsing: text.utf8)
    } throws: { error in
      guard let error = error as? JSONError else { return false }
      #expect((error.line, error.offset) == (line, offset), "\(text.debugDescription): \(error)")
      return true
    }
  }

  /// Composed and decomposed é are two keys; of one key that comes twice the last counts.
  @Test func keysAreComparedByBytes() throws {
    let value = try JSONValue(parsing: "{\"\u{E9}\":1,\"e\u{301}\":2,\"\u{E9}\":3}".utf8)
    #expect(value["\u{E9}"] == 3)
    #expect(value["e\u{301}"] == 2)
    #expect(value.members?.count == 3)
  }

  @Test func deepNestingAndBytesThatAreNotUTF8AreRefused() {
    #expect(throws: JSONError.self) {
      try JSONValue(parsing: String(repeating: "[", count: 100_000).utf8)
    }
    #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xC3, 0x22]) }
  }

  /// A double that JSON cannot write is null; a whole number has no fraction.
  @Test func numbersAreWrittenShort() {
    #expect(JSONValue.double(.infinity) == .null)
    #expect(JSONValue.double(3).text() == "3")
    #expect(JSONValue.double(0.1).text() == "0.1")
    #expect(JSONValue.number("99999999999999999999").integer(Int.self) == nil)
    #expect(JSONValue.exact(Int64.max).integer(Int64.self) == Int64.max)
  }
}
