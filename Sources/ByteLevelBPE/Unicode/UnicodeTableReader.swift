/// Reads the numbers of a string in `UnicodeTables`.
struct UnicodeTableReader {
  private let bytes: UnsafePointer<UInt8>
  private let count: Int
  private var index = 0

  init(_ table: StaticString) {
    bytes = table.utf8Start
    count = table.utf8CodeUnitCount
  }

  /// The next number, or nil at the end of the table.
  mutating func next() -> UInt32? {
    guard index < count else { return nil }
    var value: UInt32 = 0
    var shift: UInt32 = 0
    while index < count {
      let group = UInt32(bytes[index]) - 0x30
      index += 1
      value |= (group & 31) << shift
      shift += 5
      if group < 32 { break }
    }
    return value
  }

  /// The next number, zigzag coded.
  mutating func nextSigned() -> Int32? {
    guard let value = next() else { return nil }
    return value & 1 == 0 ? Int32(value >> 1) : -Int32((value + 1) >> 1)
  }

  /// All that is left, as a set of ranges (distance from the end of the previous one, length).
  mutating func scalarSet() -> ScalarSet {
    var ranges: [ClosedRange<UInt32>] = []
    var end: UInt32 = 0
    while let distance = next(), let length = next() {
      let first = end + distance
      end = first + length
      ranges.append(first...(end - 1))
    }
    return ScalarSet(ranges)
  }
}
