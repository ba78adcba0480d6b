/// A ``PairTable`` while it is filled: a hash table that grows, and can merge with what it has.
struct PairTableBuilder: ~Copyable {
  private var entries: UnsafeMutableBufferPointer<UInt64>
  private var shift: UInt64
  private var count = 0
  private let filter: UnsafeMutableBufferPointer<UInt64>
  private let bytePairs: UnsafeMutableBufferPointer<PairTable.BytePair>
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
    filter = .allocate(capacity: 1 << (Int(PairTable.filterBits) - 6))
    filter.initialize(repeating: 0)
    bytePairs = .allocate(capacity: 1 << 16)
    bytePairs.initialize(repeating: .unmergeable)
    edges = (0..<UInt16(2 * 256)).map { $0 & 0xFF | $0 << 8 }
    edges.reserveCapacity(expected + edges.count)
  }

  deinit {
    entries.deallocate()
    filter.deallocate()
    bytePairs.deallocate()
  }

  private static func isFull(_ count: Int, _ shift: UInt64) -> Bool {
    count * 5 > (1 << Int(PairTable.hashBits - shift)) * 3
  }

  private static func emptyEntries(_ shift: UInt64) -> UnsafeMutableBufferPointer<UInt64> {
    let entries = UnsafeMutableBufferPointer<UInt64>.allocate(
      capacity: 1 << Int(PairTable.hashBits - shift) + slack)
    entries.initialize(repeating: PairTable.emptyEntry)
    return entries
  }

  /// Calls `body` with the table as it stands.
  func withHandle<Result>(_ body: (PairTable.Handle) -> Result?) -> Result? {
    guard let entries = entries.baseAddress, let filter = filter.baseAddress,
      let bytePairs = bytePairs.baseAddress
    else { return nil }
    return body(
      PairTable.Handle(entries: entries, filter: filter, bytePairs: bytePairs, shift: shift))
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
    filter[bit / 64] = filter[bit / 64] | 1 << UInt64(bit % 64)
    if left < 256, right < 256 { bytePairs[Int(left | right << 8)].product = product }
    noteAcross(left, right, product)
  }

  /// Asks for the place of a merge that is to be inserted soon.
  @inline(__always)
  func prefetch(_ left: PairTable.Symbol, _ right: PairTable.Symbol) {
    guard let entries = entries.baseAddress else { return }
    PreTokenMemo.prefetch(entries + Int(PairTable.hash(left, right) >> shift))
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
      bytePairs[word].lowestAcross = min(bytePairs[word].lowestAcross, product)
    }
    guard isRising, product <= max(left, right) else { return }
    // Where a token has a lower rank than its parts, no merge is known to come first.
    isRising = false
    for word in bytePairs.indices { bytePairs[word].lowestAcross = 0 }
  }

  /// Writes an entry, unless there is no room between its place and the end.
  private mutating func put(_ entry: UInt64) -> Bool {
    let hash = entry >> PairTable.fieldBits
    var slot = Int(hash >> shift)
    while entries[slot] >> PairTable.fieldBits < hash { slot += 1 }
    if entries[slot] >> PairTable.fieldBits == hash {
      entries[slot] = entry
      return true
    }
    var end = slot
    while entries[end] != PairTable.emptyEntry { end += 1 }
    // The last entry stays empty and ends every search.
    guard end + 1 < entries.count else { return false }
    while end > slot {
      entries[end] = entries[end - 1]
      end -= 1
    }
    entries[slot] = entry
    count += 1
    return true
  }

  private mutating func grow() {
    let old = entries
    defer { old.deallocate() }
    repeat {
      shift -= 1
      count = 0
      entries = Self.emptyEntries(shift)
    } while !old.allSatisfy { $0 == PairTable.emptyEntry || put($0) }
  }

  /// The finished table.
  func table(ids: [TokenID]) -> PairTable {
    PairTable(
      entries: FixedTable(UnsafeBufferPointer(entries)),
      filter: FixedTable(UnsafeBufferPointer(filter)),
      bytePairs: FixedTable(UnsafeBufferPointer(bytePairs)), ids: FixedTable(ids), shift: shift)
  }
}
