/// A model's merges laid out for the innermost loop.
///
/// Tokens are renumbered into *symbols* in the order in which they are made: the bytes are
/// symbols 0...255, bytes that end a word (where a suffix marks them) 256...511, and every
/// product of a merge follows in the order of ranks. Three things come of it: a pre-token's bytes
/// are its first symbols as they stand; a merge's rank is its product's number, so that one entry
/// of eight bytes holds pair, rank and product; and any order of ids in the file is served alike.
///
/// That a product has *one* rank needs a reason where a file lists several pairs for it (Llama 3
/// lists 280,147 merges for 128,000 tokens). A stretch of text that ends as the token T went,
/// inside, through exactly the merges of T alone, because no merge crosses a boundary that still
/// stands. So the only pair that is ever found side by side and makes T is the one that T's own
/// bytes end in, and entries for other pairs of T lie idle.
package struct PairTable: Sendable {
  /// The number of a token within this table.
  package typealias Symbol = UInt32

  /// What a lookup gives for a pair that does not merge; greater than every symbol.
  package static let none = Symbol.max
  /// The symbol of the byte 0 where it ends a word and a suffix marks that.
  static let firstFinalByte: Symbol = 256
  /// The first symbol that is a product.
  package static let firstProduct: Symbol = 512
  static let fieldBits: UInt64 = 21
  static let fieldMask: UInt64 = (1 << fieldBits) - 1
  static let hashBits: UInt64 = 2 * fieldBits
  static let emptyEntry = UInt64.max
  static let filterBits: UInt64 = 21

  /// The hash of a pair in the high 42 bits and its product in 21, in rising order: an entry lies
  /// where the first bits of its hash say, or behind that with nothing empty between. The hash
  /// tells the pair, so that a search is one comparison a step and ends at the first entry that
  /// is not less. The table is at most three fifths full: four fifths full, one lookup in six took
  /// more than four steps.
  package let entries: FixedTable<UInt64>
  /// A bit for each value of a hash's first bits: of ten pairs that do not merge, nine are told from
  /// 256 kB, which stay in the second-level cache where entries do not.
  package let filter: FixedTable<UInt64>
  /// What two bytes merge into, by their little-endian word: half of the merges are these.
  package let bytePairs: FixedTable<BytePair>
  /// The vocabulary's id of each symbol; `BPEModel.missingSymbol` for a byte that has none.
  package let ids: FixedTable<TokenID>
  /// By how much a hash is shifted to index `entries`.
  let shift: UInt64
  /// Whether the bytes of every token are known to merge into that token, so that asking whether a
  /// whole pre-token is one gives nothing that merging does not.
  var mergesIntoEveryToken = false

  /// Numbers pairs so that neighbouring ones lie far apart, each by a number of its own:
  /// multiplication by an odd number, 2^42/φ, permutes 42 bits.
  @inline(__always)
  static func hash(_ left: Symbol, _ right: Symbol) -> UInt64 {
    let pair = UInt64(left) &<< fieldBits | UInt64(right)
    return (pair &* 0x278_DDE6_E5FD) & ((1 &<< hashBits) &- 1)
  }

  /// What is known of two neighbouring bytes.
  package struct BytePair: BitwiseCopyable, Sendable {
    /// The product of the two, or `none`.
    package var product: Symbol
    /// The lowest product of any merge across the two of which at least one part is still a byte;
    /// `none` if there is none. Never more than `product`.
    package var lowestAcross: Symbol

    static let unmergeable = BytePair(product: none, lowestAcross: none)
  }

  /// The addresses of a pair table, for loops. Valid as long as the table is kept.
  struct Handle {
    let entries: UnsafePointer<UInt64>
    let filter: UnsafePointer<UInt64>
    let bytePairs: UnsafePointer<BytePair>
    let shift: UInt64

    /// The product of `left` and `right`, which is also the rank of their merge, or `none`.
    @inline(__always)
    func product(_ left: Symbol, _ right: Symbol) -> Symbol {
      let hash = PairTable.hash(left, right)
      let bit = hash &>> (PairTable.hashBits &- PairTable.filterBits)
      if filter[Int(truncatingIfNeeded: bit &>> 6)] &>> (bit & 63) & 1 == 0 {
        return PairTable.none
      }
      var slot = Int(truncatingIfNeeded: hash &>> shift)
      while entries[slot] &>> PairTable.fieldBits < hash { slot &+= 1 }
      let entry = entries[slot]
      return entry &>> PairTable.fieldBits == hash
        ? Symbol(truncatingIfNeeded: entry & PairTable.fieldMask) : PairTable.none
    }

    /// Asks for the entries of a pair ahead of ``product(ofHash:)``.
    @inline(__always)
    func prefetch(_ hash: UInt64) {
      PreTokenMemo.prefetch(entries + Int(truncatingIfNeeded: hash &>> shift))
    }

    /// The product of the pair with this hash, or `none`, where its entries were asked for: four of
    /// them are compared without a branch in between.
    @inline(__always)
    func product(ofHash hash: UInt64) -> Symbol {
      var slot = Int(truncatingIfNeeded: hash &>> shift)
      let sought = hash &<< PairTable.fieldBits
      // What is left of the entry sought is its product; of any other, more.
      var found = min(
        min(entries[slot] ^ sought, entries[slot &+ 1] ^ sought),
        min(entries[slot &+ 2] ^ sought, entries[slot &+ 3] ^ sought))
      if found > PairTable.fieldMask, entries[slot &+ 3] < sought {
        slot &+= 4
        while entries[slot] < sought { slot &+= 1 }
        found = entries[slot] ^ sought
      }
      return found > PairTable.fieldMask ? PairTable.none : Symbol(truncatingIfNeeded: found)
    }

    /// What is known of the two bytes at `pointer`.
    @inline(__always)
    func bytePair(at pointer: UnsafeRawPointer) -> BytePair {
      bytePairs[Int(UInt16(littleEndian: pointer.loadUnaligned(as: UInt16.self)))]
    }
  }

  var handle: Handle {
    Handle(
      entries: entries.base, filter: filter.base, bytePairs: bytePairs.base, shift: shift)
  }
}
