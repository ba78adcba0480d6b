import Statistics
import Testing

@Suite struct SeededGeneratorTests {
  @Test func theNumbersAreThoseOfTheReference() {
    var generator = SeededGenerator(seed: 42)
    #expect((0..<6).map { _ in generator.next() } == Expected.xoshiroSeed42)
  }

  @Test func uniformNumbersHaveNoBias() {
    var generator = SeededGenerator(seed: 14)
    // The remainder of a division would give the lower two thirds twice as often as the rest.
    let bound = UInt64.max / 3 * 2
    let low = (0..<3000).count { _ in generator.uniform(below: bound) < bound / 2 }
    #expect((1400...1600).contains(low))
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[Int(generator.uniform(below: 7))] += 1 }
    #expect(counts.allSatisfy { (9_600...10_400).contains($0) })
    #expect((0..<100).allSatisfy { _ in generator.uniform(below: 1) == 0 })
  }

  @Test func fractionsAreBelowOne() {
    var generator = SeededGenerator(seed: 15)
    let numbers = (0..<20_000).map { _ in generator.uniform() as Double }
    #expect(numbers.allSatisfy { (0..<1).contains($0) })
    #expect(abs(numbers.reduce(0, +) / 20_000 - 0.5) < 0.01)
  }
}
