import CorpusReading
import Efficiency
import Statistics

/// Adds up the estimates of the kinds of files that are drawn from apart.
struct SampleSum {
  private let level: Double
  private let policy: TokenPolicy
  private var totals = DatasetTotals()
  /// Independent estimates of tokens.
  private var estimates: [Estimate] = []
  private var drawnUnits = 0
  private var containerBytes: Int64 = 0
  private var bytesRead: Int64 = 0
  private var filesRead: Set<Int> = []
  private var skipped: [CorpusError] = []
  private var skippedCount = 0
  private var illFormed: UInt64 = 0
  private var cautions: [String] = []

  init(level: Double, policy: TokenPolicy) {
    self.level = level
    self.policy = policy
  }

  /// Adds files that were drawn from.
  mutating func add(
    _ sample: OffsetSample<MeasuredUnit>, of units: DatasetUnits, textFiles: Int
  ) throws(FitError) {
    let estimate = try sample.ratio().scaled(by: Double(units.bytes))
    estimates.append(estimate)
    let drawn = sample.weightedUnits(of: units.bytes)
    var part = DatasetTotals()
    for (unit, weight) in drawn { part.add(unit, weight: weight) }
    // Calibration moves the total; the rows follow it.
    totals.add(part, tokenFactor: part.tokens > 0 ? estimate.value / part.tokens : 1)
    // Each file of plain text is a document, which its windows are not: that is no estimate.
    totals.documents += Double(textFiles)
    totals.tokens += Double(textFiles * policy.tokensPerDocument)
    drawnUnits += drawn.count
    add(readingOf: units)
    addCautions(sample, drawn.count)
  }

  private mutating func addCautions(_ sample: OffsetSample<MeasuredUnit>, _ count: Int) {
    if count < SampleSize.fewest {
      cautions.append(
        "Only \(count) units were drawn; with fewer than \(SampleSize.fewest), intervals of 95 % "
          + "have covered the truth in 66 to 94 % of cases.")
    }
    if sample.isLimited {
      cautions.append("The limit of bytes to read stopped the sample short of the precision.")
    }
    if !sample.scriptShares.isEmpty, !sample.isCalibrated {
      cautions.append(
        "The sample has scripts that the known shares do not name; the shares were not used.")
    }
  }

  /// Adds files that were counted.
  mutating func add(_ count: WholeCount) {
    totals.add(count.totals)
    containerBytes += count.bytesRead
    bytesRead += count.bytesRead
    filesRead.formUnion(count.filesRead)
    skipped += count.skipped
    skippedCount += count.skippedCount
    illFormed += count.illFormed
  }

  private mutating func add(readingOf units: DatasetUnits) {
    containerBytes += units.bytes
    bytesRead += units.bytesRead
    filesRead.formUnion(units.filesRead)
    skipped += units.skipped
    skippedCount += units.skippedCount
    illFormed += units.illFormed
  }

  func result(_ corpus: Corpus) -> SampledDataset {
    var estimate = TokenEstimate(
      tokens: totals.tokens, interval: nil, intervalReason: nil, upperBound: nil,
      bytes: Double(containerBytes), scripts: totals.rows, cautions: cautions)
    if estimates.isEmpty {
      estimate.interval = TokenInterval(level: level, low: totals.tokens, high: totals.tokens)
      estimate.upperBound = totals.tokens
      estimate.intervalReason =
        skippedCount + corpus.unreadable.count == 0
        ? "Everything was counted, so that the number is exact."
        : "Everything that could be read was counted."
    } else {
      let sum = combined
      let ends = sum.interval(level: level)
      estimate.interval = TokenInterval(
        level: level, low: max(0, ends.lowerBound), high: ends.upperBound)
      estimate.upperBound = sum.upperBound(level: level)
    }
    return SampledDataset(
      estimate: estimate, containerBytes: containerBytes, bytesRead: bytesRead,
      files: corpus.files.count,
      filesRead: filesRead.count, drawnUnits: drawnUnits, isExact: estimates.isEmpty,
      documents: totals.documents, chat: totals.chat, policy: policy, rules: totals.rules,
      skipped: corpus.unreadable + skipped,
      skippedCount: corpus.unreadable.count + skippedCount, illFormed: illFormed)
  }

  /// The total, whose variance is the sum of the variances, with the degrees of freedom of F. E.
  /// Satterthwaite (*Biometrics Bulletin* 2, 1946).
  private var combined: Estimate {
    let variances = estimates.map { $0.standardError * $0.standardError }
    let variance = variances.reduce(0, +)
    let spread = zip(variances, estimates).reduce(0) { sum, part in
      sum + part.0 * part.0 / part.1.degreesOfFreedom
    }
    let fewest = estimates.map(\.degreesOfFreedom).min() ?? 1
    return Estimate(
      value: totals.tokens, standardError: variance.squareRoot(),
      degreesOfFreedom: spread > 0 ? variance * variance / spread : fewest)
  }
}
