/// A partition of all scalars into classes that no set of a pattern tells apart.
struct ScalarClasses {
  /// A column of the automaton's table must fit in a byte, with two columns kept for others.
  static let maximumCount = 250
  /// Scalars in a block of the second stage: what one trailing byte of UTF-8 tells apart.
  static let blockSize = 64

  private(set) var count = 0
  /// Whether the class is in the set: by set, then class.
  private(set) var membership: [[Bool]]
  /// The block of a scalar, by scalar / 64.
  private(set) var blocks: [UInt16] = []
  /// Class + 1, by block and scalar % 64.
  private(set) var columns: [UInt8] = []

  init(_ sets: [ScalarSet]) throws(PatternError) {
    membership = Array(repeating: [], count: sets.count)
    let runs = try makeRuns(sets)
    makeStages(runs)
  }

  /// Class + 1 of a scalar.
  func column(of scalar: UInt32) -> UInt8 {
    columns[Int(blocks[Int(scalar >> 6)]) << 6 | Int(scalar & 63)]
  }

  /// The first scalar of every run of one class, in order, and the class.
  private mutating func makeRuns(
    _ sets: [ScalarSet]
  ) throws(PatternError) -> [(first: UInt32, class: Int)] {
    var edges: [(scalar: UInt32, set: Int)] = [(0, -1)]
    for (set, scalars) in sets.enumerated() {
      for range in scalars.ranges {
        edges.append((range.first, set))
        edges.append((range.last + 1, set))
      }
    }
    edges.sort { $0.scalar < $1.scalar }
    var runs: [(first: UInt32, class: Int)] = []
    var classes: [[UInt64]: Int] = [:]
    var inside = [UInt64](repeating: 0, count: (sets.count + 63) / 64)
    var index = 0
    while index < edges.count {
      let scalar = edges[index].scalar
      while index < edges.count, edges[index].scalar == scalar {
        let set = edges[index].set
        if set >= 0 { inside[set / 64] ^= 1 << UInt64(set % 64) }
        index += 1
      }
      if scalar > 0x10FFFF { break }
      // No text has surrogates: they need no class and go with the one before them.
      if scalar == 0xD800 { continue }
      let known = classes[inside]
      if known == nil {
        classes[inside] = count
        for set in sets.indices {
          membership[set].append(inside[set / 64] >> UInt64(set % 64) & 1 == 1)
        }
        count += 1
        if count > Self.maximumCount {
          throw PatternError(
            reason: .tooLarge("more than \(Self.maximumCount) classes of characters"),
            position: 0)
        }
      }
      runs.append((scalar, known ?? count - 1))
    }
    return runs
  }

  private mutating func makeStages(_ runs: [(first: UInt32, class: Int)]) {
    var known: [[UInt8]: UInt16] = [:]
    var uniform: [UInt16?] = Array(repeating: nil, count: count)
    var run = 0
    blocks.reserveCapacity(0x110000 / Self.blockSize)
    for first in stride(from: UInt32(0), to: 0x110000, by: Self.blockSize) {
      let end = first + UInt32(Self.blockSize)
      while run + 1 < runs.count, runs[run + 1].first <= first { run += 1 }
      let isUniform = run + 1 == runs.count || runs[run + 1].first >= end
      if isUniform, let block = uniform[runs[run].class] {
        blocks.append(block)
        continue
      }
      var block = [UInt8](repeating: 0, count: Self.blockSize)
      var current = run
      for offset in 0..<UInt32(Self.blockSize) {
        while current + 1 < runs.count, runs[current + 1].first <= first + offset {
          current += 1
        }
        block[Int(offset)] = UInt8(runs[current].class + 1)
      }
      let number = known[block] ?? UInt16(columns.count / Self.blockSize)
      if known[block] == nil {
        known[block] = number
        columns.append(contentsOf: block)
      }
      if isUniform { uniform[runs[run].class] = number }
      blocks.append(number)
    }
  }
}
