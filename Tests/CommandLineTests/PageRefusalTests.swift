import Foundation
import TestSupport
import Testing

/// The page keeps to itself: what foreign pages, large bodies and broken clients get.
@Suite struct PageRefusalTests {
  private let folder: TemporaryFolder
  private let page: PageProcess

  init() throws {
    folder = try TemporaryFolder()
    page = try PageProcess(["--store", folder.path("none.sqlite"), "--max-body", "100kB"])
  }

  @Test func `the page needs nothing else and lets nothing else in`() throws {
    let answer = try page.get("/")
    #expect(answer.status == 200 && answer.head.contains("text/html; charset=utf-8"))
    #expect(answer.head.contains("Content-Security-Policy: default-src 'none'"))
    #expect(!answer.body.contains("/*style*/") && !answer.body.contains("/*script*/"))
    let links = answer.body.matches(of: #/(?:src|href|action)="([^"]*)"/#).map(\.1)
    #expect(links.allSatisfy { $0.hasPrefix("#") || $0 == "/api/openapi.json" }, "\(links)")
    let head = try page.get("/", method: "HEAD")
    #expect(head.body.isEmpty && head.head == answer.head)
  }

  @Test func `it is on both loopback addresses and on no other`() throws {
    let request = "GET /api/tokenizers HTTP/1.1\r\nHost: localhost:\(page.port)\r\n\r\n"
    for version6 in [false, true] {
      guard let client = try? PageClient(port: page.port, version6: version6) else {
        #expect(version6 && !FileManager.default.fileExists(atPath: "/proc/net/if_inet6"))
        continue
      }
      client.send(request)
      #expect(try Answer(client.readToEnd()).body == "[]\n")
    }
    // The addresses that the kernel says the port is open on, in its own hexadecimal.
    let port = ":" + String(Int(page.port), radix: 16, uppercase: true)
    let tables = ["/proc/net/tcp", "/proc/net/tcp6"].compactMap {
      try? String(contentsOfFile: $0, encoding: .utf8)
    }
    var listening: Set<String> = []
    for line in tables.joined().split(separator: "\n") {
      let fields = line.split(separator: " ")
      guard fields.count > 3, fields[3] == "0A", fields[1].hasSuffix(port) else { continue }
      listening.insert(String(fields[1]))
    }
    let loopback = ["0100007F", "00000000000000000000000001000000"]
    #expect(!listening.isEmpty)
    #expect(listening.isSubset(of: loopback.map { $0 + port }), "\(listening)")
  }

  @Test(arguments: [
    ("GET / HTTP/1.1\r\nHost: example.com\r\n\r\n", 403),
    ("GET /api/profiles HTTP/1.1\r\n\r\n", 403),
    ("GET /api/profiles HTTP/1.1\r\nHost: PAGE\r\nOrigin: http://example.com\r\n\r\n", 403),
    ("POST /api/count HTTP/1.1\r\nHost: PAGE\r\nOrigin: null\r\nContent-Length: 2\r\n\r\n{}", 403),
    ("GET /api/profiles HTTP/1.1\r\nHost: PAGE\r\nSec-Fetch-Site: cross-site\r\n\r\n", 403),
    ("GET /../etc/passwd HTTP/1.1\r\nHost: PAGE\r\n\r\n", 404),
    ("GET /%2e%2e/etc/passwd HTTP/1.1\r\nHost: PAGE\r\n\r\n", 404),
    ("GET /api/ HTTP/1.1\r\nHost: PAGE\r\n\r\n", 404),
    ("GET //api/profiles HTTP/1.1\r\nHost: PAGE\r\n\r\n", 404),
    ("GET http://PAGE/ HTTP/1.1\r\nHost: PAGE\r\n\r\n", 404),
    ("DELETE / HTTP/1.1\r\nHost: PAGE\r\n\r\n", 405),
    ("GET /api/count HTTP/1.1\r\nHost: PAGE\r\n\r\n", 405),
    ("POST /api/count HTTP/1.1\r\nHost: PAGE\r\nContent-Length: 2\r\n\r\n{}", 415),
    (
      "POST /api/count HTTP/1.1\r\nHost: PAGE\r\nContent-Type: text/plain\r\n"
        + "Content-Length: 2\r\n\r\n{}", 415
    ),
    (
      "POST /api/count HTTP/1.1\r\nHost: PAGE\r\nContent-Type: application/json\r\n"
        + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 411
    ),
    ("nonsense\r\n\r\n", 400), ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    ("\u{16}\u{3}\u{1}\u{2}\u{0}\r\n\r\n", 400),
  ])
  func `whatever is not meant for it is refused`(request: String, status: Int) throws {
    let answer = try page.send(request.replacing("PAGE", with: "127.0.0.1:\(page.port)"))
    #expect(answer.status == status && !answer.reason.isEmpty, "\(answer)")
    #expect(!answer.head.contains("Access-Control"))
  }

  @Test func `a body over the limit is refused before it has come`() throws {
    func count(_ letters: Int) throws -> Answer {
      try page.post("/api/count", "{\"text\": \"\(String(repeating: "a", count: letters))\"}")
    }
    let large = try count(120_000)
    #expect(large.status == 413 && large.reason.contains("--max-body"))
    let promised = try page.get(
      "/api/count", method: "POST",
      headers: "Content-Type: application/json\r\nContent-Length: 99999999999\r\n")
    #expect(promised.status == 413)
    #expect(try count(99_000).status == 200)
  }

  @Test func `a head without end is refused`() throws {
    let filler = String(repeating: "X-Filler: aaaaaaaaaaaaaaaaaaaaaaaa\r\n", count: 1000)
    let answer = try page.send("GET / HTTP/1.1\r\n" + filler)
    #expect(answer.status == 431)
  }

  @Test func `clients that stop in the middle hold nobody up`() throws {
    let starts = [
      "", "GET / HT", "GET / HTTP/1.1\r\nHost: ",
      "POST /api/count HTTP/1.1\r\nHost: 127.0.0.1:\(page.port)\r\n"
        + "Content-Type: application/json\r\nContent-Length: 500\r\n\r\n{",
    ]
    // Three times as many as are served at once.
    let silent = try (0..<200).map { number in
      let client = try PageClient(port: page.port)
      client.send(starts[number % starts.count])
      return client
    }
    let start = ContinuousClock.now
    for _ in 0..<5 { #expect(try page.get("/api/tokenizers").body == "[]\n") }
    #expect(ContinuousClock.now - start < .seconds(10 * Sanitizer.patience))
    withExtendedLifetime(silent) {}
  }

  @Test func `clients that go away do not end it`() throws {
    for text in ["", "GET /", "POST /api/count HTTP/1.1\r\nContent-Length: 9\r\n\r\n"] {
      for _ in 0..<20 { try PageClient(port: page.port).send(text) }
    }
    #expect(try page.get("/api/tokenizers").status == 200)
  }

  @Test func `waiting for 100 Continue is answered`() throws {
    let client = try PageClient(port: page.port)
    client.send(
      "POST /api/count HTTP/1.1\r\nHost: localhost:\(page.port)\r\nExpect: 100-continue\r\n"
        + "Content-Type: application/json\r\nContent-Length: 13\r\n\r\n")
    Thread.sleep(forTimeInterval: 0.2)
    client.send(#"{"text": "a"}"#)
    let received = String(decoding: client.readToEnd(), as: UTF8.self)
    #expect(received.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"))
  }

  @Test func `Control-C ends it, also while clients are silent`() throws {
    let silent = try PageClient(port: page.port)
    silent.send("GET /")
    let start = ContinuousClock.now
    #expect(page.interrupt() == 0)
    #expect(ContinuousClock.now - start < .seconds(5 * Sanitizer.patience))
  }

  @Test func `Control-C is not lost when it comes with the address`() throws {
    for _ in 0..<10 {
      #expect(try PageProcess(["--store", folder.path("none")]).interrupt() == 0)
    }
  }

  @Test func `a port that is taken is told of`() throws {
    let second = try runTokprof(["serve", "--port", "\(page.port)", "--store", folder.path("none")])
    #expect(second.status == 4 && second.stdout.isEmpty)
    #expect(second.stderr.contains("--port 0"))
  }

  @Test func `the description tells of every path there is`() throws {
    let document = try #require(try page.get("/api/openapi.json").json() as? [String: Any])
    #expect((document["openapi"] as? String)?.hasPrefix("3.1") == true)
    let paths = try #require(document["paths"] as? [String: [String: Any]])
    for (path, methods) in paths {
      for method in methods.keys {
        let answer =
          method == "get" ? try page.get(path) : try page.post(path, #"{"unknown": 1}"#)
        #expect(answer.status == (method == "get" ? 200 : 400), "\(method) \(path)")
        guard method == "post" else { continue }
        // The members that the server names are those that are described.
        let request = (path.split(separator: "/").last ?? "").capitalized + "Request"
        let schemas = (document["components"] as? [String: Any])?["schemas"] as? [String: Any]
        let schema = try #require(schemas?[request] as? [String: Any], "\(request)")
        let described = try #require(schema["properties"] as? [String: Any])
        #expect(answer.reason.hasSuffix(described.keys.sorted().joined(separator: ", ")))
      }
    }
  }
}
