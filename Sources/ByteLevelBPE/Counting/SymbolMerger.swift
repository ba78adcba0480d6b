/// Merges symbols that are not the bytes of a piece as they stand: an unknown token that merges with
/// its neighbours, or a byte's final symbol that merges make as well.
///
/// Hardly any model has either, and none in use that is fast for its own sake. A queue of the pairs
/// that merge, by rank and place, is enough: O(n · log n) for n symbols.
struct SymbolMerger: ~Copyable {
  private let merges: MergeTable
  private var symbols: [Symbol] = []
  /// Rank and place of each pair that merges, lowest first, as a binary heap.
  private var queue: [UInt64] = []

  private struct Symbol {
    var id: TokenID
    /// How many bytes of the piece it stands for; 0 when it was merged away.
    var length: Int
    var previous: Int
    var next: Int
  }

  init(_ merges: MergeTable) {
    self.merges = merges
  }

  /// Forgets the last piece.
  mutating func removeAll() {
    symbols.removeAll(keepingCapacity: true)
    queue.removeAll(keepingCapacity: true)
  }

  /// Adds a symbol that stands for `length` bytes.
  mutating func append(_ id: TokenID, length: Int) {
    let index = symbols.count
    symbols.append(Symbol(id: id, length: length, previous: index - 1, next: index + 1))
  }

  /// Merges what was added, and calls `body` with each token and the bytes it stands for.
  mutating func merge(_ body: (TokenID, Int) -> Void) {
    for index in symbols.indices.dropLast() { enqueue(index) }
    while let first = popFirst() {
      let index = Int(first & 0xFFFF_FFFF)
      // The pair may be another by now: then it has another rank.
      guard symbols[index].length > 0, let merge = merge(at: index),
        UInt64(merge.rank) == first >> 32
      else { continue }
      let next = symbols[index].next
      symbols[index].id = merge.product
      symbols[index].length += symbols[next].length
      symbols[index].next = symbols[next].next
      symbols[next].length = 0
      if symbols[index].next < symbols.count { symbols[symbols[index].next].previous = index }
      enqueue(index)
      if symbols[index].previous >= 0 { enqueue(symbols[index].previous) }
    }
    for symbol in symbols where symbol.length > 0 { body(symbol.id, symbol.length) }
  }

  /// The merge of the symbol at `index` with the next.
  private func merge(at index: Int) -> (rank: UInt32, product: TokenID)? {
    let next = symbols[index].next
    return next < symbols.count ? merges.merge(symbols[index].id, symbols[next].id) : nil
  }

  private mutating func enqueue(_ index: Int) {
    guard let merge = merge(at: index) else { return }
    let item = UInt64(merge.rank) << 32 | UInt64(index)
    var place = queue.count
    queue.append(item)
    while place > 0, queue[(place - 1) / 2] > item {
      queue[place] = queue[(place - 1) / 2]
      place = (place - 1) / 2
    }
    queue[place] = item
  }

  private mutating func popFirst() -> UInt64? {
    guard let first = queue.first, let last = queue.popLast() else { return nil }
    guard !queue.isEmpty else { return first }
    var place = 0
    while true {
      var child = 2 * place + 1
      guard child < queue.count else { break }
      if child + 1 < queue.count, queue[child + 1] < queue[child] { child += 1 }
      guard queue[child] < last else { break }
      queue[place] = queue[child]
      place = child
    }
    queue[place] = last
    return first
  }
}
