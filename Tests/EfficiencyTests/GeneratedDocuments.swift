import TestSupport

/// Documents put together from the project's corpora and from what upsets tokenizers.
struct GeneratedDocuments {
  private var random: TestRandom
  private let lines: [Substring]

  init(seed: UInt64) throws {
    random = TestRandom(seed: seed)
    lines = try Repository.corpora().flatMap {
      $0.text.split(separator: "\n", omittingEmptySubsequences: false)
    }
  }

  private static let pieces = [
    "<|end|>", "<br>", " <br> ", "over", "  over", "overt", "\n\n\n", "\n", "\r\n", "    ", " ",
    "\t", "e\u{301}", "\u{C5}", "A\u{30A}", "\u{1100}\u{1161}", "\u{958}", "123456", "café",
    "cafe\u{301}", "<|en", "한국어 漢字", "日本のカナ", "漢字だけ", "中文", "👩‍👩‍👧", "\u{FEFF}",
    "(「", "」)", "'s", "\u{A0}", "№ 5",
  ]

  /// A text of about `count` lines.
  mutating func next(lines count: Int) -> String {
    var text = ""
    for _ in 0..<count {
      for _ in 0..<Int.random(in: 0...2, using: &random) {
        text += Self.pieces.randomElement(using: &random) ?? ""
      }
      if Bool.random(using: &random), let line = lines.randomElement(using: &random) {
        text += line
      }
      if Int.random(in: 0..<4, using: &random) > 0 { text += "\n" }
    }
    return text
  }

  /// The text's bytes in pieces that end between characters.
  mutating func pieces(of text: String) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    var piece: [UInt8] = []
    var left = Int.random(in: 1...400, using: &random)
    for scalar in text.unicodeScalars {
      piece += Array(String(scalar).utf8)
      left -= 1
      if left == 0 {
        pieces.append(piece)
        piece = []
        left = Int.random(in: 1...400, using: &random)
      }
    }
    pieces.append(piece)
    return pieces
  }
}
