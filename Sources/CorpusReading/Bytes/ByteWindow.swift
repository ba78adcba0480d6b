#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The part of a source that a record reader looks at: a buffer that slides, and grows when one
/// record does not fit.
///
/// The one place of the module that owns raw memory. Pointers from `bytes` are valid until the
/// next `fill`.
final class ByteWindow {
  let source: any ByteSource
  private var memory: UnsafeMutableRawPointer
  private var capacity: Int
  private var start = 0
  private var end = 0
  /// The offset of the window's first byte in the source.
  private(set) var offset: Int64 = 0
  private(set) var isAtEnd = false

  init(_ source: any ByteSource, capacity: Int = 1 << 18) {
    self.source = source
    self.capacity = max(capacity, 16)
    self.memory = .allocate(byteCount: self.capacity, alignment: 16)
  }

  deinit { memory.deallocate() }

  var count: Int { end - start }

  var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: memory + start, count: end - start)
  }

  func consume(_ count: Int) {
    start += count
    offset += Int64(count)
  }

  /// Brings in at least one more byte behind those of the window; false at the source's end.
  func fill() throws(CorpusError) -> Bool {
    guard !isAtEnd else { return false }
    if start > 0 {
      memmove(memory, memory + start, end - start)
      end -= start
      start = 0
    }
    if end > capacity / 2 {
      let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity * 2, alignment: 16)
      larger.copyMemory(from: memory, byteCount: end)
      memory.deallocate()
      memory = larger
      capacity *= 2
    }
    let count = try source.read(
      into: UnsafeMutableRawBufferPointer(start: memory + end, count: capacity - end))
    if count == 0 { isAtEnd = true }
    end += count
    return count > 0
  }

  /// The window with at least `count` bytes, unless the source ends before.
  func require(_ count: Int) throws(CorpusError) -> Bool {
    while self.count < count {
      if try !fill() { return false }
    }
    return true
  }

  /// Where in the container the window begins; of compressed data, how far it has been read.
  var containerPosition: Int64 {
    source.containerBase.map { $0 + offset } ?? source.containerPosition
  }
}
