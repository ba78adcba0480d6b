import Testing

@testable import Scripts

@Suite struct WordBreakerTests {
  private func words(_ text: String) throws -> [String] {
    var breaker = try WordBreaker()
    var segments: [WordSegment] = []
    let bytes = Array(text.utf8)
    try bytes.withUnsafeBufferPointer { (buffer) throws(WordBreakerError) in
      try breaker.segment(buffer, into: &segments)
    }
    #expect((segments.last?.end ?? 0) == bytes.count)
    var start = 0
    var words: [String] = []
    for segment in segments {
      if segment.isWord {
        words.append(String(decoding: bytes[start..<segment.end], as: UTF8.self))
      }
      start = segment.end
    }
    return words
  }

  @Test func wordsAreFoundByTheRulesOfUnicode() throws {
    #expect(
      try words("Can't stop — 3.14 naïve, мир!") == ["Can't", "stop", "3.14", "naïve", "мир"])
    #expect(try words("").isEmpty)
    #expect(try words(" \n.,").isEmpty)
  }

  @Test func scriptsWithoutSpacesHaveDictionaries() throws {
    #expect(try words("ภาษาไทย") == ["ภาษา", "ไทย"])
    #expect(try words("你好世界") == ["你好", "世界"])
  }

  @Test func segmentsAreMoreThanOneBatch() throws {
    #expect(try words(String(repeating: "ab é ", count: 1000)).count == 2000)
  }

  @Test func aBreakerServesManyTexts() throws {
    var breaker = try WordBreaker()
    var segments: [WordSegment] = []
    for text in ["one two", "three", "", "四 five"] {
      try Array(text.utf8).withUnsafeBufferPointer { (buffer) throws(WordBreakerError) in
        try breaker.segment(buffer, into: &segments)
      }
      #expect((segments.last?.end ?? 0) == text.utf8.count)
    }
  }
}
