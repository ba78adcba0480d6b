#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The normal distribution with mean 0 and variance 1.
public enum Normal {
  /// The probability of a value below `x`, to the last digits also where it is tiny.
  public static func cdf(_ x: Double) -> Double {
    0.5 * erfc(-x / 2.0.squareRoot())
  }

  /// The value below which a fraction `p` of the distribution is; infinite at 0 and 1, not a number
  /// beyond.
  public static func quantile(_ p: Double) -> Double {
    p < 0.5 ? -upperQuantile(p) : upperQuantile(1 - p)
  }

  /// The value above which a fraction `q` ≤ 0.5 is.
  static func upperQuantile(_ q: Double) -> Double {
    guard q > 0 else { return q == 0 ? .infinity : .nan }
    if q == 0.5 { return 0 }
    // M. Abramowitz and I. Stegun, 26.2.23, to 5·10⁻⁴; each of Halley's steps triples the digits.
    let t = (-2 * log(q)).squareRoot()
    var x =
      t - (2.515517 + t * (0.802853 + t * 0.010328))
      / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
    for _ in 0..<3 {
      let density = exp(-x * x / 2) / (2 * Double.pi).squareRoot()
      guard density > 0 else { break }
      let step = (cdf(-x) - q) / density
      x += step / (1 - x * step / 2)
    }
    return x
  }
}
