import Foundation
import Statistics
import TokenizerFormats

/// A folder that lives as long as the value.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "tokprof-estimate-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = path + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }
}

/// The paragraphs of the texts in `Corpora/`, file by file, out of which larger texts are put together.
struct TextPools {
  struct Pool {
    var name: String
    var isProse: Bool
    var paragraphs: [String]
  }

  static let package = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// In byte order of the names, so that a seed gives the same text everywhere.
  let pools: [Pool]
  let prose: [Pool]
  let other: [Pool]

  init() throws {
    var pools: [Pool] = []
    for folder in ["code", "data", "handbook", "letters", "markup", "notices"] {
      let path = Self.package + "/Corpora/" + folder
      for file in try FileManager.default.contentsOfDirectory(atPath: path).sorted() {
        let text = try String(contentsOfFile: path + "/" + file, encoding: .utf8)
        let lines = text.split(separator: "\n").map(String.init)
        let isProse = !["code", "data", "markup"].contains(folder)
        let size = isProse ? 1 : 12
        let paragraphs = stride(from: 0, to: lines.count, by: size).map {
          lines[$0..<min($0 + size, lines.count)].joined(separator: "\n")
        }
        pools.append(Pool(name: folder + "-" + file, isProse: isProse, paragraphs: paragraphs))
      }
    }
    self.pools = pools
    prose = pools.filter(\.isProse)
    other = pools.filter { !$0.isProse }
  }

  /// A document of paragraphs of one pool with about so many bytes.
  func document(
    of pool: Pool, bytes: Int, using generator: inout SeededGenerator
  ) -> String {
    var text = ""
    repeat {
      text += pool.paragraphs[Int(generator.uniform(below: UInt64(pool.paragraphs.count)))]
      text += "\n"
    } while text.utf8.count < bytes
    return text
  }

  /// The same document for the same pool.
  func document(of pool: Pool, bytes: Int) -> String {
    var generator = SeededGenerator(seed: UInt64(pool.paragraphs.count))
    return document(of: pool, bytes: bytes, using: &generator)
  }

  static func tokenizer() throws -> LoadedTokenizer {
    try TokenizerLoader.load(path: package + "/Vocab/tokenizer.json")
  }
}

extension Array {
  /// One of the elements, each with the same probability.
  func element(using generator: inout SeededGenerator) -> Element {
    self[Int(generator.uniform(below: UInt64(count)))]
  }
}
