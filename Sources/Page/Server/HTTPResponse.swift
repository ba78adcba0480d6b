/// The answers that are given (RFC 9110).
enum HTTPStatus: Int, Sendable {
  case ok = 200
  case badRequest = 400
  case forbidden = 403
  case notFound = 404
  case methodNotAllowed = 405
  case requestTimeout = 408
  case lengthRequired = 411
  case contentTooLarge = 413
  case unsupportedMediaType = 415
  case unprocessable = 422
  case headerTooLarge = 431
  case internalError = 500
  case unavailable = 503

  fileprivate var phrase: String {
    switch self {
    case .ok: "OK"
    case .badRequest: "Bad Request"
    case .forbidden: "Forbidden"
    case .notFound: "Not Found"
    case .methodNotAllowed: "Method Not Allowed"
    case .requestTimeout: "Request Timeout"
    case .lengthRequired: "Length Required"
    case .contentTooLarge: "Content Too Large"
    case .unsupportedMediaType: "Unsupported Media Type"
    case .unprocessable: "Unprocessable Content"
    case .headerTooLarge: "Request Header Fields Too Large"
    case .internalError: "Internal Server Error"
    case .unavailable: "Service Unavailable"
    }
  }
}

/// Why a request is not answered as its sender wanted.
struct HTTPRefusal: Error, Sendable {
  var status: HTTPStatus
  /// What is wrong and what helps, for a person.
  var reason: String
  /// The methods that would be answered, where it was another.
  var allowed: [String] = []

  init(_ status: HTTPStatus, _ reason: String, allowed: [String] = []) {
    self.status = status
    self.reason = reason
    self.allowed = allowed
  }
}

/// An answer.
struct HTTPResponse: Sendable {
  var status: HTTPStatus
  var type: String
  var body: [UInt8]
  var headers: [(name: String, value: String)] = []

  /// The bytes that are sent. A connection carries one request: on this machine a new one costs less
  /// than keeping count of those that lie idle.
  func bytes(withBody: Bool) -> [UInt8] {
    var head = "HTTP/1.1 \(status.rawValue) \(status.phrase)\r\n"
    let fields =
      [
        ("Content-Type", type), ("Content-Length", "\(body.count)"), ("Connection", "close"),
        ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"), ("X-Frame-Options", "DENY"),
      ] + headers
    for (name, value) in fields { head += "\(name): \(value)\r\n" }
    return Array((head + "\r\n").utf8) + (withBody ? body : [])
  }
}
