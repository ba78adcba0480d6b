import Testing

@testable import ByteLevelBPE

@Suite struct LongPieceMemoTests {
  private func piece(_ number: Int) -> [UInt8] {
    Array("a piece of some length, number \(number)".utf8)
  }

  /// What the memo says of a piece; 0 is nothing.
  private func count(_ number: Int, in memo: borrowing LongPieceMemo) -> Int {
    piece(number).withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return 0 }
      return memo.count(start, count: bytes.count, in: memo.set(start, count: bytes.count))
    }
  }

  private func insert(_ number: Int, into memo: inout LongPieceMemo) {
    piece(number).withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return }
      let set = memo.set(start, count: bytes.count)
      memo.insert(start, count: bytes.count, tokens: number % 7 + 1, in: set)
    }
  }

  /// It begins with 16,384 sets of its 131,072, and has to take the others into use.
  @Test func whatWasRememberedIsStillKnownWhenMoreIsTakenIntoUse() {
    var memo = LongPieceMemo(setBits: 17, words: 8)
    var before = 0
    for number in 0..<40_000 {
      if number == 16_383 {
        before = (0..<number).count { count($0, in: memo) > 0 }
      }
      insert(number, into: &memo)
      #expect(count(number, in: memo) == number % 7 + 1)
    }
    // Two entries a set: of 16,384 pieces in as many sets, one in twelve has fallen out.
    #expect(before > 14_000)
    #expect((0..<16_383).count { count($0, in: memo) > 0 } > before - 600)
    #expect((16_384..<40_000).count { count($0, in: memo) > 0 } > 22_000)
    for number in 0..<40_000 where count(number, in: memo) > 0 {
      #expect(count(number, in: memo) == number % 7 + 1)
    }
    #expect((40_000..<50_000).allSatisfy { count($0, in: memo) == 0 })
  }

  @Test func aSmallMemoForgetsTheOlderOfTwo() {
    var memo = LongPieceMemo(setBits: 0, words: 8)
    for number in 0..<3 { insert(number, into: &memo) }
    #expect((0..<3).map { count($0, in: memo) } == [0, 2, 3])
  }
}
