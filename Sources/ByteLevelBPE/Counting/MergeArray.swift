/// Merges the bytes of a word in one array.
///
/// After the pairs that settle (``PairTable/Handle/settle(_:_:into:_:)``), each pass over the array
/// merges every pair of the lowest rank, from left to right, and finds the lowest rank that is left. A
/// pass takes a nanosecond a symbol and touches no memory but the array: up to some thirty bytes
/// nothing else is as fast. Merging eight words side by side, a step of each in turn while the others'
/// entries come, was no faster, and without any branch in a step a tenth.
struct MergeArray: ~Copyable {
  /// What each symbol makes with the next.
  private let products: UnsafeMutablePointer<PairTable.Symbol>
  /// The hash of each symbol's pair with the one before.
  private let hashes: UnsafeMutablePointer<UInt64>

  /// Creates an array for up to `capacity` bytes.
  init(capacity: Int) {
    products = .allocate(capacity: capacity)
    hashes = .allocate(capacity: capacity)
  }

  deinit {
    products.deallocate()
    hashes.deallocate()
  }

  /// Merges `length` bytes at `start`, no more than the capacity, into `symbols` and returns how
  /// many are left.
  ///
  /// - Complexity: O(`length` · different ranks that merge).
  @inline(__always)
  func merge(
    _ start: UnsafePointer<UInt8>, count length: Int, _ table: PairTable.Handle,
    into symbols: UnsafeMutablePointer<PairTable.Symbol>
  ) -> Int {
    guard length > 0 else { return 0 }
    return finish(begin(start, count: length, table, into: symbols), table, symbols)
  }

  /// Writes the bytes as symbols, of which some have settled, returns how many these are, and asks for
  /// what ``finish(_:_:_:at:)`` will look up.
  ///
  /// - Parameter place: where in the array, for several words that are begun before one is finished.
  @inline(__always)
  func begin(
    _ start: UnsafePointer<UInt8>, count length: Int, _ table: PairTable.Handle,
    into symbols: UnsafeMutablePointer<PairTable.Symbol>, at place: Int = 0
  ) -> Int {
    table.settle(start, length, into: symbols, hashes + place)
  }

  /// Merges the `settled` symbols that were written, at least one, and returns how many are left.
  @inline(__always)
  func finish(
    _ settled: Int, _ table: PairTable.Handle, _ symbols: UnsafeMutablePointer<PairTable.Symbol>,
    at place: Int = 0
  ) -> Int {
    let (products, hashes) = (products, hashes + place)
    var count = settled
    var lowest = PairTable.none
    let last = count &- 1
    for index in 0..<last {
      let product = table.product(ofHash: hashes[index &+ 1])
      products[index] = product
      lowest = min(lowest, product)
    }
    products[last] = PairTable.none
    while lowest != PairTable.none { lowest = mergeAll(lowest, table, symbols, &count) }
    return count
  }

  /// Merges the pairs that make `product`, which is the lowest rank there is, and returns the
  /// lowest rank thereafter.
  @inline(__always)
  private func mergeAll(
    _ product: PairTable.Symbol, _ table: PairTable.Handle,
    _ symbols: UnsafeMutablePointer<PairTable.Symbol>, _ count: inout Int
  ) -> PairTable.Symbol {
    let products = products
    var lowest = PairTable.none
    // What the symbol before makes is final only when the one at hand is.
    var previous = PairTable.none
    var read = 0
    while products[read] != product {
      lowest = min(lowest, previous)
      previous = products[read]
      read &+= 1
    }
    var write = read
    var target = product
    while read < count {
      var right = products[read]
      if right == target {
        read &+= 2
        right = read < count ? table.product(product, symbols[read]) : PairTable.none
        if write > 0 {
          previous = table.product(symbols[write &- 1], product)
          products[write &- 1] = previous
        }
        symbols[write] = product
        // A pair of a still lower rank has come up and goes before the rest of this one. No
        // product is 0.
        if min(previous, right) < product { target = 0 }
      } else {
        symbols[write] = symbols[read]
        read &+= 1
      }
      lowest = min(lowest, previous)
      products[write] = right
      previous = right
      write &+= 1
    }
    count = write
    return min(lowest, previous)
  }
}
