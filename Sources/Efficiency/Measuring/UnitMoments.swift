public import Statistics

/// Sums over observations: one observation is what a unit of text has in one script, its bytes,
/// its characters (Unicode scalar values) and its tokens.
///
/// All are integers, so that adding up shards, threads and machines in any order gives the same
/// numbers.
public struct UnitMoments: Sendable, Hashable {
  /// n, Σx, Σy, Σx², Σxy, Σy² of tokens (y) on bytes (x).
  public private(set) var onBytes = Moments()
  /// The same of tokens on characters.
  public private(set) var onCharacters = Moments()
  /// What the fit weighted by 1/x of tokens on bytes needs.
  public private(set) var weightedOnBytes = InverseWeightedMoments()
  /// The same of tokens on characters.
  public private(set) var weightedOnCharacters = InverseWeightedMoments()
  /// Some of the observations themselves, for drawing and for HC3.
  public private(set) var sample = ObservationSample()

  /// No observations.
  public init() {}

  init(
    onBytes: Moments, onCharacters: Moments, weightedOnBytes: InverseWeightedMoments,
    weightedOnCharacters: InverseWeightedMoments, sample: ObservationSample
  ) {
    self.onBytes = onBytes
    self.onCharacters = onCharacters
    self.weightedOnBytes = weightedOnBytes
    self.weightedOnCharacters = weightedOnCharacters
    self.sample = sample
  }

  /// The number of observations.
  public var count: UInt64 { onBytes.count }
  /// Σ bytes.
  public var bytes: UInt128 { onBytes.sumX }
  /// Σ characters.
  public var characters: UInt128 { onCharacters.sumX }
  /// Σ tokens.
  public var tokens: UInt128 { onBytes.sumY }

  /// Adds an observation.
  public mutating func add(_ observation: Observation) {
    onBytes.add(x: observation.bytes, y: observation.tokens)
    onCharacters.add(x: observation.characters, y: observation.tokens)
    weightedOnBytes.add(x: observation.bytes, y: observation.tokens)
    weightedOnCharacters.add(x: observation.characters, y: observation.tokens)
    sample.insert(observation)
  }

  /// Adds up two sets of observations.
  public static func += (left: inout UnitMoments, right: UnitMoments) {
    left.onBytes += right.onBytes
    left.onCharacters += right.onCharacters
    left.weightedOnBytes = left.weightedOnBytes + right.weightedOnBytes
    left.weightedOnCharacters = left.weightedOnCharacters + right.weightedOnCharacters
    left.sample.formUnion(right.sample)
  }

  /// The sum of two sets of observations that come from files, or `nil` if it cannot be held.
  func checkedSum(with other: UnitMoments) -> UnitMoments? {
    guard let onBytes = onBytes.checkedSum(with: other.onBytes),
      let onCharacters = onCharacters.checkedSum(with: other.onCharacters),
      let weightedOnBytes = weightedOnBytes.checkedSum(with: other.weightedOnBytes),
      let weightedOnCharacters = weightedOnCharacters.checkedSum(with: other.weightedOnCharacters)
    else { return nil }
    var sample = sample
    sample.formUnion(other.sample)
    return UnitMoments(
      onBytes: onBytes, onCharacters: onCharacters, weightedOnBytes: weightedOnBytes,
      weightedOnCharacters: weightedOnCharacters, sample: sample)
  }
}

/// What a unit of text has in one script.
public struct Observation: Sendable, Hashable {
  /// Bytes of the text as UTF-8.
  public var bytes: UInt64
  /// Unicode scalar values.
  public var characters: UInt64
  /// Tokens.
  public var tokens: UInt64

  /// Creates an observation.
  public init(bytes: UInt64, characters: UInt64, tokens: UInt64) {
    self.bytes = bytes
    self.characters = characters
    self.tokens = tokens
  }

  /// A number that looks random and depends on nothing but the values.
  var hash: UInt64 {
    var hash = bytes &* 0x9E37_79B9_7F4A_7C15 &+ characters
    hash = (hash ^ hash &>> 32) &* 0xD6E8_FEB8_6659_FD93 &+ tokens
    hash = (hash ^ hash &>> 32) &* 0xD6E8_FEB8_6659_FD93
    return hash ^ hash &>> 32
  }
}

/// A sample of observations that is the same however the work was split: those whose hashes are
/// lowest.
public struct ObservationSample: Sendable, Hashable {
  /// The most that are kept.
  public static let capacity = 128

  /// The observations, in the order of their hashes.
  public private(set) var observations: [Observation] = []

  /// No observations.
  public init() {}

  init(_ observations: [Observation]) {
    self.observations = observations
    sortAndCut()
  }

  /// - Complexity: O(``capacity``).
  mutating func insert(_ observation: Observation) {
    let isFull = observations.count == Self.capacity
    if isFull, let last = observations.last, !Self.areInOrder(observation, last) { return }
    var place = observations.count
    while place > 0, Self.areInOrder(observation, observations[place - 1]) { place -= 1 }
    observations.insert(observation, at: place)
    if isFull { observations.removeLast() }
  }

  mutating func formUnion(_ other: ObservationSample) {
    if other.observations.isEmpty { return }
    observations += other.observations
    sortAndCut()
  }

  private mutating func sortAndCut() {
    observations.sort(by: Self.areInOrder)
    if observations.count > Self.capacity {
      observations.removeLast(observations.count - Self.capacity)
    }
  }

  private static func areInOrder(_ a: Observation, _ b: Observation) -> Bool {
    let (left, right) = (a.hash, b.hash)
    if left != right { return left < right }
    return (a.bytes, a.characters, a.tokens) < (b.bytes, b.characters, b.tokens)
  }
}
