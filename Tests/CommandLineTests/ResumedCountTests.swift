import Foundation
import TestSupport
import Testing

/// `kill -9` at random moments of `count --resume`, and all that it must refuse.
@Suite struct ResumedCountTests {
  private let tokenizer: TinyTokenizer
  private let folder: TemporaryFolder
  private var data: String { folder.path("data") }
  private var journal: String { folder.path("journal") }
  private var count: [String] { ["count", "--threads", "2", data] + tokenizer.arguments }

  init() throws {
    tokenizer = try TinyTokenizer()
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path("data"), withIntermediateDirectories: true)
    for file in 0..<60 {
      let text = (0..<40 * file).map { "the \(file) in \($0 * 7919) an\n" }.joined()
      _ = try folder.write("data/\(file).txt", Array(text.utf8))
    }
  }

  @Test func aCountThatIsKilledGoesOn() throws {
    let expected = try runTokprof(count + ["--json"])
    #expect(expected.status == 0)
    var random = TestRandom(seed: 3)
    for _ in 0..<rounds(2, slow: 20) {
      var kills = 0
      // Until one run is not killed any more.
      while true {
        // Longer each time, so that a slow machine gets there, too.
        let delay = Double.random(in: 0...0.1, using: &random) * Double(kills + 1)
        let run = try shell(
          #""$TOKPROF" "${@:2}" >out 2>err & sleep "$1"; kill -9 $! 2>/dev/null; wait $!"#,
          ["\(delay)"] + count + ["--json", "--resume", journal], in: folder)
        #expect([0, 137].contains(run.status), "\(run.stderr)")
        if run.status == 0 { break }
        kills += 1
        try #require(kills < 200)
      }
      #expect(contents(folder.path("out")) == Array(expected.stdout.utf8), "after \(kills) kills")
      // A journal that is done is a result, too.
      let again = try runTokprof(count + ["--json", "--resume", journal])
      #expect(again.stdout == expected.stdout)
      try FileManager.default.removeItem(atPath: journal)
    }
  }

  @Test func anotherCountIsRefused() throws {
    #expect(try runTokprof(count + ["--resume", journal]).status == 0)
    let before = contents(journal)
    let other = try runTokprof(count + ["--resume", journal, "--field", "text"])
    #expect(other.status == 3)
    #expect(other.stderr.contains("was begun with --field “”, and now it is “text”"))
    let changed = try folder.write("data/7.txt", Array("changed".utf8))
    let refused = try runTokprof(count + ["--resume", journal])
    #expect(refused.status == 3)
    #expect(refused.stderr.contains("“\(changed)” was changed since it was counted"))
    #expect(contents(journal) == before)
    let text = try runTokprof(count + ["--resume", folder.path("data/1.txt")])
    #expect(text.status == 3 && text.stderr.contains("is no journal of a count"))
  }
}
