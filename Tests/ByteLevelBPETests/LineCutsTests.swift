import ByteLevelBPE
import TestSupport
import Testing

/// Where a text can be cut in two, the parts have the tokens of the whole.
@Suite struct LineCutsTests {
  private static let model = Result { try GeneratedModels.repositoryTokenizer().model }

  private func tokenizer(
    _ pattern: Pattern, before steps: [PreTokenizer.Step] = [], tokens: [AddedToken] = []
  ) throws -> Tokenizer {
    Tokenizer(
      model: try Self.model.get(),
      preTokenizer: PreTokenizer(
        steps: steps + [.split(.pattern(pattern), .isolated, inverted: false)]),
      addedTokens: tokens)
  }

  /// All cuts in `text`.
  private func cuts(_ cuts: LineCuts, in text: [UInt8]) -> [Int] {
    text.withUnsafeBufferPointer { text in
      var found: [Int] = []
      while let next = cuts.first(in: text, from: (found.last ?? 0) + 1) { found.append(next) }
      return found
    }
  }

  /// Checks every cut in generated texts, and says how many there were.
  private func check(_ tokenizer: Tokenizer, _ name: String, texts: Int = 40) throws -> Int {
    guard let rule = LineCuts(tokenizer) else { return 0 }
    var encoder = TokenEncoder(tokenizer)
    var generator = KernelTextGenerator(seed: 41)
    var random = TestRandom(seed: 41)
    var checked = 0
    for _ in 0..<texts {
      // Every place where the generator has no newline may have one.
      let text = generator.next(300).flatMap { byte in
        byte == 0x20 && random.below(3) == 0 ? [0x0A] : [byte]
      }
      let whole = encoder.encode(String(decoding: text, as: UTF8.self))
      for cut in cuts(rule, in: text) {
        let parts = [text[..<cut], text[cut...]].map {
          encoder.encode(String(decoding: $0, as: UTF8.self))
        }
        #expect(parts.joined().elementsEqual(whole), "\(name), cut \(cut) of \(text)")
        checked += 1
      }
    }
    return checked
  }

  @Test(arguments: PatternFixture.all)
  func partsHaveTheTokensOfTheWhole(_ fixture: PatternFixture) throws {
    _ = try check(try tokenizer(fixture.compile()), fixture.name, texts: 12)
  }

  @Test(arguments: BoundaryKernelTests.patterns)
  func patternsWithKernelsHaveCuts(_ fixture: PatternFixture) throws {
    let tokenizer = try tokenizer(fixture.compile())
    #expect(try check(tokenizer, fixture.name, texts: 200) > 100)
    let rule = try #require(LineCuts(tokenizer))
    for (text, cut) in [("A line.\nAnother\n", 8), ("一行。二行。\n三行 。", 19), ("12345\n12345", 6)] {
      #expect(cuts(rule, in: Array(text.utf8)) == [cut], "\(text)")
    }
    // White space on either side belongs together.
    for text in ["A line.\n Another", "A line. \n\nAnother one"] {
      let whole = Array(text.utf8)
      for cut in cuts(rule, in: whole) { #expect(whole[cut] != 0x20 && whole[cut] != 0x0A) }
    }
  }

  @Test func leadingStepsThatStayInALineLeaveTheCuts() throws {
    let last = try Pattern(#"[^\s]+|\s+"#, dialect: .oniguruma)
    let digits = try Pattern(#"\p{N}{1,3}"#, dialect: .oniguruma)
    let lines = try Pattern(#"[a-z]\n[a-z]"#, dialect: .oniguruma)
    let isolated = PreTokenizer.Step.split(.pattern(digits), .isolated, inverted: false)
    #expect(try check(try tokenizer(last, before: [isolated]), "digits first") > 50)
    for step in [
      .split(.pattern(lines), .isolated, inverted: false),
      .split(.pattern(digits), .mergedWithPrevious, inverted: false),
      .split(.pattern(digits), .isolated, inverted: true),
      .split(.characters(.whiteSpace), .isolated, inverted: false),
      .split(.literal(Array("a\nb".utf8)), .isolated, inverted: false),
      .splitLength(3), .prefixSpace, .inAlphabet([isolated]),
    ] as [PreTokenizer.Step] {
      #expect(LineCuts(try tokenizer(last, before: [step])) == nil, "\(step)")
    }
  }

  @Test(arguments: [
    #"[\s\S]{1,4}"#, #"[\s\S]+"#, #"[^\n]+|\n[a-z]?|\n"#, #"a(?=\nb)|[\s\S]"#, #"\n?[^\n]+|\n"#,
    #"[^\n]+\n?(?![a-z])|[\s\S]"#, #"\b[a-z]+|[\s\S]"#,
  ])
  func patternsThatReachAcrossNewlinesAreNotCutThere(_ source: String) throws {
    let pattern = try Pattern(source, dialect: .oniguruma)
    _ = try check(try tokenizer(pattern), source)
    let rule = LineCuts(try tokenizer(pattern))
    #expect(rule.map { cuts($0, in: Array("some text.\nanother line".utf8)) } ?? [] == [])
  }

  @Test func addedTokensThatReachAcrossNewlinesForbidCuts() throws {
    let pattern = try Pattern(#"[^\s]+|\s+"#, dialect: .oniguruma)
    func rule(_ tokens: [AddedToken]) throws -> LineCuts? {
      LineCuts(try tokenizer(pattern, tokens: tokens))
    }
    let text = Array("one two\n<x>three\nfour five".utf8)
    let plain = AddedToken(id: 5, content: Array("<x>".utf8))
    #expect(try rule([plain]).map { cuts($0, in: text) } == [8, 17])
    #expect(try check(try tokenizer(pattern, tokens: [plain]), "added token") > 50)
    // One that takes the white space before it is not cut from it.
    let stripping = AddedToken(id: 5, content: Array("<x>".utf8), stripsLeft: true)
    #expect(try rule([stripping]).map { cuts($0, in: text) } == [17])
    // Nor is white space cut from the token that takes it, where the pattern would allow that.
    let single = try Pattern(#"[^\s]+|\s"#, dialect: .oniguruma)
    let greedy = AddedToken(id: 5, content: Array("<x>".utf8), stripsRight: true)
    let spaced = Array("one <x>\n two three".utf8)
    #expect(LineCuts(try tokenizer(single)).map { cuts($0, in: spaced) } == [8])
    #expect(
      LineCuts(try tokenizer(single, tokens: [greedy])).map { cuts($0, in: spaced) } == [])
    let long = AddedToken(id: 5, content: Array("two\n<x>".utf8))
    #expect(try rule([long]) == nil)
  }
}
