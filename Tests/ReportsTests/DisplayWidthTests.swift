import Testing

@testable import Reports

@Suite struct DisplayWidthTests {
  @Test(
    arguments: [
      ("", 0), ("abc", 3), ("中文", 4), ("한국어", 6), ("カタカナ", 8), ("ｶﾅ", 2), ("Ａ", 2),
      ("e\u{301}", 1), ("é", 1), ("a\u{300}\u{301}\u{302}", 1), ("한", 2), ("हिन्दी", 5),
      ("ไทย", 3), ("ที่", 1), ("العربية", 7), ("עברית", 5), ("👍", 2), ("👍🏽", 2), ("👨‍👩‍👧‍👦", 2),
      ("❤️", 2), ("❤", 1), ("🇩🇪", 2), ("🇩🇪🇫🇷", 4), ("1️⃣", 2), ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2), ("☃", 1), ("—", 1), ("…", 1),
      ("\u{200B}", 0), ("\u{600}", 1), ("\u{3000}", 2), ("क\u{200D}ष", 2),
    ] as [(String, Int)])
  func `columns are counted as a terminal draws them`(text: String, columns: Int) {
    #expect(DisplayWidth.columns(of: text) == columns)
  }

  @Test(arguments: [
    ("plain", "plain"), ("a\nb\tc\r", #"a\nb\tc\r"#), ("\u{1b}[31mred", #"\u{1b}[31mred"#),
    ("\0", #"\u{0}"#), ("\u{7F}\u{9B}", #"\u{7f}\u{9b}"#), ("\u{202E}gpj", #"\u{202e}gpj"#),
    ("\u{2028}", #"\u{2028}"#), ("\u{FEFF}x", #"\u{feff}x"#), ("\u{FFFF}", #"\u{ffff}"#),
    ("\r\n", #"\r\n"#), ("中é👍🏽", "中é👍🏽"),
  ])
  func `controls are written out`(text: String, visible: String) {
    #expect(VisibleText.escapingControls(text) == visible)
  }

  @Test func `cut text ends in an ellipsis and splits no cluster`() {
    #expect(DisplayWidth.truncated("abcdef", toColumns: 6) == "abcdef")
    #expect(DisplayWidth.truncated("abcdef", toColumns: 4) == "abc…")
    #expect(DisplayWidth.truncated("中文字", toColumns: 4) == "中…")
    #expect(DisplayWidth.truncated("e\u{301}e\u{301}e\u{301}", toColumns: 2) == "e\u{301}…")
    #expect(DisplayWidth.truncated("👨‍👩‍👧‍👦👨‍👩‍👧‍👦", toColumns: 3) == "👨‍👩‍👧‍👦…")
    #expect(DisplayWidth.truncated("abc", toColumns: 1) == "…")
    #expect(DisplayWidth.truncated("abc", toColumns: 0) == "")
  }

  @Test func `text is filled on the side away from its alignment`() {
    #expect(DisplayWidth.padded("中", to: 4, .leading) == "中  ")
    #expect(DisplayWidth.padded("中", to: 4, .trailing) == "  中")
    #expect(DisplayWidth.padded("abcd", to: 2, .leading) == "abcd")
  }
}
