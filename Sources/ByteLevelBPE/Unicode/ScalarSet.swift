/// A set of Unicode scalar values as sorted, disjoint, non-adjacent ranges.
///
/// Surrogates are not scalars: they are in no set, and the complement of the empty set is
/// U+0000…U+D7FF with U+E000…U+10FFFF.
package struct ScalarSet: Sendable, Hashable {
  /// First and last scalar of a range.
  package struct Range: Sendable, Hashable {
    package let first: UInt32
    package let last: UInt32
  }

  package let ranges: [Range]

  /// Every scalar.
  package static let all = ScalarSet(ranges: [
    Range(first: 0, last: 0xD7FF), Range(first: 0xE000, last: 0x10FFFF),
  ])

  package static let empty = ScalarSet(ranges: [])

  private init(ranges: [Range]) {
    self.ranges = ranges
  }

  /// The scalars in any of the given ranges, which may come in any order and overlap.
  package init(_ unordered: [ClosedRange<UInt32>]) {
    let plain = ScalarSet.merged(
      unordered.map { Range(first: $0.lowerBound, last: $0.upperBound) }
        .sorted { $0.first < $1.first })
    self = ScalarSet(ranges: plain).intersection(.all)
  }

  package init(_ scalars: UInt32...) {
    self.init(scalars.map { $0...$0 })
  }

  package var isEmpty: Bool { ranges.isEmpty }

  /// How many scalars there are in the set. O(number of ranges).
  package var count: Int {
    ranges.reduce(0) { $0 + Int($1.last - $1.first) + 1 }
  }

  /// Whether the set holds the scalar. O(log of the number of ranges).
  package func contains(_ scalar: UInt32) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].last < scalar { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].first <= scalar
  }

  package func union(_ other: ScalarSet) -> ScalarSet {
    if other.isEmpty { return self }
    if isEmpty { return other }
    return ScalarSet(
      ranges: ScalarSet.merged((ranges + other.ranges).sorted { $0.first < $1.first }))
  }

  package func intersection(_ other: ScalarSet) -> ScalarSet {
    var result: [Range] = []
    var i = 0
    var j = 0
    while i < ranges.count, j < other.ranges.count {
      let first = max(ranges[i].first, other.ranges[j].first)
      let last = min(ranges[i].last, other.ranges[j].last)
      if first <= last { result.append(Range(first: first, last: last)) }
      if ranges[i].last < other.ranges[j].last { i += 1 } else { j += 1 }
    }
    return ScalarSet(ranges: result)
  }

  package func subtracting(_ other: ScalarSet) -> ScalarSet {
    intersection(other.complement)
  }

  /// Every scalar that is not in the set.
  package var complement: ScalarSet {
    var gaps: [Range] = []
    var next: UInt32 = 0
    for range in ranges {
      if range.first > next { gaps.append(Range(first: next, last: range.first - 1)) }
      next = range.last + 1
    }
    if next <= 0x10FFFF { gaps.append(Range(first: next, last: 0x10FFFF)) }
    // Cuts the surrogates out of the gaps; a set never holds them.
    return ScalarSet(ranges: gaps).intersection(.all)
  }

  private static func merged(_ sorted: [Range]) -> [Range] {
    var result: [Range] = []
    for range in sorted {
      if let previous = result.last, range.first <= previous.last &+ 1 {
        result[result.count - 1] = Range(
          first: previous.first, last: max(previous.last, range.last))
      } else {
        result.append(range)
      }
    }
    return result
  }
}
