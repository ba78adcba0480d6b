import Foundation
import TestSupport
import Testing

@Suite struct VersionTests {
  /// A number of tokens means something only with the tables that it rests on.
  @Test func theVersionNamesTheCommitAndTheTables() throws {
    let result = try runTokprof(["--version"])
    #expect(result.status == 0)
    let lines = result.stdout.split(separator: "\n")
    try #require(lines.count == 3)
    #expect(lines[0].wholeMatch(of: /tokprof [0-9]+\.[0-9]+\.[0-9]+.*/) != nil)
    #expect(lines[1].wholeMatch(of: /commit [0-9A-Za-z-]+/) != nil)
    let tables = #/Unicode 16\.0 in patterns, [0-9.]+ in scripts \(ICU [0-9.]+\)/#
    #expect(lines[2].wholeMatch(of: tables) != nil)
  }
}
