/// What inputs may be, checked in one place.
///
/// The equation multiplies about ten of them: inside these ranges no product leaves that of a
/// `Double`, so that an absurd input ends in a message and not in an infinite time.
package enum AcceptedRange {
  /// Amounts: tokens, weights, accelerators, days, rates.
  package static let amounts = 1e-12...1e30
  /// The longest sequence.
  static let lengths = 1.0...1_073_741_824.0
  /// Probabilities of intervals. Quantiles are worked out to less than a per cent up to there.
  package static let levels = 0.01...0.9999
  /// The standard deviation of a logarithm. At 10 an 80 % interval spans eleven powers of ten.
  static let deviations = 0.0...10

  static func check(_ value: Double, _ name: String) throws(TrainingError) {
    guard amounts.contains(value) else {
      throw refusal(name, value, "give a number above 0, at most \(text(amounts.upperBound))")
    }
  }

  static func check<Unit>(_ estimate: Estimate<Unit>?, _ name: String) throws(TrainingError) {
    guard let estimate else { return }
    try check(estimate.median.value, name)
    guard deviations.contains(estimate.sigma) else {
      throw .invalidValue(
        name: name, value: "an interval of sigma \(text(estimate.sigma)) in the logarithm",
        remedy: "give ends that lie closer together")
    }
  }

  static func check(share: Double, _ name: String) throws(TrainingError) {
    guard share >= amounts.lowerBound, share <= 1 else {
      throw refusal(name, share, "give a number above 0, at most 1")
    }
  }

  static func check(length: Double, _ name: String = "sequence length") throws(TrainingError) {
    guard lengths.contains(length) else {
      throw refusal(name, length, "give a number from 1 to \(text(lengths.upperBound, digits: 10))")
    }
  }

  static func check(
    count: Int, _ name: String, upTo limit: Int = 1 << 20
  ) throws(TrainingError) {
    guard count >= 1, count <= limit else {
      throw .invalidValue(
        name: name, value: "\(count)", remedy: "give a whole number from 1 to \(limit)")
    }
  }

  static func check(level: Double) throws(TrainingError) {
    guard levels.contains(level) else {
      throw refusal(
        "level", level,
        "give a probability from \(levels.lowerBound) to \(levels.upperBound)")
    }
  }

  static func check(_ model: ModelSize) throws(TrainingError) {
    try check(model.total.value, "parameters")
    try check(model.active.value, "active parameters")
    guard model.active <= model.total else {
      throw .contradiction(
        "there are more active than total parameters", remedy: "exchange the two")
    }
  }

  static func check(_ phases: [SequencePhase]) throws(TrainingError) {
    for phase in phases {
      try check(phase.share, "share of a phase")
      try check(length: phase.shape.effectiveLength)
    }
  }

  /// A rank above the model's width would be no low rank, and its weights might overflow.
  static func check(_ trainable: Trainable, of model: ModelSize) throws(TrainingError) {
    switch trainable {
    case .everything: break
    case .lora(let rank, _):
      let width = if case .architecture(let shape) = model { shape.hiddenSize } else { 1 << 16 }
      try check(count: rank, "LoRA rank", upTo: width)
    case .adapters(let parameters): try check(parameters.value, "adapter parameters")
    case .share(let share): try check(share: share, "trained share")
    }
  }

  private static func refusal(_ name: String, _ value: Double, _ remedy: String) -> TrainingError {
    .invalidValue(name: name, value: text(value), remedy: remedy)
  }

  private static func text(_ value: Double, digits: Int = 6) -> String {
    NumberText.significant(value, digits: digits)
  }
}
