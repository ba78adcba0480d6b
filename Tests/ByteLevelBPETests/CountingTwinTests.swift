import ByteLevelBPE
import TestSupport
import Testing

/// A counter, with all that it remembers, against backtracking and merging by the definition.
struct CountingTwinTests {
  @Test(arguments: BoundaryKernelTests.patterns)
  func countsLikeTheDefinition(_ fixture: PatternFixture) throws {
    let pattern = try fixture.compile()
    let reference = try PatternReferenceMatcher(pattern)
    var random = TestRandom(seed: 21)
    var texts = KernelTextGenerator(seed: 21)
    let training = texts.next(3000)
    let learnt = try GeneratedModels.trained(on: training, merges: 400, &random)
    let arbitrary = try GeneratedModels.arbitraryRanks(alphabet: 26, tokens: 400, &random)
    let real = try GeneratedModels.repositoryTokenizer().model
    for model in [learnt.implied, learnt.listed, arbitrary, real] {
      let tokenizer = Tokenizer(
        model: model,
        preTokenizer: PreTokenizer(
          steps: [.split(.pattern(pattern), .isolated, inverted: false)]))
      var counter = TokenCounter(tokenizer, expectedBytes: 1000)
      var large = TokenCounter(tokenizer)
      for _ in 0..<25 {
        let text = texts.next(400)
        let expected = reference.matches(in: text).reduce(0) { sum, match in
          sum + model.referenceTokens(of: Array(text[match.start..<match.end])).count
        }
        text.withUnsafeBufferPointer {
          #expect(counter.count($0) == expected)
          // What was just counted is remembered now.
          #expect(counter.count($0) == expected)
          #expect(large.count($0) == expected)
        }
      }
    }
  }
}
