import ByteLevelBPE
import TestSupport
import Testing

/// Batches that several stretches of text are put into, one behind the other: what lies between two
/// added tokens, and between the cuts of a first step.
struct PreTokenBatchTests {
  /// With a kernel, and for the automaton alone.
  private static let patterns = [
    #"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#,
    #" ?[a-z]+|\p{N}{1,2}| ?[^a-z\p{N} ]+| +"#,
  ]

  /// Stretches of up to twice what a batch holds, so that a batch is full anywhere in one.
  @Test(arguments: patterns, [0, 1, 2])
  func holdsWhatManyStretchesGive(_ source: String, leading: Int) throws {
    let pattern = try Pattern(source, dialect: .oniguruma)
    let digits = try Pattern(#"\p{N}{1,3}"#, dialect: .oniguruma)
    let first: [PreTokenizer.Step] = [
      .split(.pattern(digits), .isolated, inverted: false),
      .split(.literal([UInt8(ascii: ";")]), .mergedWithPrevious, inverted: false),
    ]
    let tokenizer = Tokenizer(
      model: try GeneratedModels.repositoryTokenizer().model,
      preTokenizer: PreTokenizer(
        steps: first.prefix(leading) + [.split(.pattern(pattern), .isolated, inverted: false)]),
      addedTokens: [AddedToken(id: 40_000, content: Array("<|x|>".utf8), isSpecial: true)])
    var random = TestRandom(seed: 5)
    var text = ""
    for _ in 0..<60 {
      let words = ["alpha", "x", "of", "merging"]
      for _ in 0..<random.below(500) { text += " " + words[random.below(4)] }
      text += ["<|x|>", " 12345 ", ";", "<|x|><|x|>\n"][random.below(4)]
    }
    var encoder = TokenEncoder(tokenizer)
    let expected = encoder.encode(text).count
    text.withUTF8 { text in
      var counter = TokenCounter(tokenizer)
      #expect(counter.count(text) == expected)
      var listed = 0
      var position = 0
      var hasMore = true
      while hasMore {
        let batch = counter.nextBatch(
          of: text, from: position, readable: text.count, isFinal: true, listingSingles: true)
        listed += batch.totalTokens
        (position, hasMore) = (batch.position, batch.hasMore)
      }
      #expect(listed == expected)
    }
  }
}
