import Testing

@testable import Statistics

@Suite struct ExactIntegerTests {
  @Test func obeysTheLawsOfARing() {
    var generator = SeededGenerator(seed: 16)
    func random() -> ExactInteger {
      let high = UInt128(generator.next()) << 64
      let a = ExactInteger((high | UInt128(generator.next())) >> UInt128(generator.next() % 128))
      let b = ExactInteger(generator.next() >> (generator.next() % 64))
      return a - b * ExactInteger(generator.next() % 3)
    }
    for _ in 0..<500 {
      let (a, b, c) = (random(), random(), random())
      #expect((a + b - b - a).isZero)
      #expect(((a + b) * c - (a * c + b * c)).isZero)
      #expect((a * b - b * a).isZero)
      #expect(((a - b) * (a + b) - (a * a - b * b)).isZero)
      #expect(((a << 3) - a * ExactInteger(8 as UInt64)).isZero)
    }
  }

  @Test func convertsToTheNearestNumbers() {
    #expect(ExactInteger(0 as UInt64).double == 0)
    #expect((ExactInteger(3 as UInt64) - ExactInteger(5 as UInt64)).double == -2)
    #expect(ExactInteger(UInt128.max).double == 0x1p128)
    #expect((ExactInteger(UInt128.max) * ExactInteger(UInt128.max)).double == 0x1p256)
    #expect(!(ExactInteger(3 as UInt64) - ExactInteger(5 as UInt64)).isPositive)
  }
}
