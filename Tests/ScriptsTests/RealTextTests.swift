import Foundation
import Testing

@testable import Scripts

/// Text of some thirty scripts, which is not in the repository.
@Suite struct RealTextTests {
  private static let corpora: [URL] = {
    let shared =
      ProcessInfo.processInfo.environment["TOKPROF_SHARED"].map { URL(fileURLWithPath: $0) }
      ?? URL(fileURLWithPath: #filePath).appending(path: "../../../../shared").standardized
    let folder = shared.appending(path: "reference/corpora")
    let files = try? FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    return (files ?? []).filter { $0.pathExtension == "txt" }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
  }()

  @Test(
    .enabled(if: !corpora.isEmpty, "NOT CHECKED: the reference corpora are not beside the package"),
    arguments: corpora)
  func theScannerAgreesWithTheReferenceAndWithTheFilesName(file: URL) throws {
    let bytes = [UInt8](try Data(contentsOf: file).prefix(20_000))
    var scanner = ScriptScanner()
    var runs: [ScriptRun] = []
    bytes.withUnsafeBufferPointer { scanner.scan($0, into: &runs) }
    var scripts = [Script](repeating: .common, count: bytes.count)
    for (i, run) in runs.enumerated() {
      let end = i + 1 < runs.count ? runs[i + 1].start : bytes.count
      for k in run.start..<end { scripts[k] = scanner.document.resolved(run.script) }
    }
    #expect(scripts == ReferenceResolver.scripts(of: bytes))

    let label = String(file.lastPathComponent.prefix { $0 != "_" })
    let code = ["Hans": "Hani", "Hant": "Hani", "Hang": "Kore"][label] ?? label
    guard let expected = Script(code: code) else { return }
    // The rest is markup and names of products, in Latin.
    #expect(scripts.count { $0 == expected } > bytes.count / 2)
  }
}
