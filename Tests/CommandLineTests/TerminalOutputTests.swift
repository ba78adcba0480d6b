import Foundation
import TestSupport
import Testing

/// What people see, compared whole: in a pipe, and on terminals of several widths.
@Suite struct TerminalOutputTests {
  private let tiny: TinyTokenizer
  private let texts: TemporaryFolder
  private var arguments: [String] {
    ["count"] + tiny.arguments + ["日本語.txt", "ไทย.txt", "cafe\u{301} 👩‍👩‍👧.txt"]
  }

  init() throws {
    tiny = try TinyTokenizer()
    texts = try TemporaryFolder()
    // Names of two columns a character, of none for marks, and of two for a family of three.
    _ = try texts.file("日本語.txt", String(repeating: "東京タワー\n", count: 3))
    _ = try texts.file("ไทย.txt", "ภาษาไทย the\n")
    _ = try texts.file(
      "cafe\u{301} 👩‍👩‍👧.txt", String(repeating: "the other than these in there\n", count: 40))
  }

  private static let plain = """
    file         bytes  characters  tokens  bytes/token
    ───────────  ─────  ──────────  ──────  ───────────
    日本語.txt      48          18      48        1.000
    ไทย.txt         26          12      24        1.083
    cafe\u{301} 👩‍👩‍👧.txt  1,200       1,200     760        1.579
    ───────────  ─────  ──────────  ──────  ───────────
    total        1,274       1,230     832        1.531

    BOS and EOS: none.

    """

  /// `«bold»` and `‹dim›` as a terminal is told of them.
  private func coloured(_ text: String) -> String {
    text.replacing("«", with: "\u{1b}[1m").replacing("‹", with: "\u{1b}[2m")
      .replacing("»", with: "\u{1b}[0m").replacing("›", with: "\u{1b}[0m")
  }

  @Test func `a pipe gets the plain table, whatever the environment says of colour`() throws {
    let result = try run(
      tokprofProgram(), arguments, environment: ["TERM": "xterm-256color", "CLICOLOR_FORCE": "1"],
      in: texts.url)
    #expect(result.stdout == Self.plain)
    // Progress is for terminals.
    #expect(result.stderr.isEmpty)
  }

  @Test func `of many files that are not UTF-8 ten are named`() throws {
    for number in 10..<23 {
      try Data([0x61, 0xFF, 0x62, 0xFE]).write(
        to: texts.url.appendingPathComponent("\(number).txt"))
    }
    let names = (10..<23).map { "\($0).txt" }
    let result = try run(tokprofProgram(), ["count"] + tiny.arguments + names, in: texts.url)
    #expect(result.status == 0)
    let warnings = result.stderr.split(separator: "\n")
    #expect(
      warnings.first
        == "warning: 10.txt: 2 parts are not UTF-8 and counted as U+FFFD, the first at byte 1")
    #expect(warnings.count == 11)
    #expect(
      warnings.last == "warning: 3 more files have 6 parts that are not UTF-8 and counted as U+FFFD"
    )
  }

  @Test func `a wide terminal gets the same table, with bold heads and dim rules`() throws {
    let shown = try PseudoTerminal.output(of: arguments, columns: 80, in: texts)
    #expect(
      shown
        == coloured(
          """
          «file»         «bytes»  «characters»  «tokens»  «bytes/token»
          ‹───────────  ─────  ──────────  ──────  ───────────›
          日本語.txt      48          18      48        1.000
          ไทย.txt         26          12      24        1.083
          cafe\u{301} 👩‍👩‍👧.txt  1,200       1,200     760        1.579
          ‹───────────  ─────  ──────────  ──────  ───────────›
          «total»        «1,274»       «1,230»     «832»        «1.531»

          BOS and EOS: none.

          """))
    #expect(shown.replacing(#/\x{1b}\[\d+m/#, with: "") == Self.plain)
  }

  @Test(arguments: [["NO_COLOR": "1"], ["TERM": "dumb"]])
  func `a terminal without colour gets the plain table`(environment: [String: String]) throws {
    let shown = try PseudoTerminal.output(
      of: arguments, columns: 80, environment: environment, in: texts)
    #expect(shown == Self.plain)
  }

  @Test func `a narrow terminal gets what fits, and is told what does not`() throws {
    let plain = ["NO_COLOR": "1"]
    #expect(
      try PseudoTerminal.output(of: arguments, columns: 48, environment: plain, in: texts) == """
        file      bytes  characters  tokens  bytes/token
        ────────  ─────  ──────────  ──────  ───────────
        日本語.…     48          18      48        1.000
        ไทย.txt      26          12      24        1.083
        cafe\u{301} 👩‍👩‍👧…  1,200       1,200     760        1.579
        ────────  ─────  ──────────  ──────  ───────────
        total     1,274       1,230     832        1.531

        BOS and EOS: none.

        """)
    #expect(
      try PseudoTerminal.output(of: arguments, columns: 30, environment: plain, in: texts) == """
        file         bytes  tokens
        ───────────  ─────  ──────
        日本語.txt      48      48
        ไทย.txt         26      24
        cafe\u{301} 👩‍👩‍👧.txt  1,200     760
        ───────────  ─────  ──────
        total        1,274     832

        Left out for want of room:
        characters, bytes/token.

        BOS and EOS: none.

        """)
  }

  @Test func `the manual tells of every command and option`() throws {
    let manual = try String(
      contentsOf: Repository.root.appending(path: "docs/tokprof.1"), encoding: .utf8
    ).replacing("\\-", with: "-")
    let dumped = try runTokprof(["--experimental-dump-help"]).json()
    var missing: [String] = []
    func check(_ command: [String: Any], _ path: String) {
      let name = command["commandName"] as? String ?? ""
      guard name != "help" else { return }
      let path = path.isEmpty ? name : "\(path) \(name)"
      guard
        let start = path == "tokprof"
          ? manual.startIndex
          : manual.range(of: ".SS \(path)\n")?
            .upperBound
      else {
        missing.append(path)
        return
      }
      let section = manual[start...].prefix(
        upTo: manual[start...].range(of: ".SS ")?.lowerBound
          ?? manual.endIndex)
      for argument in command["arguments"] as? [[String: Any]] ?? [] {
        guard argument["shouldDisplay"] as? Bool == true else { continue }
        for option in argument["names"] as? [[String: Any]] ?? [] where path != "tokprof" {
          let word = option["name"] as? String ?? ""
          if word == "help" || word == "h" || word == "version" { continue }
          if !section.contains("-\(word)\\fR") { missing.append("\(path) -\(word)") }
        }
      }
      for child in command["subcommands"] as? [[String: Any]] ?? [] { check(child, path) }
    }
    check(try #require(dumped["command"] as? [String: Any]), "")
    #expect(missing.isEmpty, "run Tools/manual: \(missing)")
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `completions know the commands`(shell: String) throws {
    let script = try runTokprof(["--generate-completion-script", shell])
    #expect(script.status == 0)
    for word in ["serve", "estimate", "training", "max-body"] {
      #expect(script.stdout.contains(word), "\(shell): \(word)")
    }
  }
}
