/// Finds the pair that makes each token of a vocabulary whose ranks are its merges.
///
/// The pair is what a token's bytes merge to by the tokens of lower ranks, which are in the table by
/// then. A token's bytes are two tokens joined in two or three ways, of which one ever happens. With
/// the others left out the table of 200,000 tokens takes 2 MB instead of 8.
///
/// Eight tokens are begun before the first is finished, so that the table's entries, which lie far
/// apart, come meanwhile. That the ones just before are not in the table then changes nothing:
/// their ranks are above all others there, so that their merges would come when no other is left. What
/// is left of a token then are two symbols, which are no other token's pair, as no other token has their
/// bytes; and where it is more, ``pair(of:_:)`` asks once more.
struct ImpliedMergeFinder: ~Copyable {
  typealias Pair = (left: PairTable.Symbol, right: PairTable.Symbol)

  /// How many tokens are begun before the first is finished.
  static let groupSize = 8

  private let vocabulary: Vocabulary
  private let array = MergeArray(capacity: groupSize * PieceMerger.shortLimit)
  private let symbols: UnsafeMutablePointer<PairTable.Symbol>
  private let settled: UnsafeMutablePointer<Int>
  /// The pairs of a group, `nil` where it was not found.
  private let pairs: UnsafeMutablePointer<Pair?>

  init(_ vocabulary: Vocabulary) {
    self.vocabulary = vocabulary
    symbols = .allocate(
      capacity: max(vocabulary.longestToken, Self.groupSize * PieceMerger.shortLimit))
    settled = .allocate(capacity: Self.groupSize)
    pairs = .allocate(capacity: Self.groupSize)
  }

  deinit {
    symbols.deallocate()
    settled.deallocate()
    pairs.deallocate()
  }

  /// The pairs that make up to ``groupSize`` tokens of neighbouring ranks, or `nil` for what must be
  /// asked for alone when all lower ranks are in the table. Valid until the next call.
  func findPairs(
    of tokens: ArraySlice<TokenID>, _ builder: borrowing PairTableBuilder
  ) -> UnsafePointer<Pair?> {
    builder.withHandle { table in
      for (lane, id) in tokens.enumerated() {
        let (start, length) = bytes(of: id)
        let place = lane &* PieceMerger.shortLimit
        settled[lane] =
          length > PieceMerger.shortLimit
          ? 0 : array.begin(start, count: length, table, into: symbols + place, at: place)
      }
      for lane in 0..<tokens.count {
        let place = lane &* PieceMerger.shortLimit
        let parts = symbols + place
        let isFound = settled[lane] > 0 && array.finish(settled[lane], table, parts, at: place) == 2
        (pairs + lane).initialize(to: isFound ? (parts[0], parts[1]) : nil)
      }
    }
    for lane in 0..<tokens.count {
      if let (left, right) = pairs[lane] { builder.prefetch(left, right) }
    }
    return UnsafePointer(pairs)
  }

  /// The pair that makes the token `id` by all ranks that are in the table; `nil` if none does.
  func pair(of id: TokenID, _ builder: borrowing PairTableBuilder) -> Pair? {
    let (start, length) = bytes(of: id)
    let count = builder.withHandle { table in
      if length <= PieceMerger.shortLimit {
        return array.merge(start, count: length, table, into: symbols)
      }
      var tournament = MergeTournament()
      return tournament.merge(start, count: length, marksEnd: false, table, into: symbols)
    }
    return count == 2 ? (symbols[0], symbols[1]) : nil
  }

  @inline(__always)
  private func bytes(of id: TokenID) -> (start: UnsafePointer<UInt8>, count: Int) {
    let extent = vocabulary.extents.base[Int(id)]
    return (vocabulary.arena.base + Int(extent.start), Int(extent.length))
  }
}
