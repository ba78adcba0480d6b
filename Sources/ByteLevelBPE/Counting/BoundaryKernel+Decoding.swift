import ByteMasks

extension BoundaryKernel {
  /// Where the characters of a window that is not ASCII lie, and what they are.
  struct DecodedWindow: ~Copyable {
    /// The class of each of 64 characters.
    let classes: UnsafeMutablePointer<UInt8>
    /// The offset of each character from the window's start; one more for the end.
    let offsets: UnsafeMutablePointer<UInt8>

    init() {
      classes = .allocate(capacity: 64)
      offsets = .allocate(capacity: 72)
      classes.initialize(repeating: 0, count: 64)
      offsets.initialize(repeating: 0, count: 72)
    }

    deinit {
      classes.deallocate()
      offsets.deallocate()
    }
  }

  /// Decodes up to 64 characters of well-formed UTF-8 at `text`, of which `available` bytes are
  /// text, into `decoded`, and returns their masks.
  @inline(__always)
  func decodeWindow(
    _ text: UnsafePointer<UInt8>, available: Int, into decoded: borrowing DecodedWindow
  ) -> Window {
    let table = KernelClass.table.base
    let classes = decoded.classes
    let offsets = decoded.offsets
    var position = 0
    var count = 0
    // Offsets are bytes: 64 characters of four bytes would not fit, 63 do.
    while count < 63 {
      offsets[count] = UInt8(truncatingIfNeeded: position)
      if position >= available { break }
      let lead = text[position]
      var scalar: Int
      if lead < 0x80 {
        scalar = Int(lead)
        position &+= 1
      } else if lead < 0xE0 {
        scalar = Int(lead & 0x1F) &<< 6 | Int(text[position &+ 1] & 0x3F)
        position &+= 2
      } else if lead < 0xF0 {
        scalar =
          Int(lead & 0x0F) &<< 12 | Int(text[position &+ 1] & 0x3F) &<< 6
          | Int(text[position &+ 2] & 0x3F)
        position &+= 3
      } else {
        scalar =
          Int(lead & 0x07) &<< 18 | Int(text[position &+ 1] & 0x3F) &<< 12
          | Int(text[position &+ 2] & 0x3F) &<< 6 | Int(text[position &+ 3] & 0x3F)
        position &+= 4
        scalar = min(scalar, 0x10FFFF)
      }
      classes[count] = table[scalar]
      count &+= 1
    }
    offsets[count] = UInt8(truncatingIfNeeded: position)

    let bytes = ByteMask(UnsafeRawPointer(classes))
    var window = Window()
    window.count = count
    let valid = window.valid
    window.lower = bytes.equal(to: KernelClass.lower) & valid
    window.upper = bytes.equal(to: KernelClass.upper) & valid
    window.caseless = bytes.equal(to: KernelClass.caseless) & valid
    window.number = bytes.equal(to: KernelClass.number) & valid
    window.space = bytes.equal(to: KernelClass.space) & valid
    window.newline = bytes.equal(to: KernelClass.newline) & valid
    window.blank = bytes.equal(to: KernelClass.blank) & valid | window.space
    window.apostrophe = bytes.equal(to: KernelClass.apostrophe) & valid
    if rules.splitsCase {
      window.mark = bytes.equal(to: KernelClass.mark) & valid
      window.slash = bytes.equal(to: KernelClass.slash) & valid
    }
    if !rules.breaksAtNewlines {
      window.blank |= window.newline
      window.newline = 0
    }
    return window
  }
}
