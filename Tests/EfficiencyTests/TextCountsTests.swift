import Testing

@testable import Efficiency

@Suite struct TextCountsTests {
  @Test func charactersAreCountedAtEveryPlaceAndLength() {
    let bytes = Array("a é漢b😀字ćññ漢\u{7F}\u{80}\u{7FF}\u{FFFF}zz😀😀ab1234567890漢".utf8)
    bytes.withUnsafeBufferPointer { bytes in
      for start in 0...bytes.count {
        for end in start...bytes.count {
          let part = UnsafeBufferPointer(rebasing: bytes[start..<end])
          #expect(characterCount(part) == part.count { $0 & 0xC0 != 0x80 }, "\(start)..<\(end)")
        }
      }
    }
  }
}
