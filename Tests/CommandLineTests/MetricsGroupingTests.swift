import Foundation
import TestSupport
import Testing

/// `tokprof metrics --by` against the profile of the same text.
@Suite struct MetricsGroupingTests {
  private struct Figures: Equatable {
    var bytes = 0
    var characters = 0
    var tokens = 0

    static func += (a: inout Figures, b: Figures) {
      a.bytes += b.bytes
      a.characters += b.characters
      a.tokens += b.tokens
    }

    init() {}

    init(_ object: [String: Any]) {
      bytes = object["bytes"] as? Int ?? -1
      characters = object["characters"] as? Int ?? -1
      tokens = object["tokens"] as? Int ?? -1
    }
  }

  private static let input = [
    "-t", Repository.root.appendingPathComponent("Vocab/tokenizer.json").path,
    Repository.root.appendingPathComponent("Corpora").path,
  ]

  private func json(_ arguments: [String]) throws -> [String: Any] {
    let result = try runTokprof(arguments + Self.input + ["--json"])
    #expect(result.status == 0, "\(result.stderr)")
    return try result.json()
  }

  private func groups(by grouping: String) throws -> (groups: [String: Figures], total: Figures) {
    let metrics = try json(["metrics", "--by", grouping])
    var groups: [String: Figures] = [:]
    for group in try #require(metrics["groups"] as? [[String: Any]]) {
      let name = try #require(group["group"] as? String)
      #expect(groups[name] == nil)
      groups[name] = Figures(try #require(group["counts"] as? [String: Any]))
    }
    let total = try #require(metrics["total"] as? [String: Any])
    return (groups, Figures(try #require(total["counts"] as? [String: Any])))
  }

  @Test func groupsAreThoseOfTheProfileAndAddUp() throws {
    let profile = try json(["profile", "--no-store"])
    let files = try #require(profile["files"] as? [[String: Any]])
    let total = Figures(try #require(profile["total"] as? [String: Any]))
    for grouping in ["script", "source", "domain", "language"] {
      var expected: [String: Figures] = [:]
      for file in files {
        let parts =
          grouping == "script" ? try #require(file["scripts"] as? [[String: Any]]) : [file]
        for part in parts {
          let name = try #require((grouping == "script" ? part : file)[grouping] as? String)
          expected[name, default: Figures()] += Figures(part)
        }
      }
      let found = try groups(by: grouping)
      #expect(found.groups == expected, "\(grouping)")
      #expect(found.total == total)
    }
    let classes = try groups(by: "class")
    #expect(
      Set(classes.groups.keys) == ["letters", "digits", "whitespace", "punctuation", "other"])
    #expect(classes.groups.values.reduce(into: Figures()) { $0 += $1 } == total)
  }

  @Test func unknownGroupsAreAMistakeOfUse() throws {
    let result = try runTokprof(["metrics", "--by", "colour"] + Self.input)
    #expect(result.status == 2)
    #expect(result.stderr.contains("script"))
  }
}
