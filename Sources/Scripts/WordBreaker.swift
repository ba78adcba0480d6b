internal import CICU

/// A stretch between two word boundaries.
package struct WordSegment: Hashable, Sendable {
  /// Where it ends, in bytes from the beginning of the text. It begins where the one before ends.
  package var end: Int
  /// Whether it has a letter, a digit, kana or an ideograph; if not, it is white space or
  /// punctuation.
  package var isWord: Bool
}

/// Finds words by Unicode Standard Annex #29 as ICU does, with dictionaries for Thai, Lao, Khmer,
/// Burmese, Chinese and Japanese. Independent of the user's locale.
package struct WordBreaker: ~Copyable {
  private let breaker: OpaquePointer

  /// Opens ICU's word rules.
  package init() throws(WordBreakerError) {
    var reason: UnsafePointer<CChar>?
    guard let breaker = cicu_word_breaker_open(&reason) else {
      throw .unavailable(reason: reason.map(String.init(cString:)) ?? "unknown")
    }
    self.breaker = breaker
  }

  deinit {
    cicu_word_breaker_close(breaker)
  }

  /// Replaces `segments` by the segments of a text, of which ICU's 32-bit offsets allow 2 GiB.
  package mutating func segment(
    _ bytes: UnsafeBufferPointer<UInt8>, into segments: inout [WordSegment]
  ) throws(WordBreakerError) {
    segments.removeAll(keepingCapacity: true)
    guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
    guard bytes.count <= Int32.max else { throw .textTooLong(bytes: bytes.count) }
    let text = UnsafeRawPointer(base).assumingMemoryBound(to: CChar.self)
    if let reason = cicu_word_breaker_begin(breaker, text, Int64(bytes.count)) {
      throw .unavailable(reason: String(cString: reason))
    }
    withUnsafeTemporaryAllocation(of: cicu_word_segment.self, capacity: 256) { batch in
      guard let first = batch.baseAddress else { return }
      while true {
        let count = Int(cicu_word_breaker_next(breaker, first, Int32(batch.count)))
        if count == 0 { break }
        for segment in batch.prefix(count) {
          segments.append(WordSegment(end: Int(segment.end), isWord: segment.is_word != 0))
        }
      }
    }
  }
}

/// Why words cannot be found.
package enum WordBreakerError: Error, Hashable, CustomStringConvertible {
  /// ICU gives this reason, most often that its data are not installed.
  case unavailable(reason: String)
  /// More than 2 GiB at once.
  case textTooLong(bytes: Int)

  package var description: String {
    switch self {
    case .unavailable(let reason):
      "ICU cannot find word boundaries (\(reason)); is its data package installed?"
    case .textTooLong(let bytes):
      "\(bytes) bytes are too many to find words in at once; cut the text below 2 GiB"
    }
  }
}
