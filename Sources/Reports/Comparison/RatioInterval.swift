package import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The interval of a ratio Σy/Σx, and what it speaks of.
///
/// The variance is that of the ratio estimator over clusters (``Statistics/RatioFit``), of the
/// logarithm, so that the interval is above zero and that of x/y is its reciprocal. A script often
/// has one large file and traces in many others; then the ratio *is* the large file's, its residual
/// is nothing, and n − 1 degrees of freedom would promise a precision that is not there. So the
/// number of clusters is taken as L. Kish's effective one, (Σx)²/Σx² (*Survey Sampling*, 1965), in
/// the small-sample factor and in the degrees of freedom; for clusters of equal size it is n.
package struct RatioInterval: Sendable, Hashable {
  /// What varies.
  package enum Basis: String, Sendable, Hashable {
    /// Files: the interval speaks of other text that differs as these files do.
    case files
    /// Units of text: the interval speaks of more text out of the same files, and is too narrow for
    /// other text.
    case units
  }

  /// Fewer effective clusters than this say nothing of how they differ.
  package static let fewestClusters = 3.0

  /// The two ends.
  package var range: ClosedRange<Double>
  /// The probability that the interval holds.
  package var level: Double
  /// What varies.
  package var basis: Basis
  /// (Σx)²/Σx², the number of clusters of equal size that would tell as much.
  package var effectiveCount: Double

  /// The interval of Σy/Σx.
  ///
  /// - Returns: `nil` below ``fewestClusters``, and where the ratio is zero.
  package init?(_ clusters: Moments, basis: Basis, level: Double) {
    let size = Double(clusters.sumX)
    guard clusters.sumXX > 0, let fit = try? RatioFit(clusters), fit.ratio > 0 else { return nil }
    effectiveCount = size * size / Double(clusters.sumXX)
    guard effectiveCount >= Self.fewestClusters else { return nil }
    let freedom = effectiveCount - 1
    let variance = effectiveCount / freedom * fit.residualSumOfSquares / (size * size)
    let margin =
      StudentT(degreesOfFreedom: freedom).criticalValue(level: level)
      * variance.squareRoot() / fit.ratio
    range = fit.ratio * exp(-margin)...fit.ratio * exp(margin)
    self.level = level
    self.basis = basis
  }

  /// The interval of Σx/Σy.
  package var reciprocal: ClosedRange<Double> { 1 / range.upperBound...1 / range.lowerBound }
}
