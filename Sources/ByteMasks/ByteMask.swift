#if TOKPROF_PORTABLE
  // The portable form below serves every compiler; see `PortableByteMask`.
#else
  public import Builtin
#endif

/// Comparisons of 64 bytes at once, each giving one bit a byte.
///
/// The standard library has no way from a SIMD mask to an integer and compiles comparisons with a
/// scalar to loops. The compiler's own vector comparison and bit cast become `pcmpeqb`/`pmovmskb`
/// on any x86-64 and the like on arm64: 2.3 GB/s for a whole boundary scan, against 1.4 GB/s for
/// the arithmetic in ``PortableByteMask``, which is the reference.
///
/// All of this module is public, though no product exports it: the compiler inlines into other
/// modules what is public, and calls what is `package`. Two dozen calls for each 64 bytes took
/// a tenth of the time of counting code.
public struct ByteMask: Sendable {
  #if TOKPROF_PORTABLE
    @usableFromInline let bytes: PortableByteMask

    /// Loads 64 bytes.
    @inlinable @inline(__always)
    public init(_ pointer: UnsafeRawPointer) { bytes = PortableByteMask(pointer) }

    /// A bit for each byte that is `value`.
    @inlinable @inline(__always)
    public func equal(to value: UInt8) -> UInt64 { bytes.equal(to: value) }

    /// A bit for each byte b with `low` ≤ (b | `bits`) < `low` + `span`.
    @inlinable @inline(__always)
    public func within(_ low: UInt8, _ span: UInt8, or bits: UInt8 = 0) -> UInt64 {
      bytes.within(low, span, or: bits)
    }
  #else
    @usableFromInline let vector: SIMD64<UInt8>

    /// Loads 64 bytes.
    @inlinable @inline(__always)
    public init(_ pointer: UnsafeRawPointer) {
      vector = pointer.loadUnaligned(as: SIMD64<UInt8>.self)
    }

    /// A bit for each byte that is `value`.
    @inlinable @inline(__always)
    public func equal(to value: UInt8) -> UInt64 {
      let other = SIMD64<UInt8>(repeating: value)
      return UInt64(
        Builtin.bitcast_Vec64xInt1_Int64(
          Builtin.cmp_eq_Vec64xInt8(
            unsafeBitCast(vector, to: Builtin.Vec64xInt8.self),
            unsafeBitCast(other, to: Builtin.Vec64xInt8.self))))
    }

    /// A bit for each byte b with `low` ≤ (b | `bits`) < `low` + `span`.
    @inlinable @inline(__always)
    public func within(_ low: UInt8, _ span: UInt8, or bits: UInt8 = 0) -> UInt64 {
      var moved = vector
      if bits != 0 {
        // Bytes joined through words: on `SIMD64<UInt8>` the operator compiles to a loop.
        let words = unsafeBitCast(vector, to: SIMD8<UInt64>.self)
        let mask = SIMD8<UInt64>(repeating: UInt64(bits) &* 0x0101_0101_0101_0101)
        moved = unsafeBitCast(words | mask, to: SIMD64<UInt8>.self)
      }
      let offset = moved &- SIMD64<UInt8>(repeating: low)
      let limit = SIMD64<UInt8>(repeating: span)
      return UInt64(
        Builtin.bitcast_Vec64xInt1_Int64(
          Builtin.cmp_ult_Vec64xInt8(
            unsafeBitCast(offset, to: Builtin.Vec64xInt8.self),
            unsafeBitCast(limit, to: Builtin.Vec64xInt8.self))))
    }
  #endif
}

/// The same comparisons in plain 64-bit arithmetic, eight bytes at a time.
public struct PortableByteMask: Sendable {
  private let words: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)

  /// Loads 64 bytes.
  public init(_ pointer: UnsafeRawPointer) {
    func word(_ index: Int) -> UInt64 {
      UInt64(littleEndian: pointer.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
    }
    words = (word(0), word(1), word(2), word(3), word(4), word(5), word(6), word(7))
  }

  /// A bit for each byte that is `value`.
  public func equal(to value: UInt8) -> UInt64 { within(value, 1) }

  /// A bit for each byte b with `low` ≤ (b | `bits`) < `low` + `span`.
  public func within(_ low: UInt8, _ span: UInt8, or bits: UInt8 = 0) -> UInt64 {
    func gather(_ word: UInt64) -> UInt64 {
      var result: UInt64 = 0
      for index in 0..<8 {
        let byte = UInt8(truncatingIfNeeded: word >> UInt64(8 * index)) | bits
        if byte &- low < span { result |= 1 << UInt64(index) }
      }
      return result
    }
    return gather(words.0) | gather(words.1) << 8 | gather(words.2) << 16
      | gather(words.3) << 24 | gather(words.4) << 32 | gather(words.5) << 40
      | gather(words.6) << 48 | gather(words.7) << 56
  }
}

extension UInt64 {
  /// The bits of each run of ones in `self` from a bit of `starts` upward to the run's end.
  @inlinable @inline(__always)
  public func runs(from starts: UInt64) -> UInt64 {
    // Adding a bit inside a run clears the run from there on.
    self & ~(self &+ (starts & self))
  }

  /// Spreads `seeds`, a subset of `self`, downward through the runs of ones of `self`.
  @inlinable @inline(__always)
  public func runs(downFrom seeds: UInt64) -> UInt64 {
    var filled = seeds & self
    var open = self
    filled |= open & (filled &>> 1)
    open &= open &>> 1
    filled |= open & (filled &>> 2)
    open &= open &>> 2
    filled |= open & (filled &>> 4)
    open &= open &>> 4
    filled |= open & (filled &>> 8)
    open &= open &>> 8
    filled |= open & (filled &>> 16)
    open &= open &>> 16
    filled |= open & (filled &>> 32)
    return filled
  }
}
