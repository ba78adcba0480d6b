/// How many bytes of text tokens come from.
public enum TextStorage {
  /// The bytes of text that make `tokens` at a measured efficiency.
  public static func bytes(
    for tokens: Tokens, efficiency: Estimate<TokenPerByteUnit>
  ) -> Estimate<ByteUnit> {
    Estimate(
      median: tokens / efficiency.median, sigma: efficiency.sigma,
      degreesOfFreedom: efficiency.degreesOfFreedom)
  }

  /// A rule of thumb from widely read articles, to stand beside a measured figure.
  public struct Rule: Sendable, Hashable {
    /// ISO 15924 code of the script it is about.
    public var script: String
    /// Characters per token that it supposes.
    public var charactersPerToken: ClosedRange<Double>
    /// Bytes of UTF-8 per character that it supposes.
    public var assumedBytesPerCharacter: Double
    /// Bytes of UTF-8 per character in fact.
    public var bytesPerCharacter: Double

    /// The bytes of text for `tokens` that the rule gives.
    public func claimed(for tokens: Tokens) -> (low: Bytes, high: Bytes) {
      bytes(tokens, assumedBytesPerCharacter)
    }

    /// The bytes of text for `tokens` with the right width of a character.
    public func corrected(for tokens: Tokens) -> (low: Bytes, high: Bytes) {
      bytes(tokens, bytesPerCharacter)
    }

    /// Whether the rule supposes the right width.
    public var isRight: Bool { assumedBytesPerCharacter == bytesPerCharacter }

    private func bytes(_ tokens: Tokens, _ width: Double) -> (low: Bytes, high: Bytes) {
      (
        Bytes(tokens.value * charactersPerToken.lowerBound * width),
        Bytes(tokens.value * charactersPerToken.upperBound * width)
      )
    }
  }

  /// The rules. The Chinese one takes a character for two bytes, which is right for GBK and UTF-16;
  /// in UTF-8 it is three, and four beyond the Basic Multilingual Plane.
  public static let rules = [
    Rule(
      script: "Latn", charactersPerToken: 3...4, assumedBytesPerCharacter: 1,
      bytesPerCharacter: 1),
    Rule(
      script: "Hani", charactersPerToken: 1.4...1.7, assumedBytesPerCharacter: 2,
      bytesPerCharacter: 3),
  ]
}
