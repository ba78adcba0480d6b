/// Merges a few dozen to some thousand bytes, finding the next pair to merge by a tournament.
///
/// The pairs are the leaves of a binary tree in which every node holds the lesser of its two
/// children, so that the root is the next to merge. A merge changes three leaves, and each change
/// goes up its path without a branch that could be foreseen wrongly. A heap with outdated pairs in
/// it was a third as fast on random letters, and passes over an array of 64 bytes half as fast.
struct MergeTournament: ~Copyable {
  /// The tree, its root at 1. The leaf of the symbol that begins at `offset` holds what it makes
  /// with the next in the high half and `offset` in the low: the least is the pair to merge next,
  /// of those of the lowest rank the first.
  private let tree: UnsafeMutablePointer<UInt64>
  /// By offset: the symbol that begins there, and where its neighbours begin.
  private let parts: UnsafeMutablePointer<PairTable.Symbol>
  private let following: UnsafeMutablePointer<UInt32>
  private let preceding: UnsafeMutablePointer<UInt32>
  private let capacity: Int
  /// How many bytes have been merged so far.
  private(set) var bytes: Int

  init(capacity: Int = 64, bytes: Int = 0) {
    self.capacity = capacity
    self.bytes = bytes
    tree = .allocate(capacity: 2 * capacity)
    parts = .allocate(capacity: capacity)
    following = .allocate(capacity: capacity + 1)
    preceding = .allocate(capacity: capacity + 1)
  }

  deinit {
    tree.deallocate()
    parts.deallocate()
    following.deallocate()
    preceding.deallocate()
  }

  private mutating func reserve(_ count: Int) {
    guard count > capacity else { return }
    self = MergeTournament(capacity: count, bytes: bytes)
  }

  /// Where the symbol at `index` of the last result begins, in bytes.
  func offset(of index: Int) -> Int { Int(preceding[index]) }

  /// Merges `length` bytes at `start` into `symbols` and returns how many are left. `marksEnd` says
  /// that the last byte ends a word.
  ///
  /// - Complexity: O(`length` · log `length`).
  mutating func merge(
    _ start: UnsafePointer<UInt8>, count length: Int, marksEnd: Bool, _ table: PairTable.Handle,
    into symbols: UnsafeMutablePointer<PairTable.Symbol>
  ) -> Int {
    guard length > 0 else { return 0 }
    var leaves = 2
    while leaves < length { leaves *= 2 }
    reserve(leaves)
    bytes &+= length
    let (tree, parts, following, preceding) = (tree, parts, following, preceding)
    let last = length &- 1
    for offset in 0..<length {
      parts[offset] = PairTable.Symbol(start[offset])
      following[offset] = UInt32(truncatingIfNeeded: offset &+ 1)
      preceding[offset &+ 1] = UInt32(truncatingIfNeeded: offset)
    }
    for offset in 0..<last {
      let product = table.bytePair(at: UnsafeRawPointer(start) + offset).product
      tree[leaves &+ offset] = Self.cell(product, at: offset)
    }
    for offset in last..<leaves { tree[leaves &+ offset] = .max }
    if marksEnd {
      parts[last] += PairTable.firstFinalByte
      if last > 0 {
        tree[leaves &+ last &- 1] = Self.cell(
          table.product(parts[last &- 1], parts[last]), at: last &- 1)
      }
    }
    var node = leaves &- 1
    while node > 0 {
      tree[node] = min(tree[2 &* node], tree[2 &* node &+ 1])
      node &-= 1
    }
    while true {
      let lowest = tree[1]
      let product = PairTable.Symbol(truncatingIfNeeded: lowest &>> 32)
      if product == PairTable.none { break }
      let offset = Int(lowest & 0xFFFF_FFFF)
      let absorbed = Int(following[offset])
      let next = Int(following[absorbed])
      parts[offset] = product
      following[offset] = UInt32(truncatingIfNeeded: next)
      preceding[next] = UInt32(truncatingIfNeeded: offset)
      // Both are looked up before either goes into the tree, so that their cache misses overlap.
      let right = next < length ? table.product(product, parts[next]) : PairTable.none
      if offset > 0 {
        let previous = Int(preceding[offset])
        let left = table.product(parts[previous], product)
        Self.replay(tree, leaves &+ previous, Self.cell(left, at: previous))
      }
      Self.replay(tree, leaves &+ absorbed, .max)
      Self.replay(tree, leaves &+ offset, Self.cell(right, at: offset))
    }
    var count = 0
    var offset = 0
    while offset < length {
      symbols[count] = parts[offset]
      let next = Int(following[offset])
      // Offsets take the place of links that have been passed.
      preceding[count] = UInt32(truncatingIfNeeded: offset)
      count &+= 1
      offset = next
    }
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
  private static func cell(_ product: PairTable.Symbol, at offset: Int) -> UInt64 {
    UInt64(product) &<< 32 | UInt64(truncatingIfNeeded: offset)
  }
}
