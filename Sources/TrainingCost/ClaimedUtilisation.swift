/// A utilisation that a report claims beside the ones its own figures imply.
struct ClaimedUtilisation {
  var claimed: Ratio
  /// The implied ones: by each convention, and with recomputation.
  var implied: UtilisationLedger
  var hardware: Ratio
  /// The convention that sentences name.
  var convention: FLOPConvention
  var model: ModelSize
  var accelerator: Accelerator?
  /// The peak that the implied ones refer to.
  var peak: FLOPsPerSecond

  /// How the claim came about: by counting weights that a token does not go through, and perhaps by
  /// another peak.
  private struct Slips {
    var otherPeak: (part: Accelerator, peak: Peak)?
  }

  /// Nothing if the claim is one of the implied utilisations; otherwise what was claimed, and the
  /// slips behind it where one or two explain it.
  var warnings: [TrainingWarning] {
    let values = FLOPConvention.allCases.compactMap { implied[$0]?.value } + [hardware.value]
    if values.contains(where: { agrees($0, within: 0.05) }) { return [] }
    let ratio = implied[convention] ?? implied.sixN
    var text =
      "a utilisation of \(NumberText.percent(claimed.value)) is claimed; the figures imply "
      + "\(NumberText.percent(ratio.value)) (\(convention.label))"
    if let slips {
      return [TrainingWarning(kind: .claimedUtilisation, text: text)] + warnings(about: slips)
    }
    if values.contains(where: { agrees($0 / 2, within: 0.05) }) {
      text += ", twice that: the claim divides by a sparse or 8-bit peak"
    } else if claimed.value > 1 {
      text += ": no part does more than its peak, and no slip known here explains the claim"
    } else if claimed > ratio {
      text +=
        ": published MFU is that of undisturbed steps, published hours hold lost time too"
    }
    return [TrainingWarning(kind: .claimedUtilisation, text: text)]
  }

  private func agrees(_ value: Double, within tolerance: Double) -> Bool {
    abs(value / claimed.value - 1) < tolerance
  }

  private var sparsity: Double { model.total / model.active }

  /// The fewest slips that lead to the claim within a per cent.
  private var slips: Slips? {
    let isSparse = sparsity > 1.2
    let allParameters = implied.sixN.value * sparsity
    if isSparse, agrees(allParameters, within: 0.02) {
      return Slips()
    }
    // One peak more and nearly every figure has an explanation: only for what cannot be.
    guard isSparse, claimed.value > 1 else { return nil }
    for part in [accelerator].compactMap(\.self) + relatives {
      for other in part.allPeaks
      where agrees(allParameters * (peak / other.rate.median), within: 0.01) {
        return Slips(otherPeak: (part, other))
      }
    }
    return nil
  }

  /// Parts that a data sheet may have been mistaken for.
  private var relatives: [Accelerator] {
    Accelerator.all.filter { $0.vendor == accelerator?.vendor && $0.name != accelerator?.name }
  }

  private func warnings(about slips: Slips) -> [TrainingWarning] {
    var warnings = [TrainingWarning.claimCountsAllParameters(of: model)]
    if let (part, other) = slips.otherPeak {
      let tera = NumberText.significant(other.rate.median.tera, digits: 4)
      warnings.append(
        TrainingWarning(
          kind: other.sparsity == .dense ? .foreignPeak : .sparsePeak,
          text: "the claim divides by \(tera) TFLOP/s, the \(other.label) peak of \(part.name); "
            + "the peak to divide by is \(NumberText.significant(peak.tera, digits: 4))"))
    }
    return warnings
  }
}

extension TrainingWarning {
  /// The claim counts weights that a token does not go through.
  static func claimCountsAllParameters(of model: ModelSize) -> Self {
    TrainingWarning(
      kind: .totalParameters,
      text: "the claim counts all \(NumberText.significant(model.total.value)) parameters; a "
        + "token goes through \(NumberText.significant(model.active.value)), "
        + "\(NumberText.significant(model.total / model.active)) times fewer")
  }
}
