#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A positive quantity that is known up to a factor: log-normal about its median.
///
/// Everything in the cost of training is positive and multiplies, so medians multiply, and the
/// standard deviations of the logarithms add in quadrature. No sampling is needed.
public struct Estimate<Unit: MeasurementUnit>: Sendable, Hashable {
  /// The value that is as likely to be exceeded as not.
  public var median: Quantity<Unit>
  /// The standard deviation of the natural logarithm; 0 for a value that is given.
  public var sigma: Double
  /// The degrees of freedom with which `sigma` is known; infinite when it is not itself an estimate.
  public var degreesOfFreedom: Double

  /// A value without uncertainty.
  public init(_ exact: Quantity<Unit>) {
    self.init(median: exact, sigma: 0)
  }

  /// A median with the standard deviation of its logarithm.
  public init(median: Quantity<Unit>, sigma: Double, degreesOfFreedom: Double = .infinity) {
    self.median = median
    self.sigma = sigma
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The log-normal estimate whose central interval of probability `level` is `low...high`:
  /// its median is √(low·high), its sigma ln(high/low) / 2z.
  ///
  /// - Throws: `TrainingError.invalidValue` unless 0 < low ≤ high and 0 < level < 1.
  public init(
    low: Quantity<Unit>, high: Quantity<Unit>, level: Double
  ) throws(TrainingError) {
    guard low.value > 0, high.value.isFinite, low <= high, level > 0, level < 1 else {
      throw .invalidValue(
        name: "interval", value: "\(low.value) … \(high.value) at \(level)",
        remedy: "give 0 < low ≤ high and a level between 0 and 1")
    }
    let quantile = Distributions.centralQuantile(level: level, degreesOfFreedom: .infinity)
    self.init(
      median: Quantity((low.value * high.value).squareRoot()),
      sigma: log(high.value / low.value) / (2 * quantile))
  }

  /// The central interval of probability `level` (strictly between 0 and 1), by Student's quantile
  /// with this estimate's degrees of freedom.
  public func interval(level: Double) -> Interval<Unit> {
    guard sigma > 0 else { return Interval(low: median, high: median, level: level) }
    let quantile = Distributions.centralQuantile(
      level: level, degreesOfFreedom: degreesOfFreedom)
    let spread = exp(quantile * sigma)
    return Interval(
      low: Quantity(median.value / spread), high: Quantity(median.value * spread), level: level)
  }

  /// The estimate, `factor` times.
  public func scaled(by factor: Double) -> Self {
    Self(median: factor * median, sigma: sigma, degreesOfFreedom: degreesOfFreedom)
  }
}

/// A central interval.
public struct Interval<Unit: MeasurementUnit>: Sendable, Hashable {
  /// The lower end.
  public var low: Quantity<Unit>
  /// The upper end.
  public var high: Quantity<Unit>
  /// The probability that the interval holds.
  public var level: Double
}

/// A product of log-normal factors, each appearing once, so that none is counted twice.
///
/// The dimension of the product is the caller's to name: it is done in one place, `solve`.
struct LogProduct {
  struct Factor {
    var name: FactorName
    var logMedian: Double
    var sigma: Double
    var degreesOfFreedom: Double
  }

  private(set) var factors: [Factor] = []

  mutating func multiply<Unit>(by estimate: Estimate<Unit>, _ name: FactorName) {
    append(estimate, name, sign: 1)
  }

  mutating func divide<Unit>(by estimate: Estimate<Unit>, _ name: FactorName) {
    append(estimate, name, sign: -1)
  }

  private mutating func append<Unit>(_ estimate: Estimate<Unit>, _ name: FactorName, sign: Double) {
    factors.append(
      Factor(
        name: name, logMedian: sign * log(estimate.median.value), sigma: estimate.sigma,
        degreesOfFreedom: estimate.degreesOfFreedom))
  }

  /// Degrees of freedom after Welch and Satterthwaite: (Σσ²)² / Σ(σ⁴/ν).
  func estimate<Unit>(_: Unit.Type) -> Estimate<Unit> {
    let variance = factors.reduce(0) { $0 + $1.sigma * $1.sigma }
    let penalty = factors.reduce(0) {
      $0 + $1.sigma * $1.sigma * $1.sigma * $1.sigma / $1.degreesOfFreedom
    }
    return Estimate(
      median: Quantity(exp(factors.reduce(0) { $0 + $1.logMedian })),
      sigma: variance.squareRoot(),
      degreesOfFreedom: penalty > 0 ? variance * variance / penalty : .infinity)
  }

  /// What part of the variance of the logarithm each factor brings, largest first; factors without
  /// any are left out.
  var shares: [VarianceShare] {
    let variance = factors.reduce(0) { $0 + $1.sigma * $1.sigma }
    return
      factors
      .filter { $0.sigma > 0 }
      .map { VarianceShare(factor: $0.name, share: Ratio($0.sigma * $0.sigma / variance)) }
      .sorted { $0.share > $1.share }
  }
}

/// A factor of the training equation.
public enum FactorName: String, Sendable, Hashable, CaseIterable {
  /// The tokens of the data, before epochs.
  case tokens
  /// Model FLOPs per token.
  case flopsPerToken
  /// Accelerators.
  case devices
  /// Wall-clock time.
  case time
  /// Accelerators times time.
  case deviceTime
  /// The accelerator's dense peak.
  case peak
  /// Hardware or model FLOPs utilisation of the steps.
  case utilisation
  /// The share of wall-clock time that ends in kept steps.
  case goodput
  /// A measured throughput, which takes the place of peak and utilisation.
  case throughput
}

/// A factor's part in the variance of the result's logarithm.
public struct VarianceShare: Sendable, Hashable {
  /// Which factor.
  public var factor: FactorName
  /// Between 0 and 1; the shares of a result add up to 1.
  public var share: Ratio
}
