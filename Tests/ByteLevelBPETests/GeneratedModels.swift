import ByteLevelBPE
import Foundation
import TestSupport
import TokenizerFormats

/// Small models of every kind that a file can hold, and one real one.
enum GeneratedModels {
  /// The tokenizer in the repository.
  static func repositoryTokenizer() throws -> Tokenizer {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try TokenizerLoader.load(path: root.path + "/Vocab/tokenizer.json").tokenizer
  }

  /// A model whose merges were learnt in order from random text, as real ones are, as a rank file
  /// and as a list of merges.
  static func trained(
    alphabet: Int, merges: Int, _ random: inout TestRandom
  ) throws -> (implied: BPEModel, listed: BPEModel) {
    let text = (0..<400).map { _ in UInt8(97 + random.below(alphabet)) }
    return try trained(on: text, merges: merges, &random)
  }

  /// The same from a given text.
  static func trained(
    on text: [UInt8], merges: Int, _ random: inout TestRandom
  ) throws -> (implied: BPEModel, listed: BPEModel) {
    var tokens = (0...255).map { [UInt8($0)] }
    var list: [MergeTable.Merge] = []
    var text = text.map { TokenID($0) }
    for _ in 0..<merges {
      guard text.count > 1 else { break }
      let at = random.below(text.count - 1)
      let (left, right) = (text[at], text[at + 1])
      let bytes = tokens[Int(left)] + tokens[Int(right)]
      // A rank file has each token once.
      if tokens.contains(bytes) { continue }
      let product = TokenID(tokens.count)
      tokens.append(bytes)
      list.append(.init(left: left, right: right, product: product))
      var merged: [TokenID] = []
      for token in text {
        if token == right, merged.last == left {
          merged[merged.count - 1] = product
        } else {
          merged.append(token)
        }
      }
      text = merged
    }
    let vocabulary = try vocabulary(of: tokens)
    return (
      BPEModel(vocabulary: vocabulary, merges: .impliedByRank, takesWholePreTokens: true),
      BPEModel(
        vocabulary: vocabulary, merges: .listed(MergeTable(list)), takesWholePreTokens: false)
    )
  }

  /// A rank file that nothing was learnt for: tokens in any order, some of which no merge makes.
  static func arbitraryRanks(
    alphabet: Int, tokens count: Int, _ random: inout TestRandom
  ) throws -> BPEModel {
    var tokens = (0...255).map { [UInt8($0)] }
    for _ in 0..<count {
      let bytes = (0..<random.below(5) + 2).map { _ in UInt8(97 + random.below(alphabet)) }
      if !tokens.contains(bytes) { tokens.append(bytes) }
    }
    return BPEModel(
      vocabulary: try vocabulary(of: tokens), merges: .impliedByRank,
      takesWholePreTokens: random.below(2) == 0)
  }

  /// Merges in any order, several for one token, some of tokens that nothing makes.
  /// With `marksEnd` the last byte of a word has a symbol of its own.
  static func arbitraryMerges(
    alphabet: Int, merges: Int, marksEnd: Bool, _ random: inout TestRandom
  ) throws -> BPEModel {
    let suffix = Array("</w>".utf8)
    var tokens = (0...255).map { [UInt8($0)] }
    if marksEnd { tokens += (0...255).map { [UInt8($0)] + suffix } }
    var pairs = Set<[TokenID]>()
    var list: [MergeTable.Merge] = []
    while list.count < merges {
      func token() -> TokenID {
        let made = tokens.count - (marksEnd ? 512 : 256)
        let choice = random.below(alphabet + made)
        if choice < alphabet {
          return TokenID(97 + choice) + (marksEnd && random.below(3) == 0 ? 256 : 0)
        }
        return TokenID(choice - alphabet + (marksEnd ? 512 : 256))
      }
      let (left, right) = (token(), token())
      let bytes = tokens[Int(left)] + tokens[Int(right)]
      guard !(marksEnd && tokens[Int(left)].ends(with: suffix)), bytes.count < 24,
        pairs.insert([left, right]).inserted
      else { continue }
      let product = tokens.firstIndex(of: bytes) ?? tokens.count
      if product == tokens.count { tokens.append(bytes) }
      list.append(.init(left: left, right: right, product: TokenID(product)))
    }
    // Half of the lists are in the order of making, which real ones are in.
    if random.below(2) == 0 { list.shuffle(using: &random) }
    let table = MergeTable(list)
    return BPEModel(
      vocabulary: try vocabulary(of: tokens), merges: .listed(table), takesWholePreTokens: false,
      finalByteSymbols: marksEnd ? (256..<512).map { TokenID($0) } : nil)
  }

  private static func vocabulary(of tokens: [[UInt8]]) throws -> Vocabulary {
    var builder = VocabularyBuilder(capacity: tokens.count)
    for (id, bytes) in tokens.enumerated() { builder.add(TokenID(id), bytes) }
    return try builder.build()
  }

  /// Random letters, runs, repetitions and mixtures of them, of the first `alphabet` letters.
  static func piece(_ length: Int, alphabet: Int, _ random: inout TestRandom) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < length {
      let period = (0..<[1, 1, 2, 3, 7][random.below(5)]).map { _ in
        UInt8(97 + random.below(alphabet))
      }
      for _ in 0..<[1, 1, 1, 4, 90][random.below(5)] { bytes += period }
    }
    return Array(bytes.prefix(length))
  }
}

extension [UInt8] {
  fileprivate func ends(with suffix: [UInt8]) -> Bool { self.suffix(suffix.count) == suffix[...] }
}
