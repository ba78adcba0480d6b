import Foundation
import Testing

/// What the reference makes of generated texts and models, written by
/// `Tools/generate-format-answers.py`.
enum ReferenceAnswers {
  /// Files without a model, each with texts and the ids that they come to.
  static func pipelines() throws -> [[String: Any]] {
    try #require(try value(in: "pipelines.json") as? [[String: Any]])
  }

  /// Models, each with texts and the ids that they come to.
  static func models() throws -> [[String: Any]] {
    try #require(try value(in: "models.json") as? [[String: Any]])
  }

  /// By normalizer, a checksum of what it makes of each 4,096 scalars.
  static func digests() throws -> [String: [UInt32]] {
    try #require(try value(in: "digests.json") as? [String: [UInt32]])
  }

  private static func value(in name: String) throws -> Any {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures")
    return try JSONSerialization.jsonObject(
      with: Data(contentsOf: folder.appendingPathComponent(name)))
  }
}
