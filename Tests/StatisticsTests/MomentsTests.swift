import Statistics
import Testing

@Suite struct MomentsTests {
  private func random(_ generator: inout SeededGenerator) -> Moments {
    let bits = generator.uniform(below: 40)
    return Moments(
      (0..<generator.uniform(below: 5)).map { _ in
        (x: generator.next() >> (24 + bits), y: generator.next() >> (26 + bits))
      })
  }

  @Test func addingIsACommutativeMonoid() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<300 {
      let (a, b, c) = (random(&generator), random(&generator), random(&generator))
      #expect(a + b == b + a)
      #expect((a + b) + c == a + (b + c))
      #expect(a + Moments() == a)
    }
  }

  @Test func anySplitOfTheUnitsGivesTheSameSums() {
    var generator = SeededGenerator(seed: 2)
    let points = (0..<200).map { _ in
      (x: generator.uniform(below: 5000), y: generator.uniform(below: 2000))
    }
    let whole = Moments(points)
    for _ in 0..<50 {
      let cut = Int(generator.uniform(below: 201))
      #expect(Moments(points[..<cut]) + Moments(points[cut...]) == whole)
    }
    #expect(whole.count == 200)
    #expect(whole.sumXY == points.reduce(into: 0) { $0 += UInt128($1.x * $1.y) })
  }

  @Test func nothingOverflowsAtTenExabytes() {
    // The worst case for squares: all bytes in one unit.
    var one = Moments()
    one.add(x: 10_000_000_000_000_000_000, y: 9_000_000_000_000_000_000)
    #expect(String(one.sumXX) == "1" + String(repeating: "0", count: 38))
    // And 10 EB of documents of 1 GB.
    var documents = Moments()
    documents.add(x: 1_000_000_000, y: 250_000_000)
    for _ in 0..<33 { documents += documents }
    #expect(documents.sumX == 8_589_934_592_000_000_000)
    #expect(documents.sumYY == UInt128(250_000_000) * 250_000_000 << 33)
  }

  @Test func sumsFromFilesThatDoNotFitAreRefused() throws {
    let most = String(UInt128.max)
    let great = try #require(Moments(decimals: ["2", "8", "5", most, "23", "17"]))
    #expect(great.checkedSum(with: great) == nil)
    let two = Moments([(x: 3, y: 1), (x: 5, y: 4)])
    #expect(two.checkedSum(with: two) == two + two)
  }

  @Test func decimalsReadBackTheSame() throws {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<100 {
      let moments = random(&generator)
      #expect(Moments(decimals: moments.decimals) == moments)
    }
    let two = Moments([(x: 3, y: 1), (x: 5, y: 4)])
    #expect(two.decimals == ["2", "8", "5", "34", "23", "17"])
  }

  @Test(arguments: [
    [], ["1", "2", "3", "4", "6"], ["1", "2", "3", "4", "6", "9", "0"],
    ["1", "+2", "3", "4", "6", "9"], ["1", "02", "3", "4", "6", "9"],
    ["1", " 2", "3", "4", "6", "9"],
    ["-1", "2", "3", "4", "6", "9"], ["1", "2", "3", "4.0", "6", "9"],
    ["0", "2", "3", "4", "6", "9"],
    ["18446744073709551616", "2", "3", "4", "6", "9"],
    ["1", "2", "3", "340282366920938463463374607431768211456", "6", "9"],
    // Sums that no units have: a negative variance, and a correlation beyond 1.
    ["2", "8", "5", "31", "20", "13"], ["2", "8", "5", "34", "99", "17"],
  ])
  func whatIsNotDecimalsIsRefused(_ decimals: [String]) {
    #expect(Moments(decimals: decimals) == nil)
  }
}
