#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How evenly tokens are used.
public struct TokenFrequencies: Hashable, Sendable {
  private let counts: [UInt64]
  private let total: Double

  /// Takes O(`counts.count`).
  ///
  /// - Parameter counts: How often each token of the vocabulary occurs; zeros may be left out.
  public init(_ counts: some Sequence<UInt64>) {
    self.counts = counts.filter { $0 > 0 }
    total = Double(self.counts.reduce(into: 0 as UInt128) { $0 += UInt128($1) })
  }

  /// How many different tokens occur.
  public var types: Int { counts.count }

  /// The Rényi entropy of order α in bits: log₂(Σ p^α)/(1 − α), and for α = 1 Shannon's, −Σ p·log₂ p.
  ///
  /// Zero without any token. Takes O(``types``).
  public func entropy(order: Double) -> Double {
    guard total > 0 else { return 0 }
    let entropy =
      order == 1
      ? -sum(counts.lazy.map { Double($0) / total * log2(Double($0) / total) })
      : log2(sum(counts.lazy.map { pow(Double($0) / total, order) })) / (1 - order)
    return max(0, entropy)
  }

  /// What ``efficiency(order:of:)`` divides by.
  public enum Alphabet: Hashable, Sendable {
    /// log₂ of the number of tokens that occur.
    case observedTypes
    /// log₂ of the vocabulary's size.
    case vocabulary(size: Int)
  }

  /// The Rényi entropy by its maximum (V. Zouhar et al., *Tokenization and the Noiseless Channel*,
  /// 2023); `nil` where that is zero. Takes O(``types``).
  public func efficiency(order: Double, of alphabet: Alphabet) -> Double? {
    let size =
      switch alphabet {
      case .observedTypes: types
      case .vocabulary(let size): size
      }
    return size > 1 ? entropy(order: order) / log2(Double(size)) : nil
  }
}

/// How unevenly a cost is spread over languages.
public struct CostDistribution: Hashable, Sendable {
  private let ascending: [Double]

  /// Takes O(n·log n).
  ///
  /// - Parameter costs: One of every language, such as its tokens for the same parallel text.
  /// - Throws: ``FitError/tooFew(count:needed:)`` without any, ``FitError/notANumber`` if one is negative
  ///   or not finite, ``FitError/noSize`` if all are zero.
  public init(_ costs: [Double]) throws(FitError) {
    guard !costs.isEmpty else { throw .tooFew(count: 0, needed: 1) }
    guard costs.allSatisfy({ $0 >= 0 && $0.isFinite }) else { throw .notANumber }
    guard costs.contains(where: { $0 > 0 }) else { throw .noSize }
    ascending = costs.sorted()
  }

  /// The Gini coefficient Σᵢ Σⱼ |cᵢ − cⱼ| / (2·n²·mean): 0 if all costs are the same, (n − 1)/n if one
  /// language bears all.
  public var gini: Double {
    let n = Double(ascending.count)
    let weighted = ascending.enumerated().lazy.map { (2 * Double($0) + 1 - n) * $1 }
    return sum(weighted) / (n * sum(ascending))
  }

  /// The Lorenz curve from (0, 0) to (1, 1): the share of all costs that the cheapest fraction of
  /// languages has.
  public var lorenzCurve: [(languages: Double, costs: Double)] {
    let total = sum(ascending)
    let n = Double(ascending.count)
    var running = 0.0
    var points = [(languages: 0.0, costs: 0.0)]
    for (i, cost) in ascending.enumerated() {
      running += cost
      points.append((Double(i + 1) / n, i + 1 == ascending.count ? 1 : running / total))
    }
    return points
  }
}
