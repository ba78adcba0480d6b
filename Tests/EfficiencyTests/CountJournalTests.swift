import CorpusReading
import Efficiency
import Foundation
import TestSupport
import Testing
import TokenizerFormats

/// Counts that go on where they stopped.
@Suite struct CountJournalTests {
  private static let loaded = Result { try TokenizerVariants.plain() }
  private let tokenizer: LoadedTokenizer
  private let folder: TemporaryFolder
  private let data: String
  private var journal: String { folder.url.appendingPathComponent("journal").path }

  init() throws {
    tokenizer = try Self.loaded.get()
    folder = try TemporaryFolder()
    let files = folder.url.appendingPathComponent("data")
    try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
    data = files.path
    let chat = (0..<40).map { number in
      "{\"messages\": [{\"role\": \"user\", \"content\": \"Question \(number)?\"}, "
        + "{\"role\": \"assistant\", \"content\": \"Answer \(number * 7919)\"}]}\n"
    }
    for (name, text) in [
      ("chat.jsonl", chat.joined()), ("plain.txt", "Some plain text\nof two lines\n"),
      ("empty.txt", ""), ("more.txt", String(repeating: "more and more ", count: 500)),
    ] {
      try Data(text.utf8).write(to: files.appendingPathComponent(name))
    }
    // Two faults and ill-formed text, which a journal keeps, too.
    try Data("{\"text\": \"a\"}\n{bad}\n{\"text\": 1}\n".utf8)
      .write(to: files.appendingPathComponent("faults.jsonl"))
    try Data([0x61, 0xFF, 0x62]).write(to: files.appendingPathComponent("bytes.txt"))
  }

  private func pass() throws -> CorpusPass {
    var pass = CorpusPass(
      try Corpus(paths: [data], options: CorpusOptions(onError: .skip)), threads: 2)
    pass.partBytes = 1000
    return pass
  }

  private func open(
    _ options: [(name: String, value: String)] = []
  ) throws(CountJournalError) -> CountJournal {
    try CountJournal(path: journal, tokenizer: tokenizer, options: options)
  }

  /// All that a command prints of counts.
  private func said(_ counts: [FileCount]) -> [String] {
    counts.map {
      "\($0.reading.file.path) \($0.counts) \($0.chat) \($0.reading.illFormed) "
        + "\($0.reading.skipped)"
    }
  }

  private func count(_ options: [(name: String, value: String)] = []) async throws -> [String] {
    said(
      try await CorpusCounter.count(
        pass(), with: tokenizer.tokenizer, template: .chatML, journal: open(options)))
  }

  @Test func aJournalCutAnywhereGivesTheSameCount() async throws {
    let expected = said(
      try await CorpusCounter.count(pass(), with: tokenizer.tokenizer, template: .chatML))
    #expect(try await count() == expected)
    let whole = try Data(contentsOf: URL(fileURLWithPath: journal))
    #expect(whole.split(separator: 0x0A).count > 8)
    for length in stride(from: 0, through: whole.count, by: 337) {
      try whole.prefix(length).write(to: URL(fileURLWithPath: journal))
      #expect(try await count() == expected, "\(length) bytes")
    }
    // Lines come in the order in which threads are done.
    let after = try Data(contentsOf: URL(fileURLWithPath: journal))
    #expect(Set(after.split(separator: 0x0A)) == Set(whole.split(separator: 0x0A)))
  }

  @Test func aLineThatChangedIsCountedAgain() async throws {
    let expected = try await count()
    var lines = try String(contentsOfFile: journal, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    // A byte that changed is seen, and what follows is counted again.
    lines[3] = lines[3].replacingOccurrences(of: "\"tokens\":", with: "\"tokens\":1")
    try lines.joined(separator: "\n").write(toFile: journal, atomically: false, encoding: .utf8)
    #expect(try await count() == expected)
  }

  @Test func anotherCountIsRefused() async throws {
    _ = try await count([("field", "text")])
    let options = await #expect(throws: CountJournalError.self) {
      try await count([("field", "body")])
    }
    #expect(options?.reason == "was begun with --field “text”, and now it is “body”")
    let other = try TokenizerVariants.with([("pre_tokenizer", TokenizerVariants.prefixed)])
    let refused = #expect(throws: CountJournalError.self) {
      try CountJournal(path: journal, tokenizer: other, options: [("field", "text")])
    }
    #expect(refused?.reason.hasPrefix("is of another tokenizer") == true)

    let file = data + "/plain.txt"
    try "Some PLAIN text\nof two lines\n".write(toFile: file, atomically: false, encoding: .utf8)
    let changed = await #expect(throws: CountJournalError.self) {
      try await count([("field", "text")])
    }
    #expect(changed?.reason == "“\(file)” was changed since it was counted")
    try FileManager.default.removeItem(atPath: file)
    let gone = await #expect(throws: CountJournalError.self) {
      try await count([("field", "text")])
    }
    #expect(gone?.reason.hasSuffix("is not among the files now") == true)
  }

  @Test func whatIsNoJournalIsLeftAlone() async throws {
    for text in ["notes of mine\n", "no line break", "{}\n", "{\"format\": \"tokprof/state/1\"}\n"]
    {
      try text.write(toFile: journal, atomically: false, encoding: .utf8)
      let error = #expect(throws: CountJournalError.self) { try open() }
      #expect(error?.reason == "is no journal of a count")
      #expect(try String(contentsOfFile: journal, encoding: .utf8) == text)
    }
  }

  @Test func oneProcessWritesAtATime() throws {
    let first = try open()
    let second = #expect(throws: CountJournalError.self) { try open() }
    #expect(second?.isTemporary == true)
    withExtendedLifetime(first) {}
  }

  @Test func aJournalAmongTheFilesIsRefused() async throws {
    let path = data + "/journal.txt"
    let inside = try CountJournal(path: path, tokenizer: tokenizer, options: [])
    let error = await #expect(throws: CountJournalError.self) {
      try await CorpusCounter.count(pass(), with: tokenizer.tokenizer, journal: inside)
    }
    #expect(error?.reason == "is among the files to count")
  }
}
