/// Keeps the pages of other sites from speaking to this server through the reader's browser.
///
/// A site can point a name of its own at 127.0.0.1, which the Host header gives away, or send
/// requests across origins, which Origin and Sec-Fetch-Site do.
struct RequestGuard: Sendable {
  /// What a Host header may say.
  let hosts: Set<String>

  init(port: UInt16) {
    let names = ["127.0.0.1", "[::1]", "localhost"]
    hosts = Set(names.map { "\($0):\(port)" } + (port == 80 ? names : []))
  }

  /// - Throws: ``HTTPRefusal`` for a request that did not come from here.
  func check(_ request: HTTPRequest) throws(HTTPRefusal) {
    let named = request.values("host")
    guard named.count == 1, let host = named.first?.lowercased(), hosts.contains(host) else {
      let names = hosts.sorted().joined(separator: ", ")
      throw HTTPRefusal(.forbidden, "the Host header must name this server: \(names)")
    }
    for origin in request.values("origin") {
      guard hosts.contains(where: { origin.lowercased() == "http://\($0)" }) else {
        throw HTTPRefusal(.forbidden, "requests from pages of other origins are refused")
      }
    }
    // A link from elsewhere may open the page, but nothing else may be asked for across sites.
    let sites = request.values("sec-fetch-site")
    guard sites.allSatisfy({ $0 == "same-origin" || $0 == "none" }) || request.path == "/" else {
      throw HTTPRefusal(.forbidden, "requests from other sites are refused")
    }
  }
}
