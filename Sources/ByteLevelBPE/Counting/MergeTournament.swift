/// Merges a few dozen to some thousand bytes, finding the next pair to merge by a tournament.
///
/// Of what is left when some pairs have settled, the pairs are the leaves of a binary tree in which
/// every node holds the lesser of its two children, so that the root is the next to merge. A merge
/// changes three leaves, and each change goes up its path without a branch that could be foreseen
/// wrongly. A heap with outdated pairs in it was a third as fast on random letters, and passes over
/// an array of 64 bytes half as fast.
struct MergeTournament: ~Copyable {
  /// The tree, its root at 1. The leaf of the symbol with the number `index` holds what it makes with
  /// the next in the high half and `index` in the low: the least is the pair to merge next, of those
  /// of the lowest rank the first.
  private let tree: UnsafeMutablePointer<UInt64>
  /// By number: the symbol, the numbers of its neighbours, and where it begins, in bytes.
  private let parts: UnsafeMutablePointer<PairTable.Symbol>
  private let following: UnsafeMutablePointer<UInt32>
  private let preceding: UnsafeMutablePointer<UInt32>
  private let offsets: UnsafeMutablePointer<UInt32>
  private let capacity: Int
  /// How many bytes have been merged so far.
  private(set) var bytes: Int

  init(capacity: Int = 64, bytes: Int = 0) {
    self.capacity = capacity
    self.bytes = bytes
    tree = .allocate(capacity: 2 * capacity)
    parts = .allocate(capacity: capacity)
    following = .allocate(capacity: capacity)
    preceding = .allocate(capacity: capacity + 1)
    offsets = .allocate(capacity: capacity)
  }

  deinit {
    tree.deallocate()
    parts.deallocate()
    following.deallocate()
    preceding.deallocate()
    offsets.deallocate()
  }

  private mutating func reserve(_ count: Int) {
    guard count > capacity else { return }
    self = MergeTournament(capacity: count, bytes: bytes)
  }

  /// Where the symbol at `index` of the last result begins, in bytes.
  func offset(of index: Int) -> Int { Int(offsets[index]) }

  /// Merges `length` bytes at `start` into `symbols` and returns how many are left. `marksEnd` says
  /// that the last byte ends a word.
  ///
  /// - Complexity: O(`length` · log `length`).
  mutating func merge(
    _ start: UnsafePointer<UInt8>, count length: Int, marksEnd: Bool, _ table: PairTable.Handle,
    into symbols: UnsafeMutablePointer<PairTable.Symbol>
  ) -> Int {
    guard length > 0 else { return 0 }
    reserve(length)
    bytes &+= length
    let (tree, parts, following, preceding) = (tree, parts, following, preceding)
    let count = fill(start, length, marksEnd, table)
    var node = count &- 1
    while node > 0 {
      tree[node] = min(tree[2 &* node], tree[2 &* node &+ 1])
      node &-= 1
    }
    while true {
      let lowest = tree[1]
      let product = PairTable.Symbol(truncatingIfNeeded: lowest &>> 32)
      if product == PairTable.none { break }
      let index = Int(lowest & 0xFFFF_FFFF)
      let absorbed = Int(following[index])
      let next = Int(following[absorbed])
      parts[index] = product
      following[index] = UInt32(truncatingIfNeeded: next)
      preceding[next] = UInt32(truncatingIfNeeded: index)
      // Both are looked up before either goes into the tree, so that their cache misses overlap.
      let right = next < count ? table.product(product, parts[next]) : PairTable.none
      if index > 0 {
        let previous = Int(preceding[index])
        let left = table.product(parts[previous], product)
        Self.replay(tree, count &+ previous, Self.cell(left, at: previous))
      }
      Self.replay(tree, count &+ absorbed, .max)
      Self.replay(tree, count &+ index, Self.cell(right, at: index))
    }
    var left = 0
    var index = 0
    while index < count {
      symbols[left] = parts[index]
      // Those of symbols that were absorbed are written over.
      offsets[left] = offsets[index]
      left &+= 1
      index = Int(following[index])
    }
    return left
  }

  /// Makes the leaves, of which there are as many as symbols, and returns how many these are.
  @inline(__always)
  private func fill(
    _ start: UnsafePointer<UInt8>, _ length: Int, _ marksEnd: Bool, _ table: PairTable.Handle
  ) -> Int {
    let (tree, parts, following, preceding) = (tree, parts, following, preceding)
    // Hashes lie where the leaves will: each is read before its place is written.
    let hashes = tree + length
    let count: Int
    if marksEnd {
      count = length
      for index in 0..<length { parts[index] = PairTable.Symbol(start[index]) }
      parts[length &- 1] += PairTable.firstFinalByte
      for index in 1..<length { hashes[index] = PairTable.hash(parts[index &- 1], parts[index]) }
    } else {
      count = table.settle(start, length, into: parts, hashes)
    }
    var offset: UInt32 = 0
    preceding[0] = 0
    for index in 0..<count {
      offsets[index] = offset
      offset &+= parts[index] < PairTable.firstProduct ? 1 : 2
      following[index] = UInt32(truncatingIfNeeded: index &+ 1)
      preceding[index &+ 1] = UInt32(truncatingIfNeeded: index)
    }
    for index in 0..<(count &- 1) {
      let product = table.product(ofHash: hashes[index &+ 1])
      tree[count &+ index] = Self.cell(product, at: index)
    }
    // The last symbol makes nothing; a tree of one leaf has it at the root.
    tree[2 &* count &- 1] = .max
    return count
  }

  /// Changes a leaf and the nodes above it.
  @inline(__always)
  private static func replay(_ tree: UnsafeMutablePointer<UInt64>, _ leaf: Int, _ value: UInt64) {
    var node = leaf
    var value = value
    while node > 1 {
      tree[node] = value
      value = min(value, tree[node ^ 1])
      node &>>= 1
    }
    tree[1] = value
  }

  @inline(__always)
  private static func cell(_ product: PairTable.Symbol, at index: Int) -> UInt64 {
    UInt64(product) &<< 32 | UInt64(truncatingIfNeeded: index)
  }
}
