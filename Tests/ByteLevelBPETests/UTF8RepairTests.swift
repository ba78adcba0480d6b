import ByteLevelBPE
import TestSupport
import Testing

@Suite("Ill-formed UTF-8") struct UTF8RepairTests {
  private func check(_ bytes: [UInt8]) -> (UTF8Repair, String) {
    bytes.withUnsafeBytes {
      (UTF8Repair(checking: $0), String(decoding: UTF8Repair.repaired($0), as: UTF8.self))
    }
  }

  /// Table 3-8 to 3-11 of the Unicode Standard, and the borders of each range.
  @Test(arguments: [
    (
      [0x61, 0xF1, 0x80, 0x80, 0xE1, 0x80, 0xC2, 0x62, 0x80, 0x63, 0x80, 0xBF, 0x64] as [UInt8], 6,
      1
    ),
    ([0xC0, 0xAF, 0xE0, 0x80, 0xBF, 0xF0, 0x81, 0x82, 0x41], 8, 0),
    ([0xED, 0xA0, 0x80, 0xED, 0xBF, 0xBF, 0xED, 0xAF, 0x41], 8, 0),
    ([0xF4, 0x91, 0x92, 0x93, 0xFF, 0x41, 0x80, 0xBF, 0x42], 7, 0),
    ([0xE1, 0x80, 0xE2, 0xF0, 0x91, 0x92, 0xF1, 0xBF, 0x41], 4, 0),
  ]) func `the standard's examples`(_ bytes: [UInt8], _ count: Int, _ first: Int) {
    let (repair, _) = check(bytes)
    #expect(repair.count == count)
    #expect(repair.first == first)
  }

  @Test func `agrees with the standard library on random bytes`() {
    var generator = TestRandom(seed: 5)
    let pool: [UInt8] =
      [0x20, 0x61, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xDF]
      + [0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF]
    for _ in 0..<20_000 {
      var bytes = (0..<Int.random(in: 0..<24, using: &generator)).map { _ in
        pool.randomElement(using: &generator) ?? 0
      }
      if Bool.random(using: &generator) { bytes = Array("ASCII ASCII ".utf8) + bytes }
      let expected = String(decoding: bytes, as: UTF8.self)
      let (repair, repaired) = check(bytes)
      #expect(Array(repaired.utf8) == Array(expected.utf8), "\(bytes)")
      #expect(repair.count == expected.unicodeScalars.count { $0 == "\u{FFFD}" }, "\(bytes)")
    }
  }

  /// Text of whole characters, longer than what is looked at together, with a byte changed here and
  /// there.
  @Test func `agrees with the standard library on damaged text`() {
    var generator = TestRandom(seed: 6)
    let characters = [
      "a", " ", "\n", "é", "я", "߿", "ࠀ", "ก", "字", "퟿", "\u{E000}", "\u{F8FF}", "😀",
    ]
    for round in 0..<20_000 {
      // Of one round in two, all characters but the last have up to three bytes.
      let pool = round % 2 == 0 ? characters : characters.dropLast()
      var text = ""
      for _ in 0..<generator.below(90) { text += pool[generator.below(pool.count)] }
      var bytes = Array(text.utf8)
      if !bytes.isEmpty {
        for _ in 0..<generator.below(3) {
          bytes[generator.below(bytes.count)] = UInt8(generator.below(256))
        }
      }
      let expected = String(decoding: bytes, as: UTF8.self)
      let (repair, repaired) = check(bytes)
      #expect(Array(repaired.utf8) == Array(expected.utf8), "\(bytes)")
      #expect(repair.count == expected.unicodeScalars.count { $0 == "\u{FFFD}" }, "\(bytes)")
    }
  }

  @Test func `well-formed text is left alone`() throws {
    for text in try Repository.corpora().map(\.text) {
      let (repair, repaired) = check(Array(text.utf8))
      #expect(repair.count == 0)
      #expect(repair.first == nil)
      #expect(repaired == text)
    }
  }
}
