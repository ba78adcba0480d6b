import Foundation
import TestSupport
import Testing

/// Input that was made to do harm: time and memory stay bounded, and messages are clear.
@Suite struct HostileInputTests {
  private let tokenizer: TinyTokenizer
  private let folder: TemporaryFolder

  init() throws {
    tokenizer = try TinyTokenizer()
    folder = try TemporaryFolder()
  }

  /// Sets a limit of the address space; a sanitizer's shadow memory takes more than any.
  private func limit(_ kilobytes: Int) -> String {
    guard !Sanitizer.isOn else {
      print("SKIPPED: under a sanitizer memory is not limited")
      return ":"
    }
    return "ulimit -v \(kilobytes)"
  }

  /// Runs the program with 3 GB of address space, of which the runtime takes most, and a minute.
  private func run(
    _ arguments: [String], kilobytes: Int = 3_000_000, seconds: Int = 60
  ) throws -> CommandResult {
    try shell(
      #"\#(limit(kilobytes)); exec "$TOKPROF" "$@""#, arguments, in: folder, seconds: seconds)
  }

  @Test(arguments: ["gzip -9", "zstd -q"]) func aZipBombIsStopped(packer: String) throws {
    let packed = try shell(
      "head -c 300000000 /dev/zero | tr '\\0' a | \(packer) >bomb.txt.gz", in: folder)
    #expect(packed.status == 0)
    let result = try run(["count", "bomb.txt.gz"] + tokenizer.arguments)
    #expect(result.status == 3)
    #expect(result.stderr.contains("--max-expansion"))
  }

  @Test func deepNestingEndsAtALimit() throws {
    for (name, text) in [
      ("deep.jsonl", String(repeating: "[", count: 300_000)),
      ("deep.json", String(repeating: "{\"text\":", count: 100_000)),
    ] {
      let path = try folder.file(name, text).path
      for arguments in [
        ["count", "--field", "text", path] + tokenizer.arguments, ["merge", path],
        ["map", "--manifest", path, "--shard", "0"] + tokenizer.arguments,
        ["profiles", "import", path, "--store", folder.path("s.sqlite")],
        ["count", "-t", path, tokenizer.path],
      ] {
        let result = try run(arguments)
        #expect(result.status == 3, "\(arguments): \(result.stderr)")
      }
    }
  }

  @Test func aLongLineIsStoppedByTheLimitAndNotByMemory() throws {
    let (size, limit) = isSlowTest ? ("2G", "256MB") : ("64M", "1MB")
    _ = try shell(
      #"printf '{"text": "a"}\n{"text": "' >long.jsonl; truncate -s \#(size) long.jsonl"#,
      in: folder)
    let arguments = ["long.jsonl", "--field", "text", "--max-record", limit] + tokenizer.arguments
    let result = try run(["count"] + arguments, seconds: 300)
    #expect(result.status == 3)
    #expect(result.stderr.contains("long.jsonl, line 2"))
    let skipped = try run(["count", "--on-error", "skip", "--json"] + arguments, seconds: 300)
    #expect(try skipped.status == 0 && skipped.json()["files"] is [Any])
  }

  @Test func aLongDocumentWithoutABoundaryIsCounted() throws {
    let (bytes, tokens) = isSlowTest ? (2_000_000_000, "2000000000") : (8_000_000, "8000000")
    _ = try shell("head -c \(bytes) /dev/zero | tr '\\0' z >long.txt", in: folder)
    // One pre-token as long as the file must be held in memory; its document need not.
    let result = try run(
      ["count", "--json", "long.txt", "-t", tokenizer.path, "--pattern", #"[^\s]|\s"#],
      kilobytes: 2_000_000, seconds: 600)
    #expect(result.status == 0 && result.stdout.contains(tokens), "\(result.stderr)")
  }

  @Test func aPreTokenThatMemoryMayNotHoldIsRefused() throws {
    _ = try shell(
      "(printf 'the in '; head -c 3000000 /dev/zero | tr '\\0' z) >long.txt", in: folder)
    let arguments = ["count", "--json", "long.txt", "--max-record", "1MB"] + tokenizer.arguments
    let result = try run(arguments)
    #expect(result.status == 3)
    #expect(
      result.stderr.contains("long.txt, byte 7: more than 1000000 bytes from there on are one"),
      "\(result.stderr)")
    let skipped = try run(arguments + ["--on-error", "skip"])
    #expect(try skipped.status == 0 && skipped.json()["skipped"] as? Int == 1)
    #expect(try run(arguments + ["--max-record", "4MB"]).status == 0)
  }

  @Test func manyFilesAndAnEndlessLineTakeNoMoreMemoryThanOne() throws {
    let (files, bytes) = isSlowTest ? (10_000, 10_000_000_000) : (300, 10_000_000)
    let made = try shell(
      #"mkdir many; for i in $(seq \#(files)); do echo "the file $i" >many/$i.txt; done"#,
      in: folder)
    #expect(made.status == 0)
    let many = try run(["count", "--json", "many"] + tokenizer.arguments, kilobytes: 2_000_000)
    #expect(try many.json()["files"].map { ($0 as? [Any])?.count } == files)
    // One line, which comes through a pipe and has no size.
    let line = try shell(
      #"""
      \#(limit(2_000_000))
      yes 'the quick brown fox' | tr '\n' ' ' | head -c \#(bytes) | "$TOKPROF" count --json "$@"
      """#, tokenizer.arguments, in: folder, seconds: 3600)
    let total = try line.json()["total"] as? [String: Any]
    #expect(total?["bytes"] as? Int == bytes, "\(line.stderr)")
  }

  @Test(arguments: [
    "a{1,1000000000}", "((a{1000}){1000}){1000}", "(a{1,1000}){1,1000}", #"(?:\p{L}{1,500}){500}"#,
    "(((((((((a|b)*)*)*)*)*)*)*)*)*", "(a|aa)+$", "(x+x+)+y",
  ])
  func aPatternCannotExhaustTimeOrMemory(pattern: String) throws {
    _ = try folder.file(
      "a.txt", String(repeating: "a", count: 20_000) + "xxxxxxxxxxxxxxxxxxxxxxxx\n")
    let result = try run(["count", "a.txt", "-t", tokenizer.path, "--pattern", pattern])
    #expect([0, 3].contains(result.status), "\(result.status): \(result.stderr)")
    if pattern.contains("{") {
      #expect(result.stderr.contains("repetition"))
    }
  }

  @Test func aTokenizerOfTenMillionMergesIsBounded() throws {
    let count = isSlowTest ? 10_000_000 : 100_000
    let made = try shell(
      ##"""
      awk 'BEGIN {print "#version: 0.2"; for (i = 0; i < \##(count); i++) print "a" i, "b" i}' \
        >merges.txt
      echo '{"a": 0, "b": 1}' >vocab.json
      """##, in: folder)
    #expect(made.status == 0)
    let result = try run(
      ["count", "-t", "vocab.json", "vocab.json"], kilobytes: 8_000_000, seconds: 120)
    #expect(result.status == 3, "\(result.stderr)")
  }

  @Test func controlCharactersInNamesDoNotReachTheTerminal() throws {
    let made = try shell(
      #"""
      mkdir d; printf 'hello\n' >$'d/a\e[31m\a.txt'; printf '{bad\n' >$'b\e[31m\n.jsonl'
      ln -s nowhere $'d/c\e]0;x\a'
      """#, in: folder)
    #expect(made.status == 0)
    let bad = "b\u{1B}[31m\n.jsonl"
    for arguments in [
      ["count", "d"], ["profile", "--no-store", "d"], ["profile", "--no-store", bad],
      ["profile", "--no-store", "--on-error", "skip", bad], ["map", "d"], ["count", "x\u{1B}[0m"],
    ] {
      let result = try run(arguments + tokenizer.arguments)
      #expect([0, 3].contains(result.status))
      for text in [result.stdout, result.stderr] {
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
      }
    }
    let unknown = try run(["merge", "x\u{1B}[0m"])
    #expect(unknown.status == 3 && !unknown.stderr.contains("\u{1B}"))
    let manifest = try run(["manifest", "d"])
    #expect(manifest.status == 0 && !manifest.stdout.contains("\u{1B}"))
  }

  @Test func linkLoopsPipesAndDevicesInFoldersArePassedOver() throws {
    let made = try shell(
      #"""
      mkdir -p d/e; printf 'hello\n' >d/e/a.txt; mkfifo d/pipe; ln -s /dev/zero d/zero
      ln -s . d/loop; ln -s ../.. d/e/up; ln -s self d/self; ln -s nowhere d/dangling
      """#, in: folder)
    #expect(made.status == 0)
    let result = try run(["count", "--json", "d"] + tokenizer.arguments)
    #expect(result.status == 0)
    #expect(try (result.json()["files"] as? [Any])?.count == 1)
    for name in ["pipe", "zero", "loop", "self", "dangling"] {
      #expect(result.stderr.contains("d/\(name)"), "\(name)")
    }
    for path in ["d/pipe", "d/zero", "d/self", "d"] {
      let refused = try run(["count", "d", "-t", path])
      #expect([3, 4].contains(refused.status), "\(path): \(refused.status) \(refused.stderr)")
    }
  }
}
