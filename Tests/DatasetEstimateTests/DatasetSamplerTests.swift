import ByteLevelBPE
import CorpusReading
import Efficiency
import Foundation
import Statistics
import Testing
import TokenizerFormats

@testable import DatasetEstimate

@Suite("Data at hand") struct DatasetSamplerTests {
  private let tokenizer: Tokenizer
  private let pools: TextPools

  init() throws {
    tokenizer = try TextPools.tokenizer().tokenizer
    pools = try TextPools()
  }

  private func files(_ kind: PopulationKind, bytes: Int) throws -> PopulationFiles {
    try PopulationFiles(kind, bytes: bytes, pools: pools, seed: 42)
  }

  private func exactTokens(_ corpus: Corpus) async throws -> Double {
    let counts = try await CorpusCounter.count(CorpusPass(corpus), with: tokenizer)
    return Double(counts.reduce(0) { $0 + $1.counts.tokens })
  }

  @Test func `small data are counted whole`() async throws {
    let files = try files(.escaped, bytes: 200_000)
    try files.folder.write("b.txt.gz", gzip(Array("one more text".utf8)))
    try files.folder.write("empty.txt", [])
    let corpus = try Corpus(paths: [files.folder.path])
    let result = try await DatasetSampler(threads: 2).estimate(corpus, tokenizer: tokenizer)
    let exact = try await exactTokens(corpus)
    #expect(result.isExact)
    #expect(result.estimate.tokens == exact)
    #expect(result.estimate.interval == TokenInterval(level: 0.95, low: exact, high: exact))
    #expect(result.estimate.intervalReason?.contains("exact") == true)
    #expect(result.estimate.scripts.reduce(0) { $0 + ($1.tokens ?? 0) } == exact)
    #expect(result.documents == Double(files.documents.count + 1))
    #expect(result.rules.bytes == Double(files.documents.reduce(13) { $0 + $1.utf8.count }))
    #expect(result.bytesRead == result.containerBytes)
    #expect(result.drawnUnits == 0)
    let once = try await DatasetSampler(threads: 1).estimate(corpus, tokenizer: tokenizer)
    #expect(once.estimate == result.estimate)
  }

  @Test func `larger data are sampled, the same for a seed`() async throws {
    let files = try files(.mixedScripts, bytes: 3_000_000)
    let corpus = try Corpus(paths: [files.folder.path])
    let sampler = DatasetSampler(size: .precision(0.03), seed: 3, wholeLimit: 0)
    let result = try await sampler.estimate(corpus, tokenizer: tokenizer)
    let exact = try await exactTokens(corpus)
    let interval = try #require(result.estimate.interval)
    #expect(!result.isExact)
    #expect(interval.low < exact && exact < interval.high)
    #expect((0.02...0.04).contains((interval.high - interval.low) / 2 / exact))
    #expect(result.estimate.upperBound.map { $0 < interval.high } == true)
    #expect(result.drawnUnits >= SampleSize.fewest)
    #expect(result.bytesRead < result.containerBytes / 2)
    let rows = result.estimate.scripts
    #expect(abs(rows.reduce(0) { $0 + ($1.tokens ?? 0) } / result.estimate.tokens - 1) < 1e-9)
    #expect(rows.first?.script == "Latn")
    let text = Double(files.documents.reduce(0) { $0 + $1.utf8.count })
    #expect(abs(result.rules.bytes / text - 1) < 0.02)
    #expect(abs(result.documents / Double(files.documents.count) - 1) < 0.15)
    let again = try await sampler.estimate(corpus, tokenizer: tokenizer)
    #expect(again.estimate == result.estimate)
    let other = try await DatasetSampler(size: .precision(0.03), seed: 4, wholeLimit: 0)
      .estimate(corpus, tokenizer: tokenizer)
    #expect(other.estimate.tokens != result.estimate.tokens)
  }

  @Test func `a budget of bytes is what is read`() async throws {
    let files = try files(.mixedScripts, bytes: 3_000_000)
    let corpus = try Corpus(paths: [files.folder.path])
    for budget in [100_000, 1_000_000] as [Int64] {
      let result = try await DatasetSampler(size: .bytes(budget), wholeLimit: 0)
        .estimate(corpus, tokenizer: tokenizer)
      #expect((0.75...1.25).contains(Double(result.bytesRead) / Double(budget)))
      #expect(result.estimate.cautions.count == (result.drawnUnits < SampleSize.fewest ? 1 : 0))
    }
    let all = try await DatasetSampler(size: .bytes(1 << 40), wholeLimit: 0)
      .estimate(corpus, tokenizer: tokenizer)
    #expect(all.isExact)
    let unreachable = try await DatasetSampler(size: .precision(0.0001), wholeLimit: 0)
      .estimate(corpus, tokenizer: tokenizer)
    #expect(unreachable.isExact)
    let limited = try await DatasetSampler(
      size: .precision(0.01), wholeLimit: 0, byteLimit: 1_000_000
    ).estimate(corpus, tokenizer: tokenizer)
    #expect(!limited.isExact)
    #expect(limited.estimate.cautions.contains { $0.contains("limit of bytes") })
  }

  @Test func `files that cannot be looked into are clusters, or counted where they are few`()
    async throws
  {
    let many = try files(.gzipFiles, bytes: 8_000_000)
    let sources = try files(.sourceFiles, bytes: 3_000_000)
    let corpus = try Corpus(paths: [many.folder.path, sources.folder.path])
    let result = try await DatasetSampler(size: .precision(0.09), wholeLimit: 0)
      .estimate(corpus, tokenizer: tokenizer)
    let exact = try await exactTokens(corpus)
    let interval = try #require(result.estimate.interval)
    #expect(!result.isExact)
    #expect(interval.low < exact && exact < interval.high)
    #expect(interval.high - interval.low < 0.4 * exact)
    // Every source has a file of its own, of which few are small enough to be passed by.
    #expect(result.filesRead > pools.pools.count / 2)
    #expect(result.filesRead < corpus.files.count)

    let few = try TemporaryFolder()
    for index in 0..<5 {
      let text = pools.document(of: pools.prose[index], bytes: 20_000)
      try few.write("\(index).txt.gz", gzip(Array(text.utf8)))
    }
    let counted = try await DatasetSampler(size: .precision(0.5), wholeLimit: 0)
      .estimate(Corpus(paths: [few.path]), tokenizer: tokenizer)
    #expect(counted.isExact)
  }

  @Test func `what cannot be read is named, or left out and told`() async throws {
    let files = try files(.mixedScripts, bytes: 1_500_000)
    let good = try Corpus(paths: [files.folder.path])
    let exact = try await exactTokens(good)
    let path = try #require(good.files.first?.path)
    var lines = try #require(try readLines(path))
    for index in stride(from: 0, to: lines.count, by: 10) { lines[index] = "{\"text\": nonsense" }
    try files.folder.write("all.jsonl", Array(lines.joined(separator: "\n").utf8))
    let sampler = DatasetSampler(size: .precision(0.2), wholeLimit: 0)
    let strict = try Corpus(paths: [files.folder.path])
    let error = try await #require(throws: CorpusError.self) {
      try await sampler.estimate(strict, tokenizer: tokenizer)
    }
    #expect(error.code == .badRecord)
    #expect(error.path == path)
    let lenient = try Corpus(
      paths: [files.folder.path], options: CorpusOptions(onError: .skip))
    let result = try await sampler.estimate(lenient, tokenizer: tokenizer)
    #expect(result.skippedCount > 0)
    #expect(result.skippedCount == result.skipped.count)
    #expect((0.75...1.02).contains(result.estimate.tokens / exact))
  }

  private func readLines(_ path: String) throws -> [String]? {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  @Test func `known shares are used when they name every script`() async throws {
    let files = try files(.mixedScripts, bytes: 2_000_000)
    let corpus = try Corpus(paths: [files.folder.path])
    let result = try await DatasetSampler(
      size: .precision(0.2), scriptShares: ["Latn": 0.6, "Hani": 0.4], wholeLimit: 0
    ).estimate(corpus, tokenizer: tokenizer)
    #expect(result.estimate.cautions.contains { $0.contains("shares were not used") })
  }

  @Test func `sizes and levels that are none are refused`() async throws {
    let corpus = Corpus(files: [])
    let empty = try await DatasetSampler().estimate(corpus, tokenizer: tokenizer)
    #expect(empty.isExact && empty.estimate.tokens == 0 && empty.estimate.tokensPerByte == 0)
    for (sampler, error) in [
      (DatasetSampler(size: .precision(0)), SamplingError.badPrecision(0)),
      (DatasetSampler(size: .precision(1.5)), .badPrecision(1.5)),
      (DatasetSampler(size: .bytes(0)), .badBytes(0)),
      (DatasetSampler(level: 1), .badLevel(1)),
      (DatasetSampler(scriptShares: ["Latn": -1]), .badShare(script: "Latn", value: -1)),
    ] {
      await #expect(throws: error) { try await sampler.estimate(corpus, tokenizer: tokenizer) }
    }
  }
}
