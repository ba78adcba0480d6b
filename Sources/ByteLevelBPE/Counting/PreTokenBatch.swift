/// Of which pre-tokens a batch must tell the places.
enum PreTokenListing {
  /// Of each.
  case every
  /// Of those of more than one byte, and of added tokens. The others of a text that is not rewritten
  /// are the bytes in between.
  case longer
  /// Of none: they are only counted.
  case none
}

/// Pre-tokens found and not yet counted: offsets into the text at hand.
struct PreTokenBatch: ~Copyable {
  /// As many as keep the arrays of a batch inside the first-level cache.
  static let capacity = 256
  /// How many can be added at once to a batch that is not full.
  static let window = 64
  /// Room for these, and for what is written beyond them to be written over.
  static let slack = window + 8

  let starts: UnsafeMutablePointer<UInt32>
  let ends: UnsafeMutablePointer<UInt32>
  /// How many there are in the arrays.
  var count = 0
  /// Pre-tokens of one byte that were counted without being listed: each is one token.
  var singles = 0
  /// Whether the offsets are into a normalized form of the text.
  var isRewritten = false
  /// Whether the batch is one added token, and no pre-token.
  var isAddedToken = false

  init() {
    starts = .allocate(capacity: Self.capacity + Self.slack)
    ends = .allocate(capacity: Self.capacity + Self.slack)
  }

  deinit {
    starts.deallocate()
    ends.deallocate()
  }

  var isFull: Bool { count >= Self.capacity }

  mutating func removeAll() {
    count = 0
    singles = 0
    isRewritten = false
    isAddedToken = false
  }

  @inline(__always)
  mutating func append(_ start: Int, _ end: Int) {
    assert(count < Self.capacity + Self.slack)
    starts[count] = UInt32(truncatingIfNeeded: start)
    ends[count] = UInt32(truncatingIfNeeded: end)
    count &+= 1
  }

  /// Adds the pre-tokens of a window of single bytes at `base`: `bits` has a bit for each start,
  /// and the last one ends at `end`.
  @inline(__always)
  mutating func append(_ bits: UInt64, end: Int, base: Int, listingSingles: Bool) {
    assert(count + Self.window <= Self.capacity + Self.slack)
    let bounds = bits | 1 &<< UInt64(truncatingIfNeeded: end)
    let followed = bits & bounds &>> 1
    var first = bits
    var last = bounds & ~1
    if !listingSingles {
      // A quarter of English and two fifths of code are pre-tokens of one byte; a population
      // count takes their place in the table.
      singles &+= followed.nonzeroBitCount
      first = bits & ~followed
      last = bounds & ~(bits &<< 1) & ~1
    }
    let total = first.nonzeroBitCount
    let origin = UInt32(truncatingIfNeeded: base)
    Self.flatten(first, origin, starts + count)
    Self.flatten(last, origin, ends + count)
    count &+= total
  }

  /// Writes the positions of the ones of `bits`. May write up to three entries too many.
  @inline(__always)
  private static func flatten(
    _ bits: UInt64, _ origin: UInt32, _ target: UnsafeMutablePointer<UInt32>
  ) {
    var rest = bits
    var place = target
    // Four at a time without asking in between: the number is hard to foresee, its quarter not.
    while rest != 0 {
      for step in 0..<4 {
        place[step] = origin &+ UInt32(truncatingIfNeeded: rest.trailingZeroBitCount)
        rest &= rest &- 1
      }
      place += 4
    }
  }
}
