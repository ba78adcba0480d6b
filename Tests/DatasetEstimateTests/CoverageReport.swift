import Foundation

@testable import DatasetEstimate

/// All that is tried on one dataset.
struct PopulationSimulation {
  struct Row {
    var label: String
    var result: CoverageResult
    /// Whether the row is of a method that tokprof uses.
    var isOurs = true
  }

  let population: Population
  private(set) var rows: [Row] = []
  /// Errors of the streaming rule, in ascending order.
  let streaming: [Double]

  init(_ population: Population, runs: Int) throws {
    self.population = population
    streaming =
      population.documentTokens.isEmpty
      ? [] : population.errorsOfStreaming(runs: runs, seed: 5).sorted()
    func add(_ label: String, _ sampling: OffsetSampling, seed: UInt64) throws -> CoverageResult {
      let result = try population.coverage(of: sampling, runs: runs, seed: seed)
      rows.append(Row(label: label, result: result))
      return result
    }
    // A precision that every sample has asks for no more than the pilot.
    let fixed = try add("300 units", OffsetSampling(size: .precision(0.99)), seed: 1)
    _ = try add(
      "1,000 units", OffsetSampling(size: .precision(0.99), pilotUnits: 1000), seed: 2)
    _ = try add(
      "300 units, calibrated",
      OffsetSampling(size: .precision(0.99), scriptShares: population.shares), seed: 3)
    // Of what the pilot's 300 units reach, so that about 600 are needed.
    let precision = fixed.medianHalfWidth * 0.7
    _ = try add(
      "pilot for \(Self.shown(precision))", OffsetSampling(size: .precision(precision)), seed: 4)
    // So wide that some 30 units can seem to do.
    let loose = fixed.medianHalfWidth * 3
    rows.append(
      Row(
        label: "stop when within \(Self.shown(loose))",
        result: population.coverageOfPeeking(precision: loose, runs: runs, seed: 6),
        isOurs: false))
  }

  private static func shown(_ precision: Double) -> String {
    String(format: "±%.2g %%", 100 * precision)
  }
}

/// The simulation as the page `docs/coverage.md`.
struct CoverageReport {
  private let runs: Int
  private var datasets = 0
  /// The rows of the table of coverage.
  private(set) var coverage = ""
  private var rules = ""
  private var streaming = ""

  init(runs: Int) { self.runs = runs }

  mutating func add(_ simulation: PopulationSimulation) {
    let population = simulation.population
    let name = population.name
    datasets += 1
    for row in simulation.rows {
      let result = row.result
      guard result.runs > 0 else {
        coverage += "| \(name) | \(row.label) | counted whole: so little is not sampled |||||||\n"
        continue
      }
      let read = result.bytesRead / Double(result.runs) / Double(population.bytes)
      coverage +=
        "| \(name) | \(row.label) | \(Int((result.meanUnits / Double(result.runs)).rounded())) "
        + "| \(percent(read, 0)) | \(signed(result.bias, 2)) | \(percent(result.rootMeanSquare, 2)) "
        + "| ±\(percent(result.medianHalfWidth, 2)) | \(percent(result.coverage, 1)) "
        + "| \(percent(1 - Double(result.aboveBound) / Double(result.runs), 1)) |\n"
    }
    rules += "| \(name) |"
    for rule in PopularRule.allCases {
      rules += " \(signed(rule.tokens(of: population.rules) / population.tokens - 1, 0)) |"
    }
    rules += " \(signed(Double(population.bytes) / 4 / population.tokens - 1, 0)) |\n"
    let errors = simulation.streaming
    guard !errors.isEmpty else { return }
    let square = (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
    let beyond = Double(errors.count { abs($0) > 0.01 }) / Double(errors.count)
    streaming +=
      "| \(name) | \(percent(square, 1)) | \(signed(errors[errors.count / 20], 1)) to "
      + "\(signed(errors[errors.count * 19 / 20], 1)) | \(percent(beyond, 0)) |\n"
  }

  private func percent(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f %%", 100 * value)
  }

  private func signed(_ value: Double, _ digits: Int) -> String {
    String(format: "%+.\(digits)f %%", 100 * value)
  }

  var text: String {
    """
    # Do the intervals cover?

    An interval of 95 % is a promise: of a hundred datasets, ninety-five have their true number of
    tokens inside. This page is written by a simulation that checks it:

        TOKPROF_SLOW_TESTS=1 swift test --filter CoverageSimulationTests

    It puts together \(datasets) datasets of 20 MB out of the texts in `Corpora/`, in the ways in which data
    are stored, counts every token of them with the vocabulary in `Vocab/`, and then draws \(runs)
    samples from each by the very code that `tokprof estimate` runs.

    | dataset | sample | units | read | bias | RMSE | half-width | 95 % interval covers | 95 % bound holds |
    |---|---|---:|---:|---:|---:|---:|---:|---:|
    \(coverage)
    - *pilot for ±p*: 300 units tell how many are needed; that many are drawn, and all are used.
    - *calibrated*: the share of bytes in units of each main script is known. That takes a scan of all the
      data, or a catalogue that says it.
    - *stop when within ±p*: not what tokprof does. It draws from the whole without strata, looks at the
      interval after every ten units, and stops at the first that is narrow enough, which may be of units
      that are alike by chance.
    - A pilot that tells to read half of a dataset or more, which happened in under one run of a hundred,
      has tokprof count it all; these runs are left out.
    - *bias* is that of the estimate against the count of the whole; *RMSE* the root of its mean squared
      error; *half-width* the median of the intervals'.

    The datasets repeat the paragraphs of a small corpus, so that the widths say little about yours; the
    coverage is what carries over.

    ## What rules of thumb say of the same data

    The errors of their totals, with the text read to its end. The last column is what is left to one who
    sees only the files' sizes.

    | dataset | \(PopularRule.allCases.map(\.rawValue).joined(separator: " | ")) | file bytes / 4 |
    |---|\(String(repeating: "---:|", count: PopularRule.allCases.count + 1))
    \(rules)
    ## Stopping when the mean settles

    The example `estimate_tokens.py` of datatrove takes the first documents of a stream, and stops when
    their mean number of tokens changes by less than 0.1 % from one look to the next. Here at a tenth of its
    scale, because the datasets are small: looks after every 100 documents, from 1,000 to 10,000.

    | dataset | RMSE | 5 % to 95 % of the errors | off by more than 1 % |
    |---|---:|---:|---:|
    \(streaming)
    """
  }
}
