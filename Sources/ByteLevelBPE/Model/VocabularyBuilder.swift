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

  /// A token, whose bytes lie in an arena.
  package struct Entry: Sendable {
    var id: TokenID
    var start: UInt32
    var length: UInt32
    /// Whether the token can be looked up by its bytes. One that no text encodes to, such as a key
    /// of `vocab.json` that is not spelled in GPT-2's alphabet, has bytes to decode to and is not
    /// found by them, so that another may have the same.
    var isFindable: Bool

    /// The token `id` with the `length` bytes at `start`.
    package init(_ id: TokenID, start: Int, length: Int, isFindable: Bool = true) {
      self.id = id
      self.start = UInt32(start)
      self.length = UInt32(length)
      self.isFindable = isFindable
    }

    /// The same token with its bytes `offset` further on.
    package func moved(by offset: Int) -> Entry {
      Entry(id, start: Int(start) + offset, length: Int(length), isFindable: isFindable)
    }
  }

  /// Creates a builder with room for `capacity` tokens.
  public init(capacity: Int = 0) {
    entries.reserveCapacity(capacity)
    arena.reserveCapacity(capacity * 8)
  }

  /// Creates a builder of tokens that lie in `arena`, for files of which 200,000 are read in
  /// milliseconds.
  package init(_ entries: [Entry], in arena: UnsafeBufferPointer<UInt8>) {
    self.entries = entries
    self.arena = Array(arena)
  }

  /// The number of tokens added so far.
  public var count: Int { entries.count }

  /// Adds the token `id` with these bytes. Conflicts are found by ``build()``.
  public mutating func add(_ id: TokenID, _ bytes: some Sequence<UInt8>) {
    let start = arena.count
    arena.append(contentsOf: bytes)
    entries.append(Entry(id, start: start, length: arena.count - start))
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
    let bytes = arena.withUnsafeBufferPointer {
      FixedTable($0, spare: ShortBytes.longest)
    }
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
    let slots = try Self.slots(of: entries, bytes.base, extents.base)
    return Vocabulary(
      arena: bytes, extents: extents, slots: slots, count: entries.count, longestToken: longest)
  }

  /// The table that finds tokens by their bytes.
  private static func slots(
    of entries: [Entry], _ bytes: UnsafePointer<UInt8>,
    _ extents: UnsafePointer<Vocabulary.Extent>
  ) throws(VocabularyError) -> FixedTable<UInt32> {
    // At most half full, so that a probe for an absent token ends soon.
    var count = 16
    while count < entries.count * 2 { count *= 2 }
    let mask = count - 1
    let homes = entries.map { entry in
      let hash = ByteHash.hash(bytes + Int(entry.start), count: Int(entry.length))
      return UInt32(truncatingIfNeeded: Int(truncatingIfNeeded: hash) & mask)
    }
    return try FixedTable(repeating: UInt32(0), count: count) { table throws(VocabularyError) in
      guard let table = table.baseAddress else { return }
      for (index, entry) in entries.enumerated() where entry.isFindable {
        // Asked for some entries ahead: the table is larger than the cache.
        if index + 16 < homes.count {
          Vocabulary.prefetch(UnsafePointer(table + Int(homes[index + 16])))
        }
        let start = bytes + Int(entry.start)
        var slot = Int(homes[index])
        while table[slot] != 0 {
          let other = extents[Int(table[slot] - 1)]
          if other.length == entry.length,
            bytesEqual(bytes + Int(other.start), start, Int(entry.length))
          {
            throw .duplicateToken(
              bytes: Array(UnsafeBufferPointer(start: start, count: Int(entry.length))),
              ids: [table[slot] - 1, entry.id])
          }
          slot = (slot + 1) & mask
        }
        table[slot] = entry.id + 1
      }
    }
  }
}
