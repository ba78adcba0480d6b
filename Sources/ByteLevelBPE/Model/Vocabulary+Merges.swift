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
  ///
  /// - Parameter text: 16 bytes behind its end may be read.
  package func find(
    _ merges: UnsafeMutableBufferPointer<MergeParts>, in text: UnsafeBufferPointer<UInt8>
  ) {
    guard let base = text.baseAddress else { return }
    withUnsafeTemporaryAllocation(of: Search.self, capacity: 2 * merges.count) { searches in
      for (index, merge) in merges.enumerated() {
        searches[2 &* index] = search(base + merge.start, merge.cut &- merge.start)
        searches[2 &* index &+ 1] = search(base + merge.cut, merge.end &- merge.cut)
      }
      for search in searches {
        let entry = slots.base[search.slot]
        if entry > 0 { Self.prefetch(extents.base + Int(entry &- 1)) }
      }
      for search in searches {
        let entry = slots.base[search.slot]
        guard entry > 0 else { continue }
        let extent = extents.base[Int(entry &- 1)]
        if extent.length != Extent.hole { Self.prefetch(arena.base + Int(extent.start)) }
      }
      for index in merges.indices {
        let merge = merges[index]
        merges[index].left = id(
          base + merge.start, merge.cut &- merge.start, searches[2 &* index])
        merges[index].right = id(
          base + merge.cut, merge.end &- merge.cut, searches[2 &* index &+ 1])
      }
    }
  }

  /// What a search for a token begins with.
  private struct Search: BitwiseCopyable {
    let bytes: ShortBytes
    let slot: Int
  }

  @inline(__always)
  private func search(_ start: UnsafePointer<UInt8>, _ length: Int) -> Search {
    let bytes = ShortBytes(reading16: start, count: length)
    let hash =
      length <= ShortBytes.longest
      ? bytes.hash(count: length) : ByteHash.hash(start, count: length)
    let slot = Int(truncatingIfNeeded: hash) & (slots.count &- 1)
    Self.prefetch(slots.base + slot)
    return Search(bytes: bytes, slot: slot)
  }

  @inline(__always)
  private func id(
    _ start: UnsafePointer<UInt8>, _ length: Int, _ search: Search
  ) -> TokenID? {
    length <= ShortBytes.longest
      ? id(of: search.bytes, count: length, from: search.slot)
      : id(at: start, count: length, from: search.slot)
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
