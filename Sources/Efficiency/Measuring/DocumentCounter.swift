package import ByteLevelBPE
package import CorpusReading

/// Counts documents that come in pieces, exactly as if each came whole.
///
/// A pre-token may go on in the next piece: what the pattern cannot decide yet is carried over to
/// it.
package struct DocumentCounter: CorpusWorker, ~Copyable {
  private var counter: TokenCounter
  private var carried: [UInt8] = []
  /// A pre-token longer than a piece is looked at again only when the text has doubled, so that a
  /// file without a boundary takes linear time.
  private var waitsFor = 0
  private var documentBytes: UInt64 = 0
  private var chat: ChatMeter

  /// What was counted of the file at hand.
  package private(set) var counts = TextCounts()
  package private(set) var illFormed = IllFormedText()

  package var undecidedBytes: Int { carried.count }

  package init(_ counter: consuming TokenCounter, template: ChatTemplate = .none) {
    chat = ChatMeter(counter.tokenizer, template: template)
    self.counter = counter
  }

  /// Counts the next message of a conversation, also by who speaks.
  package mutating func append(
    message: UnsafeRawBufferPointer, role: ChatSegment.Role, endsDocument: Bool
  ) {
    append(message, endsText: true, endsDocument: endsDocument)
    chat.append(message, role: role, endsRecord: endsDocument)
  }

  /// Counts the next piece of the document at hand.
  package mutating func append(
    _ piece: UnsafeRawBufferPointer, endsText: Bool, endsDocument: Bool
  ) {
    let repair = UTF8Repair(checking: piece)
    illFormed.note(repair, at: documentBytes, document: counts.documents)
    if repair.count > 0 {
      let repaired = UTF8Repair.repaired(piece)
      repaired.withUnsafeBytes { appendText($0.bindMemory(to: UInt8.self), endsText) }
    } else {
      appendText(piece.bindMemory(to: UInt8.self), endsText)
    }
    documentBytes += UInt64(piece.count)
    counts.bytes += UInt64(piece.count)
    if endsDocument {
      counts.documents += 1
      documentBytes = 0
    }
  }

  /// What a file came to.
  package struct FileResult: Sendable, Equatable {
    /// Documents, bytes, characters and tokens of the text.
    package var counts: TextCounts
    /// The chat records among the documents.
    package var chat: ChatCounts
  }

  package mutating func finishFile() -> FileResult {
    let result = FileResult(counts: counts, chat: chat.counts)
    counts = TextCounts()
    chat.counts = ChatCounts()
    illFormed = IllFormedText()
    return result
  }

  private mutating func appendText(_ text: UnsafeBufferPointer<UInt8>, _ endsText: Bool) {
    counts.characters += UInt64(characterCount(text))
    if carried.isEmpty {
      let progress = counter.count(text, readable: text.count, isFinal: endsText)
      counts.tokens += UInt64(progress.tokens)
      if progress.used < text.count { carried.append(contentsOf: text[progress.used...]) }
    } else {
      carried.append(contentsOf: text)
      guard endsText || carried.count >= waitsFor else { return }
      let progress = carried.withUnsafeBufferPointer {
        counter.count($0, readable: $0.count, isFinal: endsText)
      }
      counts.tokens += UInt64(progress.tokens)
      carried.removeFirst(progress.used)
    }
    waitsFor = 2 * carried.count
    if endsText {
      carried.removeAll(keepingCapacity: carried.capacity < 1 << 24)
      waitsFor = 0
    }
  }
}
