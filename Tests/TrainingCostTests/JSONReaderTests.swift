import Testing

@testable import TrainingCost

@Suite struct JSONReaderTests {
  private func read(_ text: String) throws -> JSONValue {
    try JSONReader.read(Array(text.utf8), file: "x.json")
  }

  @Test func readsWhatIsAllowed() throws {
    let value = try read(
      " {\"a\": [1, -0.5e+2, true, false, null], \"\\u00e9\": \"\\ud83d\\ude00\\n\"} ")
    #expect(
      value["a"] == .array([.number(1), .number(-50), .bool(true), .bool(false), .null]))
    #expect(value["é"] == .string("😀\n"))
    #expect(try read("0") == .number(0))
  }

  /// Composed and decomposed é are different keys, as in the file.
  @Test func keysAreComparedByBytes() throws {
    let value = try read("{\"\u{E9}\": 1, \"e\u{301}\": 2}")
    #expect(value["\u{E9}"] == .number(1))
    #expect(value["e\u{301}"] == .number(2))
  }

  @Test(arguments: [
    "", "{", "[1,]", "{\"a\":1,}", "{\"a\":1 \"b\":2}", "01", "-", "1.", ".5", "1e", "+1", "NaN",
    "Infinity", "1e999", "tru", "\"\\x\"", "\"\u{1}\"", "\"\\ud800\"", "\"\\ud800\\u0041\"",
    "\"\\udc00\"", "\"abc", "{\"a\":1,\"a\":2}", "1 2", "{a:1}", "'a'", "// x\n1",
    "\"\\u+123\"",
  ])
  func refusesWhatIsNot(text: String) {
    #expect(throws: TrainingError.self) { try read(text) }
  }

  @Test func refusesBytesThatAreNotUTF8AndDeepNesting() {
    #expect(throws: TrainingError.self) {
      try JSONReader.read([0x22, 0xFF, 0x22], file: "x.json")
    }
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: TrainingError.self) { try read(deep) }
  }

  @Test func namesFileAndPosition() {
    #expect {
      try read("[1, x]")
    } throws: { error in
      "\(error)".contains("x.json") && "\(error)".contains("byte 4")
    }
  }
}
