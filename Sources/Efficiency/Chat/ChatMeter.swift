package import ByteLevelBPE
package import CorpusReading

/// Counts conversations as a template lays them out.
///
/// Special tokens cut the text, so a message is a few stretches that are tokenized by themselves. The
/// newlines of its header and its content are one such stretch: content that begins with a newline
/// makes one token with them.
package struct ChatMeter: ~Copyable {
  private let template: ChatTemplate
  private var counter: TokenCounter
  private var stretch: [UInt8] = []
  /// The tokens of what a template puts around every message of a role.
  private var fixed: [ChatSegment.Role: Int] = [:]
  private var isInRecord = false

  /// What was counted since this was set to nothing.
  package var counts = ChatCounts()

  package init(_ tokenizer: Tokenizer, template: ChatTemplate) {
    self.template = template
    // Messages are short, and most runs have none: the small tables will do.
    counter = TokenCounter(tokenizer, expectedBytes: 0)
  }

  /// Counts the conversations of a batch.
  package mutating func append(_ batch: borrowing CorpusBatch) {
    guard !batch.segments.isEmpty else { return }
    batch.withUnsafeBytes { bytes in
      for piece in batch.pieces {
        for index in piece.segments {
          append(
            UnsafeRawBufferPointer(rebasing: bytes[batch.segments[index].bytes]),
            role: batch.segments[index].role, endsRecord: index == piece.segments.last)
        }
      }
    }
  }

  /// Counts the next message of the conversation at hand.
  package mutating func append(
    _ message: UnsafeRawBufferPointer, role: ChatSegment.Role, endsRecord: Bool
  ) {
    let repair = UTF8Repair(checking: message)
    if repair.count > 0 {
      UTF8Repair.repaired(message).withUnsafeBytes { add($0, role) }
    } else {
      add(message, role)
    }
    if !isInRecord {
      counts.records += 1
      if template.beginsWithBOS { counts.templateTokens += 1 }
    }
    isInRecord = !endsRecord
  }

  private mutating func add(_ message: UnsafeRawBufferPointer, _ role: ChatSegment.Role) {
    let content = counter.count(message.bindMemory(to: UInt8.self))
    let trained: Int
    counts.messages += 1
    counts.contentTokens += UInt64(content)
    switch template {
    case .none: trained = content
    case .tokensPerMessage(let tokens):
      counts.templateTokens += Int64(tokens)
      trained = content + min(tokens, 1)
    case .chatML:
      counts.templateTokens += Int64(rendered("\(role.rawValue)\n", message, role) - content)
      trained = content + 1
    case .llama3:
      let message = message.trimmingWhiteSpace()
      counts.templateTokens += Int64(rendered("\n\n", message, role) - content)
      trained = counter.count(message.bindMemory(to: UInt8.self)) + 1
    }
    if role == .assistant { counts.trainedTokens += UInt64(trained) }
  }

  /// The tokens of a whole message in the template.
  private mutating func rendered(
    _ header: String, _ content: UnsafeRawBufferPointer, _ role: ChatSegment.Role
  ) -> Int {
    stretch.removeAll(keepingCapacity: true)
    stretch.append(contentsOf: header.utf8)
    stretch.append(contentsOf: content)
    return stretch.withUnsafeBufferPointer { counter.count($0) } + tokensAround(role)
  }

  private mutating func tokensAround(_ role: ChatSegment.Role) -> Int {
    if let known = fixed[role] { return known }
    let tokens =
      switch template {
      case .chatML: 2 + counter.count("\n")
      case .llama3: 3 + counter.count(role.rawValue)
      case .none, .tokensPerMessage: 0
      }
    fixed[role] = tokens
    return tokens
  }
}

extension UnsafeRawBufferPointer {
  /// The text without white space at its ends, which templates take away by Python's `str.strip`.
  fileprivate func trimmingWhiteSpace() -> UnsafeRawBufferPointer {
    var scalars = Substring.UnicodeScalarView(String(decoding: self, as: UTF8.self).unicodeScalars)
    func width(_ scalar: Unicode.Scalar?) -> Int? {
      guard let scalar, scalar.properties.isWhitespace || 0x1C...0x1F ~= scalar.value else {
        return nil
      }
      return UTF8.width(scalar)
    }
    var (start, end) = (startIndex, endIndex)
    while let width = width(scalars.first) {
      scalars.removeFirst()
      start += width
    }
    while let width = width(scalars.last) {
      scalars.removeLast()
      end -= width
    }
    return UnsafeRawBufferPointer(rebasing: self[start..<end])
  }
}
