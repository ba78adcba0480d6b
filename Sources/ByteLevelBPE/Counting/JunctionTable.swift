/// Where a long piece may be cut without changing its tokens.
///
/// Two neighbouring characters a and b that no token of the vocabulary holds side by side can
/// never be in one token, so no merge crosses from a to b and the stretches left and right are
/// encoded independently. Chinese and Japanese clauses of 30 bytes hardly ever repeat; the
/// pieces between such junctions, of four bytes on average, nearly always do: text never seen
/// falls from 65 % of the bytes to 12 %.
///
/// Junctions inside tokens are kept as hashes in a bit table. A token that begins or ends inside a
/// character shows less of a junction than both characters; of these, 800 of 900,000, bits tell what
/// may stand beside a character. Two junctions with one bit only make a safe place look unsafe, which
/// costs time and nothing else.
package struct JunctionTable: Sendable {
  /// A character of well-formed UTF-8: its bytes, the first lowest.
  typealias Character = UInt32

  /// A bit for each value of the hash of two characters that some token holds side by side.
  private let wholes: FixedTable<UInt64>
  /// By hash of a character, what some token holds of a character beside it.
  private let neighbors: FixedTable<Neighbors>
  /// By six bits of a character's last byte and of the next one's first, whether a token holds the
  /// end of one and the beginning of the other.
  private let edges: FixedTable<UInt64>

  /// What may stand beside a character where a token holds all of it and less of the other.
  struct Neighbors: BitwiseCopyable, Sendable {
    /// A bit for each six bits of the first two bytes of the character behind it.
    var following: UInt64
    /// A bit for each six bits of the last byte of the character before it.
    var preceding: UInt64

    static let none = Neighbors(following: 0, preceding: 0)
  }

  private static let wholeBits: UInt64 = 20
  /// 2,048 entries, of which o200k uses 166, are 32 kB.
  private static let neighborBits: UInt32 = 11

  init(_ vocabulary: Vocabulary) {
    var partial: [Junction] = []
    wholes = FixedTable(repeating: 0, count: 1 << (Int(Self.wholeBits) - 6)) { wholes in
      for id in 0..<TokenID(vocabulary.idLimit) {
        vocabulary.withBytes(of: id) { token in
          Self.forEachJunction(in: token) { junction in
            if junction.showsLeft && junction.showsRight {
              let hash = Self.wholeHash(junction.left, junction.right)
              wholes[Int(hash >> 6)] |= 1 << (hash & 63)
            } else {
              partial.append(junction)
            }
          }
        }
      }
    }
    neighbors = FixedTable(repeating: .none, count: 1 << Int(Self.neighborBits)) { neighbors in
      for junction in partial {
        if junction.showsLeft {
          // One byte of a character begins every character that begins with it.
          neighbors[Self.index(junction.left)].following |=
            junction.right < 0x100 ? .max : 1 << Self.beginning(junction.right)
        } else if junction.showsRight {
          neighbors[Self.index(junction.right)].preceding |= 1 << UInt64(junction.last & 63)
        }
      }
    }
    edges = FixedTable(repeating: 0, count: 64) { edges in
      for junction in partial where !junction.showsLeft && !junction.showsRight {
        edges[Int(junction.last & 63)] |= 1 << UInt64(junction.right & 63)
      }
    }
  }

  /// The addresses of a junction table, for loops. Valid as long as the table is kept.
  struct Handle {
    fileprivate let wholes: UnsafePointer<UInt64>
    fileprivate let neighbors: UnsafePointer<Neighbors>
    fileprivate let edges: UnsafePointer<UInt64>

    /// What is known of what may stand beside a character.
    @inline(__always)
    func neighbors(of character: Character) -> Neighbors {
      neighbors[JunctionTable.index(character)]
    }

    /// 1 where a token may hold two characters side by side, or parts of them; 0 where none does.
    /// Two ASCII characters, which such text seldom has, are not looked up.
    ///
    /// - Parameters:
    ///   - last: the last byte of `left`.
    ///   - leftNeighbors: those of `left`, and `rightNeighbors` those of `right`.
    @inline(__always)
    func isHeld(
      _ left: Character, _ right: Character, last: UInt8, _ leftNeighbors: Neighbors,
      _ rightNeighbors: Neighbors
    ) -> Int {
      let hash = JunctionTable.wholeHash(left, right)
      let whole = wholes[Int(truncatingIfNeeded: hash &>> 6)] &>> (hash & 63)
      let edge = edges[Int(last & 63)] &>> UInt64(right & 63)
      let half =
        leftNeighbors.following &>> JunctionTable.beginning(right)
        | rightNeighbors.preceding &>> UInt64(last & 63)
      let ascii = UInt64(((left | right) &- 0x80) &>> 31)
      return Int(truncatingIfNeeded: (whole | edge | half | ascii) & 1)
    }
  }

  var handle: Handle {
    Handle(wholes: wholes.base, neighbors: neighbors.base, edges: edges.base)
  }

  @inline(__always)
  private static func index(_ character: Character) -> Int {
    Int(truncatingIfNeeded: (character &* 0x9E37_79B1) &>> (32 &- neighborBits))
  }

  /// Six bits of a character's first two bytes.
  @inline(__always)
  private static func beginning(_ character: Character) -> UInt64 {
    UInt64(truncatingIfNeeded: (character ^ character &>> 8) & 63)
  }

  @inline(__always)
  private static func wholeHash(_ left: Character, _ right: Character) -> UInt64 {
    let word = UInt64(left) &<< 32 | UInt64(right)
    return (word &* 0x9E37_79B9_7F4A_7C15) &>> (64 &- wholeBits)
  }

  /// A place in a token where one character ends and the next begins.
  private struct Junction {
    /// The bytes that the token shows of both.
    var left: Character
    var right: Character
    /// Whether these are all of them.
    var showsLeft: Bool
    var showsRight: Bool
    /// The last byte of `left`.
    var last: UInt8
  }

  /// Calls `body` with the junctions of `token`, but for those of two ASCII characters.
  @inline(__always)
  private static func forEachJunction(
    in token: UnsafeBufferPointer<UInt8>, _ body: (Junction) -> Void
  ) {
    guard let start = token.baseAddress else { return }
    let count = token.count
    var previous: Character = 0
    var previousIsWhole = false
    var index = 0
    while index < count {
      let lead = start[index]
      if lead < 0x80, previous < 0x80 {
        previous = Character(lead)
        previousIsWhole = true
        index &+= 1
        continue
      }
      let first = index
      index &+= 1
      var word = Character(lead)
      while index < count, start[index] & 0xC0 == 0x80, index &- first < 4 {
        word |= Character(start[index]) &<< Character(8 &* (index &- first))
        index &+= 1
      }
      let startsInside = lead & 0xC0 == 0x80
      let expected = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
      if first > 0 {
        body(
          Junction(
            left: previous, right: word, showsLeft: previousIsWhole,
            showsRight: !startsInside && index &- first >= expected, last: start[first &- 1]))
      }
      previous = word
      previousIsWhole = !startsInside
    }
  }
}
