/// Random numbers that are the same for a seed on every machine and with every release: xoshiro256**
/// (D. Blackman and S. Vigna, 2018), seeded by SplitMix64.
///
/// What the standard library makes from a generator, such as `shuffled(using:)`, may change from one
/// release of Swift to the next, so samples are drawn with ``uniform(below:)`` and nothing else.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// A generator whose numbers depend on nothing but the seed.
  public init(seed: UInt64) {
    var seeds = SplitMix64(seed: seed)
    state = (seeds.next(), seeds.next(), seeds.next(), seeds.next())
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    let product = state.1 &* 5
    let result = (product << 7 | product >> 57) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = state.3 << 45 | state.3 >> 19
    return result
  }

  /// A number of 0..<`bound`, each with the same probability (D. Lemire, *ACM TOMACS* 29, 2019).
  ///
  /// - Parameter bound: Above zero.
  /// - Returns: The number.
  public mutating func uniform(below bound: UInt64) -> UInt64 {
    precondition(bound > 0, "there is no number below zero")
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let tooLow = (0 &- bound) % bound
      while product.low < tooLow { product = next().multipliedFullWidth(by: bound) }
    }
    return product.high
  }

  /// A number of 0..<1, a multiple of 2⁻⁵³.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }
}

/// Spreads a seed over as many bits as a generator needs (G. L. Steele, D. Lea and C. H. Flood, 2014).
struct SplitMix64 {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
