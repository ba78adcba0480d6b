import ByteLevelBPE
import Foundation
import Testing

/// Patterns and what the reference engines match with them, written by
/// `Tools/generate-pattern-fixture.py`.
struct PatternFixture: Decodable, CustomTestStringConvertible, Sendable {
  struct Sample: Decodable, Sendable {
    let text: String
    let matches: [String]
  }

  let name: String
  let dialect: String
  let pattern: String
  let samples: [Sample]

  var testDescription: String { "\(name), \(dialect)" }

  func compile() throws -> Pattern {
    try Pattern(pattern, dialect: dialect == "oniguruma" ? .oniguruma : .fancyRegex)
  }

  static let all: [PatternFixture] = {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/patterns.json")
    do {
      return try JSONDecoder().decode([PatternFixture].self, from: Data(contentsOf: path))
    } catch {
      // Arguments of a test cannot throw; `PatternMatcherTests.fixturesAreThere` then fails.
      return []
    }
  }()
}
