/// Why a set of tokens is not a vocabulary.
public enum VocabularyError: Error, Equatable, Sendable {
  /// Two tokens have the same bytes.
  case duplicateToken(bytes: [UInt8], ids: [TokenID])
  /// One id is given to two tokens.
  case duplicateID(TokenID)
  /// An id is greater than `VocabularyBuilder.idLimit` allows.
  case idTooLarge(TokenID)
  /// A token has no bytes.
  case emptyToken(TokenID)
}

/// Collects tokens, in any order of ids, for a ``Vocabulary``.
public struct VocabularyBuilder {
  /// Ids lie below this: two million, eight times the largest published vocabulary. It keeps a
  /// damaged file from asking for a table of four billion entries, and symbols within 21 bits.
  public static let idLimit: TokenID = 2_000_000

  private var arena: [UInt8] = []
  private var entries: [Entry] = []

  private struct Entry {
    var id: TokenID
    var start: UInt32
    var length: UInt32
    /// Whether the token can be looked up by its bytes.
    var isFindable = true
  }

  /// Creates a builder with room for `capacity` tokens.
  public init(capacity: Int = 0) {
    entries.reserveCapacity(capacity)
    arena.reserveCapacity(capacity * 8)
  }

  /// The number of tokens added so far.
  public var count: Int { entries.count }

  /// Adds the token `id` with these bytes. Conflicts are found by ``build()``.
  public mutating func add(_ id: TokenID, _ bytes: some Sequence<UInt8>) {
    let start = arena.count
    arena.append(contentsOf: bytes)
    entries.append(Entry(id: id, start: UInt32(start), length: UInt32(arena.count - start)))
  }

  /// Adds the token `id` with these bytes: not generic, so that another module's loop over
  /// 200,000 tokens copies memory instead of walking a sequence.
  package mutating func add(_ id: TokenID, _ bytes: UnsafeBufferPointer<UInt8>) {
    let start = arena.count
    arena.append(contentsOf: bytes)
    entries.append(Entry(id: id, start: UInt32(start), length: UInt32(bytes.count)))
  }

  /// Adds a token that no text encodes to, such as a key of `vocab.json` that is not spelled in
  /// GPT-2's alphabet. It has bytes to decode to, and is not found by them, so another token may
  /// have the same.
  package mutating func addUnreachable(_ id: TokenID, _ bytes: UnsafeBufferPointer<UInt8>) {
    add(id, bytes)
    entries[entries.count - 1].isFindable = false
  }

  /// The vocabulary of all tokens added.
  ///
  /// - Throws: ``VocabularyError`` when two tokens share their bytes or their id, or an id is out
  ///   of range.
  /// - Complexity: O(bytes of all tokens + greatest id).
  public func build() throws(VocabularyError) -> Vocabulary {
    var limit: TokenID = 0
    var longest = 0
    for entry in entries {
      guard entry.id < Self.idLimit else { throw .idTooLarge(entry.id) }
      guard entry.length > 0 else { throw .emptyToken(entry.id) }
      limit = max(limit, entry.id + 1)
      longest = max(longest, Int(entry.length))
    }
    let bytes = FixedTable(arena)
    let extents = try FixedTable(
      repeating: Vocabulary.Extent(start: 0, length: Vocabulary.Extent.hole), count: Int(limit)
    ) { table throws(VocabularyError) in
      for entry in entries {
        guard table[Int(entry.id)].length == Vocabulary.Extent.hole else {
          throw .duplicateID(entry.id)
        }
        table[Int(entry.id)] = Vocabulary.Extent(start: entry.start, length: entry.length)
      }
    }
    // At most half full, so that a probe for an absent token ends soon.
    var slotCount = 16
    while slotCount < entries.count * 2 { slotCount *= 2 }
    let slots = try FixedTable(repeating: UInt32(0), count: slotCount) {
      table throws(VocabularyError) in
      // Slots are asked for some entries ahead: the table is larger than the cache.
      func slot(_ entry: Entry) -> Int {
        let hash = ByteHash.hash(bytes.base + Int(entry.start), count: Int(entry.length))
        return Int(truncatingIfNeeded: hash) & (slotCount - 1)
      }
      for index in entries.indices {
        if index + 8 < entries.count, let base = UnsafePointer(table.baseAddress) {
          Vocabulary.prefetch(base + slot(entries[index + 8]))
        }
        let entry = entries[index]
        guard entry.isFindable else { continue }
        let start = bytes.base + Int(entry.start)
        let length = Int(entry.length)
        var slot = slot(entry)
        while table[slot] != 0 {
          let other = extents.base[Int(table[slot] - 1)]
          if other.length == entry.length,
            bytesEqual(bytes.base + Int(other.start), start, length)
          {
            throw .duplicateToken(
              bytes: Array(UnsafeBufferPointer(start: start, count: length)),
              ids: [table[slot] - 1, entry.id])
          }
          slot = (slot + 1) & (slotCount - 1)
        }
        table[slot] = entry.id + 1
      }
    }
    return Vocabulary(
      arena: bytes, extents: extents, slots: slots, count: entries.count, longestToken: longest)
  }
}
