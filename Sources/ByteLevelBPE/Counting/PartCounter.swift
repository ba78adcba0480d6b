import ByteMasks

/// Counts long pre-tokens of scripts without spaces, by the parts between safe junctions.
///
/// See ``JunctionTable`` for why the counts of the parts add up to the count of the whole. A part
/// has four bytes on average, and where the next one ends follows no order. So nothing is asked on
/// the way: a window of 64 bytes gives its characters by a mask, each writes where the next part
/// would begin, and whether it does is added to the number of parts. Only what the memo's front
/// does not have is looked at one by one. (With a branch for each character this took 19 ns a
/// character, a quarter of the time of Chinese and Japanese.)
struct PartCounter: ~Copyable {
  private let vocabulary: Vocabulary
  private let lazyJunctions: LazyTable<JunctionTable>
  private var tables: Tables?
  /// The addresses of what `tables` holds.
  private var addresses: Addresses?
  private let scratch = Scratch()

  init(_ model: BPEModel) {
    vocabulary = model.vocabulary
    lazyJunctions = model.junctions
  }

  /// What only text with such pre-tokens needs; made at the first of them.
  private final class Tables {
    let junctions: JunctionTable
    let memo = PreTokenMemo(lineBits: 15)
    /// Whether the tokens that such parts may be have been entered.
    var isSeeded = false

    init(_ junctions: JunctionTable) { self.junctions = junctions }
  }

  private struct Addresses {
    let junctions: JunctionTable.Handle
    let memo: PreTokenMemo.Handle
  }

  /// Where a window's findings are written.
  private struct Scratch: ~Copyable {
    /// A window whose bytes may not be read to the end.
    let padded: UnsafeMutablePointer<UInt8>
    /// Where parts begin in the piece: those of a window, one that goes on from the window before,
    /// and the end.
    let starts: UnsafeMutablePointer<Int>
    /// Parts that the memo's front does not have.
    let open: UnsafeMutablePointer<Part>

    init() {
      padded = .allocate(capacity: PartCounter.windowSize + 4)
      padded.initialize(repeating: 0, count: PartCounter.windowSize + 4)
      starts = .allocate(capacity: PartCounter.windowSize + 2)
      open = .allocate(capacity: PartCounter.windowSize + 1)
    }

    deinit {
      padded.deallocate()
      starts.deallocate()
      open.deallocate()
    }
  }

  private struct Part {
    var key: PreTokenMemo.Key
    var start: Int
    var length: Int
  }

  private static let windowSize = 64

  /// The number of tokens that `length` bytes of well-formed UTF-8 at `start` merge into.
  ///
  /// - Parameter readable: how far from `start` memory may be read.
  mutating func count(
    _ start: UnsafePointer<UInt8>, _ length: Int, readable: Int, _ merger: inout PieceMerger
  ) -> Int {
    let addresses = self.addresses ?? makeTables()
    var total = 0
    var position = 0
    var previous: JunctionTable.Character = 0
    scratch.starts[0] = 0
    while position < length {
      let window = findParts(start, length, at: position, after: previous, readable, addresses)
      total &+= count(window.parts, of: start, readable, addresses.memo, &merger)
      scratch.starts[0] = scratch.starts[window.parts]
      (position, previous) = (window.end, window.last)
    }
    return total
  }

  /// The lengths in bytes of the tokens that `length` bytes of well-formed UTF-8 at `start` merge
  /// into: a part of one token, as most are, is not merged.
  mutating func tokenLengths(
    _ start: UnsafePointer<UInt8>, _ length: Int, _ merger: inout PieceMerger,
    into lengths: inout [Int]
  ) {
    let addresses = self.addresses ?? makeTables()
    var position = 0
    while position < length {
      let part = start + position
      let size = Self.partSize(part, length - position, addresses.junctions)
      position += size
      if Self.knownTokens(part, size, addresses.memo) == 1 {
        lengths.append(size)
        continue
      }
      let tokens = merger.merge(part, count: size)
      merger.forEachToken(tokens, of: size, vocabulary) { _, length in lengths.append(length) }
    }
  }

  /// The number of tokens that `length` bytes of well-formed UTF-8 at `start` merge into of which
  /// at least half the bytes lie before `place`.
  ///
  /// Only the part that `place` is inside of is taken apart, and nothing is looked at behind it:
  /// mostly `place` is behind a space, and the first junction is safe.
  mutating func tokens(
    _ start: UnsafePointer<UInt8>, _ length: Int, mostlyBefore place: Int,
    _ merger: inout PieceMerger
  ) -> Int {
    let addresses = self.addresses ?? makeTables()
    var total = 0
    var partStart = 0
    while partStart < place {
      let part = start + partStart
      let size = Self.partSize(part, length - partStart, addresses.junctions)
      let rest = place - partStart
      partStart += size
      // One byte is mostly the space before a word, and is never looked up.
      let known = size == 1 ? 1 : Self.knownTokens(part, size, addresses.memo)
      let isCounted = known == 1 || known > 0 && size <= rest
      let tokens = isCounted ? known : merger.merge(part, count: size)
      if size <= rest {
        total += tokens
      } else if tokens == 1 {
        total += TokenCounter.isMostlyBefore(rest, size) ? 1 : 0
      } else {
        total += merger.count(mostlyBefore: rest, of: tokens, in: size, vocabulary)
      }
    }
    return total
  }

  /// How many of `length` bytes at `start` lie before the first safe junction: for the few pieces
  /// that are taken apart, where a window of ``findParts`` would mostly be looked at in vain.
  private static func partSize(
    _ start: UnsafePointer<UInt8>, _ length: Int, _ junctions: JunctionTable.Handle
  ) -> Int {
    var (left, at) = wholeCharacter(start, length)
    var neighbors = junctions.neighbors(of: left)
    while at < length {
      let (right, size) = wholeCharacter(start + at, length - at)
      let nextNeighbors = junctions.neighbors(of: right)
      if junctions.isHeld(left, right, last: start[at - 1], neighbors, nextNeighbors) == 0 { break }
      (left, neighbors, at) = (right, nextNeighbors, at + size)
    }
    return at
  }

  /// The character at `start` and its size, behind which nothing need be readable.
  private static func wholeCharacter(
    _ start: UnsafePointer<UInt8>, _ length: Int
  ) -> (JunctionTable.Character, size: Int) {
    var character = JunctionTable.Character(start[0])
    var size = 1
    while size < length, start[size] & 0xC0 == 0x80 {
      character |= JunctionTable.Character(start[size]) &<< UInt32(truncatingIfNeeded: 8 &* size)
      size += 1
    }
    return (character, size)
  }

  /// What the memo knows of a part; 0 is nothing.
  private static func knownTokens(
    _ part: UnsafePointer<UInt8>, _ size: Int, _ memo: PreTokenMemo.Handle
  ) -> Int {
    guard size <= PreTokenMemo.longest else { return 0 }
    let key = PreTokenMemo.Key(exactly: part, count: size)
    let known = memo.frontCount(key)
    return known > 0 ? known : memo.count(key, in: memo.line(key))
  }

  private mutating func makeTables() -> Addresses {
    let made = Tables(lazyJunctions.value)
    let addresses = Addresses(junctions: made.junctions.handle, memo: made.memo.handle)
    (tables, self.addresses) = (made, addresses)
    return addresses
  }

  /// Writes where parts begin in the window at `position`, behind the first start, which is there,
  /// and returns how many parts end in it, where the next window begins, and the character before
  /// that.
  @inline(__always)
  private func findParts(
    _ start: UnsafePointer<UInt8>, _ length: Int, at position: Int,
    after character: JunctionTable.Character, _ readable: Int, _ addresses: Addresses
  ) -> (parts: Int, end: Int, last: JunctionTable.Character) {
    let junctions = addresses.junctions
    let starts = scratch.starts
    let rest = length &- position
    let available = min(Self.windowSize, rest)
    var window = start + position
    if position &+ Self.windowSize &+ 4 > readable {
      scratch.padded.update(from: window, count: available)
      window = UnsafePointer(scratch.padded)
    }
    var leads = ~ByteMask(window).within(0x80, 0x40)
    if available < Self.windowSize { leads &= 1 &<< UInt64(available) &- 1 }
    // A last character that may be cut off belongs to the next window.
    var count = leads.nonzeroBitCount
    if available < rest { count &-= 1 }
    if available < Self.windowSize { leads |= 1 &<< UInt64(available) }
    var at = 0
    var previous = character
    var parts = 0
    if position == 0 {
      // The piece begins with a character that nothing stands before.
      leads &= leads &- 1
      at = leads.trailingZeroBitCount
      previous = Self.character(window, at)
      count &-= 1
    }
    var last = start[position &+ at &- 1]
    var neighbors = junctions.neighbors(of: previous)
    for _ in 0..<count {
      leads &= leads &- 1
      let next = leads.trailingZeroBitCount
      let character = Self.character(window + at, next &- at)
      let nextNeighbors = junctions.neighbors(of: character)
      let isHeld = junctions.isHeld(
        previous, character, last: last, neighbors, nextNeighbors)
      starts[parts &+ 1] = position &+ at
      parts &+= 1 &- isHeld
      (previous, neighbors, last) = (character, nextNeighbors, window[next &- 1])
      at = next
    }
    if available == rest {
      parts &+= 1
      starts[parts] = length
    }
    return (parts, position &+ at, previous)
  }

  /// The character of `size` bytes at `start`, of which four may be read.
  @inline(__always)
  private static func character(
    _ start: UnsafePointer<UInt8>, _ size: Int
  ) -> JunctionTable.Character {
    let word = UInt32(littleEndian: UnsafeRawPointer(start).loadUnaligned(as: UInt32.self))
    return word & UInt32.max &>> UInt32(truncatingIfNeeded: 32 &- 8 &* size)
  }

  /// The number of tokens of the parts that have been found.
  @inline(__always)
  private mutating func count(
    _ parts: Int, of start: UnsafePointer<UInt8>, _ readable: Int, _ memo: PreTokenMemo.Handle,
    _ merger: inout PieceMerger
  ) -> Int {
    let (starts, open) = (scratch.starts, scratch.open)
    var total = 0
    var openCount = 0
    for index in 0..<parts {
      let partStart = starts[index]
      let length = starts[index &+ 1] &- partStart
      guard length <= PreTokenMemo.longest else {
        total &+= countLong(start + partStart, length, &merger)
        continue
      }
      let key =
        partStart &+ 16 <= readable
        ? memo.key(reading16: start + partStart, count: length)
        : PreTokenMemo.Key(exactly: start + partStart, count: length)
      let known = memo.frontCount(key)
      open[openCount] = Part(key: key, start: partStart, length: length)
      openCount &+= (known &- 1) &>> 63 & 1
      total &+= known
    }
    for index in 0..<openCount { PreTokenMemo.prefetch(memo.line(open[index].key)) }
    for index in 0..<openCount {
      let part = open[index]
      let line = memo.line(part.key)
      var known = memo.count(part.key, in: line)
      if known == 0 { known = countNew(part, start, line, &merger) }
      total &+= known
    }
    return total
  }

  /// Apart, because merging in the loop above would take its registers.
  @inline(never)
  private func countLong(
    _ start: UnsafePointer<UInt8>, _ length: Int, _ merger: inout PieceMerger
  ) -> Int {
    merger.merge(start, count: length)
  }

  @inline(never)
  private mutating func countNew(
    _ part: Part, _ start: UnsafePointer<UInt8>, _ line: PreTokenMemo.Line,
    _ merger: inout PieceMerger
  ) -> Int {
    if let tables, !tables.isSeeded, merger.mergesIntoEveryToken {
      tables.isSeeded = true
      seed(tables)
    }
    let tokens = merger.merge(start + part.start, count: part.length)
    PreTokenMemo.insert(part.key, count: tokens, in: line)
    return tokens
  }

  /// Enters the tokens of such scripts, of which each counts as one, the commonest last. Half of
  /// the parts that have not been seen are tokens.
  private func seed(_ tables: Tables) {
    let memo = tables.memo.handle
    for id in (0..<TokenID(vocabulary.idLimit)).reversed() {
      vocabulary.withBytes(of: id) { token in
        guard 6...PreTokenMemo.longest ~= token.count, let start = token.baseAddress,
          start[0] >= 0xE0
        else { return }
        let key = PreTokenMemo.Key(exactly: start, count: token.count)
        PreTokenMemo.insert(key, count: 1, in: memo.line(key))
      }
    }
  }
}
