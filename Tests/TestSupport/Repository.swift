public import Foundation

/// Folders that tests read.
public enum Repository {
  /// The top of the package.
  public static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The reference data: other implementations' answers, real tokenizers and corpora. `nil` if they
  /// are not there.
  public static let shared: URL? = {
    let path = ProcessInfo.processInfo.environment["TOKPROF_SHARED"]
    let url = path.map { URL(fileURLWithPath: $0) } ?? root.appendingPathComponent("../shared")
    return FileManager.default.fileExists(atPath: url.path) ? url.standardizedFileURL : nil
  }()

  /// The release binary that `make build` leaves; `nil` if it was not built.
  public static let releaseProgram: URL? = {
    let url = root.appendingPathComponent(".build/release/tokprof")
    return FileManager.default.isExecutableFile(atPath: url.path) ? url : nil
  }()

  /// The Python with other implementations' packages; `nil` if it was not made.
  public static let python: URL? = {
    let url = root.appendingPathComponent(".build/check-venv/bin/python")
    return FileManager.default.isExecutableFile(atPath: url.path) ? url : nil
  }()

  /// The texts in `Corpora/`.
  public static func corpora() throws -> [(name: String, text: String)] {
    let folder = root.appendingPathComponent("Corpora")
    let manifest = try JSONSerialization.jsonObject(
      with: Data(contentsOf: folder.appendingPathComponent("manifest.json")))
    let entries = manifest as? [[String: Any]] ?? []
    return try entries.compactMap { $0["path"] as? String }.map { name in
      (name, try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8))
    }
  }

  /// Says where nobody can overlook it that something was not tested.
  public static func reportSkip(_ what: String) {
    let line = String(repeating: "*", count: 73)
    FileHandle.standardError.write(Data("\(line)\nSKIPPED: \(what)\n\(line)\n".utf8))
  }
}
