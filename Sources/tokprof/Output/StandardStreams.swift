#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

// The system's own, under names that the types below do not hide.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}

private func systemExit(_ code: Int32) -> Never { exit(code) }

/// A result that could not be written.
struct OutputError: Error, CustomStringConvertible {
  var place: String
  var number: Int32

  var description: String { "\(place) cannot be written: \(String(cString: strerror(number)))" }
}

/// Standard output, where the result goes and nothing else.
enum StandardOutput {
  /// Writes all of `text`. A reader that has gone away ends the program by SIGPIPE; a disk that is
  /// full ends it with exit code 4.
  static func write(_ text: String) {
    var text = text
    text.withUTF8 { write(UnsafeRawBufferPointer($0)) }
  }

  /// Writes all of `bytes`.
  static func write(_ bytes: UnsafeRawBufferPointer) {
    if let failure = writeAll(bytes, to: STDOUT_FILENO) {
      StandardError.write("error: \(OutputError(place: "standard output", number: failure))\n")
      systemExit(4)
    }
  }

  /// Ends the program.
  static func exit(_ code: Int32) -> Never { systemExit(code) }
}

/// Standard error, for messages and progress.
enum StandardError {
  static func write(_ text: String) {
    var text = text
    text.withUTF8 { _ = writeAll(UnsafeRawBufferPointer($0), to: STDERR_FILENO) }
  }

  /// Tells people what they should know beside the result.
  static func note(_ text: String) { write("note: \(text)\n") }

  /// Tells people what may be wrong with the result.
  static func warn(_ text: String) { write("warning: \(text)\n") }
}

/// Writes all bytes; returns the error number that kept it from that.
private func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
  var rest = bytes
  while rest.count > 0 {
    let count = systemWrite(descriptor, rest.baseAddress, rest.count)
    if count < 0 {
      if errno == EINTR { continue }
      return errno
    }
    rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
  }
  return nil
}
