#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Zeroed memory for a table that is read at random places, on huge pages where the system has them.
///
/// Counting reads a table of 8 MB at every pre-token. On pages of 4 kB each of these reads also
/// missed the processor's translations of addresses, and two fifths of the time went by in waiting for
/// them.
struct TableMemory: ~Copyable {
  /// The first byte; on a boundary of 64 bytes, so that no cache line is shared.
  let base: UnsafeMutableRawPointer
  #if canImport(Glibc) || canImport(Musl)
    /// What was asked of the system, if it was.
    private let mapping: (address: UnsafeMutableRawPointer, byteCount: Int)?

    private static let hugePage = 1 << 21
  #endif

  /// The least size that huge pages are asked for: below it, what is left of the page is too much.
  private static let fewestMappedBytes = 1 << 18

  /// Allocates `byteCount` bytes, all 0.
  init(byteCount: Int) {
    #if canImport(Glibc) || canImport(Musl)
      if byteCount >= Self.fewestMappedBytes, let (base, mapping) = Self.map(byteCount) {
        self.base = base
        self.mapping = mapping
        return
      }
      mapping = nil
    #endif
    base = .allocate(byteCount: max(byteCount, 1), alignment: 64)
    base.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
  }

  deinit {
    #if canImport(Glibc) || canImport(Musl)
      if let mapping {
        munmap(mapping.address, mapping.byteCount)
        return
      }
    #endif
    base.deallocate()
  }

  #if canImport(Glibc) || canImport(Musl)
    /// Maps `byteCount` bytes from the start of a huge page on. What lies before and behind is never
    /// touched and takes up no memory.
    private static func map(
      _ byteCount: Int
    ) -> (UnsafeMutableRawPointer, (address: UnsafeMutableRawPointer, byteCount: Int))? {
      let rounded = (byteCount + hugePage - 1) & ~(hugePage - 1)
      let length = rounded + hugePage
      guard
        let address = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
        address != UnsafeMutableRawPointer(bitPattern: -1)
      else { return nil }
      let base = address.alignedUp(toMultipleOf: hugePage)
      #if os(Linux)
        // Where it is refused the table is slower, and nothing else.
        madvise(base, rounded, MADV_HUGEPAGE)
      #endif
      return (base, (address, length))
    }
  #endif
}
