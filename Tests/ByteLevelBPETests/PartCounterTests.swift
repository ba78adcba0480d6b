import TestSupport
import Testing

@testable import ByteLevelBPE

/// Counting by the parts between safe junctions against merging the whole.
struct PartCounterTests {
  /// Characters of two, three and four bytes from scripts written without spaces and others.
  private static let characters: [[UInt8]] =
    [
      0xE01...0xE2E, 0x4E00...0x4E40, 0x3041...0x3060, 0xAC00...0xAC20, 0x430...0x44F,
      0x20000...0x20010,
    ]
    .flatMap { $0 }
    .compactMap { Unicode.Scalar(UInt32($0)) }
    .map { Array(String(Character($0)).utf8) }

  private func compare(
    _ model: BPEModel, of characters: [[UInt8]], pieces: Int, _ random: inout TestRandom
  ) {
    var parts = PartCounter(model)
    var merger = PieceMerger(model)
    for _ in 0..<pieces {
      let piece = (0..<random.below(60) + 6).flatMap { _ in
        characters[random.below(characters.count)]
      }
      let expected = model.referenceMerging(of: piece).count
      let count = piece.withUnsafeBufferPointer { buffer in
        buffer.baseAddress.map {
          parts.count($0, buffer.count, readable: buffer.count, &merger)
        }
      }
      #expect(count == expected, "\(String(decoding: piece, as: UTF8.self))")
    }
  }

  /// Learnt by chance, tokens begin and end inside characters of every length.
  @Test(arguments: 0..<12)
  func learntModels(_ seed: UInt64) throws {
    var random = TestRandom(seed: seed)
    let few = (0..<random.below(20) + 2).map { _ in
      Self.characters[random.below(Self.characters.count)]
    }
    let text = (0..<300).flatMap { _ in few[random.below(few.count)] }
    let models = try GeneratedModels.trained(on: text, merges: random.below(200) + 5, &random)
    compare(models.implied, of: few, pieces: 10, &random)
    compare(models.listed, of: few, pieces: 10, &random)
  }

  /// The characters that the repository's vocabulary holds, in any order and in its own tokens.
  @Test func repositoryVocabulary() throws {
    let model = try GeneratedModels.repositoryTokenizer().model
    var random = TestRandom(seed: 5)
    let tokens = (0..<TokenID(model.vocabulary.idLimit))
      .compactMap { model.vocabulary.bytes(of: $0) }
      .compactMap { String(validating: $0, as: UTF8.self) }
      .filter { token in
        token.unicodeScalars.allSatisfy {
          (0xE00...0xE7F).contains($0.value) || (0x3040...0x9FFF).contains($0.value)
            || (0xAC00...0xD7A3).contains($0.value)
        }
      }
    #expect(tokens.count > 1000)
    let characters = Set(tokens.flatMap(\.unicodeScalars)).sorted().map {
      Array(String(Character($0)).utf8)
    }
    compare(model, of: characters, pieces: 80, &random)
    compare(model, of: tokens.map { Array($0.utf8) }, pieces: 80, &random)
  }
}
