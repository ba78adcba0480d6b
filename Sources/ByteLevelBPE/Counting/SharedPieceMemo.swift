/// Remembers of pre-tokens that two scripts share how many tokens the first one has.
///
/// Most of them are a space, which belongs to the script before it, and a word. Merging each again
/// to see whether the space is a token by itself took a tenth of the time of profiling mixed text.
///
/// A class, because an optional structure that is not copied is destroyed wrongly by Swift 6.3's
/// optimizer.
final class SharedPieceMemo {
  private var memo = LongPieceMemo(setBits: 12, words: 8)
  /// The key: the place in the pre-token where the second script begins, and the pre-token.
  private let key: UnsafeMutablePointer<UInt8>

  init() { key = .allocate(capacity: memo.longest) }

  deinit { key.deallocate() }

  /// Where a pre-token is remembered if it is. Valid until the next one is asked for.
  struct Entry {
    fileprivate let set: UnsafeMutablePointer<UInt64>
    fileprivate let count: Int
  }

  /// The entry of a pre-token and a place in it, unless the pre-token is too long for one.
  func entry(of preToken: UnsafeBufferPointer<UInt8>, place: Int) -> Entry? {
    guard preToken.count < memo.longest, let start = preToken.baseAddress else { return nil }
    key[0] = UInt8(place)
    (key + 1).update(from: start, count: preToken.count)
    return Entry(set: memo.set(key, count: preToken.count + 1), count: preToken.count + 1)
  }

  /// What is remembered.
  func tokens(in entry: Entry) -> Int? {
    // One more was stored, because 0 is nothing.
    let known = memo.count(key, count: entry.count, in: entry.set)
    return known > 0 ? known - 1 : nil
  }

  /// Remembers that the first script has `tokens` tokens.
  func insert(_ tokens: Int, in entry: Entry) {
    memo.insert(key, count: entry.count, tokens: tokens + 1, in: entry.set)
  }
}
