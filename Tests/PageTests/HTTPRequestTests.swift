import Testing

@testable import Page

/// What is taken for a request, and what is not.
@Suite struct HTTPRequestTests {
  private func request(_ head: String) throws -> HTTPRequest {
    try HTTPRequest(head: Array(head.utf8))
  }

  private func status(_ body: () throws -> Void) -> HTTPStatus? {
    do {
      try body()
    } catch {
      return (error as? HTTPRefusal)?.status
    }
    return nil
  }

  @Test func `a head has a method, a path, and headers by lower-case names`() throws {
    let request = try request(
      "GET /api/profiles?x=/../y HTTP/1.1\r\nHost: localhost:80\r\nX-Odd:\t a b \r\n\r\n")
    #expect(request.method == "GET" && request.path == "/api/profiles")
    #expect(request.values("host") == ["localhost:80"] && request.values("x-odd") == ["a b"])
    #expect(request.values("absent").isEmpty)
  }

  @Test(arguments: [
    "", "\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/2\r\n\r\n", "GET  / HTTP/1.1\r\n\r\n",
    "GET / HTTP/1.1\nHost: a\n\n", "GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n",
    "GET / HTTP/1.1\r\nHost : a\r\n\r\n", "GET / HTTP/1.1\r\n: a\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\n folded: b\r\n\r\n", "GET / HTTP/1.1\r\nnothing\r\n\r\n",
    "GET /ü HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\u{0}\r\n\r\n",
  ])
  func `what can be read in two ways is refused`(head: String) {
    #expect(status { _ = try request(head) } == .badRequest)
  }

  @Test(arguments: [
    ("", 0), ("Content-Length: 0\r\n", 0), ("Content-Length: 100\r\n", 100),
  ])
  func `a body is as long as its head says`(headers: String, length: Int) throws {
    let request = try request("POST / HTTP/1.1\r\n\(headers)\r\n")
    #expect(try request.bodyLength(limit: 100) == length)
  }

  @Test(arguments: [
    ("Content-Length: 101\r\n", HTTPStatus.contentTooLarge),
    ("Content-Length: 99999999999999999999999999\r\n", .contentTooLarge),
    ("Content-Length: -1\r\n", .badRequest), ("Content-Length: +5\r\n", .badRequest),
    ("Content-Length: 1, 1\r\n", .badRequest), ("Content-Length:\r\n", .badRequest),
    ("Content-Length: 1\r\nContent-Length: 1\r\n", .badRequest),
    ("Transfer-Encoding: chunked\r\n", .lengthRequired),
    ("Transfer-Encoding: chunked\r\nContent-Length: 1\r\n", .lengthRequired),
  ])
  func `lengths that are none or too much are refused`(
    headers: String, expected: HTTPStatus
  ) throws {
    let request = try request("POST / HTTP/1.1\r\n\(headers)\r\n")
    #expect(status { _ = try request.bodyLength(limit: 100) } == expected)
  }

  @Test(arguments: [
    "Host: 127.0.0.1:8423\r\n", "Host: LOCALHOST:8423\r\n", "Host: [::1]:8423\r\n",
    "Host: 127.0.0.1:8423\r\nOrigin: http://localhost:8423\r\n",
    "Host: 127.0.0.1:8423\r\nSec-Fetch-Site: same-origin\r\n",
    "Host: 127.0.0.1:8423\r\nSec-Fetch-Site: none\r\n",
  ])
  func `requests from here pass`(headers: String) throws {
    try RequestGuard(port: 8423).check(
      request("GET /api/profiles HTTP/1.1\r\n\(headers)\r\n"))
  }

  @Test(arguments: [
    "", "Host: 127.0.0.1\r\n", "Host: 127.0.0.1:8424\r\n", "Host: example.com:8423\r\n",
    "Host: 127.0.0.1.example.com:8423\r\n", "Host: 127.0.0.1:8423\r\nHost: 127.0.0.1:8423\r\n",
    "Host: 127.0.0.1:8423\r\nOrigin: null\r\n",
    "Host: 127.0.0.1:8423\r\nOrigin: http://example.com\r\n",
    "Host: 127.0.0.1:8423\r\nOrigin: https://127.0.0.1:8423\r\n",
    "Host: 127.0.0.1:8423\r\nOrigin: http://127.0.0.1:9000\r\n",
    "Host: 127.0.0.1:8423\r\nOrigin: http://127.0.0.1:8423.example.com\r\n",
    "Host: 127.0.0.1:8423\r\nSec-Fetch-Site: cross-site\r\n",
    "Host: 127.0.0.1:8423\r\nSec-Fetch-Site: same-site\r\n",
  ])
  func `requests from elsewhere do not`(headers: String) throws {
    let request = try request("GET /api/profiles HTTP/1.1\r\n\(headers)\r\n")
    #expect(status { try RequestGuard(port: 8423).check(request) } == .forbidden)
  }

  @Test func `a link from elsewhere opens the page`() throws {
    try RequestGuard(port: 80).check(
      request("GET / HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site\r\n\r\n"))
  }
}
