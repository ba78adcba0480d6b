/// Makes short texts that hit every class of the published patterns, ill-formed bytes too.
struct PatternTextGenerator {
  private static let pieces: [[UInt8]] =
    [
      "a", "b", "b", "c", "d", "e", "k", "l", "m", "r", "s", "t", "v", "x", "A", "B", "K", "S",
      "T", " ", " ", " ", "  ", "\n", "\n", "\r", "\r\n", "\t", "\u{B}", "\u{85}", "\u{A0}",
      "\u{2028}", "\u{3000}", "\u{200B}", "'s", "'ll", "'S", "'\u{17F}", " \n", "\n\n", "123",
      "1234567", "0", "1", "9", "²", "½", "٣", "४", "Ⅷ", "'", "!", ".", ",", "/", "-", "_", "(",
      "[", "|", "\"", "$", "+", "#", "&", "…", "。", "،", "€", "\u{17F}", "\u{212A}", "\u{130}",
      "\u{131}", "é", "ß", "Ä", "ж", "Ш", "Σ", "א", "ب", "त", "漢", "字", "ひ", "カ", "한", "ไ",
      "ǅ", "ʰ", "ª", "\u{301}", "\u{93F}", "\u{20DD}", "\u{200D}", "😀", "\u{1F1E9}", "\u{1C89}",
      "\u{A7CB}", "\u{105C0}", "\u{A7CE}", "\u{FFFD}", "\0", "\u{10FFFF}",
    ].map { Array($0.utf8) } + [
      [0xFF], [0x80], [0xC2], [0xE4, 0xB8], [0xF0, 0x9F, 0x98], [0xED, 0xA0, 0x80],
      [0xC0, 0xAF], [0xF5, 0x80],
    ]

  private var state: UInt64

  /// The same seed gives the same texts.
  init(seed: String) {
    state = seed.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  mutating func next() -> [UInt8] {
    let count = random(below: 16) + 1
    // A few different pieces at a time, so that runs and near-matches occur.
    let few = (0..<random(below: 6) + 2).map { _ in random(below: Self.pieces.count) }
    return (0..<count).flatMap { _ in Self.pieces[few[random(below: few.count)]] }
  }

  private mutating func random(below limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(limit))
  }
}
