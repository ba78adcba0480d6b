import Foundation
import TestSupport
import Testing

/// `kill -9` at random moments: results are there whole or not at all, and stores stay whole.
@Suite struct KilledRunTests {
  private let tokenizer: TinyTokenizer
  private let folder: TemporaryFolder
  private let corpus = Repository.root.appendingPathComponent("Corpora/chat").path

  init() throws {
    tokenizer = try TinyTokenizer()
    folder = try TemporaryFolder()
  }

  /// Starts a run and kills it somewhere between its begin and a little after its end.
  private func kill(_ arguments: [String], _ random: inout TestRandom) throws {
    let delay = Double.random(in: 0...0.4, using: &random)
    let killed = try shell(
      #""$TOKPROF" "${@:2}" >/dev/null 2>&1 & sleep "$1"; kill -9 $! 2>/dev/null; wait $!"#,
      ["\(delay)"] + arguments, in: folder)
    #expect([0, 137].contains(killed.status), "\(killed.stderr)")
  }

  @Test(arguments: ["profile", "map", "merge"])
  func aResultIsWrittenWholeOrNotAtAll(command: String) throws {
    let states = folder.path("states.ndjson")
    let map = ["map", corpus] + tokenizer.arguments
    #expect(try runTokprof(map + ["-o", states]).status == 0)
    let run =
      switch command {
      case "profile": ["profile", corpus, "--no-store"] + tokenizer.arguments
      case "map": map
      default: ["merge", states]
      }
    let whole = folder.path("whole")
    #expect(try runTokprof(run + ["-o", whole]).status == 0)
    let expected = try #require(contents(whole))

    let output = folder.path("result")
    var random = TestRandom(seed: 1)
    for round in 0..<rounds(2, slow: 40) {
      // What was there before stays until the new result is whole.
      let before = round % 2 == 0 ? nil : Array("before".utf8)
      try? FileManager.default.removeItem(atPath: output)
      if let before { _ = try folder.write("result", before) }
      try kill(run + ["-o", output], &random)
      let after = contents(output)
      #expect(after == before || after == expected, "round \(round)")
    }
    #expect(try runTokprof(run + ["-o", output]).status == 0)
    #expect(contents(output) == expected)
  }

  @Test(arguments: ["import", "profile"]) func aStoreStaysWhole(command: String) throws {
    let store = folder.path("profiles.sqlite")
    let document = folder.path("profile.json")
    let profile = ["profile", corpus, "--store", store] + tokenizer.arguments
    #expect(try runTokprof(profile + ["--name", "first", "-o", document]).status == 0)
    let expected = try #require(contents(document))
    let run = command == "import" ? ["profiles", "import", document, "--store", store] : profile

    var random = TestRandom(seed: 2)
    for round in 0..<rounds(2, slow: 40) {
      try kill(run + ["--name", "killed-\(round)"], &random)
      let list = try runTokprof(["profiles", "list", "--json", "--store", store])
      #expect(list.status == 0, "\(list.stderr)")
      for name in ["first", "killed-\(round)"] where list.stdout.contains("\"\(name)\"") {
        let exported = try runTokprof(["profiles", "export", name, "--store", store])
        #expect(Array(exported.stdout.utf8) == expected)
      }
      #expect(list.stdout.contains("\"first\""))
    }
    #expect(try runTokprof(run + ["--name", "last"]).status == 0)
  }
}
