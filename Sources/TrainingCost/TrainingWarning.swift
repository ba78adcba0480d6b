/// Something in a question or a report that looks wrong, and why.
public struct TrainingWarning: Sendable, Hashable {
  /// What kind of thing, for programs.
  public var kind: Kind
  /// The sentence for a person.
  public var text: String

  /// What looks wrong.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The hardware would have to do more than its peak.
    case utilisationAboveOne
    /// More than any published run: 0.6.
    case utilisationAboveSixtyPercent
    /// Far from what published runs on such accelerators reach.
    case utilisationUnlikePublished
    /// The peak is a sparse one.
    case sparsePeak
    /// The peak belongs to another format, accumulator or part.
    case foreignPeak
    /// The count fits all experts' weights and not those a token goes through.
    case totalParameters
    /// The claimed operations include recomputation.
    case recomputeInFLOPs
    /// The claimed operations do not follow from the inputs.
    case claimedFLOPs
    /// The claimed utilisation does not follow from the inputs.
    case claimedUtilisation
    /// A figure is off by a power of a thousand.
    case unitSlip
    /// Accelerators, time and accelerator-hours do not agree.
    case accountDisagrees
    /// Goodput is counted twice.
    case goodputTwice
    /// The longest context was assumed.
    case assumedSequenceLength
    /// The convention leaves out something that was asked for.
    case conventionIncomplete
    /// The prior stems from other accelerators.
    case borrowedPrior
    /// Few tokens for the parameters, or many repetitions.
    case dataBudget
  }
}
