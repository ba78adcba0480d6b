internal import ByteLevelBPE

/// `Lowercase`: each scalar by itself, as Rust's `char::to_lowercase` has it in Unicode 17.0. A
/// final sigma is not treated apart.
struct LowercaseNormalizer: Normalizer {
  var name: String { "Lowercase" }
  var isLocalToLines: Bool { true }

  func isNormalized(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let flags = ReferenceScalars.lowercaseFlags
    var scalars = UTF8Scalars(text)
    while !scalars.isAtEnd {
      if flags[scalars.next()] != 0 { return false }
    }
    return true
  }

  func normalize(_ text: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]) {
    let flags = ReferenceScalars.lowercaseFlags
    var scalars = UTF8Scalars(text)
    var copied = 0
    while !scalars.isAtEnd {
      let start = scalars.position
      let scalar = scalars.next()
      guard flags[scalar] != 0, let lower = ReferenceScalars.lowercase(scalar) else { continue }
      output.append(contentsOf: text[copied..<start])
      output.append(scalar: lower.0)
      if let second = lower.1 { output.append(scalar: second) }
      copied = scalars.position
    }
    output.append(contentsOf: text[copied...])
  }
}

/// `StripAccents`: removes marks. It does not decompose; a Sequence with NFD does that before.
struct StripAccentsNormalizer: Normalizer {
  var name: String { "StripAccents" }
  var isLocalToLines: Bool { true }

  func isNormalized(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var scalars = UTF8Scalars(text)
    while true {
      scalars.skipASCII()
      guard !scalars.isAtEnd else { return true }
      if isAccent(scalars.next()) { return false }
    }
  }

  func normalize(_ text: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]) {
    var scalars = UTF8Scalars(text)
    while !scalars.isAtEnd {
      let start = scalars.position
      if !isAccent(scalars.next()) { output.append(contentsOf: text[start..<scalars.position]) }
    }
  }

  /// The table ends at U+30000; a few marks lie beyond.
  private func isAccent(_ scalar: UInt32) -> Bool {
    scalar < ScalarTable.limit
      ? ReferenceScalars.accentFlags[scalar] != 0 : ReferenceScalars.accents.contains(scalar)
  }
}

/// `Strip`: removes white space from the ends of the text.
struct StripNormalizer: Normalizer {
  let left: Bool
  let right: Bool

  var name: String {
    "Strip(\(left ? "left" : "")\(left && right ? "," : "")\(right ? "right" : ""))"
  }
  var isLocalToLines: Bool { !left && !right }

  func isNormalized(_ text: UnsafeBufferPointer<UInt8>) -> Bool { kept(text).count == text.count }

  func normalize(_ text: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]) {
    output.append(contentsOf: text[kept(text)])
  }

  private func kept(_ text: UnsafeBufferPointer<UInt8>) -> Range<Int> {
    var scalars = UTF8Scalars(text)
    var start = 0
    if left {
      while !scalars.isAtEnd, ReferenceScalars.whiteSpace.contains(scalars.next()) {
        start = scalars.position
      }
    }
    var end = text.count
    while right, end > start {
      scalars.position = end - 1
      while scalars.position > start, text[scalars.position] & 0xC0 == 0x80 {
        scalars.position -= 1
      }
      let before = scalars.position
      guard ReferenceScalars.whiteSpace.contains(scalars.next()) else { break }
      end = before
    }
    return start..<end
  }
}

/// `Prepend`: puts a text before every text that is not empty.
struct PrependNormalizer: Normalizer {
  let prefix: [UInt8]

  var name: String { "Prepend(\(quoted(prefix)))" }
  var isLocalToLines: Bool { prefix.isEmpty }

  func isNormalized(_ text: UnsafeBufferPointer<UInt8>) -> Bool { text.isEmpty || prefix.isEmpty }

  func normalize(_ text: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]) {
    guard !text.isEmpty else { return }
    output.append(contentsOf: prefix)
    output.append(contentsOf: text)
  }
}

/// `Sequence`: one normalizer after the other.
struct NormalizerSequence: Normalizer {
  let parts: [any Normalizer]

  var name: String { parts.map(\.name).joined(separator: "+") }
  var isLocalToLines: Bool { parts.allSatisfy(\.isLocalToLines) }

  func isNormalized(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    parts.allSatisfy { $0.isNormalized(text) }
  }

  func normalize(_ text: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]) {
    var current = Array(text)
    for part in parts where !current.withUnsafeBufferPointer({ part.isNormalized($0) }) {
      current = part.normalized(current)
    }
    output.append(contentsOf: current)
  }
}
