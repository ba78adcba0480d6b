/// The head of an HTTP/1 request (RFC 9112), and its body once that was read.
struct HTTPRequest: Sendable {
  var method: String
  /// The path without its query, as it was sent: nothing that is served needs decoding.
  var path: String
  /// Names in lower case, in the order in which they came.
  var headers: [(name: String, value: String)]
  var body: [UInt8] = []

  /// The values of a header, whose name is in lower case.
  func values(_ name: String) -> [String] {
    headers.filter { $0.name == name }.map(\.value)
  }

  /// Reads the head, which ends with an empty line.
  ///
  /// - Throws: ``HTTPRefusal`` for what is no request, or one that could be understood in two ways.
  init(head: some Collection<UInt8>) throws(HTTPRefusal) {
    guard head.allSatisfy({ $0 == 0x09 || $0 == 0x0A || $0 == 0x0D || (0x20...0x7E).contains($0) })
    else { throw HTTPRefusal(.badRequest, "the head of the request is not plain ASCII") }
    var lines = String(decoding: head, as: UTF8.self).split(
      separator: "\r\n", omittingEmptySubsequences: false)
    while lines.last?.isEmpty == true { lines.removeLast() }
    guard let first = lines.first, !lines.contains(where: { $0.contains(where: \.isNewline) })
    else {
      throw HTTPRefusal(.badRequest, "the head of the request has broken lines")
    }
    let words = first.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, words[2] == "HTTP/1.1" || words[2] == "HTTP/1.0" else {
      throw HTTPRefusal(.badRequest, "the first line is no request of HTTP/1.1")
    }
    method = String(words[0])
    path = String(words[1].prefix { $0 != "?" })
    headers = []
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":"), colon > line.startIndex,
        !line[..<colon].contains(where: { $0 == " " || $0 == "\t" })
      else { throw HTTPRefusal(.badRequest, "a header has no name") }
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      headers.append((line[..<colon].lowercased(), String(value.trimmingEnd())))
    }
  }

  /// How long the body is.
  ///
  /// - Throws: ``HTTPRefusal`` for a length that is none or more than `limit`, and for chunks, whose
  ///   length nobody states.
  func bodyLength(limit: Int) throws(HTTPRefusal) -> Int {
    guard values("transfer-encoding").isEmpty else {
      throw HTTPRefusal(.lengthRequired, "send the body with a Content-Length and not in chunks")
    }
    let lengths = values("content-length")
    guard let length = lengths.first else { return 0 }
    let isNumber = !length.isEmpty && length.utf8.allSatisfy { (0x30...0x39).contains($0) }
    guard lengths.count == 1, isNumber else {
      throw HTTPRefusal(.badRequest, "the Content-Length is no number")
    }
    // What does not fit an Int is over any limit.
    guard let count = Int(length), count <= limit else {
      throw HTTPRefusal(
        .contentTooLarge,
        "the body has more than \(limit) bytes; send less, or start with a larger --max-body")
    }
    return count
  }
}

extension Substring {
  fileprivate func trimmingEnd() -> Substring {
    var part = self
    while part.last == " " || part.last == "\t" { part.removeLast() }
    return part
  }
}
