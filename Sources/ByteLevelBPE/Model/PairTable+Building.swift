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
    let pairs: [UInt64]
    switch merges {
    case .impliedByRank:
      pairs = Self.impliedPairs(vocabulary, &numbering)
    case .listed(let table):
      pairs = Self.listedPairs(table, &numbering)
    }
    // Under two thirds full: a table of half the size misses the cache less often than short
    // probes are worth.
    var bits: UInt64 = 4
    while (1 << bits) * 2 < pairs.count * 3 { bits += 1 }
    let mask = (1 << Int(bits)) - 1
    let shift = 64 - bits
    entries = FixedTable(repeating: Self.emptyEntry, count: mask + 1) { table in
      for pair in pairs {
        let key = pair &>> Self.fieldBits
        var slot = Int(truncatingIfNeeded: Self.hash(key) &>> shift)
        while table[slot] != Self.emptyEntry, table[slot] &>> Self.fieldBits != key {
          slot = (slot + 1) & mask
        }
        table[slot] = pair
      }
    }
    self.shift = shift
    bytePairs = FixedTable(repeating: Self.none, count: 1 << 16) { table in
      for pair in pairs {
        let left = pair &>> (2 * Self.fieldBits)
        let right = pair &>> Self.fieldBits & Self.fieldMask
        if left < 256, right < 256 {
          table[Int(left | right << 8)] = Symbol(pair & Self.fieldMask)
        }
      }
    }
    ids = FixedTable(numbering.ids)
  }

  private static func packed(_ left: Symbol, _ right: Symbol, _ product: Symbol) -> UInt64 {
    UInt64(left) << (2 * fieldBits) | UInt64(right) << fieldBits | UInt64(product)
  }

  /// Every way in which a token's bytes are two tokens joined.
  private static func impliedPairs(
    _ vocabulary: Vocabulary, _ numbering: inout SymbolNumbering
  ) -> [UInt64] {
    for id in 0..<TokenID(vocabulary.idLimit) where vocabulary.length(of: id) >= 2 {
      numbering.append(id)
    }
    var pairs: [UInt64] = []
    pairs.reserveCapacity(vocabulary.count * 5 / 2)
    for product in Self.firstProduct..<Symbol(numbering.ids.count) {
      let extent = vocabulary.extents.base[Int(numbering.ids[Int(product)])]
      let start = vocabulary.arena.base + Int(extent.start)
      let length = Int(extent.length)
      for cut in 1..<length {
        guard let left = vocabulary.id(at: start, count: cut),
          let right = vocabulary.id(at: start + cut, count: length - cut),
          let leftSymbol = numbering.symbol(of: left),
          let rightSymbol = numbering.symbol(of: right)
        else { continue }
        pairs.append(packed(leftSymbol, rightSymbol, product))
      }
    }
    return pairs
  }

  private static func listedPairs(
    _ table: MergeTable, _ numbering: inout SymbolNumbering
  ) -> [UInt64] {
    var merges: [MergeTable.Entry] = []
    merges.reserveCapacity(table.count)
    for slot in 0..<table.entries.count
    where table.entries.base[slot].key != MergeTable.Entry.emptyKey {
      merges.append(table.entries.base[slot])
    }
    merges.sort { $0.rank < $1.rank }
    let live = Self.withOneRankPerProduct(merges, table, numbering)
    for merge in live where numbering.symbol(of: merge.product) == nil {
      numbering.append(merge.product)
    }
    var pairs: [UInt64] = []
    pairs.reserveCapacity(live.count)
    for merge in live {
      // A part that nothing makes is never found in a text, nor is the pair.
      guard let left = numbering.symbol(of: TokenID(truncatingIfNeeded: merge.key >> 32)),
        let right = numbering.symbol(of: TokenID(truncatingIfNeeded: merge.key)),
        let product = numbering.symbol(of: merge.product)
      else { continue }
      pairs.append(packed(left, right, product))
    }
    return pairs
  }

  /// Drops idle merges where the ranks of one product's pairs enclose another product's rank, so
  /// that the order of products is the order of ranks. Files in use keep a product's pairs side by
  /// side, and then nothing is dropped.
  private static func withOneRankPerProduct(
    _ merges: [MergeTable.Entry], _ table: MergeTable, _ numbering: SymbolNumbering
  ) -> [MergeTable.Entry] {
    var seen = Set<TokenID>()
    var previous: TokenID?
    var scattered = Set<TokenID>()
    for merge in merges where merge.product != previous {
      if !seen.insert(merge.product).inserted { scattered.insert(merge.product) }
      previous = merge.product
    }
    guard !scattered.isEmpty else { return merges }
    let spelling = Spelling(merges: merges, numbering: numbering)
    return merges.filter { merge in
      guard scattered.contains(merge.product) else { return true }
      return spelling.lastPair(of: merge.product, table) == merge.key
    }
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

  init(merges: [MergeTable.Entry], numbering: SymbolNumbering) {
    var parts: [TokenID: (left: TokenID, right: TokenID)] = [:]
    for merge in merges where parts[merge.product] == nil {
      parts[merge.product] = (
        TokenID(truncatingIfNeeded: merge.key >> 32), TokenID(truncatingIfNeeded: merge.key)
      )
    }
    self.parts = parts
    atoms = Set(numbering.ids)
  }

  /// The key of the pair that is merged last when `token` is made from its bytes, or `nil` when
  /// they do not end in `token`.
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
      var best: (index: Int, entry: MergeTable.Entry)?
      for index in 0..<(symbols.count - 1) {
        guard let entry = table.entry(symbols[index], symbols[index + 1]) else { continue }
        if best.map({ entry.rank < $0.entry.rank }) ?? true { best = (index, entry) }
      }
      guard let (index, entry) = best else { return nil }
      symbols[index] = entry.product
      symbols.remove(at: index + 1)
      last = entry.key
    }
    return symbols == [token] ? last : nil
  }
}
