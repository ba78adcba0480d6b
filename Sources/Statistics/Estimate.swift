/// A number with its standard error, and the degrees of freedom of that.
public struct Estimate: Hashable, Sendable {
  /// The estimated number.
  public var value: Double
  /// The standard deviation of the estimator.
  public var standardError: Double
  /// On how many independent differences the standard error rests.
  public var degreesOfFreedom: Double

  /// Makes an estimate from its parts.
  public init(value: Double, standardError: Double, degreesOfFreedom: Double) {
    self.value = value
    self.standardError = standardError
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The interval value ± t·SE that covers the truth with probability `level`.
  ///
  /// - Parameter level: Above 0 and below 1.
  /// - Returns: The two ends.
  public func interval(level: Double = 0.95) -> ClosedRange<Double> {
    let margin =
      standardError * StudentT(degreesOfFreedom: degreesOfFreedom).criticalValue(level: level)
    return value - margin...value + margin
  }

  /// The bound that the truth is below with probability `level`: for plans in which too low a number
  /// costs more than too high a one.
  ///
  /// - Parameter level: Above 0 and below 1.
  /// - Returns: The one-sided bound.
  public func upperBound(level: Double = 0.95) -> Double {
    value + standardError * StudentT(degreesOfFreedom: degreesOfFreedom).quantile(level)
  }

  /// The estimate of `factor` times what this one estimates.
  public func scaled(by factor: Double) -> Estimate {
    Estimate(
      value: value * factor, standardError: standardError * abs(factor),
      degreesOfFreedom: degreesOfFreedom)
  }
}
