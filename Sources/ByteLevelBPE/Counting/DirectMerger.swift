/// Merges short pieces by the vocabulary or the list of merges itself, without a ``PairTable``.
///
/// Laying out the table of 200,000 tokens takes 35 to 50 ms, a few pieces merged without it some
/// microseconds each. A merger of this kind serves small inputs, and the beginning of large ones
/// until it has cost a quarter of what the table costs.
struct DirectMerger: ~Copyable {
  /// Pieces up to this many bytes are merged here: the time grows with the square of the length.
  static let longestPiece = 256

  private let vocabulary: Vocabulary
  private let merges: MergeRule
  private let byteSymbols: [TokenID]
  private let finalByteSymbols: [TokenID]?
  /// By symbol: what it merges into with the next, the rank of that merge, and where it ends.
  private let products: UnsafeMutablePointer<TokenID>
  private let ranks: UnsafeMutablePointer<UInt32>
  private let ends: UnsafeMutablePointer<Int>
  /// How many more bytes are merged before the table is worth its cost.
  private var allowance: Int

  /// The rank of a pair that does not merge; ranks come from lists, which are shorter.
  private static let never = UInt32.max

  /// - Parameter expectsMuch: whether so much text is to come that the table will be made anyway.
  init(_ model: BPEModel, expectsMuch: Bool) {
    vocabulary = model.vocabulary
    merges = model.merges
    byteSymbols = model.byteSymbols
    finalByteSymbols = model.finalByteSymbols
    products = .allocate(capacity: Self.longestPiece)
    ranks = .allocate(capacity: Self.longestPiece)
    ends = .allocate(capacity: Self.longestPiece)
    // A byte costs here half of what a token costs there: a quarter of the way at most is lost, and
    // of a way that is gone anyway next to nothing.
    allowance = vocabulary.count / (expectsMuch ? 32 : 2)
  }

  deinit {
    products.deallocate()
    ranks.deallocate()
    ends.deallocate()
  }

  /// Merges `count` bytes at `start` into tokens, `BPEModel.missingSymbol` for a byte that has none,
  /// and returns how many there are; `nil` when the piece is too long, or too many came before.
  ///
  /// - Parameter isWaiting: whether the table is being made, so that however many came before,
  ///   merging here is better than to wait.
  /// - Complexity: O(`count`²).
  mutating func merge(
    _ start: UnsafePointer<UInt8>, count: Int, marksEnd: Bool, isWaiting: Bool,
    into tokens: UnsafeMutablePointer<TokenID>
  ) -> Int? {
    guard count <= Self.longestPiece, isWaiting || count <= allowance else { return nil }
    guard count > 0 else { return 0 }
    if !isWaiting { allowance -= count }
    for index in 0..<count {
      tokens[index] = byteSymbols[Int(start[index])]
      ends[index] = index + 1
    }
    if marksEnd, let finalByteSymbols {
      tokens[count - 1] = finalByteSymbols[Int(start[count - 1])]
    }
    for index in 0..<count { lookUp(index, of: count, start, tokens) }
    var left = count
    while true {
      var best = 0
      for index in 1..<left where ranks[index] < ranks[best] { best = index }
      guard ranks[best] != Self.never else { return left }
      tokens[best] = products[best]
      ends[best] = ends[best + 1]
      left -= 1
      for index in best + 1..<max(left, best + 1) {
        tokens[index] = tokens[index + 1]
        ends[index] = ends[index + 1]
        ranks[index] = ranks[index + 1]
        products[index] = products[index + 1]
      }
      lookUp(best, of: left, start, tokens)
      if best > 0 { lookUp(best - 1, of: left, start, tokens) }
    }
  }

  /// Notes what the symbol at `index` merges into with the next.
  private func lookUp(
    _ index: Int, of count: Int, _ start: UnsafePointer<UInt8>,
    _ tokens: UnsafeMutablePointer<TokenID>
  ) {
    ranks[index] = Self.never
    guard index + 1 < count, tokens[index] != BPEModel.missingSymbol,
      tokens[index + 1] != BPEModel.missingSymbol
    else { return }
    switch merges {
    case .listed(let table):
      guard let merge = table.merge(tokens[index], tokens[index + 1]) else { return }
      (ranks[index], products[index]) = (merge.rank, merge.product)
    case .impliedByRank:
      let from = index == 0 ? 0 : ends[index - 1]
      guard let id = vocabulary.id(at: start + from, count: ends[index + 1] - from) else { return }
      (ranks[index], products[index]) = (id, id)
    }
  }
}
