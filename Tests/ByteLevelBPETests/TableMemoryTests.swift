@testable import ByteLevelBPE
import TestSupport
import Testing

/// Memory that tables share, and how long it is theirs.
@Suite struct TableMemoryTests {
  /// A table that is filled with its number, and can tell whether it still is.
  private final class Table {
    let memory: TableMemory
    let words: UnsafeMutableBufferPointer<UInt64>
    let number: UInt64

    init(byteCount: Int, number: UInt64) {
      memory = TableMemory(byteCount: byteCount)
      let count = byteCount / 8
      words = UnsafeMutableBufferPointer(
        start: memory.base.bindMemory(to: UInt64.self, capacity: count), count: count)
      self.number = number
    }

    var isZero: Bool { words.allSatisfy { $0 == 0 } }
    var isWhole: Bool { words.allSatisfy { $0 == number } }
    func fill() { words.update(repeating: number) }
  }

  @Test func tablesBeginEmptyAndKeepTheirContents() {
    var random = TestRandom(seed: 11)
    // From tables that are allocated by themselves to such that have a region of their own.
    let sizes = [64, 4096, 1 << 17, 1 << 18, 300_008, 1 << 20, (1 << 21) + 8, 3 << 20, 8 << 20]
    var tables: [Table] = []
    for number in 1...60 as ClosedRange<UInt64> {
      if tables.count > 12 { tables.remove(at: random.below(tables.count)) }
      let size = sizes[random.below(sizes.count)]
      let table = Table(byteCount: size, number: number)
      #expect(Int(bitPattern: table.memory.base) % 64 == 0)
      #expect(table.isZero, "\(size) bytes")
      table.fill()
      tables.append(table)
      let areWhole = tables.allSatisfy { $0.isWhole }
      #expect(areWhole, "after the table \(number) of \(size) bytes")
    }
  }

  @Test func tablesOfARegionAreInIt() throws {
    guard let (region, offset) = TableRegion.place(1 << 18) else {
      Repository.reportSkip("tables within a region: this system gives no memory by regions")
      return
    }
    #expect(Int(bitPattern: region.base) % (1 << 21) == 0)
    #expect(offset % 64 == 0)
    let (next, nextOffset) = try #require(TableRegion.place(100))
    #expect(next !== region || nextOffset >= offset + (1 << 18))
    let (own, ownOffset) = try #require(TableRegion.place(8 << 20))
    #expect(own !== region && ownOffset == 0)
  }
}
