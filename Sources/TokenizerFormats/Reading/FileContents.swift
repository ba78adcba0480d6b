#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The bytes of a file, read once.
///
/// The file is copied rather than mapped: at 5 GB/s that costs 2 ms for the largest
/// `tokenizer.json`, and a file that another program cuts short meanwhile cannot bring this one
/// down. Only a GGUF file, most of which nobody here reads, is mapped.
final class FileContents: @unchecked Sendable {
  // Unchecked because of the pointer; nothing writes through it after `init`.
  let path: String
  let bytes: UnsafeBufferPointer<UInt8>
  private let mappedBytes: Int

  /// No tokenizer but a GGUF file is larger; a corpus given by mistake is.
  static let sizeLimit = 1 << 30

  init(path: String) throws(TokenizerLoadError) {
    self.path = path
    // Without O_NONBLOCK the opening of a FIFO waits for somebody to write to it.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.failure(path, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.failure(path, errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw TokenizerLoadError(
        code: .unreadable, path: path, position: nil, reason: "this is not a file",
        remedy: "give a tokenizer's file, its folder, or a model id such as Qwen/Qwen3-8B")
    }
    let size = Int(status.st_size)
    var magic: UInt32 = 0
    let isGGUF = pread(descriptor, &magic, 4, 0) == 4 && UInt32(littleEndian: magic) == 0x4655_4747
    if isGGUF {
      guard let address = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0),
        address != MAP_FAILED
      else { throw Self.failure(path, errno) }
      bytes = UnsafeBufferPointer(
        start: UnsafePointer(address.assumingMemoryBound(to: UInt8.self)), count: size)
      mappedBytes = size
      return
    }
    guard size <= Self.sizeLimit else {
      throw TokenizerLoadError(
        code: .unknownForm, path: path, position: nil,
        reason: "at \(size >> 20) MiB this is too large for a tokenizer",
        remedy: "is it a corpus? Tokenizers are at most a few tens of megabytes")
    }
    guard let memory = Self.memory(size) else { throw Self.failure(path, ENOMEM) }
    var filled = 0
    while filled < size {
      let count = read(descriptor, memory + filled, size - filled)
      if count < 0 && errno == EINTR { continue }
      if count < 0 {
        let code = errno
        munmap(memory, max(size, 1))
        throw Self.failure(path, code)
      }
      if count == 0 { break }
      filled += count
    }
    bytes = UnsafeBufferPointer(start: UnsafePointer(memory), count: filled)
    mappedBytes = max(size, 1)
  }

  /// Memory for `size` bytes, on huge pages where the system has them: putting in 2,000 small ones took
  /// longer than the copying.
  private static func memory(_ size: Int) -> UnsafeMutablePointer<UInt8>? {
    let address = mmap(
      nil, max(size, 1), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let address, address != MAP_FAILED else { return nil }
    #if os(Linux)
      madvise(address, size, MADV_HUGEPAGE)
    #endif
    return address.assumingMemoryBound(to: UInt8.self)
  }

  deinit {
    guard let start = bytes.baseAddress else { return }
    munmap(UnsafeMutableRawPointer(mutating: start), mappedBytes)
  }

  private static func failure(_ path: String, _ code: CInt) -> TokenizerLoadError {
    let reason = String(cString: strerror(code))
    return code == ENOENT || code == ENOTDIR
      ? TokenizerLoadError(
        code: .notFound, path: path, position: nil, reason: "there is no such file",
        remedy: "give a tokenizer's file, its folder, or a model id such as Qwen/Qwen3-8B")
      : TokenizerLoadError(
        code: .unreadable, path: path, position: nil, reason: "cannot be read: \(reason)",
        remedy: "")
  }
}

/// What lies at a path.
enum PathKind {
  case file, folder, nothing

  init(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      self = .nothing
      return
    }
    self = status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
  }
}

/// The value of an environment variable, unless it is empty.
func environmentValue(_ name: String) -> String? {
  guard let value = getenv(name) else { return nil }
  let text = String(cString: value)
  return text.isEmpty ? nil : text
}

/// The part of a path before the last `/`, or `.`.
func folder(of path: String) -> String {
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// The part of a path after the last `/`.
func lastComponent(of path: String) -> String {
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
  return String(path[path.utf8.index(after: slash)...])
}
