@testable import ByteLevelBPE
import TestSupport
import Testing

/// The merging of one piece against the definition, and how its work grows.
struct PieceMergerTests {
  /// Compares pieces of every length around the limits of array and window.
  private func compare(
    _ model: BPEModel, alphabet: Int, seed: UInt64, lengths: [Int] = [1, 2, 9, 31, 32, 33, 80, 260]
  ) {
    var random = TestRandom(seed: seed)
    var merger = PieceMerger(model)
    merger.makeTable()
    var direct = DirectMerger(model, expectsMuch: false)
    let marksEnd = model.finalByteSymbols != nil
    for length in lengths {
      let piece = GeneratedModels.piece(length, alphabet: alphabet, &random)
      let expected = model.referenceMerging(of: piece)
      let comment: Comment = "\(String(decoding: piece, as: UTF8.self)), seed \(seed)"
      #expect(merger.tokens(of: piece, marksEnd: marksEnd) == expected, comment)
      if let tokens = direct.tokens(of: piece, marksEnd: marksEnd) {
        #expect(tokens == expected, comment)
      } else {
        #expect(length > DirectMerger.longestPiece || model.vocabulary.count < 1024)
        guard length <= DirectMerger.longestPiece else { continue }
        // Of what came before nothing is asked while another merger makes the table.
        let tokens = direct.tokens(of: piece, marksEnd: marksEnd, isWaiting: true)
        #expect(tokens == expected, comment)
      }
    }
  }

  @Test(arguments: 0..<40)
  func learntModels(_ seed: UInt64) throws {
    var random = TestRandom(seed: seed)
    let alphabet = random.below(6) + 1
    let models = try GeneratedModels.trained(
      alphabet: alphabet, merges: random.below(120) + 1, &random)
    compare(models.implied, alphabet: alphabet, seed: seed)
    compare(models.listed, alphabet: alphabet, seed: seed)
  }

  @Test(arguments: 0..<60)
  func arbitraryRankFiles(_ seed: UInt64) throws {
    var random = TestRandom(seed: seed)
    let alphabet = random.below(4) + 1
    let model = try GeneratedModels.arbitraryRanks(
      alphabet: alphabet, tokens: random.below(150) + 1, &random)
    compare(model, alphabet: alphabet, seed: seed)
  }

  @Test(arguments: 0..<60, [false, true])
  func arbitraryMergeLists(_ seed: UInt64, marksEnd: Bool) throws {
    var random = TestRandom(seed: seed)
    let alphabet = random.below(4) + 1
    let model = try GeneratedModels.arbitraryMerges(
      alphabet: alphabet, merges: random.below(alphabet * 10) + 1, marksEnd: marksEnd, &random)
    compare(model, alphabet: alphabet, seed: seed)
  }

  /// Where every byte merges with the next and the later ones do so first, the last byte decides
  /// all tokens: windows join that do not hold it, and have to be made again.
  @Test func distantEndsAreSeen() throws {
    let count = 200
    var builder = VocabularyBuilder()
    for id in 0...255 { builder.add(TokenID(id), [UInt8(id)]) }
    var merges: [MergeTable.Merge] = []
    for index in 0..<(count - 1) {
      let product = TokenID(256 + index)
      let (left, right) = (TokenID(index), TokenID(index + 1))
      builder.add(product, [UInt8(left), UInt8(right)])
      merges.append(.init(left: left, right: right, product: product))
    }
    let model = BPEModel(
      vocabulary: try builder.build(), merges: .listed(MergeTable(merges.reversed())),
      takesWholePreTokens: false)
    var merger = PieceMerger(model)
    for end in [70, 71, 150, 199] {
      let piece = (0...end).map { UInt8($0) }
      let expected = model.referenceMerging(of: piece)
      #expect(expected.first == (end % 2 == 0 ? 0 : 256))
      #expect(merger.tokens(of: piece) == expected)
      #expect(merger.tokens(of: piece + piece) == model.referenceMerging(of: piece + piece))
    }
  }

  /// The tokens are the same before the table is made, at the piece that has it made, and after.
  @Test func repositoryVocabulary() throws {
    let model = try GeneratedModels.repositoryTokenizer().model
    var merger = PieceMerger(model)
    var random = TestRandom(seed: 1)
    #expect(!model.pairTable.isMade)
    for alphabet in [1, 2, 5, 26] {
      for length in [5, 12, 31, 64, 65, 128, 129, 300, 700] {
        let piece = GeneratedModels.piece(length, alphabet: alphabet, &random)
        #expect(merger.tokens(of: piece) == model.referenceMerging(of: piece))
      }
    }
    #expect(model.pairTable.isMade)
    for _ in 0..<40 {
      let tokens = (0..<random.below(30) + 1).flatMap { _ in
        model.vocabulary.bytes(of: TokenID(random.below(31_999))) ?? []
      }
      #expect(merger.tokens(of: tokens) == model.referenceMerging(of: tokens))
    }
  }

  /// Every token of a vocabulary that was learnt is what its own bytes merge to.
  @Test func tokensMergeToThemselves() throws {
    let model = try GeneratedModels.repositoryTokenizer().model
    var merger = PieceMerger(model)
    for id in stride(from: TokenID(256), to: 31_999, by: 1) {
      let bytes = try #require(model.vocabulary.bytes(of: id))
      #expect(merger.tokens(of: bytes) == [id])
    }
  }

  /// A mebibyte of anything passes the windows about once, and twice the text takes twice the work.
  @Test(arguments: WorstCase.allCases)
  func workIsLinear(_ text: WorstCase) throws {
    let model = try GeneratedModels.repositoryTokenizer().model
    var merger = PieceMerger(model)
    var work: [Int] = []
    for length in [1 << 17, 1 << 18, 1 << 20] {
      let before = merger.windowBytes
      let piece = text.bytes(length)
      let symbols = piece.withUnsafeBufferPointer { buffer in
        buffer.baseAddress.map { merger.merge($0, count: length) } ?? 0
      }
      #expect(symbols > 0 && symbols <= length)
      work.append(merger.windowBytes - before)
      #expect(work[work.count - 1] <= length + length / 4 + 4096)
    }
    #expect(work[2] <= 8 * work[0] + 65_536)
  }
}

/// The texts whose length is that of one pre-token.
enum WorstCase: String, CaseIterable, Sendable {
  case letter, spaces, pairs, randomLetters, han, randomBytes

  func bytes(_ count: Int) -> [UInt8] {
    var random = TestRandom(seed: 7)
    switch self {
    case .letter: return Array(repeating: UInt8(ascii: "a"), count: count)
    case .spaces: return Array(repeating: UInt8(ascii: " "), count: count)
    case .pairs: return (0..<count).map { UInt8(ascii: "a") + UInt8($0 % 2) }
    case .randomLetters: return (0..<count).map { _ in UInt8(97 + random.below(26)) }
    case .han: return (0..<count).map { Array("的".utf8)[$0 % 3] }
    case .randomBytes: return (0..<count).map { _ in UInt8(random.below(256)) }
    }
  }
}

extension DirectMerger {
  fileprivate mutating func tokens(
    of piece: [UInt8], marksEnd: Bool, isWaiting: Bool = false
  ) -> [TokenID]? {
    withUnsafeTemporaryAllocation(of: TokenID.self, capacity: piece.count) { room in
      piece.withUnsafeBufferPointer { buffer -> [TokenID]? in
        guard let start = buffer.baseAddress, let tokens = room.baseAddress,
          let count = merge(
            start, count: buffer.count, marksEnd: marksEnd, isWaiting: isWaiting, into: tokens)
        else { return nil }
        return Array(room.prefix(count))
      }
    }
  }
}

extension PieceMerger {
  mutating func tokens(of piece: [UInt8], marksEnd: Bool = false) -> [TokenID] {
    let count = piece.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { merge($0, count: buffer.count, marksEnd: marksEnd) } ?? 0
    }
    return (0..<count).map { id($0) }
  }
}
