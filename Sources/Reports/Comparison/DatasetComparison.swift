import Efficiency
package import Scripts
package import TrainingCost

/// What a choice of tokenizer means for a dataset, in tokens and in the time to train on it.
package struct DatasetComparison: Sendable {
  /// A dataset that is merely described.
  package struct Dataset: Sendable {
    /// Bytes of its text.
    package var bytes: UInt64
    /// The share of its bytes that each script has; `nil` for the shares of the profiled text.
    package var mix: [(script: Script, share: Double)]?

    package init(bytes: UInt64, mix: [(script: Script, share: Double)]? = nil) {
      self.bytes = bytes
      self.mix = mix
    }
  }

  /// A quantity with the ends of its interval, which are the same where it is exact.
  package struct Spread: Sendable, Hashable {
    package var median: Double
    package var low: Double
    package var high: Double

    /// The ends, where they differ.
    var interval: ClosedRange<Double>? { low < high ? low...high : nil }

    init<Unit>(
      _ estimate: Estimate<Unit>, level: Double, _ number: (Quantity<Unit>) -> Double
    ) {
      let interval = estimate.interval(level: level)
      median = number(estimate.median)
      low = number(interval.low)
      high = number(interval.high)
    }
  }

  /// What one tokenizer makes of it.
  package struct Outcome: Sendable {
    /// The tokenizer.
    package var name: String
    /// The dataset's tokens.
    package var tokens: Double
    /// Its tokens by the first tokenizer's.
    package var tokenRatio: Double
    /// The cost of training by that with the first tokenizer.
    package var costRatio: Double?
    /// Accelerator-hours.
    package var deviceHours: Spread?
    /// Wall-clock days, where the accelerators are known.
    package var days: Spread?
    /// Days saved by leaving the first tokenizer for this one; negative if it takes longer.
    package var savedDays: Double?
  }

  /// The dataset.
  package let dataset: Dataset
  /// The shares of bytes that were used.
  package let shares: [(script: Script, share: Double)]
  /// The tokenizers, in the order of the comparison.
  package private(set) var outcomes: [Outcome]
  /// The training that was solved, with the first tokenizer; `nil` for tokens alone.
  package private(set) var solution: TrainingSolution?
  /// Whether the cost of a token depends on the tokenizer's vocabulary.
  package private(set) var countsVocabularies = false

  /// Why a profile cannot answer for the dataset.
  package struct MissingScript: Error, Sendable, CustomStringConvertible {
    package var profile: String
    package var script: Script

    package var description: String {
      "the profile \(profile) has no \(script.code) text, of which a part of the dataset is"
    }
  }

  /// The tokens of each tokenizer: bytes · Σ share · tokens per byte of the script.
  ///
  /// - Throws: ``MissingScript`` for a script of the mix that a profile does not have.
  package init(_ dataset: Dataset, _ comparison: ProfileComparison) throws(MissingScript) {
    self.dataset = dataset
    shares = dataset.mix ?? comparison.shares
    var outcomes: [Outcome] = []
    for (index, subject) in comparison.subjects.enumerated() {
      var perByte = 0.0
      for (script, share) in shares where share > 0 {
        guard
          let rate = comparison.rows.first(where: { $0.script == script })?.cells[index]?
            .summary.tokensPerByte
        else { throw MissingScript(profile: subject.name, script: script) }
        perByte += share * rate
      }
      let tokens = Double(dataset.bytes) * perByte
      outcomes.append(
        Outcome(
          name: subject.name, tokens: tokens,
          tokenRatio: tokens / (outcomes.first?.tokens ?? tokens)))
    }
    self.outcomes = outcomes
  }

  /// Adds the time that training on the dataset takes.
  ///
  /// - Parameters:
  ///   - plan: the model, the accelerators and the speed; its data is what is filled in here.
  ///   - vocabularies: rows of the embedding matrix each tokenizer needs, which change the cost of a
  ///     token where the plan has a model's shape.
  /// - Throws: `TrainingError` as `TrainingPlan.solve()` does.
  package mutating func solve(
    _ plan: TrainingPlan, vocabularies: [Int]
  ) throws(TrainingError) {
    guard let first = outcomes.first else { return }
    var plan = plan
    if case .architecture = plan.model { countsVocabularies = true }
    plan.data = .tokens(Estimate(Tokens(first.tokens)))
    for (index, rows) in vocabularies.enumerated() where outcomes.indices.contains(index) {
      plan.alternative = TokenizerAlternative(
        name: outcomes[index].name, tokenRatio: Estimate(Ratio(outcomes[index].tokenRatio)),
        vocabularySize: rows)
      let solved = try plan.solve()
      if index == 0 { solution = solved }
      guard let other = solved.comparison else { continue }
      outcomes[index].costRatio = other.costRatio.median.value
      outcomes[index].deviceHours = Spread(other.deviceTime, level: plan.level, \.hours)
      outcomes[index].days = other.time.map { Spread($0, level: plan.level, \.days) }
      outcomes[index].savedDays = other.savedTime?.median.days
    }
    // With a model's shape the first tokenizer's cost is that of its own vocabulary, too.
    guard let base = outcomes.first, let baseRatio = base.costRatio, baseRatio > 0 else { return }
    for index in outcomes.indices {
      outcomes[index].costRatio = outcomes[index].costRatio.map { $0 / baseRatio }
      if let before = base.days?.median, let after = outcomes[index].days?.median {
        outcomes[index].savedDays = before - after
      }
    }
  }
}

extension ProfileComparison {
  /// The share of each script in the first tokenizer's text.
  fileprivate var shares: [(script: Script, share: Double)] {
    let total = rows.reduce(0.0) { $0 + Double(($1.cells.first ?? nil)?.summary.units.bytes ?? 0) }
    guard total > 0 else { return [] }
    return rows.compactMap { row in
      guard let script = row.script, let cell = row.cells.first ?? nil else { return nil }
      return (script, Double(cell.summary.units.bytes) / total)
    }
  }
}
