import ByteLevelBPE

/// How much text there is, in each of the measures that cost nothing to count.
public struct TextCounts: Sendable, Hashable {
  /// Documents, the records of a corpus.
  public var documents: UInt64 = 0
  /// Bytes of the text itself as UTF-8, before normalization.
  public var bytes: UInt64 = 0
  /// Unicode scalar values.
  public var characters: UInt64 = 0
  /// Tokens.
  public var tokens: UInt64 = 0

  /// No text.
  public init() {}

  /// The sum of two that come from files, or `nil` if it cannot be held.
  func checkedSum(with other: TextCounts) -> TextCounts? {
    var sum = TextCounts()
    for path in [\TextCounts.documents, \.bytes, \.characters, \.tokens] {
      let (value, overflow) = self[keyPath: path].addingReportingOverflow(other[keyPath: path])
      if overflow { return nil }
      sum[keyPath: path] = value
    }
    return sum
  }

  /// Adds up.
  public static func += (left: inout TextCounts, right: TextCounts) {
    left.documents += right.documents
    left.bytes += right.bytes
    left.characters += right.characters
    left.tokens += right.tokens
  }
}

/// Ill-formed UTF-8 that was read as U+FFFD.
public struct IllFormedText: Sendable, Hashable {
  /// The number of maximal ill-formed parts, each of which counts as one U+FFFD.
  public var count: UInt64 = 0
  /// Where the first lies, in bytes from the beginning of its document.
  public var first: UInt64?
  /// The ordinal, from 0, of the document in its file that holds the first.
  public var firstDocument: UInt64?

  /// None.
  public init() {}

  /// Takes what `repair` found in a piece that begins `offset` bytes into a document.
  mutating func note(_ repair: UTF8Repair, at offset: UInt64, document: UInt64) {
    guard repair.count > 0 else { return }
    if first == nil {
      first = offset + UInt64(repair.first ?? 0)
      firstDocument = document
    }
    count += UInt64(repair.count)
  }

  /// The same, of a document that begins `offset` bytes earlier.
  func moved(by offset: Int64) -> IllFormedText {
    var moved = self
    moved.first = first.map { $0 + UInt64(offset) }
    return moved
  }

  /// Adds what was found behind `documents` in the same file.
  mutating func add(_ next: IllFormedText, after documents: UInt64) {
    if first == nil {
      first = next.first
      firstDocument = next.firstDocument.map { $0 + documents }
    }
    count += next.count
  }
}

/// The number of UTF-8 characters that begin in `bytes`.
///
/// - Complexity: O(n), at several bytes a cycle.
@inline(__always)
func characterCount(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
  guard let base = bytes.baseAddress else { return 0 }
  let raw = UnsafeRawPointer(base)
  var total = 0
  var offset = 0
  while offset &+ 8 <= bytes.count {
    total &+= 8 &- continuationCount(raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    offset &+= 8
  }
  let rest = bytes.count &- offset
  if rest > 0, bytes.count >= 8 {
    // The last eight once more, without those that were counted: how many are left follows no order.
    let last = raw.loadUnaligned(fromByteOffset: bytes.count &- 8, as: UInt64.self)
    let word = UInt64(littleEndian: last) &>> UInt64(truncatingIfNeeded: 64 &- 8 &* rest)
    return total &+ rest &- continuationCount(word)
  }
  while offset < bytes.count {
    if base[offset] & 0xC0 != 0x80 { total &+= 1 }
    offset &+= 1
  }
  return total
}

/// How many of eight bytes continue a character: their high bit is set, and the next one is not.
@inline(__always)
private func continuationCount(_ word: UInt64) -> Int {
  let continuations = word &>> 7 & ~(word &>> 6) & 0x0101_0101_0101_0101
  return Int(truncatingIfNeeded: (continuations &* 0x0101_0101_0101_0101) &>> 56)
}
