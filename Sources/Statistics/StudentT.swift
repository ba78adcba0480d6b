#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Student's t distribution.
public struct StudentT: Hashable, Sendable {
  /// ν, above zero; need not be whole.
  public var degreesOfFreedom: Double

  /// The distribution with ν degrees of freedom.
  public init(degreesOfFreedom: Double) {
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The t for which the interval ±t has probability `level`.
  public func criticalValue(level: Double) -> Double {
    upperQuantile((1 - level) / 2)
  }

  /// The value below which a fraction `p` of the distribution is; infinite at 0 and 1, not a number
  /// beyond. Takes O(√ν), and O(1) above 10⁵.
  public func quantile(_ p: Double) -> Double {
    p < 0.5 ? -upperQuantile(p) : upperQuantile(1 - p)
  }

  /// The probability of a value below `t`. Takes O(√ν), and O(1) above 10⁵.
  public func cdf(_ t: Double) -> Double {
    t > 0 ? 1 - upperTail(t) : upperTail(-t)
  }

  /// The probability of a value above `t` ≥ 0: I_{ν/(ν+t²)}(ν/2, ½)/2.
  private func upperTail(_ t: Double) -> Double {
    let nu = degreesOfFreedom
    guard t.isFinite else { return t.isNaN ? .nan : 0 }
    if nu > 1e5 { return Normal.cdf(-normalDeviate(t)) }
    // x^(ν/2)·(1 − x)^½ with neither x nor 1 − x rounded to 0 or 1.
    let square = t * t
    let logFactor =
      -nu / 2 * log1p(square / nu) + 0.5 * log(square / (nu + square)) - logBetaHalf(nu / 2)
    let x = nu / (nu + square)
    if x < (nu / 2 + 1) / (nu / 2 + 2.5) {
      return 0.5 * exp(logFactor) * betaFraction(nu / 2, 0.5, x) / (nu / 2)
    }
    if t == 0 { return 0.5 }
    return 0.5 - 0.5 * exp(logFactor) * betaFraction(0.5, nu / 2, square / (nu + square)) / 0.5
  }

  private var density: (Double) -> Double {
    let nu = degreesOfFreedom
    let logConstant = -logBetaHalf(nu / 2) - 0.5 * log(nu)
    return { t in exp(logConstant - (nu + 1) / 2 * log1p(t * t / nu)) }
  }

  /// The value above which a fraction `q` ≤ 0.5 is.
  private func upperQuantile(_ q: Double) -> Double {
    guard q > 0 else { return q == 0 ? .infinity : .nan }
    if q == 0.5 { return 0 }
    let nu = degreesOfFreedom
    let z = Normal.upperQuantile(q)
    if nu > 1e7 { return cornishFisher(z) }

    // Newton's steps, held within a bracket that halves when a step would leave it.
    var low = 0.0
    var high = max(cornishFisher(z), 1)
    while upperTail(high) > q {
      low = high
      high *= 2
    }
    let density = self.density
    var t = min(max(cornishFisher(z), low), high)
    for _ in 0..<200 {
      let excess = upperTail(t) - q
      if excess > 0 { low = t } else { high = t }
      let step = t + excess / density(t)
      let next = step > low && step < high ? step : low + (high - low) / 2
      if abs(next - t) <= 4 * t.ulp { return next }
      t = next
    }
    return t
  }

  /// The normal deviate with the same tail, by G. W. Hill (*Communications of the ACM* 13, 1970,
  /// algorithm 395); for great ν, where the continued fraction takes √ν steps and loses a digit in
  /// every hundredfold of ν.
  private func normalDeviate(_ t: Double) -> Double {
    let a = degreesOfFreedom - 0.5
    let b = 48 * a * a
    let y2 = a * log1p(t * t / degreesOfFreedom)
    let second = (((4 * y2 + 33) * y2 + 240) * y2 + 855) / (10 * b * (b + 0.8 * y2 * y2 + 100))
    return y2.squareRoot() * (1 + (y2 + 3) / b - second)
  }

  /// The first terms of t as a series in 1/ν (M. Abramowitz and I. Stegun, 26.7.5).
  private func cornishFisher(_ z: Double) -> Double {
    let nu = degreesOfFreedom
    let z2 = z * z
    let first = (z2 + 1) / 4
    let second = ((5 * z2 + 16) * z2 + 3) / 96
    let third = (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384
    return z * (1 + (first + (second + third / nu) / nu) / nu)
  }
}

/// log B(a, ½).
private func logBetaHalf(_ a: Double) -> Double {
  let logPi = log(Double.pi)
  if a < 25 { return logGamma(a) + 0.5 * logPi - logGamma(a + 0.5) }
  // log Γ(a + ½) − log Γ(a): the logarithms themselves are so much larger for great a that their
  // difference would lose all it needs. The next term is below 10⁻¹⁵.
  let b = 1 / (a * a)
  let series =
    (-1 / 8.0 + b * (1 / 192.0 + b * (-1 / 640.0 + b * (17 / 14336.0 - b * 31 / 18432.0)))) / a
  return 0.5 * logPi - 0.5 * log(a) - series
}

private func logGamma(_ x: Double) -> Double {
  var sign: Int32 = 0
  return lgamma_r(x, &sign)
}

/// The continued fraction of the incomplete beta function, by Lentz's method; converges for
/// x < (a + 1)/(a + b + 2) in O(√max(a, b)) steps.
private func betaFraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
  let tiny = 1e-300
  func nonzero(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
  var c = 1.0
  var d = 1 / nonzero(1 - (a + b) * x / (a + 1))
  var value = d
  for i in 1...100_000 {
    let m = Double(i)
    let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / nonzero(1 + even * d)
    c = nonzero(1 + even / c)
    value *= d * c
    let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / nonzero(1 + odd * d)
    c = nonzero(1 + odd / c)
    value *= d * c
    if abs(d * c - 1) < 1e-16 { break }
  }
  return value
}
