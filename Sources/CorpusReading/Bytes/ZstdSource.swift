internal import CZstd

/// Decompresses Zstandard: one or many frames, skippable frames left out.
final class ZstdSource: ByteSource {
  private let input: ByteWindow
  private let path: String
  private let options: CorpusOptions
  private let stream: OpaquePointer
  private var produced: Int64 = 0
  /// What the last call of the library still wants; 0 between two frames.
  private var pending = 0
  /// Whether the last call may have left text inside the decompressor for want of room.
  private var filledOutput = false

  init(_ source: any ByteSource, path: String, options: CorpusOptions) throws(CorpusError) {
    guard let stream = ZSTD_createDStream() else {
      throw CorpusError(.readFailed, path: path, reason: "zstd has no memory")
    }
    self.stream = stream
    self.input = ByteWindow(source, capacity: 1 << 17)
    self.path = path
    self.options = options
  }

  deinit { ZSTD_freeDStream(stream) }

  var containerPosition: Int64 { input.containerPosition }
  var containerBase: Int64? { nil }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(CorpusError) -> Int {
    guard buffer.count > 0 else { return 0 }
    var output = ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
    while output.pos == 0 {
      if input.count == 0, !filledOutput, try !input.fill() {
        guard pending == 0 else {
          throw error(.truncated, "the zstd data end in the middle of a frame")
        }
        return 0
      }
      var data = ZSTD_inBuffer(src: input.bytes.baseAddress, size: input.count, pos: 0)
      let result = ZSTD_decompressStream(stream, &output, &data)
      input.consume(data.pos)
      guard ZSTD_isError(result) == 0 else {
        let reason = ZSTD_getErrorName(result).map { String(cString: $0) } ?? "unknown"
        throw error(.corrupt, "the zstd data cannot be decompressed: \(reason)")
      }
      pending = result
      filledOutput = output.pos == output.size
    }
    produced += Int64(output.pos)
    if options.isExpansion(produced, from: input.offset) {
      throw options.expansionError(path: path, byte: produced)
    }
    return output.pos
  }

  private func error(_ code: CorpusError.Code, _ reason: String) -> CorpusError {
    CorpusError(
      code, path: path, position: .init(byte: input.offset), reason: reason,
      remedy: "fetch the file again, or test it with zstd -t")
  }
}
