internal import CZlib

/// Decompresses gzip (one or many members) and zlib streams.
final class GzipSource: ByteSource {
  private let input: ByteWindow
  private let path: String
  private let options: CorpusOptions
  private var stream: UnsafeMutablePointer<z_stream>
  /// The bytes of text so far.
  private var produced: Int64 = 0
  private var isInMember = false
  /// Whether the last call may have left text inside the decompressor for want of room.
  private var filledOutput = false
  private var hadMember = false

  init(_ source: any ByteSource, path: String, options: CorpusOptions) throws(CorpusError) {
    self.input = ByteWindow(source, capacity: 1 << 17)
    self.path = path
    self.options = options
    // zlib keeps a pointer back to the structure, so it must not move.
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 15 + 32: the largest window, and gzip or zlib by the header.
    guard czlib_inflateInit2(stream, 15 + 32) == Z_OK else {
      stream.deallocate()
      throw CorpusError(.readFailed, path: path, reason: "zlib has no memory")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  var containerPosition: Int64 { input.containerPosition }
  var containerBase: Int64? { nil }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(CorpusError) -> Int {
    let room = min(buffer.count, 1 << 30)
    guard room > 0 else { return 0 }
    stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(room)
    while stream.pointee.avail_out == UInt32(room) {
      if !isInMember, try !beginMember() { return 0 }
      if input.count == 0, !filledOutput, try !input.fill() {
        throw error(.truncated, "the gzip data end in the middle of a member")
      }
      try inflateOnce()
    }
    let count = room - Int(stream.pointee.avail_out)
    produced += Int64(count)
    if options.isExpansion(produced, from: input.offset) {
      throw options.expansionError(path: path, byte: produced)
    }
    return count
  }

  /// False at the end of the container.
  private func beginMember() throws(CorpusError) -> Bool {
    guard try input.require(1) else { return false }
    // Tapes and block devices pad with zeros, which gzip(1) ignores too.
    if hadMember, input.bytes[0] == 0 {
      repeat {
        guard input.bytes.allSatisfy({ $0 == 0 }) else {
          throw error(.corrupt, "bytes that are not gzip follow a gzip member")
        }
        input.consume(input.count)
      } while try input.fill()
      return false
    }
    if hadMember {
      guard try input.require(2), input.bytes[0] == 0x1F, input.bytes[1] == 0x8B else {
        throw error(.corrupt, "bytes that are not gzip follow a gzip member")
      }
      inflateReset(stream)
    }
    isInMember = true
    hadMember = true
    return true
  }

  private func inflateOnce() throws(CorpusError) {
    let available = min(input.count, 1 << 30)
    stream.pointee.next_in = UnsafeMutablePointer(
      mutating: input.bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.pointee.avail_in = UInt32(available)
    let status = inflate(stream, Z_NO_FLUSH)
    input.consume(available - Int(stream.pointee.avail_in))
    filledOutput = stream.pointee.avail_out == 0
    switch status {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: isInMember = false
    default:
      let reason = stream.pointee.msg.map { String(cString: $0) } ?? "error \(status)"
      throw error(.corrupt, "the gzip data are damaged: \(reason)")
    }
  }

  private func error(_ code: CorpusError.Code, _ reason: String) -> CorpusError {
    CorpusError(
      code, path: path, position: .init(byte: input.offset), reason: reason,
      remedy: "fetch the file again, or test it with gzip -t")
  }
}
