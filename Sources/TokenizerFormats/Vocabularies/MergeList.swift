internal import ByteLevelBPE

/// Reads merges, in the order of their ranks, against a vocabulary.
struct MergeList {
  private let keys: KeyedVocabulary
  private(set) var merges: [(left: TokenID, right: TokenID, rank: UInt32, product: TokenID)] = []
  private var rank: UInt32 = 0
  private let joined = ByteAlphabetReader()
  /// Where the next product is looked for first: trainers number products in the order of the
  /// merges, and comparing with the neighbour costs a fifth of hashing a string that is not in
  /// the cache.
  private var expectedProduct: TokenID = 0

  init(_ keys: KeyedVocabulary) {
    self.keys = keys
    merges.reserveCapacity(keys.vocabulary.count)
  }

  /// Adds the merge of the tokens with these keys. `offset` is its place in the file.
  mutating func add(
    _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>, at offset: Int
  ) throws(FormatFault) {
    defer { rank &+= 1 }
    joined.clear()
    guard joined.append(left) else {
      try checkForeign(left, right, at: offset)
      return
    }
    let cut = joined.count
    guard joined.append(right) else {
      try checkForeign(left, right, at: offset)
      return
    }
    let ids = keys.vocabulary.idsOfMerge(joined.bytes, cut: cut, likelyProduct: expectedProduct)
    guard let leftID = ids.left else { throw missing("part", left, of: left, right, at: offset) }
    guard let rightID = ids.right else {
      throw missing("part", right, of: left, right, at: offset)
    }
    guard let product = ids.product else {
      throw missing("product", Array(left) + Array(right), of: left, right, at: offset)
    }
    expectedProduct = product &+ 1
    merges.append((leftID, rightID, rank, product))
  }

  /// A merge of tokens outside the alphabet never happens, and must still make sense.
  private func checkForeign(
    _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>, at offset: Int
  ) throws(FormatFault) {
    let product = Array(left) + Array(right)
    for (role, key) in [("part", Array(left)), ("part", Array(right)), ("product", product)]
    where keys.id(ofKey: key) == nil {
      throw missing(role, key, of: left, right, at: offset)
    }
  }

  private func missing(
    _ role: String, _ key: some Collection<UInt8>, of left: UnsafeBufferPointer<UInt8>,
    _ right: UnsafeBufferPointer<UInt8>, at offset: Int
  ) -> FormatFault {
    FormatFault(
      .inconsistent, at: offset,
      "merge \(rank + 1), of \(quoted(left)) and \(quoted(right)), has a \(role) "
        + "\(quoted(key)) that the vocabulary lacks",
      remedy: "vocabulary and merges must come from one tokenizer")
  }

  /// The table of all merges added.
  func table() -> MergeTable { MergeTable(merges) }
}
