import Foundation

/// A text that is counted.
struct Text {
  let name: String
  let bytes: [UInt8]

  /// The text cut in two at a line's end.
  var halves: (ArraySlice<UInt8>, ArraySlice<UInt8>) {
    let cut = (bytes[..<(bytes.count / 2)].lastIndex(of: 0x0A) ?? -1) + 1
    return (bytes[..<cut], bytes[cut...])
  }
}

enum Texts {
  /// The texts of `Corpora/`, with those that `Corpora/fetch` puts into `Corpora/real`, by class.
  ///
  /// - Parameter limit: the most bytes a class has; the files of a class give equal shares.
  static func classes(limit: Int) throws -> [Text] {
    var files: [String: [String]] = [:]
    let paths = FileManager.default.enumerator(atPath: "Corpora/")?.compactMap { $0 as? String }
    for path in (paths ?? []).sorted() {
      guard let name = className(path) else { continue }
      files[name, default: []].append("Corpora/" + path)
    }
    return try ["English", "code", "Chinese, Japanese, Korean", "other scripts"].compactMap { name in
      guard let paths = files[name] else { return nil }
      return Text(name: name, bytes: try lines(of: paths, limit: limit))
    }
  }

  /// Files are `SCRIPT_LANGUAGE.txt`, or lie in a folder of code.
  private static func className(_ path: String) -> String? {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    if path.hasPrefix("code/") || path.contains("/code-") { return file.contains(".") ? "code" : nil }
    guard file.hasSuffix(".txt") else { return nil }
    if file.hasPrefix("Latn_en") { return "English" }
    for script in ["Hani", "Jpan", "Kore"] where file.hasPrefix(script) {
      return "Chinese, Japanese, Korean"
    }
    return file.hasPrefix("Latn") || file.hasPrefix("Zyyy") || !file.contains("_")
      ? nil : "other scripts"
  }

  /// Stretches of all files by turns, so that both halves hold the same kinds of text.
  private static func lines(of paths: [String], limit: Int) throws -> [UInt8] {
    var rests = try paths.map { ArraySlice([UInt8](try Data(contentsOf: URL(fileURLWithPath: $0)))) }
    let size = rests.reduce(0) { $0 + $1.count }
    let stretch = max(512, min(1 << 16, min(size, limit) / (4 * rests.count)))
    var bytes: [UInt8] = []
    while bytes.count < min(size, limit), rests.contains(where: { !$0.isEmpty }) {
      for index in rests.indices where !rests[index].isEmpty {
        var end = min(rests[index].startIndex + stretch, rests[index].endIndex)
        end = rests[index][end...].firstIndex(of: 0x0A).map { $0 + 1 } ?? rests[index].endIndex
        bytes += rests[index][..<end]
        rests[index] = rests[index][end...]
      }
    }
    return bytes
  }

  /// Texts whose length is that of one pre-token.
  static let worstCases: [Text] = {
    var state: UInt64 = 7
    func random(_ limit: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % limit
    }
    let count = 1 << 20
    return [
      Text(name: "a", bytes: Array(repeating: 0x61, count: count)),
      Text(name: "spaces", bytes: Array(repeating: 0x20, count: count)),
      Text(name: "ab", bytes: (0..<count).map { 0x61 + UInt8($0 % 2) }),
      Text(name: "random letters", bytes: (0..<count).map { _ in 0x61 + UInt8(random(26)) }),
      Text(name: "的", bytes: (0..<count / 3 * 3).map { Array("的".utf8)[$0 % 3] }),
    ]
  }()
}

/// A folder that goes away with the last reference to it.
final class Folder {
  private let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "tokprof-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a file and returns its path.
  func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    let file = url.appendingPathComponent(name)
    try Data(bytes).write(to: file)
    return file.path
  }
}
