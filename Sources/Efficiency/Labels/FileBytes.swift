import TokenizerFormats

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Files as bytes, for manifests and digests.
enum FileBytes {
  /// A file that cannot be read, or is longer than was allowed.
  struct Unreadable: Error {}

  static func read(_ path: String, limit: Int) throws(Unreadable) -> [UInt8] {
    var bytes: [UInt8] = []
    try forEachChunk(of: path, limit: limit) { bytes.append(contentsOf: $0) }
    return bytes
  }

  /// The SHA-256 of a regular file of at most `limit` bytes, as `sha256sum` prints it.
  static func digest(_ path: String, limit: Int) -> String? {
    var hash = SHA256()
    do {
      try forEachChunk(of: path, limit: limit) { hash.update($0) }
    } catch {
      return nil
    }
    return hash.hexDigest()
  }

  private static func forEachChunk(
    of path: String, limit: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) throws(Unreadable) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw Unreadable() }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_size <= limit
    else { throw Unreadable() }
    var total = 0
    let isRead = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 << 18) { chunk in
      while true {
        let count = systemRead(file, chunk.baseAddress, chunk.count)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { return false }
        if count == 0 { return true }
        total += count
        guard total <= limit else { return false }
        body(UnsafeBufferPointer(rebasing: chunk[..<count]))
      }
    }
    guard isRead else { throw Unreadable() }
  }
}

// The system's own, under a name that the type above does not hide.
private func systemRead(
  _ file: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int
) -> Int { read(file, bytes, count) }
