#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// An open file descriptor with the name that errors are to carry.
final class OpenFile {
  let path: String
  /// The size when the file was opened; `nil` for pipes and devices.
  let size: Int64?
  private let descriptor: CInt

  /// Opens `path` for reading; `-` is standard input.
  init(path: String) throws(CorpusError) {
    self.path = path
    let descriptor = path == "-" ? dup(0) : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let code: CorpusError.Code = errno == ENOENT ? .notFound : .unreadable
      throw CorpusError(code, path: path, reason: "cannot be opened: \(Self.message(errno))")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let reason = "cannot be opened: \(Self.message(errno))"
      close(descriptor)
      throw CorpusError(.unreadable, path: path, reason: reason)
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      close(descriptor)
      throw CorpusError(.unreadable, path: path, reason: "is a folder")
    }
    // Standard input may be a regular file with an offset that somebody else moves.
    let isSeekable = path != "-" && status.st_mode & S_IFMT == S_IFREG
    self.size = isSeekable ? Int64(status.st_size) : nil
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  static func message(_ code: CInt) -> String {
    strerror(code).map { String(cString: $0) } ?? "error \(code)"
  }

  /// Reads from `offset`, or from the current place of a pipe when `offset` is `nil`.
  func read(
    into buffer: UnsafeMutableRawBufferPointer, at offset: Int64?
  ) throws(CorpusError) -> Int {
    guard buffer.count > 0 else { return 0 }
    while true {
      let count =
        if let offset {
          pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
        } else {
          Self.readPipe(descriptor, buffer)
        }
      if count >= 0 { return count }
      if errno == EINTR { continue }
      throw CorpusError(
        .readFailed, path: path, position: .init(byte: offset),
        reason: "cannot be read: \(Self.message(errno))")
    }
  }

  private static func readPipe(_ descriptor: CInt, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.read(descriptor, buffer.baseAddress, buffer.count)
    #else
      Musl.read(descriptor, buffer.baseAddress, buffer.count)
    #endif
  }

  /// Fills `buffer` from `offset`; a file that ends before is an error.
  func readExactly(
    into buffer: UnsafeMutableRawBufferPointer, at offset: Int64
  ) throws(CorpusError) {
    var done = 0
    while done < buffer.count {
      let count = try read(
        into: UnsafeMutableRawBufferPointer(rebasing: buffer[done...]), at: offset + Int64(done))
      if count == 0 { throw shrank(at: offset + Int64(done)) }
      done += count
    }
  }

  func shrank(at offset: Int64) -> CorpusError {
    CorpusError(
      .shrank, path: path, position: .init(byte: offset),
      reason: "ends here, though it had \(size ?? 0) bytes when it was opened",
      remedy: "read it again when nothing writes to it")
  }
}

/// The bytes of an open file from a place on, to the size it had when it was opened.
///
/// `pread` into recycled memory, because a mapped file that shrinks kills the process with SIGBUS.
final class FileSource: ByteSource {
  private let file: OpenFile
  private let base: Int64
  private var offset: Int64
  private let end: Int64?

  init(_ file: OpenFile, range: Range<Int64>? = nil) {
    self.file = file
    self.base = range?.lowerBound ?? 0
    self.offset = base
    self.end = range?.upperBound ?? file.size
  }

  var containerPosition: Int64 { offset }
  var containerBase: Int64? { base }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(CorpusError) -> Int {
    guard let end else {
      let count = try file.read(into: buffer, at: nil)
      offset += Int64(count)
      return count
    }
    let wanted = min(Int64(buffer.count), end - offset)
    guard wanted > 0 else { return 0 }
    let room = UnsafeMutableRawBufferPointer(rebasing: buffer[..<Int(wanted)])
    let count = try file.read(into: room, at: offset)
    if count == 0 { throw file.shrank(at: offset) }
    offset += Int64(count)
    return count
  }
}
