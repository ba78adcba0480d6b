/// Which part of a dataset's bytes is in which script.
public struct ScriptMix: Hashable, Sendable {
  /// The shares by ISO 15924 code, which sum to 1, the largest first.
  public let shares: [Share]

  /// The part that is in one script.
  public struct Share: Hashable, Sendable {
    /// The ISO 15924 code, written as `Latn` is.
    public var script: String
    /// Above 0 and at most 1.
    public var fraction: Double
  }

  /// How far from 1 fractions may sum: `0.33, 0.33, 0.33` are three thirds.
  public static let tolerance = 0.0101

  /// A mix of fractions that sum to 1, as people write them.
  ///
  /// - Parameter fractions: Script and fraction of the bytes; those of zero are left out.
  /// - Throws: ``PredictionError`` for a fraction that is none, a script that is named twice, or a sum
  ///   that is not 1 within ``tolerance``.
  public init(
    fractions: [(script: String, fraction: Double)]
  ) throws(PredictionError) {
    var sum = 0.0
    for (script, fraction) in fractions {
      guard fraction >= 0, fraction.isFinite else {
        throw .badShare(script: script, value: fraction)
      }
      sum += fraction
    }
    guard abs(sum - 1) <= Self.tolerance else { throw .badSum(sum) }
    try self.init(weights: fractions.map { ($0.script, $0.fraction / sum) })
  }

  /// A mix by the bytes in each script.
  ///
  /// - Throws: ``PredictionError`` if a script is named twice or there are no bytes.
  public init(bytes: [(script: String, bytes: UInt64)]) throws(PredictionError) {
    let sum = bytes.reduce(0.0) { $0 + Double($1.bytes) }
    guard sum > 0 else { throw .noBytes }
    try self.init(weights: bytes.map { ($0.script, Double($0.bytes) / sum) })
  }

  private init(weights: [(String, Double)]) throws(PredictionError) {
    var shares: [Share] = []
    for (name, fraction) in weights where fraction > 0 {
      let script = Self.resolvedCode(name)
      guard !shares.contains(where: { $0.script == script }) else {
        throw .scriptTwice(name, script)
      }
      shares.append(Share(script: script, fraction: fraction))
    }
    self.shares = shares.sorted { ($1.fraction, $0.script) < ($0.fraction, $1.script) }
  }

  /// The code under which a profile measures a script: ISO 15924 has names for parts that text is not
  /// divided into, such as simplified Han.
  static func resolvedCode(_ name: String) -> String {
    let code = name.prefix(1).uppercased() + name.dropFirst().lowercased()
    return switch code {
    case "Hans", "Hant", "Bopo": "Hani"
    case "Hira", "Kana", "Hrkt": "Jpan"
    case "Hang": "Kore"
    default: code
    }
  }
}
