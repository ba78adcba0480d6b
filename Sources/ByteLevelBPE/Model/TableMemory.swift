/// Zeroed memory for a table that is read at random places, on huge pages where the system has them.
///
/// Counting reads a table of 8 MB at every pre-token. On pages of 4 kB each of these reads also
/// missed the processor's translations of addresses, and two fifths of the time went by in waiting for
/// them.
struct TableMemory: ~Copyable {
  /// The first byte; on a boundary of 64 bytes, so that no cache line is shared.
  let base: UnsafeMutableRawPointer
  /// What it lies in; `nil` where it was allocated by itself.
  private let region: TableRegion?

  /// The least size that huge pages are asked for.
  private static let fewestMappedBytes = 1 << 17

  /// Allocates `byteCount` bytes, all 0.
  init(byteCount: Int) {
    if byteCount >= Self.fewestMappedBytes, let (region, offset) = TableRegion.place(byteCount) {
      self.region = region
      base = region.base + offset
      return
    }
    region = nil
    base = .allocate(byteCount: max(byteCount, 1), alignment: 64)
    base.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
  }

  deinit {
    if region == nil { base.deallocate() }
  }
}
