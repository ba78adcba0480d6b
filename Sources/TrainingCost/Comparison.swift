extension ResolvedPlan {
  /// The cost with the other tokenizer: its tokens, and the FLOPs its vocabulary's head costs.
  func comparison(for solution: TrainingSolution) throws(TrainingError) -> TokenizerComparison? {
    guard let other = plan.alternative else { return nil }
    var flopRatio = 1.0
    if case .architecture(var shape) = plan.model, let rows = other.vocabularySize {
      shape.vocabularySize = rows
      var changed = self
      changed.work = try TokenWork(
        model: .architecture(shape), phases: phases, trainable: plan.trainable,
        countsPredictionModules: plan.countsPredictionModules)
      flopRatio = changed.operationsPerToken / operationsPerToken
    }
    let costRatio = other.tokenRatio.scaled(by: flopRatio)
    var work = LogProduct()
    work.multiply(by: solution.deviceTime, .deviceTime)
    work.multiply(by: costRatio, .tokens)
    let time = solution.time.map { time in
      var product = LogProduct()
      product.multiply(by: time, .time)
      product.multiply(by: costRatio, .tokens)
      return product.estimate(SecondUnit.self)
    }
    return TokenizerComparison(
      name: other.name, tokenRatio: other.tokenRatio, flopRatio: Ratio(flopRatio),
      costRatio: costRatio, deviceTime: work.estimate(DeviceSecondUnit.self), time: time,
      costRatioInterval: costRatio.interval(level: plan.level))
  }
}
