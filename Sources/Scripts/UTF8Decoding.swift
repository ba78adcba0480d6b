/// Decodes the scalar at `i`, which must be less than `end`. An ill-formed byte is U+FFFD by itself.
@inline(__always)
func decodeScalar(
  _ bytes: UnsafePointer<UInt8>, _ i: Int, _ end: Int
) -> (scalar: UInt32, length: Int) {
  let illFormed = (scalar: 0xFFFD as UInt32, length: 1)
  let a = UInt32(bytes[i])
  if a < 0x80 { return (a, 1) }
  guard i + 1 < end else { return illFormed }
  let b = UInt32(bytes[i + 1])
  guard b & 0xC0 == 0x80 else { return illFormed }
  if a < 0xE0 {
    return a < 0xC2 ? illFormed : ((a & 0x1F) << 6 | b & 0x3F, 2)
  }
  guard i + 2 < end else { return illFormed }
  let c = UInt32(bytes[i + 2])
  guard c & 0xC0 == 0x80 else { return illFormed }
  if a < 0xF0 {
    let scalar = (a & 0x0F) << 12 | (b & 0x3F) << 6 | c & 0x3F
    // Overlong forms and surrogates.
    return scalar < 0x800 || scalar & 0xF800 == 0xD800 ? illFormed : (scalar, 3)
  }
  guard i + 3 < end else { return illFormed }
  let d = UInt32(bytes[i + 3])
  guard d & 0xC0 == 0x80 else { return illFormed }
  let scalar = (a & 0x07) << 18 | (b & 0x3F) << 12 | (c & 0x3F) << 6 | d & 0x3F
  return a > 0xF4 || scalar < 0x10000 || scalar > 0x10FFFF ? illFormed : (scalar, 4)
}
