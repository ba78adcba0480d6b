import Foundation
import TestSupport
import Testing

/// Disks that are full or read-only, two writers, a newer store, and signals.
@Suite struct StreamAndDiskTests {
  private let tokenizer: TinyTokenizer
  private let folder: TemporaryFolder
  private let corpus = Repository.root.appendingPathComponent("Corpora/chat").path

  init() throws {
    tokenizer = try TinyTokenizer()
    folder = try TemporaryFolder()
  }

  private var map: [String] { ["map", corpus] + tokenizer.arguments }
  private var profile: [String] { ["profile", corpus] + tokenizer.arguments }

  @Test func aFullDiskIsAnErrorThatLeavesNothingBehind() throws {
    for command in [
      map, profile + ["--no-store", "--json"], ["count", corpus] + tokenizer.arguments,
    ] {
      let full = try shell(#""$TOKPROF" "$@" >/dev/full"#, command, in: folder)
      #expect(full.status == 4)
      #expect(full.stderr.contains("No space left"))
    }
    guard let disk = try SmallDisk(for: "a full disk") else { return }
    try disk.fill()
    let result = try runTokprof(map + ["-o", disk.path + "/states.ndjson"])
    #expect(result.status == 4)
    #expect(result.stderr.contains("No space left"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path) == ["filler"])
    let stored = try runTokprof(profile + ["--store", disk.path + "/profiles.sqlite"])
    #expect(stored.status == 4, "\(stored.stderr)")
  }

  @Test func aReadOnlyStoreIsReadAndNotWritten() throws {
    guard let disk = try SmallDisk(for: "a read-only store") else { return }
    let store = ["--store", disk.path + "/profiles.sqlite"]
    #expect(try runTokprof(profile + store + ["--name", "a"]).status == 0)
    try disk.setReadOnly()
    let refused = try runTokprof(profile + store + ["--name", "b"])
    #expect(refused.status == 4, "\(refused.stderr)")
    let list = try runTokprof(["profiles", "list", "--json"] + store)
    #expect(list.status == 0 && list.stdout.contains("\"a\"") && !list.stdout.contains("\"b\""))
  }

  @Test func aStoreOfANewerVersionIsRefusedAndLeftAsItIs() throws {
    let store = folder.path("profiles.sqlite")
    #expect(try runTokprof(profile + ["--store", store]).status == 0)
    var bytes = try #require(contents(store))
    // SQLite's user_version, which holds the version of the store.
    bytes[63] = 99
    _ = try folder.write("profiles.sqlite", bytes)
    let result = try runTokprof(profile + ["--store", store])
    #expect(result.status == 3)
    #expect(result.stderr.contains("99"))
    #expect(contents(store) == bytes)
  }

  @Test func twoWritersAtOnceLoseNothing() throws {
    let document = folder.path("profile.json")
    #expect(try runTokprof(profile + ["--no-store", "-o", document]).status == 0)
    let both = try shell(
      #"""
      for i in 1 2 3 4 5 6; do
        "$TOKPROF" profiles import "$1" --store s.sqlite --name a$i & p=$!
        "$TOKPROF" profiles import "$1" --store s.sqlite --name b$i & q=$!
        "$TOKPROF" merge "$1" -o merged.json & r=$!
        "$TOKPROF" merge "$1" -o merged.json || exit
        wait $p && wait $q && wait $r || exit
      done
      """#, [document], in: folder)
    #expect(both.status == 0, "\(both.stderr)")
    let list = try runTokprof(["profiles", "list", "--json", "--store", folder.path("s.sqlite")])
    for name in ["a", "b"] {
      for number in 1...6 { #expect(list.stdout.contains("\"\(name)\(number)\"")) }
    }
    #expect(contents(folder.path("merged.json")) == contents(document))
    #expect(try !folder.names().contains { $0.hasSuffix(".part") })
  }

  @Test func anInterruptEndsARunWithNothingHalfWritten() throws {
    // Standard input that does not end: the run is at work when the signal comes.
    let interrupted = try shell(
      #"""
      mkfifo pipe; sleep 30 >pipe & holder=$!
      env --default-signal=INT "$TOKPROF" "$@" --store s.sqlite -o out.json - <pipe & run=$!
      sleep 0.7; kill -INT $run; wait $run; code=$?; kill $holder; exit $code
      """#, ["profile"] + tokenizer.arguments, in: folder)
    #expect(interrupted.status == 130, "\(interrupted.stderr)")
    #expect(try !folder.names().contains { $0.hasPrefix("out.json") })
    let list = try runTokprof(["profiles", "list", "--json", "--store", folder.path("s.sqlite")])
    #expect(list.status == 0 && !list.stdout.contains("revision"))
  }

  @Test func aReaderThatGoesAwayEndsARunBySIGPIPE() throws {
    let text = String(repeating: "{\"text\": \"hello there\"}\n", count: 20)
    for index in 0..<200 { _ = try folder.file("f\(index).jsonl", text) }
    let result = try shell(
      #"set -o pipefail; "$TOKPROF" "$@" . | head -c 10 >/dev/null"#,
      ["map"] + tokenizer.arguments, in: folder)
    #expect(result.status == 141)
    #expect(result.stderr.isEmpty)
  }
}
