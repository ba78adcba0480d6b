#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Results that go to a file: all of it or nothing.
enum OutputFile {
  /// Writes `bytes` beside `path` and renames the whole into place; `-` is standard output.
  static func write(_ bytes: [UInt8], to path: String) throws(OutputError) {
    if path == "-" {
      bytes.withUnsafeBytes { StandardOutput.write($0) }
      return
    }
    let part = "\(path).\(getpid()).part"
    let file = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw OutputError(place: path, number: errno) }
    var failure = bytes.withUnsafeBytes { writeAll($0, to: file) }
    if failure == nil, fsync(file) != 0, errno != EINVAL { failure = errno }
    if close(file) != 0, failure == nil { failure = errno }
    if failure == nil, rename(part, path) != 0 { failure = errno }
    if let failure {
      unlink(part)
      throw OutputError(place: path, number: failure)
    }
  }
}
