import Builtin

extension Vocabulary {
  /// The two parts of a merge: where their bytes lie, and the tokens that these are.
  package struct MergeParts: Sendable {
    package let start: Int
    package let cut: Int
    package let end: Int
    package fileprivate(set) var left: TokenID?
    package fileprivate(set) var right: TokenID?

    package init(start: Int, cut: Int, end: Int) {
      self.start = start
      self.cut = cut
      self.end = end
    }
  }

  /// Finds the tokens of the parts of many merges, whose offsets lie in `text`.
  ///
  /// A search reads slot, extent and bytes, none of which is in the cache. One search after the
  /// other took 60 ms for the 280,000 merges of Llama 3; here each step is taken for all of them
  /// before the next, so that the waits overlap.
  package func find(
    _ merges: UnsafeMutableBufferPointer<MergeParts>, in text: UnsafeBufferPointer<UInt8>
  ) {
    guard let base = text.baseAddress else { return }
    let mask = UInt64(slots.count &- 1)
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 2 * merges.count) { hashes in
      for (index, merge) in merges.enumerated() {
        let left = ByteHash.hash(base + merge.start, count: merge.cut &- merge.start)
        let right = ByteHash.hash(base + merge.cut, count: merge.end &- merge.cut)
        Self.prefetch(slots.base + Int(left & mask))
        Self.prefetch(slots.base + Int(right & mask))
        hashes[2 &* index] = left
        hashes[2 &* index &+ 1] = right
      }
      for hash in hashes {
        let entry = slots.base[Int(hash & mask)]
        if entry > 0 { Self.prefetch(extents.base + Int(entry &- 1)) }
      }
      for hash in hashes {
        let entry = slots.base[Int(hash & mask)]
        guard entry > 0 else { continue }
        let extent = extents.base[Int(entry &- 1)]
        if extent.length != Extent.hole { Self.prefetch(arena.base + Int(extent.start)) }
      }
      for index in merges.indices {
        let merge = merges[index]
        merges[index].left = id(
          at: base + merge.start, count: merge.cut &- merge.start, hash: hashes[2 &* index])
        merges[index].right = id(
          at: base + merge.cut, count: merge.end &- merge.cut, hash: hashes[2 &* index &+ 1])
      }
    }
  }

  /// Whether the token `id` has exactly these bytes.
  package func isToken(_ id: TokenID, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard Int(id) < extents.count, let start = bytes.baseAddress else { return false }
    let extent = extents.base[Int(id)]
    return Int(extent.length) == bytes.count
      && bytesEqual(arena.base + Int(extent.start), start, bytes.count)
  }

  @inline(__always)
  static func prefetch(_ address: UnsafePointer<some Any>) {
    Builtin.int_prefetch_RawPointer(
      UnsafeRawPointer(address)._rawValue, Int32(0)._value, Int32(3)._value, Int32(1)._value)
  }
}
