/// What is merged before anything is looked up: a third of all bytes.
extension PairTable.Handle {
  /// Writes the bytes at `start` as symbols, two that settle as one, and returns how many these are.
  /// Asks for the entries of all their pairs.
  ///
  /// A pair of bytes *settles* if no lower merge goes across the two bytes before it, nor across the
  /// two behind, while one of either is still a byte by itself. Until the pair's turn nothing can
  /// reach into it then, and what its product merges into comes later anyway. (Products rise with
  /// ranks; see `noteAcross` of the table's builder for vocabularies in which they do not.)
  ///
  /// Which pairs settle follows no order, and so there is no branch on it: what is written for the
  /// second byte of a pair is overwritten.
  ///
  /// - Parameters:
  ///   - symbols: where the symbols are written, room for `length`.
  ///   - hashes: where the hash of each symbol's pair with the one before is written; the first is
  ///     of no pair.
  @inline(__always)
  func settle(
    _ start: UnsafePointer<UInt8>, _ length: Int,
    into symbols: UnsafeMutablePointer<PairTable.Symbol>, _ hashes: UnsafeMutablePointer<UInt64>
  ) -> Int {
    let last = length &- 1
    var pair = last > 0 ? bytePair(at: start) : .unmergeable
    var boundBefore = PairTable.none
    var previous: PairTable.Symbol = 0
    var hash: UInt64 = 0
    var count = 0
    // Whether the byte at hand is the second of a settled pair: all ones, or 0.
    var taken: UInt64 = 0
    for index in 0..<last {
      let isInside = UInt32(truncatingIfNeeded: (index &+ 1 &- last) &>> 63)
      // Behind the last pair there is none.
      let inner = bytePair(at: UnsafeRawPointer(start) + min(index &+ 1, last &- 1))
      let next = PairTable.BytePair(
        product: inner.product | ~isInside, lowestAcross: inner.lowestAcross | ~isInside)
      let bound = min(boundBefore, next.lowestAcross)
      let settles = 0 &- ((UInt64(pair.product) &- UInt64(bound)) &>> 63)
      let byte = PairTable.Symbol(start[index])
      let symbol = byte ^ (byte ^ pair.product) & UInt32(truncatingIfNeeded: settles)
      let own = PairTable.hash(previous, symbol)
      hash = own ^ (own ^ hash) & taken
      prefetch(hash)
      symbols[count] = symbol
      hashes[count] = hash
      previous = symbol ^ (symbol ^ previous) & UInt32(truncatingIfNeeded: taken)
      count &+= 1 &+ Int(truncatingIfNeeded: taken)
      taken = settles
      boundBefore = pair.lowestAcross
      pair = next
    }
    guard taken == 0 else { return count }
    symbols[count] = PairTable.Symbol(start[last])
    hashes[count] = PairTable.hash(previous, symbols[count])
    prefetch(hashes[count])
    return count &+ 1
  }
}
