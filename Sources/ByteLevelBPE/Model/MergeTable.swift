/// The merges of a byte-pair encoding: for a pair of neighbouring tokens, when they merge (the
/// rank: lower merges first) and into what.
public struct MergeTable: Sendable {
  /// One merge.
  public struct Merge: BitwiseCopyable, Equatable, Sendable {
    /// The first token of the pair.
    public var left: TokenID
    /// The second token of the pair.
    public var right: TokenID
    /// What the pair becomes.
    public var product: TokenID

    /// Creates a merge.
    public init(left: TokenID, right: TokenID, product: TokenID) {
      self.left = left
      self.right = right
      self.product = product
    }

    @inline(__always)
    package var pair: UInt64 { MergeTable.pair(left, right) }
  }

  /// The merges of all pairs that merge, in the order of their ranks.
  package let merges: FixedTable<Merge>

  /// Open addressing, linear probing: a place in `merges` + 1, or 0 for an empty slot.
  private let slots: FixedTable<UInt32>

  /// The number of pairs that merge.
  public var count: Int { merges.count }

  @inline(__always)
  package static func pair(_ left: TokenID, _ right: TokenID) -> UInt64 {
    UInt64(left) &<< 32 | UInt64(right)
  }

  @inline(__always)
  private static func hash(_ pair: UInt64) -> Int {
    // One multiplication by 2^64/φ, folded: the low bits index the table.
    let product = pair &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: product ^ product &>> 29)
  }

  /// The merge of `left` with `right`, or `nil` when they never merge.
  public func merge(_ left: TokenID, _ right: TokenID) -> (rank: UInt32, product: TokenID)? {
    let mask = slots.count &- 1
    var slot = Self.hash(Self.pair(left, right)) & mask
    while slots.base[slot] != 0 {
      let rank = slots.base[slot] &- 1
      let merge = merges.base[Int(rank)]
      if merge.left == left, merge.right == right { return (rank, merge.product) }
      slot = (slot &+ 1) & mask
    }
    return nil
  }

  /// Creates a table of merges in the order of their ranks. Of two entries for one pair the later one
  /// counts, as in the references, which fill a dictionary in the order of the file.
  ///
  /// - Complexity: O(`merges.count`).
  public init(_ merges: [Merge]) {
    self.init(joining: [merges])
  }

  /// Creates a table of lists of merges, one behind the other.
  package init(joining lists: [[Merge]]) {
    var merges = FixedTable(joining: lists)
    var (slots, isDistinct) = Self.slots(of: merges)
    if !isDistinct {
      let last = Dictionary(
        merges.elements.indices.lazy.map { (merges[$0].pair, $0) }, uniquingKeysWith: { $1 })
      let distinct = merges.elements.indices.filter { last[merges[$0].pair] == $0 }
      merges = FixedTable(distinct.map { merges[$0] })
      (slots, _) = Self.slots(of: merges)
    }
    self.merges = merges
    self.slots = slots
  }

  /// The table that finds merges by their pairs, and whether no pair occurs twice.
  private static func slots(
    of merges: FixedTable<Merge>
  ) -> (FixedTable<UInt32>, isDistinct: Bool) {
    // At most two thirds full: half the memory, and half the page faults, of at most half full.
    var capacity = 16
    while capacity * 2 < merges.count * 3 { capacity *= 2 }
    var isDistinct = true
    let slots = FixedTable(repeating: UInt32(0), count: capacity) { table in
      guard let table = table.baseAddress else { return }
      let mask = capacity - 1
      let first = merges.base
      for index in 0..<merges.count {
        // Asked for some merges ahead: the table is larger than the cache.
        if index + 16 < merges.count {
          Vocabulary.prefetch(UnsafePointer(table + hash(first[index + 16].pair) & mask))
        }
        let pair = first[index].pair
        var slot = hash(pair) & mask
        while table[slot] != 0, first[Int(table[slot] - 1)].pair != pair {
          slot = (slot + 1) & mask
        }
        isDistinct = isDistinct && table[slot] == 0
        table[slot] = UInt32(truncatingIfNeeded: index) + 1
      }
    }
    return (slots, isDistinct)
  }
}
