public import ByteLevelBPE
import Statistics

/// The metrics of a tokenizer on some text.
public struct TextMetrics: Sendable, Hashable {
  /// What they are worked out from.
  public let counts: MetricCounts
  /// The number of tokens of the vocabulary, added ones included.
  public let vocabularySize: Int
  /// How many tokens there are of each length in bytes, shortest first.
  public let tokenLengths: [(bytes: Int, tokens: UInt64)]
  /// Tokens whose bytes alone are no UTF-8.
  public let partialTokens: UInt64
  /// Σ over tokens of the rank of their type, where 0 is the most frequent.
  public let rankSum: UInt128

  private let frequencies: TokenFrequencies

  /// Works out what a tokenizer's tokens are like.
  ///
  /// - Complexity: O(n·log n) in the number of tokens that occur.
  public init(_ counts: MetricCounts, of tokenizer: Tokenizer) {
    self.init(counts, TokenFacts(tokenizer))
  }

  init(_ counts: MetricCounts, _ facts: TokenFacts) {
    self.counts = counts
    vocabularySize = facts.count
    // By frequency and then by id: the order of the sums must not depend on hashing.
    let ranked = counts.occurrences.sorted {
      $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value
    }
    frequencies = TokenFrequencies(ranked.map(\.value))
    var lengths: [Int: UInt64] = [:]
    var partial: UInt64 = 0
    var rankSum: UInt128 = 0
    for (rank, (id, count)) in ranked.enumerated() {
      let bytes = facts.bytes(of: id)
      lengths[bytes.count, default: 0] += count
      if !TokenFacts.isText(bytes) { partial += count }
      rankSum += UInt128(rank) * UInt128(count)
    }
    tokenLengths = lengths.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    partialTokens = partial
    self.rankSum = rankSum
  }

  /// How many different tokens occur.
  public var types: Int { counts.occurrences.count }

  /// The length in bytes that a part `share` of the tokens does not exceed; `nil` without tokens.
  public func tokenLength(atShare share: Double) -> Int? {
    var sum: UInt64 = 0
    for (bytes, tokens) in tokenLengths {
      sum += tokens
      if Double(sum) >= share * Double(counts.tokens) { return bytes }
    }
    return nil
  }

  /// The Rényi entropy of the tokens in bits.
  public func entropy(order: Double) -> Double { frequencies.entropy(order: order) }

  /// The entropy by log₂ of the types that occur; `nil` with fewer than two.
  public func efficiencyOfObservedTypes(order: Double) -> Double? {
    frequencies.efficiency(order: order, of: .observedTypes)
  }

  /// The entropy by log₂ of the vocabulary's size.
  public func efficiencyOfVocabulary(order: Double) -> Double? {
    frequencies.efficiency(order: order, of: .vocabulary(size: vocabularySize))
  }

  /// Compares counts; all else follows from them and the tokenizer.
  public static func == (a: TextMetrics, b: TextMetrics) -> Bool {
    a.counts == b.counts && a.vocabularySize == b.vocabularySize
      && a.partialTokens == b.partialTokens && a.rankSum == b.rankSum
  }

  /// Hashes the counts: the rest follows from them.
  public func hash(into hasher: inout Hasher) { hasher.combine(counts) }
}
