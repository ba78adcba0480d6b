/// Text that mixes what resolution has rules for, always the same for a seed.
struct GeneratedText {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  private static let alphabets: [[Unicode.Scalar]] = [
    "abcXYZ", "éßñ", "абвЯ", "αβΩ", "ابت،؛", "कखग।॥०", "ひらがなー", "カタカナ・ー", "漢字中文", "、。〜「」", "한국어",
    "ㄅㄆㄇ", "ไทย", "༺བོད༻", "012 34,5.", "  \t", "([{", ")]}", "《〈「『", "』」〉》",
    "\u{301}\u{342}\u{483}",
    "\u{64B}\u{3099}\u{302A}", "😀\u{200D}\u{FE0F}", "\u{E000}\u{378}", "\u{FFFD}!?", "ᚠᛒ᛫", "᚛ᚐᚑ᚜",
    "\u{1CD0}\u{1CF7}\u{A830}", "᠂᠃ᠠ", "\u{10100}\u{1D242}", "𛀁", "𒐀", "〆〇々",
    "か\u{3040}\u{3097}ヿ",
  ].map { Array($0.unicodeScalars) }

  private static let illFormed: [[UInt8]] = [
    [0x80], [0xC0, 0xAF], [0xE3, 0x81], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x98], [0xF5], [0xFF],
  ]

  mutating func below(_ bound: Int) -> Int {
    // SplitMix64; the bias of the remainder does not matter here.
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ z >> 31) % UInt64(bound))
  }

  /// About `length` scalars of a few alphabets.
  mutating func document(length: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    let alphabets = (0..<(1 + below(6))).map { _ in Self.alphabets[below(Self.alphabets.count)] }
    let brackets: [Unicode.Scalar] = ["(", "[", ")", "]", " ", "「", "」"]
    var scalars = 0
    while scalars < length {
      let alphabet = alphabets[below(alphabets.count)]
      for _ in 0...below(below(4) == 0 ? 24 : 4) {
        let scalar = alphabet[below(alphabet.count)]
        bytes += Array(String(Character(scalar)).utf8)
        scalars += 1
      }
      switch below(12) {
      case 0: bytes.append(0x0A)
      case 1...3: bytes += Array(String(Character(brackets[below(brackets.count)])).utf8)
      case 4 where below(8) == 0: bytes += Self.illFormed[below(Self.illFormed.count)]
      default: break
      }
    }
    return bytes
  }
}
