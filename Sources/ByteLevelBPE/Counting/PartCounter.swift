/// Counts long pre-tokens of scripts without spaces, by the parts between safe junctions.
///
/// See ``JunctionTable`` for why the counts of the parts add up to the count of the whole.
struct PartCounter: ~Copyable {
  private let vocabulary: Vocabulary
  private let junctions: LazyTable<JunctionTable>
  private var tables: Tables?

  init(_ model: BPEModel) {
    vocabulary = model.vocabulary
    junctions = model.junctions
  }

  /// What only text with such pre-tokens needs; made at the first of them.
  private final class Tables {
    let junctions: JunctionTable
    let memo = PreTokenMemo(lineBits: 15)
    /// Whether the tokens that such parts may be have been entered.
    var isSeeded = false
    /// The tokens of a single character, by scalar; 0 for not yet counted.
    let single: UnsafeMutablePointer<UInt8>
    /// Parts found and not yet looked up: all lines of the memo are asked for before the first is
    /// read.
    let parts: UnsafeMutablePointer<Part>
    static let mostParts = 64

    init(_ junctions: JunctionTable) {
      self.junctions = junctions
      single = .allocate(capacity: 1 << 16)
      single.initialize(repeating: 0, count: 1 << 16)
      parts = .allocate(capacity: Self.mostParts)
    }

    deinit {
      single.deallocate()
      parts.deallocate()
    }
  }

  private struct Part {
    var key: PreTokenMemo.Key
    var line: PreTokenMemo.Line
    var start: UnsafePointer<UInt8>
    var length: Int
  }

  /// The number of tokens that `length` bytes of well-formed UTF-8 at `start` merge into.
  ///
  /// - Parameter readable: how far from `start` memory may be read.
  mutating func count(
    _ start: UnsafePointer<UInt8>, _ length: Int, readable: Int, _ merger: inout PieceMerger
  ) -> Int {
    let limit = start + readable
    let tables = self.tables ?? makeTables()
    let junctions = tables.junctions
    let memo = tables.memo.handle
    var total = 0
    var found = 0
    var partStart = start
    var position = start
    let end = start + length
    var previous = JunctionTable.Character(scalar: 0, word: 0, size: 0)
    while true {
      var next = previous
      if position < end {
        next = Self.character(position)
        if position == partStart || junctions.isUnsafe(previous, next) {
          previous = next
          position += next.size
          continue
        }
      }
      let size = position - partStart
      if size == 3, previous.size == 3, tables.single[previous.scalar] > 0 {
        total &+= Int(tables.single[previous.scalar])
      } else if size > PreTokenMemo.longest {
        total &+= merger.merge(partStart, count: size)
      } else {
        let key =
          partStart + 16 <= limit
          ? memo.key(reading16: partStart, count: size)
          : PreTokenMemo.Key(exactly: partStart, count: size)
        let line = memo.line(key)
        PreTokenMemo.prefetch(line)
        tables.parts[found] = Part(key: key, line: line, start: partStart, length: size)
        found &+= 1
        if found == Tables.mostParts {
          total &+= count(found, tables, &merger)
          found = 0
        }
      }
      if position >= end { break }
      partStart = position
      previous = next
      position += next.size
    }
    return total &+ count(found, tables, &merger)
  }

  private mutating func makeTables() -> Tables {
    let made = Tables(junctions.value)
    tables = made
    return made
  }

  /// The number of tokens of the parts that have been found.
  @inline(__always)
  private func count(_ found: Int, _ tables: Tables, _ merger: inout PieceMerger) -> Int {
    var total = 0
    for index in 0..<found {
      let part = tables.parts[index]
      let known = PreTokenMemo.count(part.key, in: part.line)
      total &+= known > 0 ? known : countNew(part, tables, &merger)
    }
    return total
  }

  @inline(never)
  private func countNew(_ part: Part, _ tables: Tables, _ merger: inout PieceMerger) -> Int {
    if !tables.isSeeded, merger.mergesIntoEveryToken {
      tables.isSeeded = true
      seed(tables)
    }
    let tokens = merger.merge(part.start, count: part.length)
    PreTokenMemo.insert(part.key, count: tokens, in: part.line)
    let first = Self.character(part.start)
    if part.length == 3, first.size == 3 {
      tables.single[first.scalar] = UInt8(truncatingIfNeeded: tokens)
    }
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

  /// The character at `start`.
  @inline(__always)
  private static func character(_ start: UnsafePointer<UInt8>) -> JunctionTable.Character {
    let lead = UInt32(start[0])
    if lead < 0x80 { return .init(scalar: Int(lead), word: lead, size: 1) }
    let second = UInt32(start[1])
    if lead < 0xE0 {
      return .init(
        scalar: Int((lead & 0x1F) &<< 6 | second & 0x3F), word: lead | second &<< 8, size: 2)
    }
    let third = UInt32(start[2])
    if lead < 0xF0 {
      return .init(
        scalar: Int((lead & 0x0F) &<< 12 | (second & 0x3F) &<< 6 | third & 0x3F),
        word: lead | second &<< 8 | third &<< 16, size: 3)
    }
    let fourth = UInt32(start[3])
    return .init(
      scalar: Int(
        (lead & 0x07) &<< 18 | (second & 0x3F) &<< 12 | (third & 0x3F) &<< 6 | fourth & 0x3F),
      word: lead | second &<< 8 | third &<< 16 | fourth &<< 24, size: 4)
  }
}
