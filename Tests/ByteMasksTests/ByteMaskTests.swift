import TestSupport
import Testing

@testable import ByteMasks

/// The masks of 64 bytes, by vector instructions and in plain arithmetic, against a loop.
struct ByteMaskTests {
  @Test func masksAgree() {
    var random = TestRandom(seed: 3)
    for round in 0..<2000 {
      // One more than needed, so that the address is odd half of the time; few different bytes, so
      // that comparisons hit.
      let limit = round % 2 == 0 ? 256 : 4
      let bytes = (0..<65).map { _ in UInt8(random.below(limit) + (256 - limit) / 2) }
      let value = bytes[random.below(64)]
      let (low, span) = (UInt8(random.below(256)), UInt8(random.below(256)))
      let bits: UInt8 = [0, 0x20, 0x80][random.below(3)]
      bytes.withUnsafeBytes { buffer in
        guard let start = buffer.baseAddress.map({ $0 + round % 2 }) else { return }
        let (fast, portable) = (ByteMask(start), PortableByteMask(start))
        var equal: UInt64 = 0
        var within: UInt64 = 0
        for index in 0..<64 {
          let byte = start.load(fromByteOffset: index, as: UInt8.self)
          if byte == value { equal |= 1 << UInt64(index) }
          if (byte | bits) &- low < span { within |= 1 << UInt64(index) }
        }
        #expect(portable.equal(to: value) == equal)
        #expect(portable.within(low, span, or: bits) == within)
        #expect(fast.equal(to: value) == equal)
        #expect(fast.within(low, span, or: bits) == within)
      }
    }
  }

  @Test func runsAreRunsOfOnes() {
    var random = TestRandom(seed: 4)
    for _ in 0..<2000 {
      let word = random.next() | random.next()
      let seeds = random.next() & random.next() & word
      var down = seeds
      for _ in 0..<64 {
        down |= down >> 1 & word
      }
      let starts = word & ~(word << 1) & random.next()
      var fromStarts = starts
      for _ in 0..<64 { fromStarts |= fromStarts << 1 & word }
      #expect(word.runs(from: starts) == fromStarts)
      #expect(word.runs(downFrom: seeds) == down)
    }
  }
}
