/// The encodings of Parquet's values and levels
/// (https://github.com/apache/parquet-format, `Encodings.md`).
enum ParquetEncoding {
  /// Appends `count` numbers of the hybrid of run lengths and bit packing.
  static func hybrid<T: FixedWidthInteger>(
    _ bytes: UnsafeRawBufferPointer, bitWidth: Int, count: Int, into values: inout [T]
  ) throws(FormatFault) {
    guard bitWidth <= 32 else { throw FormatFault(reason: "numbers of more than 32 bits") }
    let end = values.count + count
    if bitWidth == 0 {
      values.append(contentsOf: repeatElement(0, count: count))
      return
    }
    var cursor = ByteCursor(bytes)
    while values.count < end {
      let header = try cursor.size()
      let missing = end - values.count
      if header & 1 == 0 {
        var value: UInt32 = 0
        for index in 0..<(bitWidth + 7) / 8 { value |= UInt32(try cursor.byte()) << (8 * index) }
        guard let value = T(exactly: value), header > 0 else {
          throw FormatFault(reason: "a run of numbers is damaged")
        }
        values.append(contentsOf: repeatElement(value, count: min(header >> 1, missing)))
      } else {
        let groups = header >> 1
        guard groups > 0, groups <= cursor.remaining else { throw .end }
        // A writer may leave out the padding behind the last value.
        let size = min(groups * bitWidth, cursor.remaining)
        let packed = cursor.slice(try cursor.take(size))
        let available = min(groups * 8, size * 8 / bitWidth, missing)
        guard available == min(groups * 8, missing) else { throw .end }
        unpack(packed, bitWidth: bitWidth, count: available, into: &values)
      }
    }
  }

  /// Appends numbers of `bitWidth` bits, the lowest bits first. The bytes must be there.
  private static func unpack<T: FixedWidthInteger>(
    _ bytes: UnsafeRawBufferPointer, bitWidth: Int, count: Int, into values: inout [T]
  ) {
    var window: UInt64 = 0
    var held = 0
    var next = 0
    let mask = (UInt64(1) << bitWidth) - 1
    for _ in 0..<count {
      while held < bitWidth {
        window |= UInt64(bytes[next]) << held
        next += 1
        held += 8
      }
      values.append(T(truncatingIfNeeded: window & mask))
      window >>= bitWidth
      held -= bitWidth
    }
  }

  /// Reads up to `count` numbers of DELTA_BINARY_PACKED at the cursor: lengths, so never negative.
  static func deltaLengths(
    _ cursor: inout ByteCursor, count: Int
  ) throws(FormatFault) -> [Int] {
    let blockSize = try cursor.size()
    let miniblocks = try cursor.size()
    let total = try cursor.size()
    var value = try cursor.zigzag()
    guard blockSize > 0, blockSize <= 1 << 20, miniblocks > 0, miniblocks <= blockSize,
      blockSize % miniblocks == 0, total == count
    else { throw FormatFault(reason: "a header of packed differences is damaged") }
    let perMiniblock = blockSize / miniblocks
    var lengths: [Int] = []
    func add(_ value: Int64) throws(FormatFault) {
      guard let length = Int(exactly: value), length >= 0 else {
        throw FormatFault(reason: "a text has a negative length")
      }
      lengths.append(length)
    }
    if total > 0 { try add(value) }
    while lengths.count < total {
      let smallest = try cursor.zigzag()
      let widths = cursor.slice(try cursor.take(miniblocks))
      for width in widths where lengths.count < total {
        let width = Int(width)
        guard width <= 64 else { throw FormatFault(reason: "a number of more than 64 bits") }
        let (bits, overflow) = width.multipliedReportingOverflow(by: perMiniblock)
        guard !overflow else { throw .end }
        let packed = cursor.slice(try cursor.take((bits + 7) / 8))
        for index in 0..<perMiniblock where lengths.count < total {
          let delta = Int64(bitPattern: bitField(packed, index * width, width))
          value = value &+ smallest &+ delta
          try add(value)
        }
      }
    }
    return lengths
  }

  private static func bitField(_ bytes: UnsafeRawBufferPointer, _ at: Int, _ width: Int) -> UInt64 {
    var value: UInt64 = 0
    var taken = 0
    while taken < width {
      let bit = at + taken
      let count = min(8 - bit % 8, width - taken)
      let part = UInt64(bytes[bit / 8] >> (bit % 8)) & (1 << count - 1)
      value |= part << taken
      taken += count
    }
    return value
  }
}

/// The texts of a page or a dictionary: their places in one buffer.
struct TextTable {
  var bytes: [UInt8] = []
  private(set) var places: [Range<Int>] = []

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
  }

  /// PLAIN: each text behind its length in 4 bytes.
  mutating func readPlain(_ data: UnsafeRawBufferPointer, count: Int) throws(FormatFault) {
    bytes.append(contentsOf: data)
    var cursor = ByteCursor(data)
    guard count <= data.count / 4 else { throw .end }
    places.reserveCapacity(count)
    for _ in 0..<count {
      places.append(try cursor.take(Int(try cursor.uint32())))
    }
  }

  /// DELTA_LENGTH_BYTE_ARRAY: all lengths, then all texts.
  mutating func readDeltaLength(_ data: UnsafeRawBufferPointer, count: Int) throws(FormatFault) {
    bytes.append(contentsOf: data)
    var cursor = ByteCursor(data)
    for length in try ParquetEncoding.deltaLengths(&cursor, count: count) {
      places.append(try cursor.take(length))
    }
  }

  /// DELTA_BYTE_ARRAY: each text shares a beginning with the one before.
  mutating func readDelta(
    _ data: UnsafeRawBufferPointer, count: Int, limit: Int
  ) throws(FormatFault) {
    var cursor = ByteCursor(data)
    let prefixes = try ParquetEncoding.deltaLengths(&cursor, count: count)
    let suffixes = try ParquetEncoding.deltaLengths(&cursor, count: count)
    var last = 0..<0
    for (prefix, suffix) in zip(prefixes, suffixes) {
      guard prefix <= last.count else {
        throw FormatFault(reason: "a text shares more with the one before than that has")
      }
      let rest = try cursor.take(suffix)
      guard prefix + suffix <= limit - bytes.count else {
        throw FormatFault(reason: "a page of shared beginnings grows beyond \(limit) bytes")
      }
      let start = bytes.count
      bytes += bytes[last.lowerBound..<last.lowerBound + prefix]
      bytes += cursor.slice(rest)
      last = start..<bytes.count
      places.append(last)
    }
  }
}
