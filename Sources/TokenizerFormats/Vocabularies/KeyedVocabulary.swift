internal import ByteLevelBPE

/// A vocabulary whose file writes tokens as text in GPT-2's alphabet (``ByteAlphabetReader``).
///
/// A key with a character outside that alphabet, such as `<｜end▁of▁sentence｜>`, cannot come out
/// of any text: it keeps its UTF-8 to decode to, and is found only by its key.
struct KeyedVocabulary: Sendable {
  let vocabulary: Vocabulary
  let foreign: [[UInt8]: TokenID]

  /// The token whose key in the file is `key`.
  func id(ofKey key: [UInt8]) -> TokenID? {
    guard let bytes = ByteAlphabetReader.bytes(spelledBy: key) else { return foreign[key] }
    return vocabulary.id(of: bytes)
  }
}

struct KeyedVocabularyBuilder {
  private var entries: [VocabularyBuilder.Entry] = []
  private var foreign: [[UInt8]: TokenID] = [:]
  /// The bytes of all tokens.
  private let arena = ByteAlphabetReader()

  init(capacity: Int) {
    entries.reserveCapacity(capacity)
  }

  var count: Int { entries.count }

  /// What was added, to be joined with that of other builders.
  struct Part: Sendable {
    fileprivate let entries: [VocabularyBuilder.Entry]
    fileprivate let foreign: [[UInt8]: TokenID]
    fileprivate let arena: [UInt8]
  }

  /// What was added so far.
  var part: Part { Part(entries: entries, foreign: foreign, arena: Array(arena.bytes)) }

  /// Creates a builder that has everything that was added to others, in this order; `nil` if a key
  /// was added to two of them.
  init?(joining parts: [Part]) {
    entries.reserveCapacity(parts.reduce(0) { $0 + $1.entries.count })
    for part in parts {
      let start = arena.count
      part.arena.withUnsafeBufferPointer { arena.append(verbatim: $0) }
      for entry in part.entries { entries.append(entry.moved(by: start)) }
      for (key, id) in part.foreign where foreign.updateValue(id, forKey: key) != nil { return nil }
    }
  }

  /// Adds the token `id` under `key`.
  mutating func add(_ key: JSONString, _ id: TokenID) throws(FormatFault) {
    guard key.hasEscapes else {
      try add(key.bytes, id, at: key.offset)
      return
    }
    try key.unescaped().withUnsafeBufferPointer { text throws(FormatFault) in
      try add(text, id, at: key.offset)
    }
  }

  mutating func add(
    _ key: UnsafeBufferPointer<UInt8>, _ id: TokenID, at offset: Int
  ) throws(FormatFault) {
    guard id < VocabularyBuilder.idLimit else {
      throw .malformed(
        at: offset, "the token \(quoted(key)) has the id \(id), beyond every known vocabulary")
    }
    guard !key.isEmpty else { throw .malformed(at: offset, "the token of id \(id) is empty") }
    let start = arena.count
    if arena.append(key) {
      entries.append(.init(id, start: start, length: arena.count - start))
      return
    }
    guard isValidUTF8(key) else { throw .malformed(at: offset, "a token is not valid UTF-8") }
    if let other = foreign.updateValue(id, forKey: Array(key)) {
      throw FormatFault(
        .inconsistent, at: offset, "the token \(quoted(key)) has two ids, \(other) and \(id)")
    }
    arena.append(verbatim: key)
    entries.append(.init(id, start: start, length: key.count, isFindable: false))
  }

  func build() throws(FormatFault) -> KeyedVocabulary {
    let builder = VocabularyBuilder(entries, in: arena.bytes)
    return KeyedVocabulary(vocabulary: try builder.checkedBuild(), foreign: foreign)
  }
}

extension VocabularyBuilder {
  /// The vocabulary, with its errors put as failures of a file.
  func checkedBuild() throws(FormatFault) -> Vocabulary {
    do throws(VocabularyError) {
      return try build()
    } catch {
      switch error {
      case .duplicateToken(let bytes, let ids):
        let ids = ids.map(String.init).joined(separator: " and ")
        throw FormatFault(
          .inconsistent, "the token \(quoted(bytes)) has two ids, \(ids)",
          remedy: "a vocabulary gives each token one id")
      case .duplicateID(let id):
        throw FormatFault(
          .inconsistent, "the id \(id) is given to two tokens",
          remedy: "a vocabulary gives each token its own id")
      case .idTooLarge(let id):
        throw FormatFault(.malformed, "the id \(id) is beyond every known vocabulary")
      case .emptyToken(let id):
        throw FormatFault(.malformed, "the token of id \(id) is empty")
      }
    }
  }
}
