/// Bytes that come in order: a file, a pipe, or what a decompressor makes of another source.
protocol ByteSource: AnyObject {
  /// Reads up to `buffer.count` bytes; 0 means the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(CorpusError) -> Int
  /// How many bytes of the container have been read so far.
  var containerPosition: Int64 { get }
  /// Where in the container this source's first byte lies, if its bytes are the container's own.
  var containerBase: Int64? { get }
}

extension ByteSource {
  /// Reads until `buffer` is full or the source ends.
  func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(CorpusError) -> Int {
    var count = 0
    while count < buffer.count {
      let more = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
      if more == 0 { break }
      count += more
    }
    return count
  }

  /// The first `count` bytes, or all if there are fewer.
  func head(_ count: Int) throws(CorpusError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let filled = try bytes.withUnsafeMutableBufferPointer { (all) throws(CorpusError) -> Int in
      try fill(UnsafeMutableRawBufferPointer(all))
    }
    bytes.removeLast(count - filled)
    return bytes
  }
}

extension ByteSource {
  /// Reads what a decompressor still has behind the end that a format names: the checksum of all is
  /// there, and damage in the middle may show nowhere else.
  func verifyRest() throws(CorpusError) {
    guard containerBase == nil else { return }
    while try !head(1 << 16).isEmpty {}
  }
}

/// A source whose first bytes have been looked at already.
final class PeekedSource: ByteSource {
  private let head: [UInt8]
  private var given = 0
  private let rest: any ByteSource

  init(head: [UInt8], rest: any ByteSource) {
    self.head = head
    self.rest = rest
  }

  var containerPosition: Int64 { rest.containerPosition }
  var containerBase: Int64? { rest.containerBase }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(CorpusError) -> Int {
    guard given < head.count else { return try rest.read(into: buffer) }
    let count = min(buffer.count, head.count - given)
    buffer.copyBytes(from: head[given..<given + count])
    given += count
    return count
  }
}
