import ByteLevelBPE
import CorpusReading
import Efficiency
import Statistics

@testable import DatasetEstimate

/// A dataset whose units were counted once, so that thousands of samples can be drawn from it.
struct Population {
  struct Unit: SampledUnit {
    var start: Int64
    var containerBytes: Int64
    var tokens: UInt64
    var mainScript: String?
  }

  let name: String
  let units: [Unit]
  let bytes: Int64
  /// What counting the whole dataset gives.
  let tokens: Double
  /// The tokens of each document in the dataset's order.
  let documentTokens: [Int]
  let rules: RuleCounts
  /// Where the files behind the first begin.
  let fileStarts: [Int64]
  /// The share of the bytes in units of each main script.
  let shares: [String: Double]

  init(
    _ kind: PopulationKind, bytes: Int, pools: TextPools, tokenizer: Tokenizer, seed: UInt64
  ) async throws {
    let files = try PopulationFiles(kind, bytes: bytes, pools: pools, seed: seed)
    try await self.init(
      kind.rawValue, folder: files.folder.path, documents: files.documents, tokenizer: tokenizer)
  }

  /// The files in a folder; without `documents` no streaming rule can be tried on them.
  init(
    _ name: String, folder: String, documents: [String] = [], tokenizer: Tokenizer
  ) async throws {
    self.name = name
    let corpus = try Corpus(paths: [folder])
    let dataset = DatasetUnits(corpus, files: Array(corpus.files.indices), tokenizer: tokenizer)
    var units: [Unit] = []
    var rules = RuleCounts()
    var shares: [String: Double] = [:]
    var offset: Int64 = 0
    while offset < dataset.bytes {
      let unit = try dataset.unit(containing: offset)
      units.append(
        Unit(
          start: unit.start, containerBytes: unit.containerBytes, tokens: unit.tokens,
          mainScript: unit.mainScript))
      rules += unit.rules
      shares[unit.mainScript ?? "", default: 0] += Double(unit.containerBytes)
      offset = unit.range.upperBound
    }
    self.units = units
    self.bytes = dataset.bytes
    fileStarts = Array(dataset.fileStarts.dropFirst())
    self.rules = rules
    self.shares = shares
    let counts = try await CorpusCounter.count(CorpusPass(corpus), with: tokenizer)
    tokens = Double(counts.reduce(0) { $0 + $1.counts.tokens })
    var counter = TokenCounter(tokenizer)
    documentTokens = documents.map { counter.count($0) }
  }

  /// The unit that contains a byte.
  func unit(containing offset: Int64) -> Unit {
    var (low, high) = (0, units.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if units[middle].start <= offset { low = middle } else { high = middle - 1 }
    }
    return units[low]
  }
}

/// What many samples from one population came to.
struct CoverageResult {
  var runs = 0
  var covered = 0
  var aboveBound = 0
  var meanUnits = 0.0
  var bytesRead = 0.0
  /// Of estimate / truth − 1.
  var sumOfErrors = 0.0
  var sumOfSquares = 0.0
  var halfWidths: [Double] = []
  /// Samples that would have read half of the data.
  var counted = 0

  var coverage: Double { Double(covered) / Double(runs) }
  var bias: Double { sumOfErrors / Double(runs) }
  var rootMeanSquare: Double { (sumOfSquares / Double(runs)).squareRoot() }
  var medianHalfWidth: Double {
    halfWidths.isEmpty ? .nan : halfWidths.sorted()[halfWidths.count / 2]
  }

  mutating func add(_ estimate: Estimate, units: Int, bytes: Double, truth: Double) {
    let interval = estimate.interval()
    let error = estimate.value / truth - 1
    runs += 1
    if interval.contains(truth) { covered += 1 }
    if estimate.upperBound() < truth { aboveBound += 1 }
    meanUnits += Double(units)
    bytesRead += bytes
    sumOfErrors += error
    sumOfSquares += error * error
    halfWidths.append((interval.upperBound - interval.lowerBound) / 2 / truth)
  }
}

extension Population {
  /// Draws `runs` samples as ``DatasetSampler`` does.
  func coverage(of sampling: OffsetSampling, runs: Int, seed: UInt64) throws -> CoverageResult {
    var generator = SeededGenerator(seed: seed)
    var result = CoverageResult()
    var sampling = sampling
    sampling.fileStarts = fileStarts
    for _ in 0..<runs {
      guard
        let sample = sampling.sample(
          of: bytes, using: &generator, measure: { unit(containing: $0) })
      else {
        result.counted += 1
        continue
      }
      let drawn = sample.units
      result.add(
        try sample.ratio().scaled(by: Double(bytes)), units: drawn.count,
        bytes: drawn.reduce(0.0) { $0 + Double($1.containerBytes) }, truth: tokens)
    }
    return result
  }

  /// Draws until the interval is narrow enough, looking after every ten units: what not to do.
  func coverageOfPeeking(precision: Double, runs: Int, seed: UInt64) -> CoverageResult {
    var generator = SeededGenerator(seed: seed)
    var result = CoverageResult()
    for _ in 0..<runs {
      var (n, sum, squares, read) = (0.0, 0.0, 0.0, 0.0)
      var estimate: Estimate
      repeat {
        for _ in 0..<10 {
          let unit = unit(containing: Int64(generator.uniform(below: UInt64(bytes))))
          let ratio = Double(unit.tokens) / Double(unit.containerBytes)
          sum += ratio
          squares += ratio * ratio
          read += Double(unit.containerBytes)
        }
        n += 10
        let variance = max(0, squares - sum * sum / n) / (n - 1)
        estimate = Estimate(
          value: sum / n, standardError: (variance / n).squareRoot(), degreesOfFreedom: n - 1)
      } while estimate.interval().upperBound > (1 + precision) * estimate.value && n < 20_000
      result.add(
        estimate.scaled(by: Double(bytes)), units: Int(n), bytes: read, truth: tokens)
    }
    return result
  }

  /// The errors of datatrove's rule (`examples/estimate_tokens.py`) at a tenth of its scale: the mean
  /// of the first documents, looked at after every hundred from a thousand on, until it changes by
  /// less than 0.1 %, times the number of documents. The stream begins at a random document.
  func errorsOfStreaming(runs: Int, seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    let all = documentTokens.reduce(0, +)
    return (0..<runs).map { _ in
      var next = Int(generator.uniform(below: UInt64(documentTokens.count)))
      var (sum, count, lastMean) = (0, 0, 0.0)
      while count < 10_000 {
        for _ in 0..<100 {
          sum += documentTokens[next]
          next = (next + 1) % documentTokens.count
        }
        count += 100
        guard count >= 1000 else { continue }
        let mean = Double(sum) / Double(count)
        if lastMean > 0, abs(mean - lastMean) / mean < 0.001 { break }
        lastMean = mean
      }
      return Double(sum) / Double(count) * Double(documentTokens.count) / Double(all) - 1
    }
  }
}
