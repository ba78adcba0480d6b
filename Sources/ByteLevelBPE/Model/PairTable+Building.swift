extension PairTable {
  /// Lays out the merges of a model.
  ///
  /// - Complexity: O(bytes of all tokens) for implied merges, O(merges) for listed ones.
  init(
    vocabulary: Vocabulary, merges: MergeRule, byteSymbols: [TokenID],
    finalByteSymbols: [TokenID]?
  ) {
    var numbering = SymbolNumbering(
      idLimit: vocabulary.idLimit, byteSymbols: byteSymbols, finalByteSymbols: finalByteSymbols)
    switch merges {
    case .impliedByRank:
      var builder = PairTableBuilder(expected: vocabulary.count)
      let makesAll = Self.insertImplied(vocabulary, &numbering, into: &builder)
      self = builder.table(ids: numbering.ids)
      mergesIntoEveryToken = makesAll
    case .listed(let table):
      var builder = PairTableBuilder(expected: table.count)
      Self.insertListed(table, &numbering, into: &builder)
      self = builder.table(ids: numbering.ids)
    }
  }

  /// Finds for each token the pair that makes it: what its bytes merge to by the tokens of lower
  /// ranks, which are in the table by then.
  ///
  /// A token's bytes are two tokens joined in two or three ways, of which one ever happens. With
  /// the others left out the table of 200,000 tokens takes 2 MB instead of 8.
  ///
  /// - Returns: whether every token was found so.
  private static func insertImplied(
    _ vocabulary: Vocabulary, _ numbering: inout SymbolNumbering,
    into builder: inout PairTableBuilder
  ) -> Bool {
    var makesAll = true
    for id in 0..<TokenID(vocabulary.idLimit) where vocabulary.length(of: id) >= 2 {
      numbering.append(id)
    }
    let array = MergeArray(capacity: PieceMerger.shortLimit)
    var tournament = MergeTournament()
    withUnsafeTemporaryAllocation(of: Symbol.self, capacity: vocabulary.longestToken) { parts in
      guard let symbols = parts.baseAddress else { return }
      for product in Self.firstProduct..<Symbol(numbering.ids.count) {
        let extent = vocabulary.extents.base[Int(numbering.ids[Int(product)])]
        let start = vocabulary.arena.base + Int(extent.start)
        let length = Int(extent.length)
        let count = builder.withHandle {
          length <= PieceMerger.shortLimit
            ? array.merge(start, count: length, $0, into: symbols)
            : tournament.merge(start, count: length, marksEnd: false, $0, into: symbols)
        }
        if count == 2 {
          builder.insert(symbols[0], symbols[1], product)
          continue
        }
        makesAll = false
        // A token that lower ranks do not make may need one of a higher rank; no trained
        // vocabulary has many of these.
        for cut in 1..<length {
          guard let left = vocabulary.id(at: start, count: cut),
            let right = vocabulary.id(at: start + cut, count: length - cut),
            let leftSymbol = numbering.symbol(of: left),
            let rightSymbol = numbering.symbol(of: right)
          else { continue }
          builder.insert(leftSymbol, rightSymbol, product)
        }
      }
    }
    return makesAll
  }

  private static func insertListed(
    _ table: MergeTable, _ numbering: inout SymbolNumbering, into builder: inout PairTableBuilder
  ) {
    let merges = table.merges.elements
    let scattered = Self.scatteredProducts(merges)
    if scattered.isEmpty {
      insert(merges, &numbering, into: &builder)
      return
    }
    let spelling = Spelling(merges: merges, numbering: numbering)
    let live = merges.filter { merge in
      !scattered.contains(merge.product)
        || spelling.lastPair(of: merge.product, table) == merge.pair
    }
    live.withUnsafeBufferPointer { insert($0, &numbering, into: &builder) }
  }

  private static func insert(
    _ merges: UnsafeBufferPointer<MergeTable.Merge>, _ numbering: inout SymbolNumbering,
    into builder: inout PairTableBuilder
  ) {
    for merge in merges where numbering.symbol(of: merge.product) == nil {
      numbering.append(merge.product)
    }
    for index in merges.indices {
      // Asked for some merges ahead: the table is larger than the cache.
      if index + 12 < merges.count, let left = numbering.symbol(of: merges[index + 12].left),
        let right = numbering.symbol(of: merges[index + 12].right)
      {
        builder.prefetch(left, right)
      }
      // A part that nothing makes is never found in a text, nor is the pair.
      guard let left = numbering.symbol(of: merges[index].left),
        let right = numbering.symbol(of: merges[index].right),
        let product = numbering.symbol(of: merges[index].product)
      else { continue }
      builder.insert(left, right, product)
    }
  }

  /// The products of pairs whose ranks enclose another product's rank. Of these, idle merges are
  /// dropped, so that the order of products is the order of ranks. Files in use keep a product's pairs
  /// side by side, and then there are none.
  private static func scatteredProducts(
    _ merges: UnsafeBufferPointer<MergeTable.Merge>
  ) -> Set<TokenID> {
    var seen = [Bool](repeating: false, count: Int(merges.lazy.map(\.product).max() ?? 0) + 1)
    var previous: TokenID?
    var scattered = Set<TokenID>()
    for merge in merges where merge.product != previous {
      if seen[Int(merge.product)] { scattered.insert(merge.product) }
      seen[Int(merge.product)] = true
      previous = merge.product
    }
    return scattered
  }
}

/// The numbers that a ``PairTable`` gives to tokens.
private struct SymbolNumbering {
  /// The token of each symbol.
  private(set) var ids: [TokenID]
  /// The symbol of each token; `PairTable.none` where there is none yet.
  private var symbols: [PairTable.Symbol]

  init(idLimit: Int, byteSymbols: [TokenID], finalByteSymbols: [TokenID]?) {
    ids = []
    ids.reserveCapacity(idLimit + Int(PairTable.firstProduct))
    symbols = Array(repeating: PairTable.none, count: idLimit)
    let finals = finalByteSymbols ?? Array(repeating: BPEModel.missingSymbol, count: 256)
    for id in byteSymbols + finals { append(id) }
  }

  mutating func append(_ id: TokenID) {
    if id != BPEModel.missingSymbol { symbols[Int(id)] = PairTable.Symbol(ids.count) }
    ids.append(id)
  }

  func symbol(of id: TokenID) -> PairTable.Symbol? {
    guard Int(id) < symbols.count, symbols[Int(id)] != PairTable.none else { return nil }
    return symbols[Int(id)]
  }
}

/// Spells tokens out in byte symbols and merges them again, to see which pair makes them.
private struct Spelling {
  private let parts: [TokenID: (left: TokenID, right: TokenID)]
  private let atoms: Set<TokenID>

  init(merges: UnsafeBufferPointer<MergeTable.Merge>, numbering: SymbolNumbering) {
    var parts: [TokenID: (left: TokenID, right: TokenID)] = [:]
    for merge in merges where parts[merge.product] == nil {
      parts[merge.product] = (merge.left, merge.right)
    }
    self.parts = parts
    atoms = Set(numbering.ids)
  }

  /// The pair that is merged last when `token` is made from its bytes, or `nil` when they do not end
  /// in `token`.
  func lastPair(of token: TokenID, _ table: MergeTable) -> UInt64? {
    var symbols: [TokenID] = []
    var stack = [token]
    // Each part is shorter than the whole, so that a spelling ends; a damaged file's cycle is cut.
    while let next = stack.popLast(), symbols.count + stack.count < 4096 {
      if atoms.contains(next) {
        symbols.append(next)
      } else if let (left, right) = parts[next] {
        stack.append(right)
        stack.append(left)
      } else {
        return nil
      }
    }
    var last: UInt64?
    while symbols.count > 1 {
      var best: (index: Int, rank: UInt32, product: TokenID)?
      for index in 0..<(symbols.count - 1) {
        guard let merge = table.merge(symbols[index], symbols[index + 1]) else { continue }
        if best.map({ merge.rank < $0.rank }) ?? true { best = (index, merge.rank, merge.product) }
      }
      guard let (index, _, product) = best else { return nil }
      last = MergeTable.pair(symbols[index], symbols[index + 1])
      symbols[index] = product
      symbols.remove(at: index + 1)
    }
    return symbols == [token] ? last : nil
  }
}
