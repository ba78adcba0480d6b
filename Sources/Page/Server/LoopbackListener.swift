#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A socket that listens on one of the machine's own addresses, where nobody else can reach it.
struct LoopbackListener: Sendable {
  let descriptor: Int32
  /// The address as it stands in a URL.
  let host: String
  let port: UInt16

  /// Listens on 127.0.0.1 and, where the system has it, on ::1 with the same port.
  ///
  /// - Parameter port: The port; 0 for any that is free on both.
  /// - Throws: ``PageServerError`` when the port is taken or may not be used.
  static func both(port: UInt16) throws(PageServerError) -> [LoopbackListener] {
    // A port that is free on one address may be taken on the other: then it is another one's turn.
    for _ in 0..<16 {
      let first = try LoopbackListener(version4: port)
      do throws(PageServerError) {
        return [first, try LoopbackListener(version6: first.port)]
      } catch {
        if error.isAddressMissing { return [first] }
        close(first.descriptor)
        guard port == 0 else { throw error }
      }
    }
    throw PageServerError(port: port, number: EADDRINUSE)
  }

  private init(version4 port: UInt16) throws(PageServerError) {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    descriptor = try Self.listen(AF_INET, &address, port)
    host = "127.0.0.1"
    self.port = try Self.bound(descriptor, &address, port) { UInt16(bigEndian: $0.sin_port) }
  }

  private init(version6 port: UInt16) throws(PageServerError) {
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_port = port.bigEndian
    address.sin6_addr = in6addr_loopback
    descriptor = try Self.listen(AF_INET6, &address, port)
    host = "[::1]"
    self.port = port
  }

  private static func listen<Address>(
    _ family: Int32, _ address: inout Address, _ port: UInt16
  ) throws(PageServerError) -> Int32 {
    let descriptor = socket(family, SystemSocket.stream, 0)
    guard descriptor >= 0 else { throw PageServerError(port: port, number: errno) }
    var yes: Int32 = 1
    let size = socklen_t(MemoryLayout<Int32>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, size)
    let status = withSocketAddress(&address) { bind(descriptor, $0, $1) }
    // Clients that have gone before they are accepted must not stop the one who accepts.
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    guard status == 0, systemListen(descriptor, 128) == 0 else {
      defer { close(descriptor) }
      throw PageServerError(port: port, number: errno)
    }
    return descriptor
  }

  private static func bound<Address>(
    _ descriptor: Int32, _ address: inout Address, _ port: UInt16, _ read: (Address) -> UInt16
  ) throws(PageServerError) -> UInt16 {
    var size = socklen_t(MemoryLayout<Address>.size)
    let status = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(descriptor, $0, &size)
      }
    }
    guard status == 0 else { throw PageServerError(port: port, number: errno) }
    return read(address)
  }

  private static func withSocketAddress<Address, Result>(
    _ address: inout Address, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<Address>.size))
      }
    }
  }
}

// The system's own, under a name that the type above does not hide.
private func systemListen(_ descriptor: Int32, _ backlog: Int32) -> Int32 {
  listen(descriptor, backlog)
}

/// Why the page cannot be served.
package struct PageServerError: Error, Sendable, CustomStringConvertible {
  /// The port that was asked for.
  package let port: UInt16
  /// The system's error number.
  package let number: Int32

  /// Whether the system has no such address, as one without IPv6.
  var isAddressMissing: Bool { number == EADDRNOTAVAIL || number == EAFNOSUPPORT }

  /// The failure in one line, with a remedy.
  package var description: String {
    "port \(port) cannot be listened on: \(String(cString: strerror(number))); "
      + "give another one with --port, or --port 0 for any that is free"
  }
}
