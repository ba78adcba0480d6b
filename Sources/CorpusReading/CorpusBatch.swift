/// Text of one or many documents in memory that is used again for the next batch.
///
/// A small document is one piece; a batch holds as many as fit. A document that is longer than a
/// batch comes as several pieces in consecutive batches, so that memory does not grow with it.
/// A batch owns its bytes: it may be handed to another thread and given back to the reader later.
public struct CorpusBatch: Sendable {
  /// The pieces in the order of the corpus.
  public internal(set) var pieces: [CorpusPiece] = []
  /// The segments of all chat records among the pieces; see ``CorpusPiece/segments``.
  public internal(set) var segments: [ChatSegment] = []
  /// The number of bytes of text.
  public private(set) var byteCount = 0
  /// Bytes beyond `byteCount` hold nothing. The array is never shortened, so reading into it
  /// writes every byte once and clears none.
  private var storage: [UInt8] = []

  /// Creates an empty batch; memory comes with the first read.
  public init() {}

  /// Calls `body` with the text of all pieces; a piece's `bytes` are offsets into it.
  public func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try storage.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[..<byteCount])) }
  }

  /// A copy of a piece's text.
  ///
  /// - Complexity: O(n) in the bytes of the piece.
  public func text(of piece: CorpusPiece) -> [UInt8] {
    Array(storage[piece.bytes])
  }

  mutating func removeAll(keepingBytes capacity: Int) {
    pieces.removeAll(keepingCapacity: true)
    segments.removeAll(keepingCapacity: true)
    byteCount = 0
    // One giant record must not hold its memory for the rest of the corpus.
    if storage.count > 4 * capacity { storage = [] }
  }

  mutating func reserve(_ count: Int) {
    let needed = byteCount + count
    guard needed > storage.count else { return }
    let used = byteCount
    let old = storage
    let capacity = max(needed, 2 * old.count)
    storage = [UInt8](unsafeUninitializedCapacity: capacity) { new, initialized in
      old.withUnsafeBufferPointer { old in
        if let to = new.baseAddress, let from = old.baseAddress {
          to.initialize(from: from, count: used)
        }
      }
      initialized = capacity
    }
  }

  /// Appends what `body` writes into room for `capacity` bytes; it returns how many those are.
  mutating func append<E: Error>(
    capacity: Int, _ body: (UnsafeMutableRawBufferPointer) throws(E) -> Int
  ) throws(E) -> Int {
    reserve(capacity)
    let from = byteCount
    let count = try storage.withUnsafeMutableBufferPointer { (all) throws(E) -> Int in
      try body(
        UnsafeMutableRawBufferPointer(
          UnsafeMutableBufferPointer(rebasing: all[from..<from + capacity])))
    }
    byteCount = from + count
    return count
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count > 0 else { return }
    _ = append(capacity: bytes.count) { room in
      room.copyMemory(from: bytes)
      return bytes.count
    }
  }

  mutating func appendNewline() {
    Swift.withUnsafeBytes(of: UInt8(ascii: "\n")) { append($0) }
  }

  /// Appends what `body` appends, with a newline before it if both it and the text from `start` on have
  /// something: so the input of an alpaca record follows its instruction.
  mutating func appendJoined<E: Error>(
    to start: Int, _ body: (inout CorpusBatch) throws(E) -> Void
  ) throws(E) {
    let end = byteCount
    if end > start { appendNewline() }
    let begin = byteCount
    try body(&self)
    if byteCount == begin { truncate(to: end) }
  }

  /// Takes back the bytes from `count` on, which belong to no piece yet.
  mutating func truncate(to count: Int) {
    byteCount = min(byteCount, count)
  }

  /// The text from `start` on, for a reader that looks at what it has just read.
  func withTail<R>(from start: Int, _ body: (UnsafeRawBufferPointer) -> R) -> R {
    storage.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start..<byteCount])) }
  }
}

/// A document, or the part of a long one that fits a batch.
public struct CorpusPiece: Sendable, Equatable {
  /// How a piece ends.
  public enum Ending: Sendable {
    /// With its document.
    case document
    /// After a newline that an ASCII letter follows: a place at which the pre-tokenizer patterns of the
    /// GPT-2, cl100k, o200k and Llama families always cut.
    case lineBeforeLetter
    /// After a newline.
    case line
    /// Between two scalar values, because there was no newline.
    case scalar
  }

  /// The index of the file in ``Corpus/files``.
  public var file: Int
  /// The ordinal of the document in its file, from 0.
  public var document: Int
  /// The text's place in the batch. It may be empty.
  public var bytes: Range<Int>
  /// Whether the document begins with this piece.
  public var startsDocument: Bool
  /// Where the piece ends.
  public var ending: Ending
  /// The bytes of the container that the piece stands for: with the record's markup for JSON
  /// Lines; for compressed files the compressed bytes read since the piece before. The ranges of
  /// a file's pieces follow each other without overlap; gaps are records that were left out.
  public var container: Range<Int64>
  /// The form of a chat record; `nil` for plain documents.
  public var chat: ChatForm?
  /// The indices of a chat record's segments in ``CorpusBatch/segments``.
  public var segments: Range<Int>

  /// Whether the document ends with this piece.
  public var endsDocument: Bool { ending == .document }
}

/// The forms in which chat data sets write a conversation.
public enum ChatForm: String, Sendable {
  /// `instruction`, optional `input`, `output`: two messages, the first of which is the instruction and,
  /// on the next line, the input.
  case alpaca
  /// A list of `from` and `value`.
  case shareGPT
  /// A list of `role` and `content`.
  case messages
}

/// One message of a chat record: its text, who speaks, and whether training computes loss on it.
public struct ChatSegment: Sendable, Equatable {
  /// Who speaks.
  public enum Role: String, Sendable {
    case system, user, assistant, tool, other
  }

  /// Who speaks.
  public var role: Role
  /// The text's place in the batch.
  public var bytes: Range<Int>
  /// Whether supervised fine-tuning trains on the text by the usual convention: the assistant's words.
  public var isTrained: Bool { role == .assistant }
}
