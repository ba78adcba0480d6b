import CorpusReading
import Efficiency
import Foundation
import TestSupport
import Testing
import TokenizerFormats

/// Shards add up to the profile of the whole: the laws of a commutative monoid, in bytes.
@Suite struct ShardMergeTests {
  private static let corpora = Repository.root.appendingPathComponent("Corpora").path
  private let tokenizer: LoadedTokenizer
  private let header: ShardHeader

  /// Read once: that takes most of the time.
  private static let loaded = Result { try TokenizerVariants.plain() }

  init() throws {
    tokenizer = try Self.loaded.get()
    header = ShardHeader(
      kind: .profile, tokenizer: TokenizerIdentity(tokenizer), unit: .standard, policies: [])
  }

  private func whole(_ paths: [String]) async throws -> [UInt8] {
    let labelled = try LabelledCorpus(paths: paths)
    return try await CorpusProfiler.profile(
      tokenizer, over: labelled, CorpusPass(labelled.corpus)
    ).profile.document
  }

  /// The states of some shards of a manifest, written and read as files would be.
  private func states(
    _ manifest: ShardManifest, _ shards: ClosedRange<Int>, threads: Int = 1
  ) async throws -> ShardStates {
    let part = try manifest.corpus(of: shards, options: CorpusOptions())
    let measured = try await CorpusProfiler.measure(
      tokenizer, over: part, CorpusPass(part.corpus, threads: threads)
    ).shards
    let states = ShardStates(header: header, shards: measured)
    #expect(try ShardStates(document: states.document) == states)
    return states
  }

  private func manifest(_ paths: [String], _ shardBytes: Int64) throws -> ShardManifest {
    let made = try ShardManifest(LabelledCorpus(paths: paths), shardBytes: shardBytes)
    return try ShardManifest(document: made.document)
  }

  private func merged(_ parts: [ShardStates]) throws -> [UInt8] {
    var merger = ShardMerger()
    for part in parts { try merger.add(part) }
    return try merger.profile().document
  }

  @Test(arguments: [1, 2, 4])
  func anySplitInAnyOrderIsTheWhole(threads: Int) async throws {
    let expected = try await whole([Self.corpora])
    var random = TestRandom(seed: UInt64(threads))
    for _ in 0..<4 {
      let manifest = try manifest([Self.corpora], Int64.random(in: 1...5_000, using: &random))
      var parts: [ShardStates] = []
      var next = 0
      while next < manifest.shards.count {
        let last = min(manifest.shards.count - 1, next + random.below(20))
        parts.append(try await states(manifest, next...last, threads: threads))
        next = last + 1
      }
      parts.shuffle(using: &random)
      #expect(try merged(parts) == expected)
      var merger = ShardMerger()
      for part in parts { try merger.add(part) }
      try merger.checkComplete(manifest)
    }
  }

  @Test func addingIsCommutativeAndAssociativeAndIdempotent() async throws {
    let manifest = try manifest(["\(Self.corpora)/chat"], 700)
    let last = manifest.shards.count - 1
    let a = try await states(manifest, 0...2)
    let b = try await states(manifest, 3...5)
    let c = try await states(manifest, 6...last)
    let expected = try await whole(["\(Self.corpora)/chat"])
    #expect(try merged([a, b, c]) == expected)
    #expect(try merged([c, a, b]) == expected)
    let ab = ShardStates(header: header, shards: a.shards + b.shards)
    let bc = ShardStates(header: header, shards: c.shards + b.shards)
    #expect(try merged([ab, c]) == expected)
    #expect(try merged([a, bc]) == expected)
    // Overlapping groups: what both have is taken once.
    #expect(try merged([ab, bc, b]) == expected)
    var merger = ShardMerger()
    for part in [ab, bc] { try merger.add(part) }
    #expect(merger.repeated == b.shards.map(\.key))
    #expect(try merged([ShardStates(header: header, shards: []), a, b, c]) == expected)
  }

  @Test func profilesOfHalvesAddUpAlsoWithStates() async throws {
    let folders = ["handbook", "letters", "chat"].map { "\(Self.corpora)/\($0)" }
    let expected = try await whole(folders)
    let halves = try await [whole([folders[1]]), whole([folders[0], folders[2]])]
      .map { try EfficiencyProfile(document: $0) }
    var merger = ShardMerger()
    for half in halves { try merger.add(half) }
    try merger.add(halves[0])
    #expect(try merger.profile().document == expected)
    #expect(merger.repeated.count == halves[0].files.count)

    let manifest = try manifest([folders[1]], 1_000)
    var mixed = ShardMerger()
    try mixed.add(halves[1])
    try mixed.add(try await states(manifest, 0...(manifest.shards.count - 1)))
    #expect(try mixed.profile().document == expected)
    try mixed.add(halves[0])
    #expect(throws: ShardError.self) { _ = try mixed.profile() }
  }

  @Test func oneTokenizerUnderTwoNamesHasOneSum() async throws {
    let manifest = try manifest(["\(Self.corpora)/chat"], 2_000)
    let a = try await states(manifest, 0...1)
    var b = try await states(manifest, 2...(manifest.shards.count - 1))
    b.header.tokenizer.name = "another"
    #expect(try merged([a, b]) == merged([b, a]))
  }

  @Test func whatIsMissingOrTwiceIsNamed() async throws {
    let manifest = try manifest(["\(Self.corpora)/chat/messages.jsonl"], 2_000)
    let last = manifest.shards.count - 1
    let begin = try await states(manifest, 0...0)
    let end = try await states(manifest, 2...last)
    func fault(_ body: () throws -> Void) -> String {
      do {
        try body()
        return ""
      } catch { return "\(error)" }
    }
    #expect(fault { _ = try merged([begin, end]) }.contains("bytes 2000-4000 of messages.jsonl"))
    var merger = ShardMerger()
    try merger.add(begin)
    try merger.add(end)
    #expect(fault { try merger.checkComplete(manifest) }.contains("1 are missing: 1 (messages"))

    let other = try self.manifest(["\(Self.corpora)/chat/messages.jsonl"], 3_000)
    let overlapping = try await states(other, 0...2)
    #expect(fault { _ = try merged([begin, overlapping]) }.contains("in two shards"))
    let whole = try self.manifest(["\(Self.corpora)/chat/messages.jsonl"], 1 << 30)
    let all = try await states(whole, 0...0)
    #expect(fault { _ = try merged([begin, all]) }.contains("in two shards"))
    #expect(fault { try merger.checkComplete(whole) }.contains("missing"))
  }

  @Test func changedContentAndMixedWorkAreRefused() async throws {
    let manifest = try manifest(["\(Self.corpora)/chat"], 2_000)
    let states = try await states(manifest, 0...2)
    func refusal(_ change: (inout ShardStates) -> Void) throws -> String {
      var other = states
      change(&other)
      var merger = ShardMerger()
      try merger.add(states)
      do throws(ShardError) {
        try merger.add(other)
        return ""
      } catch { return error.reason }
    }
    let changed = try refusal { other in
      var shards = other.shards
      shards[1].skipped += 1
      other = ShardStates(header: other.header, shards: shards)
    }
    #expect(changed.contains("messages.jsonl, bytes 0-2000 was met before with another content"))
    #expect(try refusal { $0.header.tokenizer.meaningSHA256 = "0" }.contains("tokenizer"))
    #expect(try refusal { $0.header.environment.tool = "9.9" }.contains("version of tokprof"))
    #expect(try refusal { $0.header.environment.icu = "1" }.contains("ICU"))
    #expect(try refusal { $0.header.unit = .line }.contains("unit"))
    #expect(try refusal { $0.header.kind = .count }.contains("--count"))
    #expect(try refusal { $0.header.policies = [.init("on-error", "skip")] }.contains("--on-error"))
    #expect(try refusal { _ in }.isEmpty)
  }

  @Test func everyTruncationAndEveryFlippedBitIsSeen() async throws {
    let manifest = try manifest(["\(Self.corpora)/chat"], 4_000)
    let document = try await states(manifest, 0...1).document
    for length in stride(from: 0, to: document.count, by: 13) {
      #expect(throws: ShardError.self) { try ShardStates(document: Array(document[..<length])) }
    }
    #expect(throws: ShardError.self) { try ShardStates(document: document.dropLast()) }
    var random = TestRandom(seed: 5)
    for _ in 0..<300 {
      var damaged = document
      damaged[random.below(document.count)] ^= 1 << UInt8(random.below(8))
      #expect(throws: ShardError.self) { try ShardStates(document: damaged) }
    }
    let listed = manifest.document
    for length in stride(from: 1, to: listed.count - 1, by: 41) {
      #expect(throws: ShardError.self) { try ShardManifest(document: Array(listed[..<length])) }
    }
  }

  @Test func sumsThatAreTooGreatAreRefused() async throws {
    let manifest = try manifest(["\(Self.corpora)/chat"], 4_000)
    var shard = try await states(manifest, 0...0).shards[0]
    shard.file.counts.tokens = .max
    var merger = ShardMerger()
    try merger.add(ShardStates(header: header, shards: [shard]))
    shard.key.copy = 1
    let again = shard
    #expect(throws: ShardError.self) {
      try merger.add(ShardStates(header: header, shards: [again]))
    }
  }

  @Test func filesOfOneNameAreToldApart() async throws {
    let folder = try TemporaryFolder()
    for name in ["a", "b"] {
      let sub = folder.url.appendingPathComponent(name)
      try FileManager.default.createDirectory(at: sub, withIntermediateDirectories: true)
      try Data("the same text\n".utf8).write(to: sub.appendingPathComponent("x.txt"))
    }
    let paths = ["a", "b"].map { folder.url.appendingPathComponent($0).path }
    let manifest = try manifest(paths, 100)
    let parts = try await [states(manifest, 0...0), states(manifest, 1...1)]
    #expect(try await merged(parts.reversed()) == whole(paths))
  }
}
