import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A running `tokprof serve`, which ends with its last reference.
final class PageProcess: @unchecked Sendable {
  let port: UInt16
  let url: String
  private let process = Process()

  init(_ arguments: [String]) throws {
    let output = Pipe()
    process.executableURL = try tokprofProgram()
    process.arguments = ["serve", "--port", "0"] + arguments
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    var line: [UInt8] = []
    while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 0x0A {
      line.append(byte)
    }
    url = String(decoding: line, as: UTF8.self)
    port = try #require(URL(string: url)?.port.flatMap { UInt16($0) }, "no address: \(url)")
  }

  deinit {
    // Not asked to go: a server that stayed would hold up all tests.
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
  }

  /// Sends Control-C and returns the exit code; 128 + SIGKILL if it does not end within 20 seconds.
  func interrupt() -> Int32 {
    process.interrupt()
    let end = Date(timeIntervalSinceNow: 20)
    while process.isRunning, Date() < end { usleep(10_000) }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    return process.terminationReason == .exit
      ? process.terminationStatus : 128 + process.terminationStatus
  }

  /// A request as clients on this machine send it.
  func get(_ path: String, method: String = "GET", headers: String = "") throws -> Answer {
    try send("\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\(headers)\r\n")
  }

  /// A call with a body of JSON.
  func post(_ path: String, _ body: String, headers: String = "") throws -> Answer {
    try send(
      "POST \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nContent-Type: application/json\r\n"
        + "\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
  }

  /// Sends these bytes and reads what comes until the server closes.
  func send(_ text: String) throws -> Answer {
    let client = try PageClient(port: port)
    client.send(text)
    return try Answer(client.readToEnd())
  }
}

/// A connection to the page, for requests that no well-behaved client would send.
final class PageClient {
  private let descriptor: Int32

  init(port: UInt16, version6: Bool = false) throws {
    #if canImport(Glibc)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = Int32(SOCK_STREAM)
    #endif
    descriptor = socket(version6 ? AF_INET6 : AF_INET, kind, 0)
    var patience = timeval(tv_sec: 30, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    let status: Int32
    if version6 {
      var address = sockaddr_in6()
      address.sin6_family = sa_family_t(AF_INET6)
      address.sin6_port = port.bigEndian
      address.sin6_addr = in6addr_loopback
      status = Self.connect(descriptor, &address)
    } else {
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      status = Self.connect(descriptor, &address)
    }
    try #require(status == 0, "no connection: \(String(cString: strerror(errno)))")
  }

  deinit { close(descriptor) }

  func send(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let sent = bytes.withUnsafeBytes {
        systemSend(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if sent <= 0 { return }
      bytes = bytes.dropFirst(sent)
    }
  }

  func readToEnd() -> [UInt8] {
    var received: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = recv(descriptor, &chunk, chunk.count, 0)
      if count <= 0 { return received }
      received += chunk[..<count]
    }
  }

  private static func connect<Address>(_ descriptor: Int32, _ address: inout Address) -> Int32 {
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        systemConnect(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
      }
    }
  }
}

// The system's own, under names that the type above does not hide.
private func systemSend(
  _ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int, _ flags: Int32
) -> Int { send(descriptor, bytes, count, flags) }

private func systemConnect(
  _ descriptor: Int32, _ address: UnsafePointer<sockaddr>, _ size: socklen_t
) -> Int32 { connect(descriptor, address, size) }

/// An answer of the page.
struct Answer {
  var status: Int
  var head: String
  var body: String

  init(_ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    let end = try #require(text.range(of: "\r\n\r\n"), "no answer: \(text.prefix(200))")
    head = String(text[..<end.lowerBound])
    body = String(text[end.upperBound...])
    status = try #require(
      head.split(separator: " ").dropFirst().first.flatMap { Int($0) }, "\(head)")
  }

  func json() throws -> Any { try JSONSerialization.jsonObject(with: Data(body.utf8)) }

  /// What the server says is wrong.
  var reason: String {
    let error = (try? json() as? [String: Any])?["error"] as? [String: Any]
    return error?["reason"] as? String ?? ""
  }
}

/// A store with two profiles, `whole` and `short`, and the two tokenizers they are of.
struct PageSamples {
  let samples: ComparedSamples
  let store: String

  static let shared = Result { try PageSamples() }

  private init() throws {
    samples = try ComparedSamples()
    store = samples.folder.url.appending(path: "store.sqlite").path
    for (name, tokenizer) in [("whole", samples.whole), ("short", samples.short)] {
      // Each file is a source: Latin has four of them, enough for intervals, and Thai one.
      let made = try runTokprof([
        "profile", "-t", tokenizer, "--name", name, "--store", store, samples.texts,
      ])
      #expect(made.status == 0, "\(made.stderr)")
    }
  }

  /// Starts a page that shows them.
  func page() throws -> PageProcess {
    try PageProcess(["--store", store, "-t", samples.whole, "-t", samples.short])
  }
}
