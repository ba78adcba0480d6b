#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// One request and its answer, within bounds of size and time.
struct HTTPConnection {
  let descriptor: Int32
  let limits: PageLimits

  /// The longest head. Browsers send one or two kilobytes.
  static let longestHead = 16 << 10

  /// Reads a request; `nil` when the client has gone or sent nothing.
  ///
  /// - Parameter check: What is asked of the head before a byte of the body is read.
  /// - Throws: ``HTTPRefusal`` for what is no request, is too large, or comes too slowly.
  func request(
    check: (HTTPRequest) throws(HTTPRefusal) -> Void
  ) throws(HTTPRefusal) -> HTTPRequest? {
    let deadline = ContinuousClock.now + limits.requestTime
    var received: [UInt8] = []
    var end: Int?
    while end == nil {
      let more = SystemSocket.read(descriptor, atMost: Self.longestHead, until: deadline)
      guard let more else {
        throw HTTPRefusal(.requestTimeout, "the request did not come in time")
      }
      if more.isEmpty { return nil }
      let searched = max(received.count - 3, 0)
      received += more
      end = Self.headEnd(received, from: searched)
      if end ?? received.count > Self.longestHead {
        throw HTTPRefusal(
          .headerTooLarge, "the head of the request has more than \(Self.longestHead) bytes")
      }
    }
    guard let end else { return nil }
    var request = try HTTPRequest(head: received[..<end])
    try check(request)
    let length = try request.bodyLength(limit: limits.bodyBytes)
    request.body = Array(received[end...].prefix(length))
    if request.body.count < length, request.values("expect").contains(where: Self.wantsWord) {
      let goOn = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)
      _ = SystemSocket.write(descriptor, goOn, until: deadline)
    }
    while request.body.count < length {
      let left = length - request.body.count
      guard let more = SystemSocket.read(descriptor, atMost: left, until: deadline), !more.isEmpty
      else { throw HTTPRefusal(.requestTimeout, "the body of the request did not come in time") }
      request.body += more
    }
    return request
  }

  /// Sends an answer. What the client still has to say is read and dropped for a moment: closing on
  /// it would reset the connection before the answer is read.
  func send(_ response: [UInt8]) {
    let deadline = ContinuousClock.now + limits.requestTime
    guard SystemSocket.write(descriptor, response, until: deadline) else { return }
    shutdown(descriptor, Int32(SHUT_WR))
    let patience = min(deadline, .now + .seconds(1))
    var dropped = 0
    while dropped < 64 << 20,
      let more = SystemSocket.read(descriptor, atMost: 1 << 16, until: patience), !more.isEmpty
    {
      dropped += more.count
    }
  }

  private static func wantsWord(_ value: String) -> Bool { value.lowercased() == "100-continue" }

  /// Where the empty line ends that ends a head.
  private static func headEnd(_ bytes: [UInt8], from start: Int) -> Int? {
    guard bytes.count >= 4 else { return nil }
    return (start...(bytes.count - 4)).first {
      bytes[$0] == 0x0D && bytes[$0 + 1] == 0x0A && bytes[$0 + 2] == 0x0D && bytes[$0 + 3] == 0x0A
    }.map { $0 + 4 }
  }
}
