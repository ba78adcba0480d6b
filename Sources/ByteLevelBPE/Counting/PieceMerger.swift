/// Merges the bytes of one pre-token, or of a part of one, into symbols.
///
/// This is the path of everything that is not remembered: a pre-token's first occurrence. Short
/// pieces are merged in an array with a linear search for the lowest rank, long ones with a heap.
/// The array is three times as fast as the heap up to some 40 bytes, where nearly all of text is.
package struct PieceMerger: ~Copyable {
  /// Pieces up to this many bytes are merged in the array.
  static let shortLimit = 48

  private let lazyTable: LazyTable<PairTable>
  /// The table, once a piece has needed it, and its addresses.
  private var loaded: (table: PairTable, handle: PairTable.Handle)?
  /// The symbols of the last piece.
  private var symbols: UnsafeMutablePointer<PairTable.Symbol>
  private var products: UnsafeMutablePointer<PairTable.Symbol>
  private var capacity: Int
  private var heap = PairHeap()

  package init(_ model: BPEModel) {
    lazyTable = model.pairTable
    capacity = 256
    symbols = .allocate(capacity: capacity)
    products = .allocate(capacity: capacity)
  }

  deinit {
    symbols.deallocate()
    products.deallocate()
  }

  /// Merges `count` bytes at `start` and returns the number of symbols that are left.
  ///
  /// - Parameter marksEnd: whether the last byte has a symbol of its own, as with an end-of-word
  ///   suffix.
  /// - Complexity: O(n · symbols) for short pieces, O(n log n) for long ones.
  @inline(__always)
  package mutating func merge(
    _ start: UnsafePointer<UInt8>, count: Int, marksEnd: Bool = false
  ) -> Int {
    let table = loaded?.handle ?? load()
    if count <= Self.shortLimit, !marksEnd { return mergeShort(start, count, table) }
    return mergeLong(start, count, marksEnd: marksEnd, table)
  }

  @inline(never)
  private mutating func load() -> PairTable.Handle {
    let table = lazyTable.value
    loaded = (table, table.handle)
    return table.handle
  }

  /// The vocabulary's id of a symbol of the piece that was merged last; `missingSymbol` for a byte
  /// that has none.
  package func id(_ index: Int) -> TokenID {
    loaded?.table.ids.base[Int(symbols[index])] ?? BPEModel.missingSymbol
  }

  private mutating func mergeShort(
    _ start: UnsafePointer<UInt8>, _ length: Int, _ table: PairTable.Handle
  ) -> Int {
    guard length > 1 else {
      if length == 1 { symbols[0] = PairTable.Symbol(start[0]) }
      return length
    }
    let symbols = symbols
    let products = products
    let raw = UnsafeRawPointer(start)
    var index = 0
    while index < length &- 1 {
      symbols[index] = PairTable.Symbol(start[index])
      products[index] = table.product(ofBytesAt: raw + index)
      index &+= 1
    }
    symbols[index] = PairTable.Symbol(start[index])
    var last = length &- 1
    while last > 0 {
      var lowest = products[0]
      var at = 0
      var probe = 1
      while probe < last {
        let candidate = products[probe]
        if candidate < lowest {
          lowest = candidate
          at = probe
        }
        probe &+= 1
      }
      if lowest == PairTable.none { break }
      symbols[at] = lowest
      var move = at &+ 1
      while move < last {
        symbols[move] = symbols[move &+ 1]
        products[move &- 1] = products[move]
        move &+= 1
      }
      last &-= 1
      if at < last { products[at] = table.product(lowest, symbols[at &+ 1]) }
      if at > 0 { products[at &- 1] = table.product(symbols[at &- 1], lowest) }
    }
    return last &+ 1
  }

  private mutating func mergeLong(
    _ start: UnsafePointer<UInt8>, _ length: Int, marksEnd: Bool, _ table: PairTable.Handle
  ) -> Int {
    guard length > 0 else { return 0 }
    reserve(length)
    for index in 0..<length { symbols[index] = PairTable.Symbol(start[index]) }
    if marksEnd { symbols[length - 1] += 256 }
    heap.reset(count: length)
    for index in 0..<(length - 1) {
      let product = table.product(symbols[index], symbols[index + 1])
      if product != PairTable.none { heap.insert(product, at: index) }
    }
    while let (product, at) = heap.removeLowest() {
      // An entry is out of date when either neighbour has merged otherwise since.
      guard heap.isAlive(at), let next = heap.next(at),
        table.product(symbols[at], symbols[next]) == product
      else { continue }
      symbols[at] = product
      heap.remove(next)
      if let following = heap.next(at) {
        let above = table.product(product, symbols[following])
        if above != PairTable.none { heap.insert(above, at: at) }
      }
      if let previous = heap.previous(at) {
        let above = table.product(symbols[previous], product)
        if above != PairTable.none { heap.insert(above, at: previous) }
      }
    }
    var written = 0
    for index in 0..<length where heap.isAlive(index) {
      symbols[written] = symbols[index]
      written += 1
    }
    return written
  }

  private mutating func reserve(_ length: Int) {
    guard length > capacity else { return }
    symbols.deallocate()
    products.deallocate()
    capacity = length + length / 2
    symbols = .allocate(capacity: capacity)
    products = .allocate(capacity: 256)
  }
}

/// Pairs that may merge, by rank and then from left to right, over a list of the symbols' places.
private struct PairHeap {
  private var entries: [UInt64] = []
  private var following: [Int32] = []
  private var preceding: [Int32] = []

  mutating func reset(count: Int) {
    entries.removeAll(keepingCapacity: true)
    following = (0..<count).map { Int32($0 + 1) }
    preceding = (0..<count).map { Int32($0 - 1) }
  }

  func isAlive(_ place: Int) -> Bool { following[place] != -1 }

  func next(_ place: Int) -> Int? {
    let next = Int(following[place])
    return next < following.count ? next : nil
  }

  func previous(_ place: Int) -> Int? {
    let previous = Int(preceding[place])
    return previous >= 0 ? previous : nil
  }

  mutating func remove(_ place: Int) {
    let next = Int(following[place])
    let previous = Int(preceding[place])
    following[previous] = Int32(next)
    if next < preceding.count { preceding[next] = Int32(previous) }
    following[place] = -1
  }

  mutating func insert(_ product: PairTable.Symbol, at place: Int) {
    entries.append(UInt64(product) << 32 | UInt64(place))
    var child = entries.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard entries[child] < entries[parent] else { break }
      entries.swapAt(child, parent)
      child = parent
    }
  }

  mutating func removeLowest() -> (product: PairTable.Symbol, place: Int)? {
    guard let lowest = entries.first, let last = entries.popLast() else { return nil }
    if !entries.isEmpty {
      entries[0] = last
      var parent = 0
      while true {
        var child = 2 * parent + 1
        guard child < entries.count else { break }
        if child + 1 < entries.count, entries[child + 1] < entries[child] { child += 1 }
        guard entries[child] < entries[parent] else { break }
        entries.swapAt(child, parent)
        parent = child
      }
    }
    return (PairTable.Symbol(lowest >> 32), Int(lowest & 0xFFFF_FFFF))
  }
}
