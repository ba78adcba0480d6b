public import ByteLevelBPE

extension BPEModel {
  /// The tokens of one pre-token, found as the definition says: of the pairs of neighbours that
  /// merge, the one of the lowest rank, and of those the first, until none is left. The slow,
  /// obvious twin of every fast path.
  ///
  /// - Complexity: O(n²).
  public func referenceTokens(of preToken: [UInt8]) -> [TokenID] {
    if takesWholePreTokens, let whole = vocabulary.id(of: preToken) { return [whole] }
    return referenceMerging(of: preToken)
  }

  /// The same by merging alone, without asking whether the whole is a token.
  public func referenceMerging(of bytes: [UInt8]) -> [TokenID] {
    var tokens = bytes.map { byteSymbols[Int($0)] }
    if let finalByteSymbols, let last = bytes.last {
      tokens[tokens.count - 1] = finalByteSymbols[Int(last)]
    }
    while true {
      var lowest: (rank: UInt32, product: TokenID, index: Int)?
      for index in tokens.indices.dropLast() {
        guard let merge = referenceMerge(tokens[index], tokens[index + 1]) else { continue }
        if lowest.map({ merge.rank < $0.rank }) ?? true {
          lowest = (merge.rank, merge.product, index)
        }
      }
      guard let lowest else { return tokens }
      tokens.replaceSubrange(lowest.index...lowest.index + 1, with: [lowest.product])
    }
  }

  private func referenceMerge(
    _ left: TokenID, _ right: TokenID
  ) -> (rank: UInt32, product: TokenID)? {
    switch merges {
    case .listed(let table): return table.merge(left, right)
    case .impliedByRank:
      guard let first = vocabulary.bytes(of: left), let second = vocabulary.bytes(of: right),
        let product = vocabulary.id(of: first + second)
      else { return nil }
      return (product, product)
    }
  }
}
