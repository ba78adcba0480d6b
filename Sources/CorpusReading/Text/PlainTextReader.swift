/// Plain text: the whole file is one document.
final class PlainTextReader: DocumentReader {
  private let source: any ByteSource
  private let context: ReadContext
  /// Bytes behind the last cut, which begin the next piece.
  private var carry: [UInt8] = []
  private var textEnd: Int64 = 0

  init(_ source: any ByteSource, context: ReadContext) {
    self.source = source
    self.context = context
  }

  func read(into batch: inout CorpusBatch) throws(CorpusError) -> ReadState {
    let start = batch.byteCount
    let room = max(context.options.batchBytes - start, carry.count + 16)
    let source = self.source
    let carried = carry
    var isAtEnd = false
    _ = try batch.append(capacity: room) { (buffer) throws(CorpusError) -> Int in
      buffer.copyBytes(from: carried)
      let fresh = UnsafeMutableRawBufferPointer(rebasing: buffer[carried.count...])
      let count = try source.fill(fresh)
      isAtEnd = count < fresh.count
      return carried.count + count
    }
    carry.removeAll(keepingCapacity: true)
    if isAtEnd {
      context.addPiece(
        to: &batch, from: start, containerEnd: containerEnd(adding: batch.byteCount - start))
      return .end
    }
    let (length, ending) = batch.withTail(from: start, TextCut.find)
    carry = batch.withTail(from: start + length) { Array($0) }
    batch.truncate(to: start + length)
    context.addPiece(
      to: &batch, from: start, ending: ending, containerEnd: containerEnd(adding: length))
    return .more
  }

  private func containerEnd(adding length: Int) -> Int64 {
    textEnd += Int64(length)
    return source.containerBase.map { $0 + textEnd } ?? source.containerPosition
  }
}

/// Where a text that goes on may be cut.
enum TextCut {
  /// The length of the first part, and how it ends. The text must have at least 8 bytes.
  ///
  /// The byte behind a newline must be known, so the text is never cut at its very end. A line that
  /// begins with a letter is looked for in the last quarter only: what is behind the cut is copied.
  static func find(_ text: UnsafeRawBufferPointer) -> (Int, CorpusPiece.Ending) {
    guard let last = lastLine(in: text, before: text.count - 1) else {
      return (scalarBoundary(text), .scalar)
    }
    var line = last
    while line > text.count - text.count / 4 {
      if isLetter(text[line]) { return (line, .lineBeforeLetter) }
      guard let earlier = lastLine(in: text, before: line - 1) else { break }
      line = earlier
    }
    return (last, isLetter(text[last]) ? .lineBeforeLetter : .line)
  }

  /// The offset behind the last newline among the first `count` bytes.
  private static func lastLine(in text: UnsafeRawBufferPointer, before count: Int) -> Int? {
    guard count > 0, let base = text.baseAddress else { return nil }
    var index = count
    // memrchr is no part of what Swift sees of the C library; so 8 bytes at a time by hand.
    while index >= 8 {
      let word = (base + index - 8).loadUnaligned(as: UInt64.self) ^ 0x0A0A_0A0A_0A0A_0A0A
      if (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 != 0 { break }
      index -= 8
    }
    while index > 0, text[index - 1] != UInt8(ascii: "\n") { index -= 1 }
    return index > 0 ? index : nil
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  /// The last place at which no UTF-8 sequence is cut. Text that is no UTF-8 there is cut anywhere.
  static func scalarBoundary(_ text: UnsafeRawBufferPointer) -> Int {
    var index = text.count - 1
    let lowest = max(text.count - 4, 1)
    while index >= lowest {
      if text[index] & 0xC0 != 0x80 { return index }
      index -= 1
    }
    return text.count
  }
}
