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

  /// Finds for each token the pair that makes it and enters that.
  ///
  /// - Returns: whether every token was found so.
  private static func insertImplied(
    _ vocabulary: Vocabulary, _ numbering: inout SymbolNumbering,
    into builder: inout PairTableBuilder
  ) -> Bool {
    for id in 0..<TokenID(vocabulary.idLimit) where vocabulary.length(of: id) >= 2 {
      numbering.append(id)
    }
    let finder = ImpliedMergeFinder(vocabulary)
    var makesAll = true
    let limit = Symbol(numbering.ids.count)
    for first in stride(from: Self.firstProduct, to: limit, by: ImpliedMergeFinder.groupSize) {
      let products = first..<min(first + Symbol(ImpliedMergeFinder.groupSize), limit)
      let pairs = finder.findPairs(
        of: numbering.ids[Int(products.lowerBound)..<Int(products.upperBound)], builder)
      for product in products {
        let id = numbering.ids[Int(product)]
        let pair = pairs[Int(product - first)] ?? finder.pair(of: id, builder)
        if let (left, right) = pair {
          builder.insert(left, right, product)
          continue
        }
        makesAll = false
        // A token that lower ranks do not make may need one of a higher rank; no trained
        // vocabulary has many of these.
        insertSplits(of: id, as: product, vocabulary, numbering, into: &builder)
      }
    }
    return makesAll
  }

  /// Enters every pair of tokens whose bytes are those of the token `id`.
  private static func insertSplits(
    of id: TokenID, as product: Symbol, _ vocabulary: Vocabulary, _ numbering: SymbolNumbering,
    into builder: inout PairTableBuilder
  ) {
    vocabulary.withBytes(of: id) { token in
      guard let start = token.baseAddress else { return }
      for cut in 1..<token.count {
        guard let left = vocabulary.id(at: start, count: cut),
          let right = vocabulary.id(at: start + cut, count: token.count - cut),
          let leftSymbol = numbering.symbol(of: left),
          let rightSymbol = numbering.symbol(of: right)
        else { continue }
        builder.insert(leftSymbol, rightSymbol, product)
      }
    }
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
