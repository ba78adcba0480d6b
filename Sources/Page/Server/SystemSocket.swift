#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The system's calls on sockets, as the server needs them: everything non-blocking and bounded by a
/// deadline, so that no client can hold a thread for longer.
enum SystemSocket {
  #if canImport(Glibc)
    static let stream = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
  #else
    static let stream = Int32(SOCK_STREAM) | Int32(SOCK_CLOEXEC)
  #endif

  /// Waits until `descriptor` is ready for `events`; `false` when the deadline passes first.
  static func wait(
    _ descriptor: Int32, for events: Int32, until deadline: ContinuousClock.Instant
  ) -> Bool {
    while true {
      let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
      guard left > 0 else { return false }
      var waiting = pollfd(fd: descriptor, events: Int16(events), revents: 0)
      let ready = poll(&waiting, 1, Int32(min(left, 60_000).rounded(.up)))
      if ready > 0 { return true }
      if ready < 0, errno != EINTR { return false }
    }
  }

  /// Reads at most `limit` bytes; empty at the end of the stream, `nil` when the deadline passes or
  /// the connection breaks first.
  static func read(
    _ descriptor: Int32, atMost limit: Int, until deadline: ContinuousClock.Instant
  ) -> [UInt8]? {
    while wait(descriptor, for: POLLIN, until: deadline) {
      var isBroken = false
      let bytes = [UInt8](unsafeUninitializedCapacity: min(limit, 1 << 16)) { buffer, count in
        let received = recv(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
        isBroken = received < 0
        count = max(received, 0)
      }
      if !isBroken { return bytes }
      guard errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR else { return nil }
    }
    return nil
  }

  /// Writes all of `bytes`; `false` when the deadline passes or the connection breaks first.
  static func write(
    _ descriptor: Int32, _ bytes: [UInt8], until deadline: ContinuousClock.Instant
  ) -> Bool {
    var start = 0
    while start < bytes.count {
      guard wait(descriptor, for: POLLOUT, until: deadline) else { return false }
      let sent = bytes.withUnsafeBytes { buffer in
        send(
          descriptor, buffer.baseAddress?.advanced(by: start), buffer.count - start,
          Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL))
      }
      if sent >= 0 {
        start += sent
      } else if errno != EAGAIN, errno != EWOULDBLOCK, errno != EINTR {
        return false
      }
    }
    return true
  }
}
