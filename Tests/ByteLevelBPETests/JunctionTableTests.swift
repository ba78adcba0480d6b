import TestSupport
import Testing

@testable import ByteLevelBPE

/// Every junction that a token holds, whole or in part, is known to be held.
struct JunctionTableTests {
  /// The neighbouring characters of `text`.
  private func junctions(
    of text: [UInt8]
  ) -> [(JunctionTable.Character, JunctionTable.Character)] {
    let starts = text.indices.filter { text[$0] & 0xC0 != 0x80 } + [text.count]
    let characters = zip(starts, starts.dropFirst()).map { start, end in
      text[start..<end].reversed().reduce(JunctionTable.Character(0)) { $0 << 8 | UInt32($1) }
    }
    return Array(zip(characters, characters.dropFirst()))
  }

  /// Texts of whole characters around the bytes of a token.
  private func completed(_ token: [UInt8], _ random: inout TestRandom) -> [[UInt8]] {
    var missing = 0
    if let lead = token.lastIndex(where: { $0 & 0xC0 != 0x80 }) {
      let size = token[lead] < 0x80 ? 1 : token[lead] < 0xE0 ? 2 : token[lead] < 0xF0 ? 3 : 4
      missing = size - (token.count - lead)
    }
    let inside = token.prefix { $0 & 0xC0 == 0x80 }.count
    guard missing >= 0, inside < 4 else { return [] }
    return (0..<8).compactMap { _ in
      let leads: [UInt8] = [0xD0, 0xE0, 0xE3, 0xE4, 0xE9, 0xF0]
      var before: [UInt8] = []
      if inside > 0 {
        let lead = leads[random.below(leads.count)]
        let size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        guard size > inside else { return nil }
        before = [lead] + (0..<size - 1 - inside).map { _ in 0x80 | UInt8(random.below(64)) }
      }
      return before + token + (0..<missing).map { _ in 0x80 | UInt8(random.below(64)) }
    }
  }

  private func check(_ vocabulary: Vocabulary, _ random: inout TestRandom) -> Int {
    let table = JunctionTable(vocabulary)
    let handle = table.handle
    var checked = 0
    for id in 0..<TokenID(vocabulary.idLimit) {
      guard let token = vocabulary.bytes(of: id) else { continue }
      for text in completed(Array(token), &random) {
        for (left, right) in junctions(of: text) {
          let last = UInt8(
            truncatingIfNeeded: left >> UInt32(24 - left.leadingZeroBitCount / 8 * 8))
          let isHeld = handle.isHeld(
            left, right, last: last, handle.neighbors(of: left), handle.neighbors(of: right))
          #expect(isHeld == 1, "\(text)")
          checked += 1
        }
      }
    }
    return checked
  }

  @Test func repositoryVocabulary() throws {
    var random = TestRandom(seed: 3)
    let model = try GeneratedModels.repositoryTokenizer().model
    #expect(check(model.vocabulary, &random) > 100_000)
  }

  /// Learnt from few characters by chance, half of the tokens begin or end inside one.
  @Test(arguments: 0..<8)
  func learntVocabularies(_ seed: UInt64) throws {
    var random = TestRandom(seed: seed)
    let scalars = [0x430, 0x44F, 0xE40, 0xE01, 0x3042, 0x4E00, 0x4E8C, 0x1F600, 0x1F601]
    let characters = scalars.compactMap { Unicode.Scalar(UInt32($0)) }.map {
      Array(String(Character($0)).utf8)
    }
    let text = (0..<400).flatMap { _ in characters[random.below(characters.count)] }
    let models = try GeneratedModels.trained(on: text, merges: 300, &random)
    #expect(check(models.implied.vocabulary, &random) > 100)
  }
}
