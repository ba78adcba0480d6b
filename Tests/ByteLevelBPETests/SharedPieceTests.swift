import TestSupport
import Testing

@testable import ByteLevelBPE

/// What the profiler asks of a counter: batches without their single bytes, and pre-tokens that two
/// scripts share.
struct SharedPieceTests {
  private static let words = [
    " ", "a", "LOCK", "é", "мир", "конфигурации", "語", "漢字", "から", "を設定する", "한국어", "ไทย", "नमस्ते",
    "👩‍👩‍👧", "e\u{301}", "中文字符编码的长度", "の", "1", "的",
  ]

  /// A piece of a few words, and the places between its characters.
  private func piece(_ random: inout TestRandom) -> (bytes: [UInt8], places: [Int]) {
    var bytes: [UInt8] = random.below(2) == 0 ? [0x20] : []
    repeat {
      bytes += Array(Self.words[random.below(Self.words.count)].utf8)
    } while bytes.count < 2 || random.below(3) > 0
    return (bytes, bytes.indices.dropFirst().filter { bytes[$0] & 0xC0 != 0x80 })
  }

  /// Twice, so that the second answer comes from memory.
  private func check(_ model: BPEModel, seed: UInt64) {
    var counter = PieceCounter(model, memoLineBits: 12)
    var random = TestRandom(seed: seed)
    let pieces = (0..<400).map { _ in piece(&random) }
    for (bytes, places) in pieces + pieces {
      bytes.withUnsafeBufferPointer { piece in
        var lengths: [Int] = []
        counter.tokenLengths(of: piece, into: &lengths)
        for place in places {
          var start = 0
          var expected = 0
          for length in lengths {
            let before = min(length, max(0, place - start))
            if 2 * before >= length { expected += 1 }
            start += length
          }
          let found = counter.tokens(of: piece, mostlyBefore: place)
          #expect(found == expected, "\(String(decoding: bytes, as: UTF8.self)) at \(place)")
        }
      }
    }
  }

  @Test func tokensMostlyBeforeAPlaceAreThoseOfTheirLengths() throws {
    check(try GeneratedModels.repositoryTokenizer().model, seed: 1)
  }

  @Test(arguments: 2..<8 as Range<UInt64>)
  func soTheyAreInLearntVocabularies(seed: UInt64) throws {
    var random = TestRandom(seed: seed)
    let text = (0..<2_000).flatMap { _ in Array(Self.words[random.below(Self.words.count)].utf8) }
    let models = try GeneratedModels.trained(on: text, merges: 400, &random)
    check(models.implied, seed: seed)
  }

  /// Pre-tokens with their tokens, the bytes in the gaps of a batch each as one.
  private func preTokens(
    _ counter: inout TokenCounter, _ text: UnsafeBufferPointer<UInt8>, listingSingles: Bool
  ) -> [(end: Int, tokens: Int)] {
    var found: [(Int, Int)] = []
    var position = 0
    var hasMore = true
    while hasMore {
      let batch = counter.nextBatch(
        of: text, from: position, readable: text.count, isFinal: true,
        listingSingles: listingSingles)
      var total = 0
      var at = position
      func fill(to end: Int) {
        guard batch.gapsAreTokens else { return }
        while at < end {
          at += 1
          found.append((at, 1))
          total += 1
        }
      }
      for index in 0..<batch.count {
        fill(to: Int(batch.starts[index]))
        at = Int(batch.ends[index])
        found.append((at, Int(batch.tokens[index])))
        total += Int(batch.tokens[index])
      }
      fill(to: batch.position)
      #expect(total == batch.totalTokens)
      (position, hasMore) = (batch.position, batch.hasMore)
    }
    return found
  }

  @Test func whatABatchDoesNotListAreItsGaps() throws {
    let tokenizer = try GeneratedModels.repositoryTokenizer()
    for corpus in try Repository.corpora() {
      var text = corpus.text + "<|end|> <br>  <|end|>"
      text.withUTF8 { text in
        var counter = TokenCounter(tokenizer)
        let all = preTokens(&counter, text, listingSingles: true)
        let longer = preTokens(&counter, text, listingSingles: false)
        #expect(all.map(\.end) == longer.map(\.end))
        #expect(all.map(\.tokens) == longer.map(\.tokens))
      }
    }
  }
}
