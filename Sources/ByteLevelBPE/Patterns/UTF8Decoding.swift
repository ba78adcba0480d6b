/// A scalar read from UTF-8, with the number of its bytes.
struct DecodedScalar {
  /// U+FFFD for ill-formed bytes.
  var value: UInt32
  var length: Int
  /// The bytes end before the scalar does; more of them could make it well-formed.
  var isTruncated = false
}

/// The scalar that starts at `index`, which must be less than `count`.
///
/// Ill-formed bytes are taken as the Unicode Standard recommends (section 3.9): every maximal
/// subpart of a well-formed sequence counts as one U+FFFD.
@inline(__always)
func decodeScalar(_ bytes: UnsafePointer<UInt8>, at index: Int, count: Int) -> DecodedScalar {
  let lead = bytes[index]
  if lead < 0x80 { return DecodedScalar(value: UInt32(lead), length: 1) }
  let length: Int
  // The second byte's limits exclude overlong forms, surrogates and what is above U+10FFFF.
  var lowest: UInt8 = 0x80
  var highest: UInt8 = 0xBF
  var value: UInt32
  switch lead {
  case 0xC2...0xDF: (length, value) = (2, UInt32(lead & 0x1F))
  case 0xE0...0xEF:
    (length, value) = (3, UInt32(lead & 0x0F))
    if lead == 0xE0 { lowest = 0xA0 }
    if lead == 0xED { highest = 0x9F }
  case 0xF0...0xF4:
    (length, value) = (4, UInt32(lead & 0x07))
    if lead == 0xF0 { lowest = 0x90 }
    if lead == 0xF4 { highest = 0x8F }
  default: return DecodedScalar(value: 0xFFFD, length: 1)
  }
  for offset in 1..<length {
    guard index + offset < count else {
      return DecodedScalar(value: 0xFFFD, length: offset, isTruncated: true)
    }
    let byte = bytes[index + offset]
    guard byte >= lowest, byte <= highest else {
      return DecodedScalar(value: 0xFFFD, length: offset)
    }
    value = value << 6 | UInt32(byte & 0x3F)
    (lowest, highest) = (0x80, 0xBF)
  }
  return DecodedScalar(value: value, length: length)
}

/// The scalar that ends before `index`, which must be more than 0.
///
/// A sequence that is well-formed can be found from its end, since no lead byte is a trailing
/// byte; of an ill-formed one the value is U+FFFD, and the length is not its own but 1.
func decodeScalar(_ bytes: UnsafePointer<UInt8>, before index: Int) -> DecodedScalar {
  for length in 1...min(4, index) {
    let scalar = decodeScalar(bytes, at: index - length, count: index)
    if scalar.length == length, scalar.value != 0xFFFD || length == 3 { return scalar }
    if bytes[index - length] & 0xC0 != 0x80 { break }
  }
  return DecodedScalar(value: 0xFFFD, length: 1)
}
