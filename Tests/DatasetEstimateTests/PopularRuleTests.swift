@testable import DatasetEstimate
import Testing

@Suite("Rules of thumb") struct PopularRuleTests {
  private func counts(_ text: String) -> RuleCounts {
    var text = text
    return text.withUTF8 { RuleCounts($0) }
  }

  @Test func `what the rules count`() {
    let text = counts("Hello, wide world!\n汉字 тест\u{3000}é")
    #expect(text.bytes == 39)
    #expect(text.characters == 28)
    #expect(text.words == 6)
    #expect(text.ideographs == 2)
    #expect(PopularRule.bytesOver4.tokens(of: text) == text.bytes / 4)
    #expect(PopularRule.charactersOver4.tokens(of: text) == 7)
    #expect(PopularRule.wordsTimes4Over3.tokens(of: text) == 8)
    #expect(abs(PopularRule.deepSeek.tokens(of: text) - (26 * 0.3 + 1.2)) < 1e-12)
    #expect(abs(PopularRule.qianfan.tokens(of: text) - (2 + 7.8)) < 1e-12)
  }

  // Worked out by hand from the rule's description.
  @Test(arguments: [
    ("", 0.0), (" \n\t", 0), ("the", 1), ("Hello", 1), ("tokenizer", 2), ("Hello, world!", 4),
    ("...", 1), ("......", 3), ("汉字", 2), ("汉字a", 3), ("тест", 4), ("да", 1), ("🙂", 1),
    ("a-b", 3), ("1234567", 2),
  ])
  func `segments`(_ text: String, _ tokens: Double) {
    #expect(PopularRule.segments.tokens(of: counts(text)) == tokens)
  }
}
