import Foundation
import TestSupport
import Testing

/// `manifest`, `map` and `merge` as a cluster runs them.
@Suite struct ShardCommandTests {
  private let tokenizer: TinyTokenizer
  private let folder: TemporaryFolder
  private let corpora = Repository.root.appendingPathComponent("Corpora").path

  init() throws {
    tokenizer = try TinyTokenizer()
    folder = try TemporaryFolder()
  }

  private func succeed(_ arguments: [String]) throws -> CommandResult {
    let result = try runTokprof(arguments)
    #expect(result.status == 0, "\(result.stderr)")
    return result
  }

  /// The lines of `docs/cluster.md`.
  private static let xargs = #"""
    mkdir -p states
    seq 0 $(($(wc -l <corpus.ndjson) - 1)) |
      while read -r i; do [ -e "states/$i.ndjson" ] || echo "$i"; done | tee -a todo |
      xargs -P 2 -I{} "$TOKPROF" map "$@" --manifest corpus.ndjson --shard {} -o states/{}.ndjson
    "$TOKPROF" merge --manifest corpus.ndjson states -o profile.json
    """#

  @Test func xargsGivesTheProfileOfTheWholeAndResumes() throws {
    let paths = ["chat", "code", "markup"].map { "\(corpora)/\($0)" }
    let whole = try succeed(["profile", "--no-store", "--json"] + paths + tokenizer.arguments)
    _ = try succeed(
      ["manifest", "--shard-bytes", "3000B", "-o", folder.path("corpus.ndjson")] + paths)
    let first = try shell(Self.xargs, tokenizer.arguments, in: folder)
    #expect(first.status == 0, "\(first.stderr)")
    #expect(contents(folder.path("profile.json")) == Array(whole.stdout.utf8))

    // What is missing is done again, and nothing else.
    for name in ["2", "5"] {
      try FileManager.default.removeItem(atPath: folder.path("states/\(name).ndjson"))
    }
    for name in ["todo", "profile.json"] {
      try FileManager.default.removeItem(atPath: folder.path(name))
    }
    let missing = try runTokprof(
      ["merge", "--manifest", folder.path("corpus.ndjson"), folder.path("states")])
    #expect(missing.status == 3 && missing.stderr.contains("2 are missing: 2 ("))
    #expect(missing.stdout.isEmpty)
    let second = try shell(Self.xargs, tokenizer.arguments, in: folder)
    #expect(second.status == 0, "\(second.stderr)")
    #expect(contents(folder.path("todo")) == Array("2\n5\n".utf8))
    #expect(contents(folder.path("profile.json")) == Array(whole.stdout.utf8))
  }

  @Test func countsAreMergedToo() throws {
    let source = "\(corpora)/chat/messages.jsonl"
    let options = [source, "--format", "jsonl"] + tokenizer.arguments
    let parts = try ["0-1000B", "1000B-1MB"].map { range in
      let path = folder.path("\(range).ndjson")
      _ = try succeed(["map", "--count", "--range", range, "-o", path] + options)
      return path
    }
    let merged = try succeed(["merge"] + parts).json()
    let counted = try succeed(["count", "--json"] + options).json()
    let (sum, total) = (
      try #require(merged["total"] as? [String: Int]),
      try #require(counted["total"] as? [String: Any])
    )
    #expect(sum.count == 4 && sum.allSatisfy { total[$0.key] as? Int == $0.value })
    let profile = folder.path("profile.ndjson")
    _ = try succeed(["map", "-o", profile] + options)
    #expect(try runTokprof(["merge", profile, parts[0]]).status == 3)
  }

  @Test func faultsHaveExitCodesAndNames() throws {
    let source = folder.path("a.jsonl")
    _ = try folder.file("a.jsonl", "{\"text\": \"one\"}\n{\"text\": \"two\"}\n")
    let map = ["map", source] + tokenizer.arguments
    let states = try folder.file("a.ndjson", try succeed(map).stdout).path
    let twice = try succeed(["merge", states, states])
    #expect(twice.stderr.contains("met again and taken once: a.jsonl"))
    #expect(try twice.stdout == succeed(["merge", states]).stdout)

    _ = try folder.file("a.jsonl", "{\"text\": \"one\"}\n{\"text\": \"too\"}\n")
    let changed = try folder.file("b.ndjson", try succeed(map).stdout).path
    let different = try runTokprof(["merge", states, changed])
    #expect(different.status == 3)
    #expect(different.stderr.contains("b.ndjson: a.jsonl was met before with another content"))

    let skipping = try folder.file(
      "c.ndjson", try succeed(map + ["--on-error", "skip", "--source", "x"]).stdout)
    let mixed = try runTokprof(["merge", states, skipping.path])
    #expect(mixed.status == 3 && mixed.stderr.contains("--on-error"))

    let text = try folder.file("a.txt", "text").path
    let part = try runTokprof(["map", text, "--range", "0-2B"] + tokenizer.arguments)
    #expect(part.status == 3 && part.stderr.contains("a.txt: "))
    for wrong in [["--range", "5-2"], ["--shard", "1"], ["--manifest", "m"], ["--range", "x"]] {
      #expect(try runTokprof(map + wrong).status == 2, "\(wrong)")
    }
    let manifest = try folder.file("m.ndjson", try succeed(["manifest", source]).stdout).path
    let beyond = ["map", "--manifest", manifest, "--shard", "1"] + tokenizer.arguments
    #expect(try runTokprof(beyond).status == 2)
    _ = try folder.file("a.jsonl", "{\"text\": \"longer\"}\n")
    let grown = try runTokprof(
      ["map", "--manifest", manifest, "--shard", "0"] + tokenizer.arguments)
    #expect(grown.status == 3 && grown.stderr.contains("make the manifest again"))
    #expect(try runTokprof(["manifest", "-"]).status == 3)
    #expect(try runTokprof(["merge", folder.path("none")]).status == 3)
  }
}
