#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Small inputs that are read whole: a text to encode, a list of ids, a profile.
enum InputFile {
  /// The bytes of a file; `-` is standard input.
  ///
  /// - Throws: ``InputError`` when it cannot be read or has more than `limit` bytes.
  static func read(_ path: String, limit: Int = 1 << 30) throws(InputError) -> [UInt8] {
    let file = try OpenInput(path)
    defer { file.close() }
    var bytes: [UInt8] = []
    while try file.read(into: &bytes) > 0 {
      if bytes.count > limit {
        throw InputError(
          place: file.place, reason: "has more than \(limit) bytes",
          remedy: "give a smaller file")
      }
    }
    return bytes
  }
}

extension InputFile {
  /// What an input is called in messages.
  static func place(_ path: String) -> String { path == "-" ? "standard input" : path }

  /// Whether `path` is a folder.
  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}

/// The lines of an input, one after the other.
struct InputLines {
  private let path: String
  private var file: OpenInput?
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false
  /// The number of the last line, from 1.
  private(set) var number = 0

  init(path: String) { self.path = path }

  /// The next line that is not blank, without its newline; `nil` at the end.
  mutating func next() throws(InputError) -> ArraySlice<UInt8>? {
    while let line = try nextLine() {
      number += 1
      if line.contains(where: { $0 != 0x20 && !(0x09...0x0D).contains($0) }) { return line }
    }
    return nil
  }

  private mutating func nextLine() throws(InputError) -> ArraySlice<UInt8>? {
    if file == nil { file = try OpenInput(path) }
    guard let file else { return nil }
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0A) {
        defer { start = end + 1 }
        return buffer[start..<end]
      }
      if isAtEnd {
        guard start < buffer.count else { return nil }
        defer { start = buffer.count }
        return buffer[start...]
      }
      buffer.removeFirst(start)
      start = 0
      searched = buffer.count
      isAtEnd = try file.read(into: &buffer) == 0
    }
  }
}

/// An input that is open for reading.
private struct OpenInput {
  let place: String
  private let descriptor: Int32

  init(_ path: String) throws(InputError) {
    place = InputFile.place(path)
    descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 {
      throw Self.failure(errno, place: place, remedy: "check the path")
    }
  }

  /// Appends the next bytes and returns how many there were; 0 at the end.
  func read(into bytes: inout [UInt8]) throws(InputError) -> Int {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = chunk.withUnsafeMutableBytes { systemRead(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count < 0 {
        throw Self.failure(errno, place: place)
      }
      bytes.append(contentsOf: chunk[..<count])
      return count
    }
  }

  /// A path that leads nowhere is a wrong input; what cannot be read now may be later.
  private static func failure(_ code: Int32, place: String, remedy: String? = nil) -> InputError {
    InputError(
      place: place, reason: String(cString: strerror(code)), remedy: remedy,
      cause: [ENOENT, ENOTDIR, EISDIR, ELOOP, ENAMETOOLONG].contains(code)
        ? .content : .unreadable)
  }

  func close() {
    if descriptor != STDIN_FILENO { _ = systemClose(descriptor) }
  }
}

// The system's own, under names that the type above does not hide.
private func systemRead(
  _ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int
) -> Int { read(descriptor, bytes, count) }

private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
