internal import ByteLevelBPE

/// GPT-2's pair of files: `vocab.json` (or `encoder.json`), an object of token and id, and
/// `merges.txt` (or `vocab.bpe`), one merge a line.
enum VocabularyAndMerges {
  static func vocabulary(_ bytes: UnsafeBufferPointer<UInt8>) throws(FormatFault) -> KeyedVocabulary
  {
    var reader = JSONReader(bytes)
    let vocabulary = try keyedVocabulary(from: &reader)
    try reader.expectEnd()
    return vocabulary
  }

  /// The object of token and id that comes next.
  static func keyedVocabulary(
    from reader: inout JSONReader
  ) throws(FormatFault) -> KeyedVocabulary {
    var builder = KeyedVocabularyBuilder(capacity: (reader.bytes.count - reader.position) / 32)
    guard try reader.begin(UInt8(ascii: "{"), until: UInt8(ascii: "}")) else {
      return try builder.build()
    }
    let first = reader
    let slices = JSONSlices.read(&reader, endings: Set(UInt8(ascii: "0")...UInt8(ascii: "9"))) {
      reader, limit throws(FormatFault) in
      var builder = KeyedVocabularyBuilder(capacity: (limit - reader.position) / 16)
      let isLast = try read(&reader, into: &builder, until: limit)
      return (builder.part, isLast)
    }
    if let slices, let joined = KeyedVocabularyBuilder(joining: slices) {
      return try joined.build()
    }
    reader = first
    _ = try read(&reader, into: &builder, until: .max)
    return try builder.build()
  }

  /// Reads members up to the first that begins at `limit` or behind it, and says whether the object
  /// ended before.
  private static func read(
    _ reader: inout JSONReader, into builder: inout KeyedVocabularyBuilder, until limit: Int
  ) throws(FormatFault) -> Bool {
    repeat {
      let key = try reader.string()
      try reader.expect(UInt8(ascii: ":"))
      try builder.add(key, try reader.unsignedInteger())
      guard try reader.another(until: UInt8(ascii: "}")) else { return true }
    } while reader.position < limit
    return false
  }

  /// The merges of a text of lines, each two keys with one space between them. The first line
  /// may state a version.
  static func merges(
    _ bytes: UnsafeBufferPointer<UInt8>, _ vocabulary: KeyedVocabulary
  ) throws(FormatFault) -> MergeTable {
    var merges = MergeList(vocabulary)
    var start = 0
    while start < bytes.count {
      var end = start
      while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end &+= 1 }
      let next = end + 1
      if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
      let line = UnsafeBufferPointer(rebasing: bytes[start..<end])
      if !line.isEmpty, !line.starts(with: "#version".utf8) {
        try merges.add(line: line, at: start)
      }
      start = next
    }
    return MergeTable(try merges.finish())
  }
}

extension MergeList {
  /// Adds a merge that is written as two keys with one space between them.
  mutating func add(line: UnsafeBufferPointer<UInt8>, at offset: Int) throws(FormatFault) {
    guard let space = line.firstIndex(of: UInt8(ascii: " ")),
      !line[(space + 1)...].contains(UInt8(ascii: " "))
    else {
      throw .malformed(
        at: offset, "merge \(quoted(line)) is not two tokens with one space between them")
    }
    try add(
      UnsafeBufferPointer(rebasing: line[..<space]),
      UnsafeBufferPointer(rebasing: line[(space + 1)...]), at: offset)
  }
}
