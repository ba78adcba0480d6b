/// Cuts text by steps that only cut, the last of them by kernel or automaton if it can be.
struct SplitCutter: ~Copyable {
  /// The steps before the last, when the last is a pattern that leaves no gaps; else all.
  private let leading: ArraySlice<PreTokenizer.Step>
  private var last: PreTokenCutter?

  /// Pieces of the leading steps that wait for the last, and where they end with all that the
  /// steps dropped.
  private var pieces: [Range<Int>] = []
  private var nextPiece = 0
  private var piecesEnd = 0
  /// How much text is looked at together: at first what a cache holds.
  private var window = Self.standardWindow
  private static let standardWindow = 1 << 16

  init(_ steps: ArraySlice<PreTokenizer.Step>, usesKernel: Bool) {
    // A pattern that looks behind must not see the piece before its own.
    if let step = steps.last, let pattern = PreTokenizer(steps: [step]).singlePattern,
      !pattern.matcher.looksBehind
    {
      last = PreTokenCutter(pattern, usesKernel: usesKernel)
      leading = steps.dropLast()
    } else {
      last = nil
      leading = steps
    }
  }

  /// Whether one pattern does it all.
  var isSinglePattern: Bool { leading.isEmpty && last != nil }

  mutating func reset() {
    pieces.removeAll(keepingCapacity: true)
    nextPiece = 0
    window = Self.standardWindow
  }

  /// Adds pre-tokens; see ``PreTokenCutter``.
  mutating func fill(
    _ batch: inout PreTokenBatch, from text: UnsafeBufferPointer<UInt8>, at position: Int,
    readable: Int, isFinal: Bool, listingSingles: Bool
  ) -> (position: Int, hasMore: Bool) {
    if isSinglePattern {
      return last?.fill(
        &batch, from: text, at: position, readable: readable, isFinal: isFinal,
        listingSingles: listingSingles) ?? (position, false)
    }
    var position = position
    while !batch.isFull {
      if nextPiece < pieces.count {
        position = addPiece(&batch, text, position, readable, listingSingles)
      } else {
        guard position < text.count, cutLeading(text, position, isFinal: isFinal) else {
          return (position, false)
        }
      }
      if nextPiece == pieces.count { position = piecesEnd }
    }
    return (position, true)
  }

  /// Adds the piece at hand, or as much of it as the batch has room for.
  private mutating func addPiece(
    _ batch: inout PreTokenBatch, _ text: UnsafeBufferPointer<UInt8>, _ position: Int,
    _ readable: Int, _ listingSingles: Bool
  ) -> Int {
    let piece = pieces[nextPiece]
    guard last != nil else {
      batch.append(piece.lowerBound, piece.upperBound)
      nextPiece += 1
      return piece.upperBound
    }
    let part = UnsafeBufferPointer(rebasing: text[..<piece.upperBound])
    let next =
      last?.fill(
        &batch, from: part, at: max(position, piece.lowerBound), readable: readable,
        isFinal: true, listingSingles: listingSingles
      ).position ?? piece.upperBound
    if next == piece.upperBound { nextPiece += 1 }
    return next
  }

  /// Cuts the text from `position` on by the leading steps, a window at a time, and says whether
  /// any of it is decided.
  private mutating func cutLeading(
    _ text: UnsafeBufferPointer<UInt8>, _ position: Int, isFinal: Bool
  ) -> Bool {
    while true {
      let end = min(text.count, position + window)
      pieces.removeAll(keepingCapacity: true)
      nextPiece = 0
      let used = PreTokenizer.cut(
        UnsafeBufferPointer(rebasing: text[position..<end]), by: leading,
        isFinal: isFinal && end == text.count, into: &pieces)
      for index in pieces.indices {
        pieces[index] =
          (pieces[index].lowerBound + position)..<(pieces[index].upperBound + position)
      }
      piecesEnd = position + used
      if used > 0 { return true }
      if end == text.count { return false }
      window *= 2
    }
  }
}
