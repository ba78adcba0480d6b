/// Where a long piece may be cut without changing its tokens.
///
/// Two neighbouring characters a and b that no token of the vocabulary holds side by side can
/// never be in one token, so no merge crosses from a to b and the stretches left and right are
/// encoded independently. Chinese and Japanese clauses of 30 bytes hardly ever repeat; the
/// pieces between such junctions, of four bytes on average, nearly always do: text never seen
/// falls from 65 % of the bytes to 3 %.
///
/// Junctions inside tokens are kept as hashes in a bit table. Two junctions with one bit only make
/// a safe place look unsafe, which costs time and nothing else.
struct JunctionTable: Sendable {
  /// What a token shows of a character at a junction: all of it, or its first or last bytes.
  private struct Form: Hashable {
    /// Bytes of the left character that are in the token; 0 for all.
    var left: Int
    /// Bytes of the right character that are in the token; 0 for all.
    var right: Int
  }

  private static let bitCount: UInt64 = 20
  private let bits: FixedTable<UInt64>
  private let forms: [Form]

  init(_ vocabulary: Vocabulary) {
    var seen = Set<Form>()
    bits = FixedTable(repeating: 0, count: 1 << (Int(Self.bitCount) - 6)) { bits in
      for id in 0..<TokenID(vocabulary.idLimit) {
        vocabulary.withBytes(of: id) { token in
          Self.forEachJunction(in: token) { form, hash in
            seen.insert(form)
            bits[Int(hash >> 6)] |= 1 << (hash & 63)
          }
        }
      }
    }
    forms = seen.sorted { ($0.left, $0.right) < ($1.left, $1.right) }
  }

  /// Whether a token may hold the characters `left` and `right`, given as the words of their UTF-8
  /// bytes, first byte lowest, side by side.
  @inline(__always)
  func isUnsafe(_ left: UInt32, _ right: UInt32) -> Bool {
    for form in forms {
      var shown = (left, right)
      if form.left > 0 {
        let length = Self.length(left)
        guard form.left < length else { continue }
        shown.0 = left &>> UInt32(8 * (length - form.left))
      }
      if form.right > 0 {
        guard form.right < Self.length(right) else { continue }
        shown.1 = right & ((1 &<< UInt32(8 * form.right)) &- 1)
      }
      let hash = Self.hash(shown.0, shown.1, form)
      if bits.base[Int(hash &>> 6)] &>> (hash & 63) & 1 == 1 { return true }
    }
    return false
  }

  private static func length(_ character: UInt32) -> Int {
    4 - character.leadingZeroBitCount / 8
  }

  private static func hash(_ left: UInt32, _ right: UInt32, _ form: Form) -> UInt64 {
    let word = UInt64(left) << 32 | UInt64(right)
    let salted = word ^ UInt64(form.left * 4 + form.right) &* 0xA076_1D64_78BD_642F
    return (salted &* 0x9E37_79B9_7F4A_7C15) >> (64 - bitCount)
  }

  /// Calls `body` with every place in `token` where one character ends and the next begins.
  private static func forEachJunction(
    in token: UnsafeBufferPointer<UInt8>, _ body: (Form, UInt64) -> Void
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
      if let previous {
        let form = Form(
          left: previous.missing ? previous.length : 0, right: endsInside ? length : 0)
        body(form, hash(previous.word, word, form))
      }
      previous = (word, startsInside, length)
    }
  }
}
