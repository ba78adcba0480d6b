internal import ByteLevelBPE

/// Reads merges, in the order of their ranks, against a vocabulary.
struct MergeList {
  private let keys: KeyedVocabulary
  private var merges: [MergeTable.Merge] = []
  /// How many merges were added, those that never happen with them.
  private var count = 0
  /// Merges whose tokens are still to be found, all at once, and their bytes one after the other.
  private var pending: [Pending] = []
  private var parts: [Vocabulary.MergeParts] = []
  private let joined = ByteAlphabetReader()
  private var lastProduct: TokenID = 0

  private struct Pending {
    /// Its number, from 0.
    let number: Int
    /// Its place in the file.
    let offset: Int
  }

  /// As many as keep the processor busy with cache misses: 16 is a little slower, 256 no faster.
  private static let batch = 64

  /// Creates a list with room for `capacity` merges.
  init(_ keys: KeyedVocabulary, capacity: Int = 0) {
    self.keys = keys
    merges.reserveCapacity(capacity)
    pending.reserveCapacity(Self.batch)
    parts.reserveCapacity(Self.batch)
  }

  /// Adds the merge of the tokens with these keys. `offset` is its place in the file.
  mutating func add(
    _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>, at offset: Int
  ) throws(FormatFault) {
    let start = joined.count
    if joined.append(left) {
      let cut = joined.count
      if joined.append(right) {
        parts.append(Vocabulary.MergeParts(start: start, cut: cut, end: joined.count))
        pending.append(Pending(number: count, offset: offset))
        count &+= 1
        if pending.count == Self.batch { try findPending() }
        return
      }
    }
    joined.truncate(to: start)
    try checkForeign(left, right, at: offset)
    count &+= 1
  }

  /// All merges added.
  mutating func finish() throws(FormatFault) -> [MergeTable.Merge] {
    try findPending()
    return merges
  }

  private mutating func findPending() throws(FormatFault) {
    let vocabulary = keys.vocabulary
    let bytes = joined.bytes
    parts.withUnsafeMutableBufferPointer { vocabulary.find($0, in: bytes) }
    for (parts, merge) in zip(parts, pending) {
      guard let left = parts.left else {
        throw missing("part", parts.start..<parts.cut, parts, merge)
      }
      guard let right = parts.right else {
        throw missing("part", parts.cut..<parts.end, parts, merge)
      }
      let whole = UnsafeBufferPointer(rebasing: bytes[parts.start..<parts.end])
      // Trainers number products in the order of the merges, and other files list a product's pairs
      // side by side: comparing costs a fifth of hashing a string that is not in the cache.
      if vocabulary.isToken(lastProduct &+ 1, whole) {
        lastProduct &+= 1
      } else if !vocabulary.isToken(lastProduct, whole) {
        guard let product = vocabulary.id(of: whole) else {
          throw missing("product", parts.start..<parts.end, parts, merge)
        }
        lastProduct = product
      }
      merges.append(MergeTable.Merge(left: left, right: right, product: lastProduct))
    }
    parts.removeAll(keepingCapacity: true)
    pending.removeAll(keepingCapacity: true)
    joined.truncate(to: 0)
  }

  private func missing(
    _ role: String, _ key: Range<Int>, _ parts: Vocabulary.MergeParts, _ merge: Pending
  ) -> FormatFault {
    func spelled(_ range: Range<Int>) -> [UInt8] {
      ByteAlphabetReader.spelling(of: joined.bytes[range])
    }
    return missing(
      role, spelled(key), number: merge.number, of: spelled(parts.start..<parts.cut),
      spelled(parts.cut..<parts.end), at: merge.offset)
  }

  /// A merge of tokens outside the alphabet never happens, and must still make sense.
  private func checkForeign(
    _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>, at offset: Int
  ) throws(FormatFault) {
    let product = Array(left) + Array(right)
    for (role, key) in [("part", Array(left)), ("part", Array(right)), ("product", product)]
    where keys.id(ofKey: key) == nil {
      throw missing(role, key, number: count, of: Array(left), Array(right), at: offset)
    }
  }

  private func missing(
    _ role: String, _ key: [UInt8], number: Int, of left: [UInt8], _ right: [UInt8],
    at offset: Int
  ) -> FormatFault {
    FormatFault(
      .inconsistent, at: offset,
      "merge \(number + 1), of \(quoted(left)) and \(quoted(right)), has a \(role) "
        + "\(quoted(key)) that the vocabulary lacks",
      remedy: "vocabulary and merges must come from one tokenizer")
  }
}
