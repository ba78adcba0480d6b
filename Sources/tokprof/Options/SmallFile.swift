import CorpusReading

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files that are read as a whole: configurations, and the results of other commands.
enum SmallFile {
  /// Beyond this a file is a corpus given by mistake.
  private static let sizeLimit = 64 << 20

  /// The bytes of the file at `path`; `-` is standard input.
  ///
  /// - Throws: `CorpusError` if it cannot be read.
  static func read(_ path: String) throws(CorpusError) -> [UInt8] {
    let descriptor = path == "-" ? dup(0) : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let code: CorpusError.Code = errno == ENOENT ? .notFound : .unreadable
      throw CorpusError(code, path: path, reason: "cannot be opened: \(reason(errno))")
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = systemRead(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw CorpusError(.readFailed, path: path, reason: "cannot be read: \(reason(errno))")
      }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
      guard bytes.count <= sizeLimit else {
        throw CorpusError(
          .unsupported, path: path, reason: "is larger than \(sizeLimit >> 20) MiB",
          remedy: "is it a corpus?")
      }
    }
  }

  /// Whether `path` is a folder.
  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func reason(_ code: CInt) -> String { String(cString: strerror(code)) }
}

/// The system's `read`, whose name the enumeration takes.
private func systemRead(_ descriptor: CInt, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int
{
  read(descriptor, buffer, count)
}
