/// What a report's figures imply.
public struct TrainingAudit: Sendable {
  /// Everything the equation yields, solved for the utilisation.
  public var solution: TrainingSolution
  /// MFU the figures imply, in each convention, over the whole time (goodput 1 unless given).
  public var mfu: UtilisationLedger
  /// HFU the figures imply in the chosen convention.
  public var hfu: Ratio
  /// The time the given speed would have needed ÷ the time reported; 1 if they agree. `nil` if no
  /// speed was given.
  public var expectedTimeRatio: Ratio?
  /// What published runs on such accelerators reach, in the chosen convention (HFU).
  public var published: UtilisationPrior
  /// What looks wrong.
  public var warnings: [TrainingWarning]
}

extension TrainingPlan {
  /// Checks a report: data, accelerators and time (or accelerator-hours), and any figures it claims.
  ///
  /// - Throws: `TrainingError` if an input cannot be used or one of those is missing.
  public func audit() throws(TrainingError) -> TrainingAudit {
    var missing: [String] = []
    if data == nil { missing.append("tokens") }
    if deviceTime == nil && (devices == nil || time == nil) {
      missing.append("accelerator-hours (or accelerators and time)")
    }
    if accelerator == nil && statedPeak == nil { missing.append("accelerator") }
    guard missing.isEmpty else {
      throw .missingInput(names: missing, remedy: "an audit needs them all")
    }
    var implied = try ResolvedPlan(self)
    let solution = try implied.solve(for: .utilisation)
    guard let mfu = solution.mfu, let hfu = solution.hfu else {
      throw .missingInput(names: ["accelerator"], remedy: "an audit needs a peak")
    }
    var warnings = solution.warnings
    warnings += implied.claimWarnings(solution, mfu: mfu, hfu: hfu)
    return TrainingAudit(
      solution: solution, mfu: mfu, hfu: hfu,
      expectedTimeRatio: performance == nil ? nil : implied.expectedTimeRatio(solution),
      published: .forAccelerator(accelerator, convention: implied.convention),
      warnings: warnings)
  }
}

extension ResolvedPlan {
  fileprivate func expectedTimeRatio(_ solution: TrainingSolution) -> Ratio {
    let expected = expectedDeviceTime?.estimate(DeviceSecondUnit.self).median
    return Ratio((expected ?? solution.deviceTime.median) / solution.deviceTime.median)
  }

  fileprivate func claimWarnings(
    _ solution: TrainingSolution, mfu: UtilisationLedger, hfu: Ratio
  ) -> [TrainingWarning] {
    var warnings: [TrainingWarning] = []
    let ratio = mfu[convention] ?? mfu.sixN
    if let slip = Self.unitSlip(ratio.value) { warnings.append(slip) }
    warnings += Self.totalParameterWarnings(plan.model, mfu: mfu, claims: plan.claims, solution)
    if let flops = plan.claims.flops { warnings += Self.flopWarnings(flops, solution) }
    if let claimed = plan.claims.utilisation, let peak {
      warnings +=
        ClaimedUtilisation(
          claimed: claimed, implied: mfu, hardware: hfu, convention: convention, model: plan.model,
          accelerator: plan.accelerator, peak: peak.median
        ).warnings
    }
    return warnings
  }

  /// Utilisations a thousand times too large or small are units, not engineering.
  private static func unitSlip(_ ratio: Double) -> TrainingWarning? {
    guard ratio > 50 || ratio < 0.002 else { return nil }
    return TrainingWarning(
      kind: .unitSlip,
      text: "the figures are off by a factor of about "
        + "\(NumberText.significant(max(ratio, 1 / ratio), digits: 1)): check thousands, millions "
        + "and billions of hours, tokens and parameters")
  }

  private static func totalParameterWarnings(
    _ model: ModelSize, mfu: UtilisationLedger, claims: TrainingPlan.Claims,
    _ solution: TrainingSolution
  ) -> [TrainingWarning] {
    if model.total / model.active > 1.2 {
      let dense = 6 * model.total.value * solution.processedTokens.median.value
      guard let flops = claims.flops, abs(flops.value / dense - 1) < 0.05 else { return [] }
      return [.claimCountsAllParameters(of: model)]
    }
    guard case .parameters(_, nil) = model, mfu.sixN.value > 1 else { return [] }
    return [
      TrainingWarning(
        kind: .totalParameters,
        text: "if the model is a mixture of experts, its active parameters count, not all "
          + "\(NumberText.significant(model.total.value))")
    ]
  }

  private static func flopWarnings(
    _ claimed: FLOPs, _ solution: TrainingSolution
  ) -> [TrainingWarning] {
    let totals = solution.flopTotals
    let counts = [totals.sixN, totals.fullAttention, totals.causal].compactMap { $0 }
    if counts.contains(where: { abs(claimed / $0 - 1) < 0.05 }) { return [] }
    let text = NumberText.significant(claimed.value)
    let implied = NumberText.significant(solution.flops.value)
    if counts.contains(where: { abs(claimed / $0 - 4.0 / 3) < 0.05 }) {
      return [
        TrainingWarning(
          kind: .recomputeInFLOPs,
          text: "\(text) FLOP is 4/3 of the model FLOPs (\(implied)): it counts the recomputed "
            + "forward pass, so a utilisation from it is an HFU, not an MFU")
      ]
    }
    return [
      TrainingWarning(
        kind: .claimedFLOPs,
        text: "\(text) FLOP is claimed; the inputs give \(implied) "
          + "(\(solution.convention.label))")
    ]
  }
}
