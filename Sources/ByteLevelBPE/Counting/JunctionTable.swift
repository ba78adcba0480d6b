/// Where a long piece may be cut without changing its tokens.
///
/// Two neighbouring characters a and b that no token of the vocabulary holds side by side can
/// never be in one token, so no merge crosses from a to b and the stretches left and right are
/// encoded independently. Chinese and Japanese clauses of 30 bytes hardly ever repeat; the
/// pieces between such junctions, of four bytes on average, nearly always do: text never seen
/// falls from 65 % of the bytes to 12 %.
///
/// Junctions inside tokens are kept as hashes in a bit table. Two junctions with one bit only make
/// a safe place look unsafe, which costs time and nothing else.
package struct JunctionTable: Sendable {
  /// A character of well-formed UTF-8.
  struct Character {
    /// Its scalar value.
    var scalar: Int
    /// Its bytes, the first lowest.
    var word: UInt32
    /// How many bytes it has.
    var size: Int
  }

  /// What a token shows of a character at a junction: all of it, or its first or last bytes.
  private struct Form {
    /// Bytes of the left character that are in the token; 0 for all.
    var left: Int
    /// Bytes of the right character that are in the token; 0 for all.
    var right: Int
    /// The forms by number, of which 0 shows both characters whole.
    static let all = (0..<16).map { Form(left: $0 / 4, right: $0 % 4) }
    var number: Int { left * 4 + right }
  }

  private static let bitCount: UInt64 = 20
  private let bits: FixedTable<UInt64>
  /// By character, the last standing for all beyond: 1 if it may be the left one of a junction of
  /// which a token shows less than both characters, 2 if it may be the right one. These are 800
  /// of 900,000 junctions, and asking for them at each place took as long as all else together.
  private let sides: FixedTable<UInt8>
  /// The forms that occur, but for whole characters.
  private let forms: [Form]

  init(_ vocabulary: Vocabulary) {
    var seen: UInt16 = 0
    var partial: [(left: UInt32, right: UInt32, form: Form)] = []
    bits = FixedTable(repeating: 0, count: 1 << (Int(Self.bitCount) - 6)) { bits in
      for id in 0..<TokenID(vocabulary.idLimit) {
        vocabulary.withBytes(of: id) { token in
          Self.forEachJunction(in: token) { left, right, form in
            seen |= 1 << UInt16(form.number)
            if form.number > 0 { partial.append((left, right, form)) }
            let hash = Self.hash(left, right, form)
            bits[Int(hash >> 6)] |= 1 << (hash & 63)
          }
        }
      }
    }
    forms = Form.all.filter { $0.number > 0 && seen >> UInt16($0.number) & 1 == 1 }
    sides = FixedTable(repeating: 0, count: 1 << 16) { sides in
      sides[0xFFFF] = 3
      for (left, right, form) in partial {
        if form.left == 0 {
          sides[min(Self.scalar(left), 0xFFFF)] |= 1
        } else if form.right == 0 {
          sides[min(Self.scalar(right), 0xFFFF)] |= 2
        } else {
          // Neither is known whole: whatever ends like the left one.
          let last = Int(left >> UInt32(8 * (form.left - 1)) & 0x3F)
          for scalar in stride(from: last + 0x40, to: 0x10000, by: 0x40) { sides[scalar] |= 1 }
        }
      }
    }
  }

  /// Whether a token may hold the characters `left` and `right` side by side.
  @inline(__always)
  func isUnsafe(_ left: Character, _ right: Character) -> Bool {
    if isSet(Self.hash(left.word, right.word, Form(left: 0, right: 0))) { return true }
    let flags =
      sides.base[min(left.scalar, 0xFFFF)] & 1 | sides.base[min(right.scalar, 0xFFFF)] & 2
    return flags != 0 && isPartlyUnsafe(left, right)
  }

  private func isPartlyUnsafe(_ left: Character, _ right: Character) -> Bool {
    forms.contains { form in
      guard form.left < left.size, form.right < right.size else { return false }
      let shown = form.left > 0 ? left.word >> UInt32(8 * (left.size - form.left)) : left.word
      let next = form.right > 0 ? right.word & ((1 << UInt32(8 * form.right)) - 1) : right.word
      return isSet(Self.hash(shown, next, form))
    }
  }

  @inline(__always)
  private func isSet(_ hash: UInt64) -> Bool {
    bits.base[Int(hash &>> 6)] &>> (hash & 63) & 1 == 1
  }

  @inline(__always)
  private static func hash(_ left: UInt32, _ right: UInt32, _ form: Form) -> UInt64 {
    let word = UInt64(left) &<< 32 | UInt64(right)
    let salted = word ^ UInt64(form.number) &* 0xA076_1D64_78BD_642F
    return (salted &* 0x9E37_79B9_7F4A_7C15) &>> (64 &- bitCount)
  }

  /// The scalar value of a character's bytes; something beyond all where they are none.
  private static func scalar(_ word: UInt32) -> Int {
    let bytes = (0..<4).map { Int(word >> UInt32(8 * $0) & 0xFF) }
    if bytes[0] < 0x80 { return bytes[0] }
    if bytes[0] < 0xE0 { return (bytes[0] & 0x1F) << 6 | bytes[1] & 0x3F }
    if bytes[0] < 0xF0 {
      return (bytes[0] & 0x0F) << 12 | (bytes[1] & 0x3F) << 6 | bytes[2] & 0x3F
    }
    return .max
  }

  /// Calls `body` with every place in `token` where one character ends and the next begins: the
  /// bytes that the token shows of both.
  private static func forEachJunction(
    in token: UnsafeBufferPointer<UInt8>, _ body: (UInt32, UInt32, Form) -> Void
  ) {
    var previous: (word: UInt32, missing: Bool, length: Int)?
    var index = 0
    while index < token.count {
      let start = index
      let lead = token[index]
      index += 1
      while index < token.count, token[index] & 0xC0 == 0x80, index - start < 4 { index += 1 }
      var word: UInt32 = 0
      for offset in (start..<index).reversed() { word = word << 8 | UInt32(token[offset]) }
      let length = index - start
      let startsInside = lead & 0xC0 == 0x80
      let expected = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
      let endsInside = !startsInside && length < expected
      // Four bytes or more of a character's rest are no character's.
      if let previous, !previous.missing || previous.length < 4 {
        body(
          previous.word, word,
          Form(left: previous.missing ? previous.length : 0, right: endsInside ? length : 0))
      }
      previous = (word, startsInside, length)
    }
  }
}
