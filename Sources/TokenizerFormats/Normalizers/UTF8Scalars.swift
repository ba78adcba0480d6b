internal import ByteLevelBPE

/// Reads the scalars of well-formed UTF-8 one after the other.
struct UTF8Scalars {
  let text: UnsafeBufferPointer<UInt8>
  /// Where the next scalar begins.
  var position = 0

  init(_ text: UnsafeBufferPointer<UInt8>) {
    self.text = text
  }

  var isAtEnd: Bool { position >= text.count }

  /// Moves behind ASCII, as far as that goes in steps of eight bytes.
  @inline(__always)
  mutating func skipASCII() {
    guard let base = text.baseAddress else { return }
    while text.count &- position >= 8 {
      let word = UnsafeRawPointer(base).loadUnaligned(fromByteOffset: position, as: UInt64.self)
      guard word & 0x8080_8080_8080_8080 == 0 else { return }
      position &+= 8
    }
  }

  /// The next scalar. A sequence that the text's end cuts off ends there.
  @inline(__always)
  mutating func next() -> UInt32 {
    let lead = UInt32(text[position])
    position &+= 1
    if lead < 0x80 { return lead }
    var value = lead < 0xE0 ? lead & 0x1F : lead < 0xF0 ? lead & 0x0F : lead & 0x07
    let length = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3
    for _ in 0..<length where position < text.count {
      value = value &<< 6 | UInt32(text[position] & 0x3F)
      position &+= 1
    }
    return value
  }
}

extension ScalarTable {
  /// The scalar's value; 0 above the table.
  @inline(__always)
  subscript(scalar: UInt32) -> UInt8 {
    scalar < Self.limit ? values.base[Int(scalar)] : 0
  }
}

extension [UInt8] {
  /// Appends a scalar as UTF-8.
  mutating func append(scalar: UInt32) {
    guard let scalar = Unicode.Scalar(scalar), let encoded = UTF8.encode(scalar) else { return }
    append(contentsOf: encoded)
  }
}
