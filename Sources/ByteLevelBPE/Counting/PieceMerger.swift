/// Merges the bytes of one pre-token, or of a part of one, into symbols.
///
/// This is the path of everything that is not remembered: a pre-token's first occurrence. Short
/// pieces, nearly all of text, are merged by ``MergeArray``, whose time grows with the square of the
/// length. Longer ones are merged in windows by ``MergeTournament``: the windows overlap, each begins
/// with a token of the one before, and they are joined where both have that token.
///
/// Joining is exact because tokens are the merging of their bytes if and only if each two
/// neighbours are the merging of theirs, and each two neighbours were found side by side in one of
/// the windows. (If: until the first merge across a token's end, all goes as it goes for the two
/// tokens there alone, and these do not merge. Only if: no merge crosses the outer ends of two
/// neighbours, so that what happens inside is what happens to them alone.)
///
/// How far back the end of a text can change its tokens is bounded by the vocabulary (Berglund and
/// van der Merwe, "Formalizing BPE Tokenization", 2023). Windows that do not join are doubled, which
/// ends therefore, and the whole takes time with the length of the piece alone. For the vocabularies
/// in use 64 bytes are enough but for runs, whose windows repeat and are copied.
package struct PieceMerger: ~Copyable {
  /// Pieces up to this many bytes are merged in an array.
  static let shortLimit = 32
  /// How many bytes a window has, and how many of them at its end are not believed, to begin with.
  /// Windows of 64 bytes, of which more lies in two of them, took half as long again for random
  /// letters and a twelfth for text in other alphabets.
  static let windowSize = 128
  static let margin = 8

  private let lazyTable: LazyTable<PairTable>
  /// The table, once a piece has needed it, and its addresses.
  private var loaded: (table: PairTable, handle: PairTable.Handle)?
  /// What merges until then.
  private var direct: DirectMerger
  /// The symbols of the last piece, or its tokens where no table was there yet.
  private var symbols: UnsafeMutablePointer<PairTable.Symbol>
  private var symbolsAreTokens = false
  private var capacity = DirectMerger.longestPiece
  private var array = MergeArray(capacity: PieceMerger.shortLimit)
  private var window = MergeTournament()
  private var nextWindow = MergeTournament()

  /// - Parameter expectsMuch: whether so much text is to come that it needs the table in any case.
  package init(_ model: BPEModel, expectsMuch: Bool = false) {
    lazyTable = model.pairTable
    direct = DirectMerger(model, expectsMuch: expectsMuch)
    symbols = .allocate(capacity: capacity)
  }

  deinit { symbols.deallocate() }

  /// The bytes that windows have held so far, those of overlaps and failed attempts again: the
  /// work on long pieces, for tests of how it grows.
  package var windowBytes: Int { window.bytes + nextWindow.bytes }

  /// Merges `count` bytes at `start` and returns the number of symbols that are left. `marksEnd`
  /// says that the last byte has a symbol of its own, as with an end-of-word suffix.
  ///
  /// - Complexity: O(`count`), with a factor that is the vocabulary's.
  @inline(__always)
  package mutating func merge(
    _ start: UnsafePointer<UInt8>, count: Int, marksEnd: Bool = false
  ) -> Int {
    guard let table = loaded?.handle else {
      return mergeBeforeTable(start, count: count, marksEnd: marksEnd)
    }
    return merge(start, count: count, marksEnd: marksEnd, table)
  }

  @inline(__always)
  private mutating func merge(
    _ start: UnsafePointer<UInt8>, count: Int, marksEnd: Bool, _ table: PairTable.Handle
  ) -> Int {
    guard count > Self.shortLimit || marksEnd else {
      return array.merge(start, count: count, table, into: symbols)
    }
    return mergeLong(UnsafeBufferPointer(start: start, count: count), marksEnd: marksEnd, table)
  }

  /// Whether the table is there, and merging the bytes of any token gives that token.
  var mergesIntoEveryToken: Bool { loaded?.table.mergesIntoEveryToken ?? false }

  /// Merges without the table as long as that costs little, or another merger is making it; else with
  /// the table, which is made now if none has.
  @inline(never)
  private mutating func mergeBeforeTable(
    _ start: UnsafePointer<UInt8>, count: Int, marksEnd: Bool
  ) -> Int {
    if !lazyTable.isMade,
      let tokens = direct.merge(
        start, count: count, marksEnd: marksEnd, isWaiting: lazyTable.isBegun, into: symbols)
    {
      symbolsAreTokens = true
      return tokens
    }
    let table = lazyTable.value
    loaded = (table, table.handle)
    symbolsAreTokens = false
    return merge(start, count: count, marksEnd: marksEnd, table.handle)
  }

  /// Makes the table now, so that every piece is merged by it.
  package mutating func makeTable() {
    let table = lazyTable.value
    loaded = (table, table.handle)
  }

  /// The vocabulary's id of a symbol of the piece that was merged last; `missingSymbol` for a byte
  /// that has none.
  package func id(_ index: Int) -> TokenID {
    if symbolsAreTokens { return symbols[index] }
    return loaded?.table.ids.base[Int(symbols[index])] ?? BPEModel.missingSymbol
  }

  /// Calls `body` with each of the `tokens` that a piece of `count` bytes was merged into last, and
  /// the bytes that it stands for.
  package func forEachToken(
    _ tokens: Int, of count: Int, _ vocabulary: Vocabulary, _ body: (TokenID, Int) -> Void
  ) {
    var rest = count
    for index in 0..<tokens {
      let length = length(of: index, tokens, rest, vocabulary)
      rest -= length
      body(id(index), length)
    }
  }

  /// How many of the `tokens` that a piece of `count` bytes was merged into last have at least half
  /// their bytes before `place`. Looks at no token behind it.
  package func count(
    mostlyBefore place: Int, of tokens: Int, in count: Int, _ vocabulary: Vocabulary
  ) -> Int {
    var start = 0
    for index in 0..<tokens {
      let length = length(of: index, tokens, count - start, vocabulary)
      guard start < place, TokenCounter.isMostlyBefore(place - start, length) else { return index }
      start += length
    }
    return tokens
  }

  /// How many of the `rest` bytes from a token on it stands for.
  @inline(__always)
  private func length(
    of index: Int, _ tokens: Int, _ rest: Int, _ vocabulary: Vocabulary
  ) -> Int {
    // A token's bytes may hold an end-of-word suffix that the text does not have.
    index + 1 == tokens ? rest : min(rest, vocabulary.length(of: id(index)))
  }

  @inline(never)
  private mutating func mergeLong(
    _ piece: UnsafeBufferPointer<UInt8>, marksEnd: Bool, _ table: PairTable.Handle
  ) -> Int {
    reserve(piece.count)
    var size = Self.windowSize
    // Where the window begins in the piece, and among the symbols; those before are final.
    var position = 0
    var settled = 0
    var count = Self.merge(piece, 0, size, marksEnd, table, &window, symbols)
    while position + size < piece.count {
      var joined = false
      var limit = size - Self.margin
      var index = count - 1
      while !joined {
        while index > 0, window.offset(of: index) > limit { index -= 1 }
        let offset = window.offset(of: index)
        // Advancing by less, every byte would be merged many times.
        guard offset >= size - size / 4 else { break }
        let token = symbols[settled + index]
        if symbols[settled] == token, Self.repeats(piece, position, after: offset, size) {
          (symbols + settled + index).update(from: symbols + settled, count: count)
          joined = true
        } else {
          let next = Self.merge(
            piece, position + offset, size, marksEnd, table, &nextWindow,
            symbols + settled + index)
          joined = symbols[settled + index] == token
          if joined {
            count = next
            swap(&window, &nextWindow)
          }
        }
        if joined {
          position += offset
          settled += index
        }
        limit = offset - (size - offset)
      }
      if !joined {
        size *= 2
        let first = symbols[settled]
        count = Self.merge(piece, position, size, marksEnd, table, &window, symbols + settled)
        if symbols[settled] != first {
          // What lies further on reaches back beyond this window's join with the one before: all
          // joins so far were of windows too small.
          position = 0
          settled = 0
          count = Self.merge(piece, 0, size, marksEnd, table, &window, symbols)
        }
      }
    }
    return settled + count
  }

  /// Whether the window `offset` bytes further on holds what this one holds, as in a run or another
  /// repetition, and so merges alike.
  @inline(__always)
  private static func repeats(
    _ piece: UnsafeBufferPointer<UInt8>, _ position: Int, after offset: Int, _ size: Int
  ) -> Bool {
    guard let start = piece.baseAddress, position + offset + size < piece.count else {
      return false
    }
    return bytesEqual(start + position, start + position + offset, size)
  }

  /// Merges up to `size` bytes of `piece` from `position` on.
  private static func merge(
    _ piece: UnsafeBufferPointer<UInt8>, _ position: Int, _ size: Int, _ marksEnd: Bool,
    _ table: PairTable.Handle, _ window: inout MergeTournament,
    _ symbols: UnsafeMutablePointer<PairTable.Symbol>
  ) -> Int {
    guard let start = piece.baseAddress else { return 0 }
    let length = min(size, piece.count - position)
    return window.merge(
      start + position, count: length,
      marksEnd: marksEnd && position + length == piece.count, table, into: symbols)
  }

  private mutating func reserve(_ count: Int) {
    guard count > capacity else { return }
    symbols.deallocate()
    capacity = count
    symbols = .allocate(capacity: capacity)
  }
}
