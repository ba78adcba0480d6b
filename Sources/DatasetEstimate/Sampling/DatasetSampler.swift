public import ByteLevelBPE
public import CorpusReading
public import Efficiency
import Statistics

/// Estimates the tokens of data at hand from a part of it.
///
///     let corpus = try Corpus(paths: ["data/"])
///     let result = try await DatasetSampler().estimate(corpus, tokenizer: tokenizer)
///
/// Units are drawn by byte offset (see the type's properties for how many), and what the interval
/// rests on is that design alone, not a model of the text. Coverage is measured by simulation in the
/// tests: `docs/coverage.md`.
///
/// Three kinds of files are drawn from apart, and their errors are independent:
/// - plain text and JSON Lines, whose units are records and windows of some kilobytes,
/// - files that are divided into parts, such as row groups, or that can only be read from their start,
///   which are units as a whole: the clusters of a cluster sample,
/// - what is small, or has no size, such as standard input, or of which half would have to be read:
///   that is counted.
public struct DatasetSampler: Sendable {
  /// How large the sample is to be.
  public enum Size: Hashable, Sendable {
    /// The half-width of the interval, as a fraction of the estimate.
    case precision(Double)
    /// About so many container bytes.
    case bytes(Int64)
  }

  /// How large the sample is to be. A pilot decides once how many units that takes; to look again and
  /// again, and stop at the first interval that is narrow enough, would make it cover too little.
  public var size: Size
  /// What the offsets depend on; the same seed and data give the same numbers.
  public var seed: UInt64
  /// The level of the interval.
  public var level: Double
  /// The shares of the container bytes in units whose text is mostly in a script, by ISO 15924 code,
  /// where these are known; empty where not. They take the uncertainty of the mix out of the
  /// interval, and bias the estimate if they are wrong.
  public var scriptShares: [String: Double]
  /// Data of up to so many bytes are counted whole, compressed ones of a quarter as many.
  public var wholeLimit: Int64
  /// The most container bytes to read for a precision; beyond it the interval is wider than asked.
  public var byteLimit: Int64
  /// Which tokens are counted beside those of the text.
  public var policy: TokenPolicy
  /// How many files are counted at a time where files are counted whole.
  public var threads: Int

  /// Makes a sampler.
  public init(
    size: Size = .precision(0.01), seed: UInt64 = 0, level: Double = 0.95,
    scriptShares: [String: Double] = [:], wholeLimit: Int64 = 16 << 20,
    byteLimit: Int64 = 4 << 30, policy: TokenPolicy = .content,
    threads: Int = 1
  ) {
    self.size = size
    self.seed = seed
    self.level = level
    self.scriptShares = scriptShares
    self.wholeLimit = wholeLimit
    self.byteLimit = byteLimit
    self.policy = policy
    self.threads = threads
  }

  /// The pilot of files that are units as a whole: 300 would be too many to read for it.
  static let clusterPilot = 32

  /// Estimates the tokens of `corpus`.
  ///
  /// - Returns: The estimate, with what was read for it.
  /// - Throws: ``CorpusReading/CorpusError`` for what cannot be read, ``SamplingError`` for a size or a
  ///   level that is none.
  /// - Complexity: O(bytes read), which do not depend on the size of the data.
  public func estimate(
    _ corpus: Corpus, tokenizer: Tokenizer
  ) async throws -> SampledDataset {
    try check()
    var plan = SamplingPlan(corpus, wholeLimit: wholeLimit)
    var generator = SeededGenerator(seed: seed)
    var sum = SampleSum(level: level, policy: policy)
    for (files, pilot) in [
      (plan.plain, Statistics.SampleSize.fewest), (plan.clusters, Self.clusterPilot),
    ] where !files.isEmpty {
      let units = DatasetUnits(corpus, files: files, tokenizer: tokenizer, policy: policy)
      let sampling = OffsetSampling(
        size: size.forOffsets, level: level, pilotUnits: pilot,
        byteLimit: size.isPrecision ? byteLimit : .max, scriptShares: scriptShares,
        fileStarts: Array(units.fileStarts.dropFirst()))
      let sample = try sampling.sample(of: units.bytes, using: &generator) {
        (offset) throws(CorpusError) in try units.unit(containing: offset)
      }
      if let sample {
        try sum.add(sample, of: units, textFiles: plan.textFiles(files))
      } else {
        plan.whole += files
      }
    }
    let counts = try await WholeCount.count(
      corpus, plan.whole, tokenizer, policy: policy, threads: threads)
    for part in counts { sum.add(part) }
    return sum.result(corpus)
  }

  private func check() throws(SamplingError) {
    guard level > 0, level < 1 else { throw .badLevel(level) }
    switch size {
    case .precision(let precision):
      guard precision > 0, precision < 1 else { throw .badPrecision(precision) }
    case .bytes(let bytes):
      guard bytes > 0 else { throw .badBytes(bytes) }
    }
    for (script, share) in scriptShares where !(share >= 0 && share.isFinite) {
      throw .badShare(script: script, value: share)
    }
  }
}

extension DatasetSampler.Size {
  fileprivate var isPrecision: Bool {
    if case .precision = self { true } else { false }
  }

  fileprivate var forOffsets: OffsetSampling.Size {
    switch self {
    case .precision(let precision): .precision(precision)
    case .bytes(let bytes): .bytes(bytes)
    }
  }
}

/// Why a sample cannot be planned.
public enum SamplingError: Error, Hashable, Sendable {
  /// A level that is not between 0 and 1.
  case badLevel(Double)
  /// A precision that is not between 0 and 1.
  case badPrecision(Double)
  /// A sample of no bytes.
  case badBytes(Int64)
  /// A share of a script that is negative or not a number.
  case badShare(script: String, value: Double)
}

extension SamplingError: CustomStringConvertible {
  /// One sentence.
  public var description: String {
    switch self {
    case .badLevel(let level): "the level \(level) of the interval is not between 0 and 1"
    case .badPrecision(let precision): "the precision \(precision) is not between 0 and 1"
    case .badBytes(let bytes): "a sample of \(bytes) bytes has nothing in it"
    case .badShare(let script, let value): "the share of \(script) is \(value), which is none"
    }
  }
}
