import TestSupport

/// Makes well-formed texts that hit every class of the kernels and fill windows of 64 characters.
struct KernelTextGenerator {
  private var random: TestRandom

  private static let pieces: [[UInt8]] =
    [
      "a", "b", "s", "t", "d", "m", "l", "v", "e", "r", "S", "T", "L", "E", "A", "Z", "the", "The",
      "THE", "camelCase", "HTTPServer", "iOS", " ", " ", " ", "  ", "    ", "\n", "\r", "\r\n",
      "\n\n", "\t", "\u{B}", "\u{C}", "\u{85}", "\u{A0}", "\u{2028}", "\u{3000}", "\u{200B}",
      "'s", "'S", "'ll", "'LL", "'lL", "'ve", "'re", "'d", "'m", "'t", "'\u{17F}", "'", "''",
      "0", "7", "12", "123", "1234567", "²", "½", "٣", "Ⅷ", "!", ".", ",", "/", "//", "-", "_",
      "(", "…", "。", "،", "€", "\u{17F}", "\u{212A}", "é", "ß", "Ä", "ж", "Ш", "Σ", "א", "ب",
      "त", "漢", "字", "ひ", "カ", "한", "ไ", "ǅ", "ʰ", "ª", "\u{301}", "\u{93F}", "\u{20DD}",
      "\u{200D}", "😀", "👩\u{200D}💻", "\u{1F1E9}", "\u{1C89}", "\u{A7CB}", "\u{105C0}",
      "\u{378}", "\u{E000}", "\u{FFFD}", "\0", "\u{7F}", "\u{10FFFF}",
    ].map { Array($0.utf8) }

  /// The same seed gives the same texts.
  init(seed: UInt64) { random = TestRandom(seed: seed) }

  /// A text of up to about `limit` bytes.
  mutating func next(_ limit: Int) -> [UInt8] {
    var text: [UInt8] = []
    let length = random.below(limit) + 1
    while text.count < length {
      // Some pieces at a time, so that runs and near-matches occur; mostly of ASCII alone, whose
      // windows take another way.
      let few = (0..<random.below(6) + 1).map { _ in
        let ascii = Self.pieces.filter { $0.allSatisfy { $0 < 0x80 } }
        return random.below(3) > 0
          ? ascii[random.below(ascii.count)] : Self.pieces[random.below(Self.pieces.count)]
      }
      for _ in 0..<random.below(24) + 1 { text += few[random.below(few.count)] }
      if random.below(20) == 0 {
        text += [UInt8](repeating: Array("a 1.\n".utf8)[random.below(5)], count: 150)
      }
    }
    return text
  }

  /// Where `text` may be cut in two, at ends of characters.
  static func cuts(of text: [UInt8]) -> [Int] {
    (0...text.count).filter { $0 == text.count || text[$0] & 0xC0 != 0x80 }
  }
}
