/// Decompresses the raw Snappy format (https://github.com/google/snappy, `format_description.txt`).
enum Snappy {
  /// Fills `output`, whose size must be the one that the data announce.
  static func decompress(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(FormatFault) {
    var cursor = ByteCursor(input)
    guard try cursor.size() == output.count else {
      throw FormatFault(reason: "the Snappy data announce another size than the page")
    }
    var written = 0
    while cursor.remaining > 0 {
      let tag = try cursor.byte()
      if tag & 3 == 0 {
        let range = try cursor.take(try literalLength(tag, &cursor))
        guard range.count <= output.count - written else { throw overflow }
        UnsafeMutableRawBufferPointer(rebasing: output[written...])
          .copyMemory(from: cursor.slice(range))
        written += range.count
        continue
      }
      let (length, distance) = try copy(tag, &cursor)
      guard distance > 0, distance <= written, length <= output.count - written else {
        throw overflow
      }
      copyBack(output, written, length: length, distance: distance)
      written += length
    }
    guard written == output.count else { throw .end }
  }

  private static let overflow = FormatFault(reason: "the Snappy data are damaged")

  private static func literalLength(
    _ tag: UInt8, _ cursor: inout ByteCursor
  ) throws(FormatFault) -> Int {
    let short = Int(tag >> 2)
    guard short >= 60 else { return short + 1 }
    var length = 0
    for index in 0..<short - 59 { length |= Int(try cursor.byte()) << (8 * index) }
    return length + 1
  }

  private static func copy(
    _ tag: UInt8, _ cursor: inout ByteCursor
  ) throws(FormatFault) -> (length: Int, distance: Int) {
    switch tag & 3 {
    case 1:
      let low = Int(try cursor.byte())
      return (Int(tag >> 2 & 7) + 4, Int(tag >> 5) << 8 | low)
    case 2:
      let low = Int(try cursor.byte())
      return (Int(tag >> 2) + 1, Int(try cursor.byte()) << 8 | low)
    default: return (Int(tag >> 2) + 1, Int(try cursor.uint32()))
    }
  }

  /// Copies from `distance` before; source and target may overlap, and then repeat.
  private static func copyBack(
    _ output: UnsafeMutableRawBufferPointer, _ written: Int, length: Int, distance: Int
  ) {
    if distance >= length {
      UnsafeMutableRawBufferPointer(rebasing: output[written..<written + length])
        .copyMemory(
          from: UnsafeRawBufferPointer(
            rebasing: output[written - distance..<written - distance + length]))
    } else {
      for index in written..<written + length { output[index] = output[index - distance] }
    }
  }
}
