/// The merges of a byte-pair encoding: for a pair of neighbouring tokens, when they merge (the
/// rank: lower merges first) and into what.
public struct MergeTable: Sendable {
  /// The number of pairs that merge.
  public let count: Int

  package let entries: FixedTable<Entry>

  /// 16 bytes, four to a cache line.
  package struct Entry: BitwiseCopyable, Sendable {
    package static let emptyKey = UInt64.max
    package var key: UInt64
    package var rank: UInt32
    package var product: TokenID
  }

  @inline(__always)
  package static func key(_ left: TokenID, _ right: TokenID) -> UInt64 {
    UInt64(left) &<< 32 | UInt64(right)
  }

  @inline(__always)
  package static func hash(_ key: UInt64) -> UInt64 {
    // One multiplication by 2^64/φ; the high bits index the table.
    key &* 0x9E37_79B9_7F4A_7C15 ^ (key &* 0x9E37_79B9_7F4A_7C15) &>> 29
  }

  /// The merge of `left` with `right`, or `nil` when they never merge.
  public func merge(_ left: TokenID, _ right: TokenID) -> (rank: UInt32, product: TokenID)? {
    guard let entry = entry(left, right) else { return nil }
    return (entry.rank, entry.product)
  }

  @inline(__always)
  package func entry(_ left: TokenID, _ right: TokenID) -> Entry? {
    let key = Self.key(left, right)
    let mask = entries.count &- 1
    var slot = Int(truncatingIfNeeded: Self.hash(key)) & mask
    while true {
      let entry = entries.base[slot]
      if entry.key == key { return entry }
      if entry.key == Entry.emptyKey { return nil }
      slot = (slot &+ 1) & mask
    }
  }

  /// Creates a table of `merges`. Of two entries for one pair the later one counts, as in the
  /// references, which fill a dictionary in the order of the file.
  ///
  /// - Complexity: O(`merges.count`).
  public init(_ merges: [(left: TokenID, right: TokenID, rank: UInt32, product: TokenID)]) {
    // At most two thirds full: half the memory, and half the page faults, of at most half full.
    var capacity = 16
    while capacity * 2 < merges.count * 3 { capacity *= 2 }
    var distinct = 0
    entries = FixedTable(
      repeating: Entry(key: Entry.emptyKey, rank: 0, product: 0), count: capacity
    ) { table in
      for merge in merges {
        let key = Self.key(merge.left, merge.right)
        var slot = Int(truncatingIfNeeded: Self.hash(key)) & (capacity - 1)
        while table[slot].key != Entry.emptyKey, table[slot].key != key {
          slot = (slot + 1) & (capacity - 1)
        }
        if table[slot].key == Entry.emptyKey {
          distinct += 1
        }
        table[slot] = Entry(key: key, rank: merge.rank, product: merge.product)
      }
    }
    count = distinct
  }
}
