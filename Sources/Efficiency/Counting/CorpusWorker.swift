package import CorpusReading

/// What one thread does with the documents of the files that it gets.
package protocol CorpusWorker: ~Copyable, SendableMetatype {
  associatedtype Result: Sendable
  /// What of the file at hand was not UTF-8.
  var illFormed: IllFormedText { get }
  /// The bytes of text at hand of which it is not known yet where they can be cut.
  var undecidedBytes: Int { get }
  /// Takes the next piece of the document at hand. No token crosses from a text that ends into the
  /// next: a document is one text, a conversation as many as it has messages.
  mutating func append(_ piece: UnsafeRawBufferPointer, endsText: Bool, endsDocument: Bool)
  /// Takes the next message of a conversation, which is the document at hand.
  mutating func append(
    message: UnsafeRawBufferPointer, role: ChatSegment.Role, endsDocument: Bool)
  /// The result of the file at hand, which is done.
  mutating func finishFile() -> Result
}

extension CorpusWorker where Self: ~Copyable {
  /// For what keeps no text.
  package var undecidedBytes: Int { 0 }

  /// Takes the next piece of a document that is one text.
  package mutating func append(_ piece: UnsafeRawBufferPointer, endsDocument: Bool) {
    append(piece, endsText: endsDocument, endsDocument: endsDocument)
  }

  /// For what does not ask who speaks.
  package mutating func append(
    message: UnsafeRawBufferPointer, role: ChatSegment.Role, endsDocument: Bool
  ) {
    append(message, endsText: true, endsDocument: endsDocument)
  }

  /// Takes the documents of a batch.
  package mutating func append(_ batch: borrowing CorpusBatch) {
    batch.withUnsafeBytes { bytes in
      for piece in batch.pieces {
        guard let last = piece.segments.last else {
          append(
            UnsafeRawBufferPointer(rebasing: bytes[piece.bytes]), endsDocument: piece.endsDocument)
          continue
        }
        for index in piece.segments {
          let segment = batch.segments[index]
          append(
            message: UnsafeRawBufferPointer(rebasing: bytes[segment.bytes]), role: segment.role,
            endsDocument: index == last)
        }
      }
    }
  }
}
