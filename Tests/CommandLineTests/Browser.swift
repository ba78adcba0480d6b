import Foundation
import TestSupport
import Testing

/// The browser that reports are opened in, as their readers would.
enum Browser {
  /// Where it is; `nil` where there is none.
  static let path: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return ["chromium", "chromium-browser", "google-chrome"].lazy.flatMap { name in
      folders.map { "\($0)/\(name)" }
    }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  static let missing: Comment =
    "chromium is not installed: the report and the page were NOT opened in a browser"

  /// The document of a file as the browser understood it.
  static func document(of file: String) throws -> String {
    try document(at: "file://\(file)")
  }

  /// The document at an address as the browser understood it, once its scripts have nothing to do.
  static func document(at url: String) throws -> String {
    let folder = try TemporaryFolder()
    let output = try folder.file("dom.html", "")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(path))
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(folder.url.path)/user",
      // Time passes as fast as the page's own timers and requests allow.
      "--virtual-time-budget=20000", "--dump-dom", url,
    ]
    let handle = try FileHandle(forWritingTo: output)
    defer { try? handle.close() }
    process.standardOutput = handle
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return try String(contentsOf: output, encoding: .utf8)
  }
}

/// Pieces of a document, by their markup.
extension String {
  /// The contents of each element of a name and, where one is given, a class.
  func elements(_ name: String, class wanted: String? = nil) -> [String] {
    let attributes = wanted.map { " class=\"\($0)\"" } ?? "[^>]*"
    guard let regex = try? Regex("(?s)<\(name)\(attributes)[^>]*>(.*?)</\(name)>") else {
      return []
    }
    return matches(of: regex).compactMap { $0.output[1].substring.map(String.init) }
  }

  /// The text without its markup.
  var plainText: String {
    replacing(#/<[^>]*>/#, with: "").replacing("&lt;", with: "<").replacing("&amp;", with: "&")
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
