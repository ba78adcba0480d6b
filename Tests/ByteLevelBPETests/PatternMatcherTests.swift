import ByteLevelBPE
import Testing

/// The automaton against the reference engines' answers and against backtracking.
struct PatternMatcherTests {
  @Test func fixturesAreThere() {
    #expect(PatternFixture.all.count > 50)
  }

  @Test(arguments: PatternFixture.all)
  func matchesLikeTheReferenceEngine(_ fixture: PatternFixture) throws {
    let pattern = try fixture.compile()
    for sample in fixture.samples {
      let text = Array(sample.text.utf8)
      let found = pattern.matches(in: text)
        .filter { $0.start < $0.end }
        .map { String(decoding: text[$0.start..<$0.end], as: UTF8.self) }
      // Strings with canonically equivalent contents are equal; their bytes are not.
      #expect(
        found.map { Array($0.utf8) } == sample.matches.map { Array($0.utf8) },
        "\(sample.text.debugDescription)")
    }
  }

  @Test(arguments: PatternFixture.all)
  func matchesLikeBacktracking(_ fixture: PatternFixture) throws {
    let pattern = try fixture.compile()
    let reference = try PatternReferenceMatcher(pattern)
    var texts = PatternTextGenerator(seed: fixture.name)
    for _ in 0..<400 {
      let text = texts.next()
      let expected = reference.matches(in: text)
      #expect(pattern.matches(in: text) == expected, "\(text)")
      if pattern.matcher.tilesText {
        #expect(pattern.boundaries(in: text) == expected.map(\.end), "\(text)")
      }
    }
  }

  /// The text comes in two buffers, cut at every byte; the second starts with the scalar before
  /// the cursor, which look-behind may ask for.
  @Test(arguments: PatternFixture.all)
  func chunksGiveTheSameMatches(_ fixture: PatternFixture) throws {
    let pattern = try fixture.compile()
    var texts = PatternTextGenerator(seed: fixture.name + " in chunks")
    for _ in 0..<40 {
      let text = texts.next()
      let whole = pattern.matches(in: text)
      for cut in 0...text.count {
        var cursor = PatternCursor(position: 0)
        var matches = pattern.matches(in: Array(text[..<cut]), from: &cursor, isFinal: false)
        #expect(matches == whole.filter { $0.start < cursor.position || matches.contains($0) })
        let resumed = cursor.position
        let offsets = PatternReferenceMatcher.decode(text).offsets
        let kept = offsets.last { $0 < resumed } ?? 0
        cursor = PatternCursor(
          position: resumed - kept, lastMatchEnd: cursor.lastMatchEnd.map { $0 - kept })
        matches += pattern.matches(in: Array(text[kept...]), from: &cursor, isFinal: true).map {
          PatternMatch(start: $0.start + kept, end: $0.end + kept)
        }
        #expect(matches == whole, "\(text) cut at \(cut)")
      }
    }
  }

  @Test(arguments: PatternFixture.all)
  func boundariesComeInPieces(_ fixture: PatternFixture) throws {
    let pattern = try fixture.compile()
    guard pattern.matcher.tilesText else { return }
    var texts = PatternTextGenerator(seed: fixture.name + " in pieces")
    for _ in 0..<40 {
      let text = texts.next()
      let whole = pattern.boundaries(in: text)
      for capacity in 1...3 {
        #expect(pattern.boundaries(in: text, capacity: capacity) == whole, "\(text)")
      }
      for cut in 0...text.count {
        let (first, resumed) = pattern.boundaries(in: Array(text[..<cut]), isFinal: false)
        #expect(first == Array(whole.prefix(first.count)))
        let rest = pattern.boundaries(in: text, from: resumed)
        #expect(first + rest == whole, "\(text) cut at \(cut)")
      }
    }
  }

  /// The published patterns that cut all text have automata small enough for the first-level
  /// cache.
  @Test(arguments: ["gpt2", "llama3", "qwen2", "o200k", "cl100k", "tekken", "kimi-k2"])
  func automataAreSmall(_ name: String) throws {
    for fixture in PatternFixture.all where fixture.name == name {
      let matcher = try fixture.compile().matcher
      #expect(matcher.tilesText)
      #expect(matcher.stateCount < 64)
      #expect(matcher.classCount < 64)
    }
  }
}

extension Pattern {
  fileprivate func matches(
    in text: [UInt8], from cursor: inout PatternCursor, isFinal: Bool
  ) -> [PatternMatch] {
    var matches: [PatternMatch] = []
    text.withUnsafeBufferPointer {
      matcher.findMatches(in: $0, from: &cursor, isFinal: isFinal, into: &matches)
    }
    return matches
  }

  fileprivate func matches(in text: [UInt8]) -> [PatternMatch] {
    var cursor = PatternCursor(position: 0)
    return matches(in: text, from: &cursor, isFinal: true)
  }

  fileprivate func boundaries(
    in text: [UInt8], from start: Int = 0, isFinal: Bool, capacity: Int = 1000
  ) -> (ends: [Int], resumeAt: Int) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: capacity) { ends in
      let (count, resumeAt) = text.withUnsafeBufferPointer {
        matcher.findBoundaries(in: $0, from: start, isFinal: isFinal, into: ends)
      }
      return (ends.prefix(count).map(Int.init), resumeAt)
    }
  }

  fileprivate func boundaries(
    in text: [UInt8], from start: Int = 0, capacity: Int = 1000
  ) -> [Int] {
    var all: [Int] = []
    var position = start
    while position < text.count {
      let (ends, resumeAt) = boundaries(
        in: text, from: position, isFinal: true, capacity: capacity)
      if ends.isEmpty { break }
      all += ends
      position = resumeAt
    }
    return all
  }
}
