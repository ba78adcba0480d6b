#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension ResolvedPlan {
  /// Warnings about a utilisation and the peak it refers to.
  func plausibilityWarnings(mfu: UtilisationLedger?, hfu: Ratio?) -> [TrainingWarning] {
    var warnings = peakWarnings
    if let account = accountWarning { warnings.append(account) }
    guard let mfu, let hfu else { return warnings }
    let ratio = mfu[convention] ?? mfu.sixN
    let text = NumberText.percent(ratio.value)
    if max(ratio, hfu).value > 1 {
      warnings.append(
        TrainingWarning(
          kind: .utilisationAboveOne,
          text: "the figures need \(NumberText.percent(max(ratio, hfu).value)) of the peak, which "
            + "nothing can do: check tokens, hours, the peak, and whether the parameters are the "
            + "active ones"))
    } else if ratio.value > 0.6 {
      warnings.append(
        TrainingWarning(
          kind: .utilisationAboveSixtyPercent,
          text: "an MFU of \(text) (\(convention.label)) is above 60 %, which on GPUs no "
            + "published training sustains over a whole run"))
    }
    if let unlike = comparedWithPublished(hfu: hfu) { warnings.append(unlike) }
    return warnings
  }

  /// How the utilisation compares with that of published runs, when it is more than two standard
  /// deviations away: then some input is more likely wrong than the run special.
  private func comparedWithPublished(hfu: Ratio) -> TrainingWarning? {
    let prior = UtilisationPrior.forAccelerator(plan.accelerator, convention: convention)
    let isGuess = plan.performance == nil && plan.unknown != .utilisation
    guard !isGuess, hfu.value <= 1, plan.accelerator != nil, prior.isForFamily else { return nil }
    let distance = log(hfu.value / prior.center.value) / prior.estimate.sigma
    guard abs(distance) > 2 else { return nil }
    let factor = max(hfu.value / prior.center.value, prior.center.value / hfu.value)
    let few = distance > 0
    return TrainingWarning(
      kind: .utilisationUnlikePublished,
      text: "\(NumberText.significant(factor, digits: 2)) times "
        + "\(few ? "faster" : "slower") than the \(prior.runs) published runs on "
        + "\(prior.family) (HFU \(NumberText.percent(hfu.value)) against "
        + "\(NumberText.percent(prior.center.value))): "
        + (few
          ? "check tokens, parameters and hours"
          : "check tokens, phases or hours, and whether the model was distilled"))
  }

  /// A stated peak that is another one's.
  private var peakWarnings: [TrainingWarning] {
    guard let stated = plan.statedPeak else { return [] }
    func fits(_ peak: Peak) -> Bool {
      abs(peak.rate.median / stated - 1) < 0.01
    }
    let wanted = plan.accelerator.flatMap { accelerator in
      try? accelerator.peak(
        plan.format ?? accelerator.trainingFormat, accumulation: plan.accumulation)
    }
    if let wanted, fits(wanted) { return [] }
    let own = plan.accelerator.map { part in part.allPeaks.filter(fits).map { (part, $0) } } ?? []
    let foreign = Accelerator.all.flatMap { part in
      part.allPeaks.filter(fits).map { (part, $0) }
    }
    let isNamed = plan.accelerator != nil
    guard let (part, peak) = own.first ?? mostTelling(foreign, isNamed: isNamed) else { return [] }
    let tera = NumberText.significant(stated.tera, digits: 4)
    let instead =
      wanted.map {
        "; the peak to divide by is \(NumberText.significant($0.rate.median.tera, digits: 4)) "
          + "(\($0.label))"
      } ?? ""
    return [
      TrainingWarning(
        kind: peak.sparsity == .dense ? .foreignPeak : .sparsePeak,
        text: "\(tera) TFLOP/s is the \(peak.label) peak of \(part.name)\(instead)")
    ]
  }

  /// Without a named part a dense 16-bit peak is no reason to warn; a sparse figure always is.
  private func mostTelling(
    _ matches: [(Accelerator, Peak)], isNamed: Bool
  ) -> (Accelerator, Peak)? {
    if let dense = matches.first(where: { $0.1.sparsity == .dense }) {
      return isNamed ? dense : nil
    }
    return matches.first
  }

  /// Accelerators · time against accelerator-hours, when all three are given.
  private var accountWarning: TrainingWarning? {
    guard let devices = plan.devices, let time = plan.time, let deviceTime = plan.deviceTime
    else { return nil }
    let ratio = (devices.median * time.median) / deviceTime.median
    guard abs(ratio - 1) > 0.05 else { return nil }
    return TrainingWarning(
      kind: .accountDisagrees,
      text: "accelerators times time is \(NumberText.significant(ratio)) times the "
        + "accelerator-hours given; the accelerator-hours are used")
  }
}
