/// A token's number in its vocabulary.
public typealias TokenID = UInt32

/// The byte strings of a tokenizer's tokens, by id and by bytes.
///
/// Tokens are bytes, never `String`s: Swift strings are equal by canonical equivalence, so a
/// dictionary of them merges `é` with `e` + U+0301. Ids may have holes, as `p50k_base` has.
///
/// Looking a token up by its bytes costs O(length); by its id O(1).
public struct Vocabulary: Sendable {
  /// One more than the greatest id.
  public let idLimit: Int

  /// The number of tokens, holes not counted.
  public let count: Int

  /// The length in bytes of the longest token.
  public let longestToken: Int

  /// The bytes of all tokens, and 16 more to read.
  package let arena: FixedTable<UInt8>
  package let extents: FixedTable<Extent>
  /// Open addressing, linear probing: id + 1, or 0 for an empty slot.
  package let slots: FixedTable<UInt32>

  /// Where a token's bytes lie in the arena; a hole has the length `Extent.hole`.
  package struct Extent: BitwiseCopyable, Sendable {
    package static let hole = UInt32.max
    package var start: UInt32
    package var length: UInt32
  }

  init(
    arena: FixedTable<UInt8>, extents: FixedTable<Extent>, slots: FixedTable<UInt32>, count: Int,
    longestToken: Int
  ) {
    self.arena = arena
    self.extents = extents
    self.slots = slots
    self.count = count
    self.longestToken = longestToken
    idLimit = extents.count
  }

  /// The id of the token with exactly these bytes, or `nil`.
  ///
  /// - Complexity: O(`bytes.count`) on average.
  public func id(of bytes: some Collection<UInt8>) -> TokenID? {
    if let found = bytes.withContiguousStorageIfAvailable({ id(of: $0) }) { return found }
    return Array(bytes).withUnsafeBufferPointer { id(of: $0) }
  }

  @inline(__always)
  package func id(of bytes: UnsafeBufferPointer<UInt8>) -> TokenID? {
    guard let start = bytes.baseAddress else { return nil }
    return id(at: start, count: bytes.count)
  }

  @inline(__always)
  package func id(at start: UnsafePointer<UInt8>, count length: Int) -> TokenID? {
    guard length <= longestToken else { return nil }
    let mask = slots.count &- 1
    if length <= ShortBytes.longest {
      let bytes = ShortBytes(start, count: length)
      let hash = bytes.hash(count: length)
      return id(of: bytes, count: length, from: Int(truncatingIfNeeded: hash) & mask)
    }
    let hash = ByteHash.hash(start, count: length)
    return id(at: start, count: length, from: Int(truncatingIfNeeded: hash) & mask)
  }

  /// The token with these bytes, searched from a slot on.
  @inline(__always)
  func id(of bytes: ShortBytes, count length: Int, from slot: Int) -> TokenID? {
    search(from: slot, length) { ShortBytes(reading16: $0, count: length) == bytes }
  }

  @inline(__always)
  func id(at start: UnsafePointer<UInt8>, count length: Int, from slot: Int) -> TokenID? {
    search(from: slot, length) { bytesEqual($0, start, length) }
  }

  @inline(__always)
  private func search(
    from slot: Int, _ length: Int, _ isWanted: (UnsafePointer<UInt8>) -> Bool
  ) -> TokenID? {
    var slot = slot
    while true {
      let entry = slots.base[slot]
      if entry == 0 { return nil }
      let extent = extents.base[Int(entry &- 1)]
      if extent.length == UInt32(truncatingIfNeeded: length),
        isWanted(arena.base + Int(extent.start))
      {
        return entry &- 1
      }
      slot = (slot &+ 1) & (slots.count &- 1)
    }
  }

  /// The bytes of the token `id`, or `nil` for a hole or an id out of range.
  public func bytes(of id: TokenID) -> [UInt8]? {
    withBytes(of: id) { Array($0) }
  }

  /// Calls `body` with the bytes of the token `id`, in place.
  package func withBytes<Result>(
    of id: TokenID, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result? {
    guard Int(id) < extents.count else { return nil }
    let extent = extents.base[Int(id)]
    guard extent.length != Extent.hole else { return nil }
    return body(
      UnsafeBufferPointer(start: arena.base + Int(extent.start), count: Int(extent.length)))
  }

  /// The length in bytes of the token `id`; 0 for a hole.
  @inline(__always)
  package func length(of id: TokenID) -> Int {
    let length = extents.base[Int(id)].length
    return length == Extent.hole ? 0 : Int(length)
  }
}

/// Whether two byte strings of one length are equal. Tokens are short: a loop over words beats
/// the call of `memcmp`, which this module, free of C, does not have either.
@inline(__always)
package func bytesEqual(
  _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ count: Int
) -> Bool {
  let left = UnsafeRawPointer(a)
  let right = UnsafeRawPointer(b)
  var offset = 0
  while count &- offset >= 8 {
    if left.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      != right.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    {
      return false
    }
    offset &+= 8
  }
  if offset == count { return true }
  if count >= 8 {
    // The last eight bytes once more, rather than up to seven one by one.
    let last = count &- 8
    return left.loadUnaligned(fromByteOffset: last, as: UInt64.self)
      == right.loadUnaligned(fromByteOffset: last, as: UInt64.self)
  }
  while offset < count {
    if a[offset] != b[offset] { return false }
    offset &+= 1
  }
  return true
}
