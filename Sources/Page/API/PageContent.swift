import Foundation
import JSONText
import TokenizerFormats

/// Everything that is served: one page, and the calls of its API. Nothing is read from the disk by
/// its path, so there is no path to get out of.
struct PageContent: Sendable {
  private let data: PageData
  private let page: [UInt8]
  private let tokenizers: JSONValue
  private let policy: String

  init(_ data: PageData) {
    self.data = data
    tokenizers = Lists.tokenizers(data.tokenizers)
    let style = PackageResources.page_css
    let script = PackageResources.page_js
    page = Self.filled(
      PackageResources.page_html, ["/*style*/": style, "/*script*/": script])
    // The page runs what is in it and nothing else, even if some text got into it as markup.
    policy =
      "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
      + "frame-ancestors 'none'; style-src '\(Self.hash(style))'; script-src '\(Self.hash(script))'"
  }

  private enum Route: String, CaseIterable {
    case page = "/"
    case openAPI = "/api/openapi.json"
    case profiles = "/api/profiles"
    case tokenizers = "/api/tokenizers"
    case accelerators = "/api/accelerators"
    case count = "/api/count"
    case estimate = "/api/estimate"
    case training = "/api/training"

    var methods: [String] {
      switch self {
      case .count, .estimate, .training: ["POST"]
      default: ["GET", "HEAD"]
      }
    }
  }

  /// Whether there is an answer to a request of this head.
  ///
  /// - Throws: ``HTTPRefusal`` when there is none.
  func checkRoute(_ request: HTTPRequest) throws(HTTPRefusal) {
    guard let route = Route(rawValue: request.path) else {
      throw HTTPRefusal(.notFound, "there is nothing at this path; /api/openapi.json tells what is")
    }
    guard route.methods.contains(request.method) else {
      throw HTTPRefusal(
        .methodNotAllowed, "use \(route.methods[0])", allowed: route.methods)
    }
    // Forms of other sites can send text, but not JSON without being asked first.
    if request.method == "POST" {
      let types = request.values("content-type")
      let type = types.first?.prefix { $0 != ";" }.lowercased()
      guard types.count == 1, type == "application/json" else {
        throw HTTPRefusal(.unsupportedMediaType, "send Content-Type: application/json")
      }
    }
  }

  /// The answer to a request.
  ///
  /// - Throws: ``HTTPRefusal`` with what is wrong in it.
  func response(to request: HTTPRequest) throws(HTTPRefusal) -> HTTPResponse {
    guard let route = Route(rawValue: request.path) else {
      throw HTTPRefusal(.notFound, "there is nothing at this path")
    }
    switch route {
    case .page:
      return HTTPResponse(
        status: .ok, type: "text/html; charset=utf-8", body: page,
        headers: [("Content-Security-Policy", policy)])
    case .openAPI:
      return HTTPResponse(
        status: .ok, type: "application/json", body: PackageResources.openapi_json)
    case .profiles: return Self.response(try Lists.profiles(data))
    case .tokenizers: return Self.response(tokenizers)
    case .accelerators: return Self.response(Lists.accelerators)
    case .count:
      return Self.response(
        try CountCall.answer(CallBody(request.body, known: CountCall.members), data))
    case .estimate:
      return Self.response(
        try EstimateCall.answer(CallBody(request.body, known: EstimateCall.members), data))
    case .training:
      return Self.response(
        try TrainingCall.answer(CallBody(request.body, known: TrainingCall.members), data))
    }
  }

  /// The answer that tells of a refusal.
  static func response(to refusal: HTTPRefusal) -> HTTPResponse {
    var response = response(["error": ["reason": .string(refusal.reason)]], refusal.status)
    if !refusal.allowed.isEmpty {
      response.headers.append(("Allow", refusal.allowed.joined(separator: ", ")))
    }
    return response
  }

  private static func response(_ value: JSONValue, _ status: HTTPStatus = .ok) -> HTTPResponse {
    HTTPResponse(
      status: status, type: "application/json", body: Array((value.text(.indented) + "\n").utf8))
  }

  private static func filled(_ template: [UInt8], _ parts: [String: [UInt8]]) -> [UInt8] {
    var text = String(decoding: template, as: UTF8.self)
    for (mark, part) in parts {
      text = text.replacing(mark, with: String(decoding: part, as: UTF8.self))
    }
    return Array(text.utf8)
  }

  /// A source expression of a Content Security Policy.
  private static func hash(_ source: [UInt8]) -> String {
    let digits = Array(source.withUnsafeBufferPointer { SHA256.hexDigest(of: $0) })
    let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(digits[$0...($0 + 1)]), radix: 16)
    }
    return "sha256-\(Data(bytes).base64EncodedString())"
  }
}
