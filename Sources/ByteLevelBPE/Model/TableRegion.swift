import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Huge pages that tables of some hundred kilobytes share.
///
/// A page of 2 MB is cleared as a whole when it is first touched. With pages of its own for each of a
/// dozen tables, a quarter of 45 MB was cleared for nothing, at 50 µs a MB; where a virtual machine
/// had given the memory back to its host, at 2 ms a MB.
///
/// Tables lie in the order in which they are made, and none takes the place of an earlier one. A region
/// is given back as a whole, with the last of its tables: one that stays keeps its neighbours' pages.
final class TableRegion: Sendable {
  /// The first byte, on a huge page's boundary.
  nonisolated(unsafe) let base: UnsafeMutableRawPointer
  nonisolated(unsafe) private let address: UnsafeMutableRawPointer
  private let length: Int

  private static let hugePage = 1 << 21
  /// What is not touched of a region takes up no memory.
  private static let sharedBytes = 16 << 20
  /// Tables from this size on have a region of their own, of which no more than they need is theirs.
  private static let leastOwnBytes = 8 << 20

  /// The region that the next tables share, as long as one of its tables is there.
  private struct Shared {
    weak var region: TableRegion?
    var usedBytes = 0
  }

  private static let shared = Mutex(Shared())

  /// Finds room for `byteCount` bytes, all 0: a region and where in it; `nil` where the system gives no
  /// memory in this way.
  static func place(_ byteCount: Int) -> (TableRegion, offset: Int)? {
    guard byteCount < leastOwnBytes else { return TableRegion(byteCount).map { ($0, 0) } }
    // So that the next table begins a cache line.
    let size = (byteCount + 63) & ~63
    return shared.withLock { shared in
      if let region = shared.region, shared.usedBytes + size <= sharedBytes {
        defer { shared.usedBytes += size }
        return (region, shared.usedBytes)
      }
      guard let region = TableRegion(sharedBytes) else { return nil }
      shared = Shared(region: region, usedBytes: size)
      return (region, 0)
    }
  }

  #if canImport(Glibc) || canImport(Musl)
    /// Maps `byteCount` bytes from the start of a huge page on. What lies before and behind is never
    /// touched and takes up no memory.
    private init?(_ byteCount: Int) {
      let rounded = (byteCount + Self.hugePage - 1) & ~(Self.hugePage - 1)
      length = rounded + Self.hugePage
      guard
        let address = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
        address != UnsafeMutableRawPointer(bitPattern: -1)
      else { return nil }
      self.address = address
      base = address.alignedUp(toMultipleOf: Self.hugePage)
      #if os(Linux)
        // Where it is refused the table is slower, and nothing else.
        madvise(base, rounded, MADV_HUGEPAGE)
      #endif
    }

    deinit { munmap(address, length) }
  #else
    private init?(_ byteCount: Int) { return nil }
  #endif
}
