import ByteMasks

/// 64 bytes of text, and what single bytes of it tell: a bit for each.
///
/// Scripts change every few characters where a line has two of them, and a loop that goes on until
/// one does is left at a place that nothing foretells. By masks, a window's characters are passed at
/// once, and only those that may end a run are looked at: Chinese, Japanese and Korean take four
/// fifths of the time of loops over characters. (Two characters at a time made no difference.)
struct ScriptWindow: Sendable {
  /// Where the window lies in the text.
  private(set) var start = 0
  private(set) var end = 0
  private var bytes: ByteMask
  /// Continuation bytes, and ASCII but for letters.
  private var neutral: UInt64 = 0
  private var letters: UInt64 = 0
  /// Newlines and the brackets of ASCII.
  private var breaks: UInt64 = 0

  /// A window of nothing.
  init() {
    bytes = withUnsafeBytes(of: SIMD64<UInt8>()) { Self.mask($0) }
  }

  /// The window of up to 64 bytes from `start` on of a text that ends at `end`.
  @inline(__always)
  init(_ base: UnsafePointer<UInt8>, from start: Int, end: Int) {
    self.start = start
    let raw = UnsafeRawPointer(base + start)
    if start &+ 64 <= end {
      self.end = start &+ 64
      bytes = ByteMask(raw)
    } else {
      self.end = end
      var padded = SIMD64<UInt8>()
      bytes = withUnsafeMutableBytes(of: &padded) { copy in
        copy.copyMemory(from: UnsafeRawBufferPointer(start: raw, count: end - start))
        return Self.mask(UnsafeRawBufferPointer(copy))
      }
    }
    letters = bytes.within(UInt8(ascii: "a"), 26, or: 0x20)
    neutral = ~(letters | bytes.within(0xC0, 0x40))
    breaks =
      bytes.equal(to: 0x0A) | bytes.within(UInt8(ascii: "("), 2)
      | bytes.within(UInt8(ascii: "{"), 1, or: 0x20)
      | bytes.within(UInt8(ascii: "}"), 1, or: 0x20)
  }

  private static func mask(_ bytes: UnsafeRawBufferPointer) -> ByteMask {
    ByteMask(bytes.baseAddress.unsafelyUnwrapped)
  }

  /// The bytes from `position`, which lies in the window, on that may not leave text in `current` as
  /// it is, or are a bracket or a newline within a line. Never a continuation byte.
  @inline(__always)
  func open(
    from position: Int, in current: Script, leads: StayingLeads.Range, withinLine: Bool
  ) -> UInt64 {
    var staying = neutral | bytes.within(leads.first, leads.count)
    if current == .latin { staying |= letters }
    if withinLine { staying &= ~breaks }
    var open = ~staying & ~0 &<< UInt64(truncatingIfNeeded: position &- start)
    if end &- start < 64 { open &= (1 &<< UInt64(truncatingIfNeeded: end &- start)) &- 1 }
    return open
  }
}
