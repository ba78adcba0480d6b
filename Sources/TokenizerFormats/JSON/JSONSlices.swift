import Dispatch

/// Reads the elements of a long array, or the members of a long object, in several threads.
///
/// Half the time of loading a tokenizer of 280,000 merges goes by here, in waiting for memory: work for
/// as many processors as there are. (Decoding short keys in a 128-bit register instead, without a
/// branch on their length, took as long.) Where a slice
/// begins is a guess, checked by where the slice before it ends. Of anything unusual there is no
/// result, and the caller reads from the start, in order, so that errors are those of reading so.
enum JSONSlices {
  /// Slices are this long at least, or starting a thread is not repaid.
  static let leastBytes = 1 << 19
  private static let most = 4

  private struct Slice<Content: Sendable>: Sendable {
    var content: Content
    /// Where reading ended.
    var end: Int
    /// Whether the array or object ended there.
    var isLast: Bool
  }

  /// What `body` makes of each slice, or `nil`.
  ///
  /// - Parameters:
  ///   - reader: stands at the first element. It is moved behind the closing bracket if there is a
  ///     result.
  ///   - endings: the bytes that elements can end with.
  ///   - leastBytes: how long a slice is at least.
  ///   - body: reads elements up to the first that begins at a limit or behind it, and says whether the
  ///     array or object ended before.
  static func read<Content: Sendable>(
    _ reader: inout JSONReader, endings: Set<UInt8>, leastBytes: Int = Self.leastBytes,
    _ body: @Sendable (inout JSONReader, _ limit: Int) throws(FormatFault) -> (Content, Bool)
  ) -> [Content]? {
    let starts = starts(reader, endings, leastBytes)
    guard starts.count > 1 else { return nil }
    nonisolated(unsafe) let bytes = reader.bytes
    var slices: [Slice<Content>?] = Array(repeating: nil, count: starts.count)
    slices.withUnsafeMutableBufferPointer { buffer in
      // Every thread writes to an element of its own.
      nonisolated(unsafe) let buffer = buffer
      DispatchQueue.concurrentPerform(iterations: starts.count) { index in
        var reader = JSONReader(bytes, at: starts[index])
        let limit = index + 1 < starts.count ? starts[index + 1] : bytes.count
        guard let (content, isLast) = try? body(&reader, limit) else { return }
        buffer[index] = Slice(content: content, end: reader.position, isLast: isLast)
      }
    }
    var contents: [Content] = []
    for (index, slice) in slices.enumerated() {
      guard let slice else { return nil }
      contents.append(slice.content)
      if slice.isLast {
        reader = JSONReader(bytes, at: slice.end)
        return contents
      }
      guard index + 1 < starts.count, slice.end == starts[index + 1] else { return nil }
    }
    return nil
  }

  /// Where slices begin: behind a comma that seems to stand between two elements. It may stand in a
  /// string all the same.
  private static func starts(
    _ reader: JSONReader, _ endings: Set<UInt8>, _ leastBytes: Int
  ) -> [Int] {
    let (bytes, first) = (reader.bytes, reader.position)
    let length = bytes.count - first
    let count = min(length / leastBytes, most)
    var starts = [first]
    for index in 1..<max(count, 1) {
      let nominal = first + length / count * index
      // No element is longer in a file that is worth the trouble.
      let comma = (nominal..<min(nominal + 4096, bytes.count)).first {
        bytes[$0] == UInt8(ascii: ",") && endings.contains(bytes[$0 - 1])
      }
      guard let comma else { break }
      if comma >= starts[starts.count - 1] { starts.append(comma + 1) }
    }
    return starts
  }
}
