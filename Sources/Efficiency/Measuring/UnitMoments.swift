/// Sums over observations: one observation is what a unit of text has in one script, its bytes,
/// its characters (Unicode scalar values) and its tokens.
///
/// All are integers, so that adding up shards, threads and machines in any order gives the same
/// numbers. From them come the moments of tokens on bytes and of tokens on characters.
public struct UnitMoments: Sendable, Hashable {
  /// Observations.
  public var count: UInt64 = 0
  /// Σ bytes.
  public var bytes: UInt128 = 0
  /// Σ characters.
  public var characters: UInt128 = 0
  /// Σ tokens.
  public var tokens: UInt128 = 0
  /// Σ bytes².
  public var bytesSquared: UInt128 = 0
  /// Σ bytes · tokens.
  public var bytesTokens: UInt128 = 0
  /// Σ characters².
  public var charactersSquared: UInt128 = 0
  /// Σ characters · tokens.
  public var charactersTokens: UInt128 = 0
  /// Σ tokens².
  public var tokensSquared: UInt128 = 0

  /// No observations.
  public init() {}

  /// Adds an observation.
  public mutating func add(bytes: UInt64, characters: UInt64, tokens: UInt64) {
    let (b, c, t) = (UInt128(bytes), UInt128(characters), UInt128(tokens))
    count += 1
    self.bytes += b
    self.characters += c
    self.tokens += t
    bytesSquared += b * b
    bytesTokens += b * t
    charactersSquared += c * c
    charactersTokens += c * t
    tokensSquared += t * t
  }

  /// Adds up two sets of observations.
  public static func += (left: inout UnitMoments, right: UnitMoments) {
    left.count += right.count
    left.bytes += right.bytes
    left.characters += right.characters
    left.tokens += right.tokens
    left.bytesSquared += right.bytesSquared
    left.bytesTokens += right.bytesTokens
    left.charactersSquared += right.charactersSquared
    left.charactersTokens += right.charactersTokens
    left.tokensSquared += right.tokensSquared
  }
}
