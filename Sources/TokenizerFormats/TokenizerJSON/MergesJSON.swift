internal import ByteLevelBPE

/// The merges of a `tokenizer.json`: an array of strings with a space in each, or of pairs.
enum MergesJSON {
  /// An element is hardly shorter, with its quotes, comma and indentation.
  private static let leastElement = 12

  /// The array that comes next.
  static func merges(
    from reader: inout JSONReader, _ keys: KeyedVocabulary
  ) throws(FormatFault) -> MergeTable {
    guard try reader.begin(UInt8(ascii: "["), until: UInt8(ascii: "]")) else {
      return MergeTable([])
    }
    let slices = JSONSlices.read(&reader, endings: [UInt8(ascii: "\""), UInt8(ascii: "]")]) {
      reader, limit throws(FormatFault) in
      var list = MergeList(keys, capacity: (limit - reader.position) / leastElement)
      let isLast = try read(&reader, into: &list, until: limit)
      return (try list.finish(), isLast)
    }
    if let slices { return MergeTable(joining: slices) }
    var list = MergeList(keys)
    _ = try read(&reader, into: &list, until: .max)
    return MergeTable(try list.finish())
  }

  /// Reads elements up to the first that begins at `limit` or behind it, and says whether the array
  /// ended before.
  private static func read(
    _ reader: inout JSONReader, into merges: inout MergeList, until limit: Int
  ) throws(FormatFault) -> Bool {
    repeat {
      if try reader.consume(UInt8(ascii: "[")) {
        let left = try reader.string()
        try reader.expect(UInt8(ascii: ","))
        let right = try reader.string()
        try reader.expect(UInt8(ascii: "]"))
        if left.hasEscapes || right.hasEscapes {
          try merges.add(try left.unescaped(), try right.unescaped(), at: left.offset)
        } else {
          try merges.add(left.bytes, right.bytes, at: left.offset)
        }
      } else {
        let line = try reader.string()
        if line.hasEscapes {
          let text = try line.unescaped()
          try text.withUnsafeBufferPointer { text throws(FormatFault) in
            try merges.add(line: text, at: line.offset)
          }
        } else {
          try merges.add(line: line.bytes, at: line.offset)
        }
      }
      guard try reader.another(until: UInt8(ascii: "]")) else { return true }
    } while reader.position < limit
    return false
  }
}

extension MergeList {
  fileprivate mutating func add(
    _ left: [UInt8], _ right: [UInt8], at offset: Int
  ) throws(FormatFault) {
    try left.withUnsafeBufferPointer { left throws(FormatFault) in
      try right.withUnsafeBufferPointer { right throws(FormatFault) in
        try add(left, right, at: offset)
      }
    }
  }
}
