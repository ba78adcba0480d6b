#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Quantiles of the two distributions that intervals here are built from.
enum Distributions {
  /// The half-width, in standard deviations, of the central interval that holds `level` of a Student
  /// distribution with `degreesOfFreedom` (infinite: the normal distribution).
  ///
  /// With t = √ν·tan θ the central probability is ∫₀^θ cos^(ν−1) / ∫₀^(π/2) cos^(ν−1), so one
  /// Simpson sum serves every ν, whole or not (Welch–Satterthwaite's seldom is).
  static func centralQuantile(level: Double, degreesOfFreedom: Double) -> Double {
    precondition(level > 0 && level < 1, "a level lies strictly between 0 and 1")
    // Beyond 300 the two agree to 0.5 % at 99.9 % and better below; Simpson's steps would be too wide.
    if degreesOfFreedom > 300 { return normalCentralQuantile(level: level) }
    let degrees = max(degreesOfFreedom, 1)
    let whole = cosineIntegral(to: .pi / 2, exponent: degrees - 1)
    let angle = bisect(low: 0, high: .pi / 2) {
      cosineIntegral(to: $0, exponent: degrees - 1) < level * whole
    }
    return degrees.squareRoot() * tan(angle)
  }

  private static func normalCentralQuantile(level: Double) -> Double {
    bisect(low: 0, high: 40) { erf($0 / 2.0.squareRoot()) < level }
  }

  private static func cosineIntegral(to end: Double, exponent: Double) -> Double {
    let steps = 400
    let width = end / Double(steps)
    var sum = 0.0
    for index in 0...steps {
      let weight = index == 0 || index == steps ? 1.0 : index.isMultiple(of: 2) ? 2.0 : 4.0
      // Rounding can carry the last angle past π/2, where a fractional power is no number.
      sum += weight * pow(max(0, cos(Double(index) * width)), exponent)
    }
    return sum * width / 3
  }

  private static func bisect(
    low: Double, high: Double, isBelow: (Double) -> Bool
  ) -> Double {
    var (low, high) = (low, high)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if isBelow(middle) { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
