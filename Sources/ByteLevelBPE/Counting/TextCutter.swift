/// Cuts documents that come in pieces into pre-tokens, for any tokenizer.
///
/// Nearly all text of nearly all tokenizers is cut straight by one pattern; that is
/// ``PreTokenCutter``. This type finds the stretches where it may be: between added tokens, and
/// where the normalizer has nothing to do. The rest goes through a ``RewrittenStretch``.
///
/// Until ``fill(_:from:at:readable:isFinal:listing:)`` says that no more can be decided, it must be
/// called again with the same text and the position that it returned; then the text may be moved
/// up to that position, and grow.
struct TextCutter: ~Copyable {
  private let rawTokens: AddedTokenMatcher
  private let normalizedTokens: AddedTokenMatcher
  private let normalizer: (any Normalizer)?
  private let putsSpaceFirst: Bool
  private var splitter: SplitCutter
  /// Nothing but the pattern ever happens.
  private let isPlain: Bool
  /// Whether documents can only be cut whole, by `pipeline`; hardly any tokenizer asks for that. An
  /// optional pipeline instead is destroyed wrongly by Swift 6.3's optimizer.
  private let cutsWhole: Bool
  private let pipeline: TextPipeline

  /// What is known of the text from the position on. All offsets are relative to it.
  private var raw = Outlook()
  /// How much of the raw outlook is its own normalized form.
  private var unchanged = 0
  private var normalized = Outlook()
  /// Whether no pre-token of the stretch at hand was cut yet.
  private var isAtStart = true
  private var rewritten = RewrittenStretch()

  /// A stretch without added tokens, as far as it is known.
  private struct Outlook {
    var length = 0
    /// How far was searched, at least `length`.
    var scanned = 0
    /// Whether the stretch ends there: with the document, or at an added token.
    var ends = false
    /// How long the token is that follows the stretch, with the white space it takes.
    var tokenLength: Int?
    /// Whether a word character stands before the stretch.
    var wordBefore = false

    mutating func advance(_ count: Int) {
      length -= count
      scanned -= count
    }
  }

  /// - Parameter usesKernel: `false` leaves everything to the pattern's automaton.
  init(_ tokenizer: Tokenizer, usesKernel: Bool) {
    pipeline = TextPipeline(tokenizer)
    rawTokens = pipeline.rawMatcher
    normalizedTokens = pipeline.normalizedMatcher
    normalizer = tokenizer.normalizer
    var steps = tokenizer.preTokenizer.steps[...]
    if case .prefixSpace = steps.first {
      putsSpaceFirst = true
      steps = steps.dropFirst()
    } else {
      putsSpaceFirst = false
    }
    splitter = SplitCutter(steps, usesKernel: usesKernel)
    // A space that is put before the pieces of another step depends on where those lie.
    let cutsOnly = PreTokenizer(steps: Array(steps)).onlyCuts
    cutsWhole = rawTokens.mayOverlap || normalizedTokens.mayOverlap || !cutsOnly
    isPlain =
      rawTokens.isEmpty && normalizedTokens.isEmpty && normalizer == nil && !putsSpaceFirst
      && cutsOnly && splitter.isSinglePattern
  }

  /// Adds pre-tokens of `text` from `position` on to an empty batch.
  ///
  /// Parameters are those of ``PreTokenCutter``'s function of this name.
  /// - Returns: where the first pre-token that was not added begins, and whether more of the text
  ///   can be decided.
  mutating func fill(
    _ batch: inout PreTokenBatch, from text: UnsafeBufferPointer<UInt8>, at position: Int,
    readable: Int, isFinal: Bool, listing: PreTokenListing
  ) -> (position: Int, hasMore: Bool) {
    let listingSingles = listing == .every
    if isPlain {
      return splitter.fill(
        &batch, from: text, at: position, readable: readable, isFinal: isFinal,
        listingSingles: listingSingles)
    }
    var position = position
    while true {
      if !rewritten.isEmpty {
        // A batch has one source.
        if batch.count > 0 || batch.singles > 0 { return (position, true) }
        let used = rewritten.drain(
          into: &batch, at: position, listingTokens: listing != .none)
        advance(used)
        if used > 0 { raw.wordBefore = rawTokens.endsInWord(text, position + used) }
        return (position + used, true)
      }
      if cutsWhole {
        guard isFinal, position < text.count else { return (position, false) }
        rewritten.make(UnsafeBufferPointer(rebasing: text[position...]), by: pipeline)
        continue
      }
      if let length = tokenAtHand {
        if listing != .none {
          if batch.count > 0 || batch.singles > 0 { return (position, true) }
          batch.append(position, position + length)
          batch.isAddedToken = true
        } else {
          batch.singles += 1
        }
        passToken(text, position, length)
        position += length
        if batch.isAddedToken { return (position, true) }
        continue
      }
      if normalized.length > 0, !needsSpace(text, position) {
        let end = position + normalized.length
        let next = splitter.fill(
          &batch, from: UnsafeBufferPointer(rebasing: text[..<end]), at: position,
          readable: readable, isFinal: normalized.ends, listingSingles: listingSingles)
        if next.position > position {
          isAtStart = false
          advance(next.position - position)
          raw.wordBefore = rawTokens.endsInWord(text, next.position)
          normalized.wordBefore = normalizedTokens.endsInWord(text, next.position)
        }
        position = next.position
        if next.hasMore { return (position, true) }
        if tokenAtHand != nil { continue }
      }
      if !lookAhead(text, position, isFinal: isFinal) { return (position, false) }
    }
  }

  /// The length of the added token that comes next, if one does.
  private var tokenAtHand: Int? {
    if normalized.length == 0, let length = normalized.tokenLength { return length }
    if raw.length == 0 { return raw.tokenLength }
    return nil
  }

  /// Moves behind an added token.
  private mutating func passToken(
    _ text: UnsafeBufferPointer<UInt8>, _ position: Int, _ length: Int
  ) {
    let end = position + length
    if normalized.length == 0, normalized.tokenLength != nil {
      raw.advance(length)
      raw.wordBefore = rawTokens.endsInWord(text, end)
      unchanged -= length
      normalized = Outlook(wordBefore: normalizedTokens.endsInWord(text, end))
    } else {
      raw = Outlook(wordBefore: rawTokens.endsInWord(text, end))
      unchanged = 0
      // What stands before a stretch between tokens of the raw text is not seen in it.
      normalized = Outlook()
    }
    isAtStart = true
  }

  /// Whether each byte of a text that is not rewritten lies in a pre-token.
  var leavesNoGaps: Bool { splitter.isSinglePattern }

  /// What a rewritten batch's offsets are offsets into, and how far that may be read.
  var rewrittenText: UnsafePointer<UInt8> { UnsafePointer(rewritten.base) }
  var rewrittenReadable: Int { rewritten.readable }

  /// Puts the batch's offsets back to those of the text itself.
  mutating func restoreOffsets(_ batch: borrowing PreTokenBatch) {
    if batch.isRewritten { rewritten.restoreOffsets(batch) }
  }

  /// The pre-token with the number `index` of the last batch, as it was counted.
  func preToken(
    _ index: Int, _ batch: borrowing PreTokenBatch, in text: UnsafePointer<UInt8>
  ) -> UnsafeBufferPointer<UInt8> {
    if batch.isRewritten { return rewritten.preToken(index) }
    let start = Int(batch.starts[index])
    return UnsafeBufferPointer(start: text + start, count: Int(batch.ends[index]) - start)
  }

  /// Forgets the document at hand.
  mutating func reset() {
    raw = Outlook()
    unchanged = 0
    normalized = Outlook()
    isAtStart = true
    rewritten.removeAll()
    splitter.reset()
  }

  private mutating func advance(_ count: Int) {
    raw.advance(count)
    unchanged = max(0, unchanged - count)
    normalized.advance(count)
  }

  /// Whether a space has to be put before the text at `position`.
  private func needsSpace(_ text: UnsafeBufferPointer<UInt8>, _ position: Int) -> Bool {
    putsSpaceFirst && isAtStart && text[position] != UInt8(ascii: " ")
  }

  // MARK: Looking ahead

  /// Learns more of the text from `position` on, and says whether anything was learnt.
  private mutating func lookAhead(
    _ text: UnsafeBufferPointer<UInt8>, _ position: Int, isFinal: Bool
  ) -> Bool {
    let before = (raw, unchanged, normalized)
    Self.extend(&raw, rawTokens, text, position, isFinal: isFinal)
    if let normalizer {
      let checked = position + unchanged
      let end = endOfLines(text, from: checked, normalizer)
      if end > checked {
        let part = UnsafeBufferPointer(rebasing: text[checked..<end])
        guard normalizer.isNormalized(part) else {
          return rewrite(text, position, end)
        }
        unchanged = end - position
      }
    } else {
      unchanged = raw.length
    }
    let end = position + unchanged
    Self.extend(
      &normalized, normalizedTokens, UnsafeBufferPointer(rebasing: text[..<end]), position,
      isFinal: raw.ends && unchanged == raw.length)
    if normalized.length > 0, needsSpace(text, position) {
      return rewrite(text, position, end)
    }
    return raw.length != before.0.length || raw.ends != before.0.ends
      || unchanged != before.1 || normalized.length != before.2.length
      || normalized.ends != before.2.ends
  }

  private static func extend(
    _ outlook: inout Outlook, _ matcher: AddedTokenMatcher, _ text: UnsafeBufferPointer<UInt8>,
    _ position: Int, isFinal: Bool
  ) {
    guard !outlook.ends else { return }
    if matcher.isEmpty {
      outlook.length = text.count - position
      outlook.scanned = outlook.length
      outlook.ends = isFinal
      return
    }
    let found = matcher.search(
      text, from: position, scanned: position + outlook.scanned, wordBefore: outlook.wordBefore,
      isFinal: isFinal)
    outlook.length = found.decided - position
    outlook.scanned = found.scanned - position
    outlook.tokenLength = found.token.map { $0.end - $0.start }
    outlook.ends = found.token != nil || isFinal
  }

  /// Up to where the raw outlook can be normalized by itself.
  private func endOfLines(
    _ text: UnsafeBufferPointer<UInt8>, from start: Int, _ normalizer: any Normalizer
  ) -> Int {
    let end = start - unchanged + raw.length
    if raw.ends { return end }
    guard normalizer.isLocalToLines else { return start }
    var line = end
    while line > start, text[line - 1] != 0x0A { line -= 1 }
    return line
  }

  /// Cuts `position..<end` in its normalized form.
  private mutating func rewrite(
    _ text: UnsafeBufferPointer<UInt8>, _ position: Int, _ end: Int
  ) -> Bool {
    let length = end - position
    rewritten.make(
      UnsafeBufferPointer(rebasing: text[position..<end]),
      ends: raw.ends && length == raw.length, normalizer: normalizer,
      tokens: normalizedTokens, space: putsSpaceFirst ? (isAtStart ? .everywhere : .later) : .never,
      &splitter)
    if rewritten.isEmpty { return false }
    isAtStart = rewritten.endsInToken
    // What follows is looked at anew.
    unchanged = 0
    normalized = Outlook()
    return true
  }
}
