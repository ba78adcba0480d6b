/// A ``PairTable`` while it is filled: a hash table that grows, and can merge with what it has.
struct PairTableBuilder: ~Copyable {
  private var entries: TableDraft<UInt64>
  private var shift: UInt64
  private var count = 0
  private let filter: TableDraft<UInt64>
  private let bytePairs: TableDraft<PairTable.BytePair>
  /// The first byte of each symbol in the low half, its last in the high.
  private var edges: [UInt16]
  /// Whether every product so far is greater than its parts.
  private var isRising = true

  /// Entries behind the last that a hash points to, so that no search has to turn around.
  private static let slack = 1024

  /// - Parameter expected: about how many merges are to come. A table that had to grow to its size
  ///   was filled twice.
  init(expected: Int) {
    shift = PairTable.hashBits - 10
    while Self.isFull(expected, shift) { shift -= 1 }
    entries = Self.emptyEntries(shift)
    filter = TableDraft(repeating: 0, count: 1 << (Int(PairTable.filterBits) - 6))
    bytePairs = TableDraft(repeating: .unmergeable, count: 1 << 16)
    edges = (0..<UInt16(2 * 256)).map { $0 & 0xFF | $0 << 8 }
    edges.reserveCapacity(expected + edges.count)
  }

  private static func isFull(_ count: Int, _ shift: UInt64) -> Bool {
    count * 5 > (1 << Int(PairTable.hashBits - shift)) * 3
  }

  private static func emptyEntries(_ shift: UInt64) -> TableDraft<UInt64> {
    TableDraft(
      repeating: PairTable.emptyEntry, count: 1 << Int(PairTable.hashBits - shift) + slack)
  }

  /// Calls `body` with the table as it stands.
  func withHandle<Result>(_ body: (PairTable.Handle) -> Result) -> Result {
    body(
      PairTable.Handle(
        entries: entries.base, filter: filter.base, bytePairs: bytePairs.base, shift: shift))
  }

  /// Enters that `left` and `right` make `product`, in place of what they made before.
  mutating func insert(
    _ left: PairTable.Symbol, _ right: PairTable.Symbol, _ product: PairTable.Symbol
  ) {
    while Self.isFull(count + 1, shift)
      || !put(PairTable.hash(left, right) << PairTable.fieldBits | UInt64(product))
    { grow() }
    let bit = Int(PairTable.hash(left, right) >> (PairTable.hashBits - PairTable.filterBits))
    // `|=` here makes a program that Swift 6.3 cannot compile for ThreadSanitizer.
    filter.base[bit / 64] = filter.base[bit / 64] | 1 << UInt64(bit % 64)
    if left < 256, right < 256 { bytePairs.base[Int(left | right << 8)].product = product }
    noteAcross(left, right, product)
  }

  /// Asks for the place of a merge that is to be inserted soon.
  @inline(__always)
  func prefetch(_ left: PairTable.Symbol, _ right: PairTable.Symbol) {
    PreTokenMemo.prefetch(entries.base + Int(PairTable.hash(left, right) >> shift))
  }

  /// Notes a merge as one across the two bytes at which its parts meet.
  private mutating func noteAcross(
    _ left: PairTable.Symbol, _ right: PairTable.Symbol, _ product: PairTable.Symbol
  ) {
    while edges.count <= Int(max(left, right, product)) { edges.append(0) }
    let (before, behind) = (edges[Int(left)], edges[Int(right)])
    edges[Int(product)] = before & 0xFF | behind & 0xFF00
    if left < 256 || right < 256 {
      let word = Int(before >> 8 | behind << 8)
      bytePairs.base[word].lowestAcross = min(bytePairs.base[word].lowestAcross, product)
    }
    guard isRising, product <= max(left, right) else { return }
    // Where a token has a lower rank than its parts, no merge is known to come first.
    isRising = false
    for word in bytePairs.elements.indices { bytePairs.base[word].lowestAcross = 0 }
  }

  /// Writes an entry, unless there is no room between its place and the end.
  private mutating func put(_ entry: UInt64) -> Bool {
    let hash = entry >> PairTable.fieldBits
    let (entries, capacity) = (self.entries.base, self.entries.elements.count)
    var slot = Int(hash >> shift)
    while entries[slot] >> PairTable.fieldBits < hash { slot += 1 }
    if entries[slot] >> PairTable.fieldBits == hash {
      entries[slot] = entry
      return true
    }
    var end = slot
    while entries[end] != PairTable.emptyEntry { end += 1 }
    // The last entry stays empty and ends every search.
    guard end + 1 < capacity else { return false }
    while end > slot {
      entries[end] = entries[end - 1]
      end -= 1
    }
    entries[slot] = entry
    count += 1
    return true
  }

  private mutating func grow() {
    shift -= 1
    let old = exchange(&entries, with: Self.emptyEntries(shift))
    while !putAll(of: old) {
      shift -= 1
      entries = Self.emptyEntries(shift)
    }
  }

  private mutating func putAll(of old: borrowing TableDraft<UInt64>) -> Bool {
    count = 0
    return old.elements.allSatisfy { $0 == PairTable.emptyEntry || put($0) }
  }

  /// The finished table.
  consuming func table(ids: [TokenID]) -> PairTable {
    PairTable(
      entries: FixedTable(entries), filter: FixedTable(filter), bytePairs: FixedTable(bytePairs),
      ids: FixedTable(ids), shift: shift)
  }
}
