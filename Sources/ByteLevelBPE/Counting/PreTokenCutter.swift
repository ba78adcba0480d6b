import ByteMasks

/// Cuts text into pre-tokens for counting: by a kernel where the pattern has one, else by the
/// pattern's automaton.
struct PreTokenCutter: ~Copyable {
  private let automaton: PatternMatcher
  private let kernel: BoundaryKernel?
  private let decoded = BoundaryKernel.DecodedWindow()
  private let padded: UnsafeMutablePointer<UInt8>
  private let boundaries: UnsafeMutableBufferPointer<UInt32>

  /// - Parameter usesKernel: `false` leaves everything to the automaton, as tests compare.
  init(_ pattern: Pattern, usesKernel: Bool) {
    automaton = pattern.matcher
    kernel = usesKernel ? BoundaryKernel.rules(for: pattern).map { BoundaryKernel(rules: $0) } : nil
    padded = .allocate(capacity: 64)
    padded.initialize(repeating: 0, count: 64)
    boundaries = .allocate(capacity: PreTokenBatch.capacity)
  }

  deinit {
    padded.deallocate()
    boundaries.deallocate()
  }

  /// Adds pre-tokens of `text`, from the one that begins at `position` on, until the batch is full
  /// or the text is done.
  ///
  /// - Parameters:
  ///   - readable: how far memory may be read, at least `text.count`.
  ///   - isFinal: whether the text ends here. If not, a pre-token that more text could change is
  ///     left alone.
  /// - Returns: where the first pre-token that was not added begins, and whether more of the text
  ///   can be added.
  mutating func fill(
    _ batch: inout PreTokenBatch, from text: UnsafeBufferPointer<UInt8>, at position: Int,
    readable: Int, isFinal: Bool, listingSingles: Bool
  ) -> (position: Int, hasMore: Bool) {
    guard let base = text.baseAddress else { return (position, false) }
    guard let kernel else {
      return fillByAutomaton(
        &batch, text, position, isFinal, enough: PreTokenBatch.capacity - batch.count)
    }
    let limit = text.count
    var position = position
    while !batch.isFull {
      guard position < limit else { return (position, false) }
      let start = base + position
      let available = limit &- position
      let bytes: ByteMask
      if position &+ 64 <= readable {
        bytes = ByteMask(UnsafeRawPointer(start))
      } else {
        padded.update(from: start, count: available)
        bytes = ByteMask(UnsafeRawPointer(padded))
      }
      let count = min(64, available)
      var window: BoundaryKernel.Window
      let found: BoundaryKernel.Starts
      let wide =
        bytes.within(0x80, 0x80) & (count == 64 ? ~0 : (1 &<< UInt64(count)) &- 1) != 0
      if wide {
        window = kernel.decodeWindow(start, available: available, into: decoded)
        found = kernel.starts(of: window, start, UnsafePointer(decoded.offsets))
      } else {
        window = kernel.asciiWindow(bytes)
        window.count = count
        found = kernel.starts(of: window, start, nil)
      }
      if found.end == 0 {
        // Longer than a window, or at the end of the text: a pre-token or some by the automaton.
        let next = fillByAutomaton(&batch, text, position, isFinal, enough: 1)
        if next.position == position { return next }
        position = next.position
      } else if wide {
        var bits = found.bits & (found.bits &- 1)
        var from = position
        while bits != 0 {
          let to = position &+ Int(decoded.offsets[bits.trailingZeroBitCount])
          batch.append(from, to)
          from = to
          bits &= bits &- 1
        }
        let end = position &+ Int(decoded.offsets[found.end])
        batch.append(from, end)
        position = end
      } else {
        batch.append(
          found.bits, end: found.end, base: position, listingSingles: listingSingles)
        position &+= found.end
      }
    }
    return (position, true)
  }

  /// Adds `enough` pre-tokens, or all that can be decided, and no more above that than a window.
  private mutating func fillByAutomaton(
    _ batch: inout PreTokenBatch, _ text: UnsafeBufferPointer<UInt8>, _ position: Int,
    _ isFinal: Bool, enough: Int
  ) -> (position: Int, hasMore: Bool) {
    var position = position
    var added = 0
    while added < enough {
      let room = UnsafeMutableBufferPointer(
        start: boundaries.baseAddress,
        count: min(boundaries.count, enough - added + PreTokenBatch.window))
      let (count, resume) = automaton.findBoundaries(
        in: text, from: position, isFinal: isFinal, into: room, enough: enough - added)
      if count == 0 { return (position, false) }
      for index in 0..<count {
        let end = Int(room[index])
        batch.append(position, end)
        position = end
      }
      position = resume
      added += count
    }
    return (position, position < text.count)
  }
}
