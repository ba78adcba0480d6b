/// The documents that share an attention window.
public enum SequenceShape: Sendable, Hashable {
  /// Every sequence has this length, and attention runs over all of it.
  case fixed(length: Int)
  /// Documents are packed and attention stays inside each: Σ L² over the documents and Σ L.
  case packed(sumOfSquaredLengths: Double, sumOfLengths: Double)

  /// The shape of documents packed with attention inside each.
  public static func packed(documentLengths: [Int]) -> SequenceShape {
    .packed(
      sumOfSquaredLengths: documentLengths.reduce(0) { $0 + Double($1) * Double($1) },
      sumOfLengths: documentLengths.reduce(0) { $0 + Double($1) })
  }

  /// The length of equal sequences that would cost as much attention: Σ L² / Σ L. With a sliding
  /// window this is an upper bound, since a window cuts long documents only.
  public var effectiveLength: Double {
    switch self {
    case .fixed(let length): Double(length)
    case .packed(let squares, let sum): squares / sum
    }
  }
}

/// A part of the run with one sequence length, such as a long-context phase at the end.
public struct SequencePhase: Sendable, Hashable {
  /// Length of the sequences.
  public var shape: SequenceShape
  /// The part of all tokens spent in it. Shares are read relative to their sum.
  public var share: Double

  /// A phase of sequences of `shape` for `share` of the tokens.
  public init(_ shape: SequenceShape, share: Double = 1) {
    self.shape = shape
    self.share = share
  }
}
