/// Cuts UTF-8 text into runs of one script, as Unicode Standard Annex #24 describes it.
///
/// - A character with a script of its own has that script.
/// - A character without one (Common and Inherited) takes the script of the character before it, and
///   at the beginning of a document that of the first character that has one.
/// - If it has Script_Extensions and the script before it is not among them, it takes the next
///   script on its line if that is among them, and else the one with the lowest code, as though that
///   were its own.
/// - A closing bracket takes the script of its opening bracket on the same line.
///
/// Nothing but the script of the last character and what ``ScriptDocumentState`` keeps goes from one
/// line to the next, so a document may be scanned in parts that are cut at newlines.
///
/// Most lines are in one script throughout, and on these no bracket can have another script than
/// what surrounds it. The scanner therefore looks at brackets only after the script has changed
/// within a line, and then goes over that line's beginning again.
package struct ScriptScanner: Sendable {
  /// The state of the document after all that was scanned.
  package private(set) var document: ScriptDocumentState

  private let properties = ScriptProperties.shared
  private var brackets = BracketStack()
  private var next = NextScript()

  /// Makes a scanner for a document, or for the rest of one whose beginning is scanned.
  package init(continuing document: ScriptDocumentState = ScriptDocumentState()) {
    self.document = document
  }

  /// Replaces `runs` by the runs of the document's next part.
  ///
  /// The part should end with a newline or with the document; wherever else it ends, a line ends.
  /// Bytes that are not well-formed UTF-8 are Common. Takes O(`bytes.count`).
  package mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>, into runs: inout [ScriptRun]) {
    runs.removeAll(keepingCapacity: true)
    guard let base = bytes.baseAddress else { return }
    let end = bytes.count
    var current = document.last ?? .common
    var start = 0
    next = NextScript()

    /// Ends the run before `i`, where the script becomes `script`.
    func change(to script: Script, at i: Int) {
      if i > start { runs.append(ScriptRun(start: start, script: current)) }
      start = i
      current = script
    }

    var i = 0
    while i < end {
      i = skip(current, base, i, end, withinLine: false)
      guard i < end else { break }
      if current == .common {
        // The first script of the document, which all that is before it will have, too: the line
        // is still in one script.
        let (scalar, length) = decodeScalar(base, i, end)
        let script = script(of: lookUp(scalar), after: nil, base, i + length, end)
        change(to: script, at: i)
        document.first = document.first ?? script
        continue
      }
      stackBrackets(ofLineBefore: i, in: current, base)
      // From here to the end of the line, brackets count.
      while i < end {
        i = skip(current, base, i, end, withinLine: true)
        guard i < end else { break }
        let (scalar, length) = decodeScalar(base, i, end)
        let properties = lookUp(scalar)
        let script = script(of: properties, after: current, base, i + length, end)
        if properties.bracket == .open { brackets.push(properties.bracketPair, script) }
        if script != current { change(to: script, at: i) }
        i += length
        if scalar == 0x0A { break }
      }
    }
    if end > start { runs.append(ScriptRun(start: start, script: current)) }
    document.last = current == .common ? nil : current
  }

  @inline(__always)
  private func lookUp(_ scalar: UInt32) -> ScalarProperties {
    ScriptProperties.lookUp(scalar, properties.blocks, properties.scalars)
  }

  /// Returns where the first scalar from `i` on is that might not be in the script `current`, or,
  /// within a line, is a bracket or a newline.
  private mutating func skip(
    _ current: Script, _ base: UnsafePointer<UInt8>, _ i: Int, _ end: Int, withinLine: Bool
  ) -> Int {
    let properties = self.properties
    let plainScalars = properties.plainScalars
    let staying = properties.stayingBytes.table(
      current, withinLine: withinLine, document.evidence)
    let isLatin = current == .latin && !withinLine
    var evidence: ScriptEvidence = []
    var i = i
    while i < end {
      let start = i
      i = Self.skipThreeBytes(current, plainScalars, base, i, end, &evidence)
      if i < end, staying[Int(base[i])] != 0 {
        if isLatin { i = Self.skipASCII(base, i, end) }
        i = Self.skipStaying(staying, base, i, end)
      }
      if i > start { continue }
      // Of the bytes that begin scalars of several scripts, most are answered here.
      if let (block, bit, length) = Self.locate(base, i, end) {
        let plain = plainScalars[block]
        if plain.leaves(current, bit) {
          evidence.formUnion(plain.evidence)
          i += length
          continue
        }
      }
      let (scalar, length) = decodeScalar(base, i, end)
      let scalarProperties = lookUp(scalar)
      let stays =
        scalarProperties.isImplicit
        ? scalarProperties.extensions == 0
          || properties.extensionGroups[Int(scalarProperties.extensions)].contains(current)
        : scalarProperties.group == current
      let ends = withinLine && (scalarProperties.bracket != .none || scalar == 0x0A)
      if !stays || ends { break }
      evidence.formUnion(scalarProperties.evidence)
      i += length
    }
    document.evidence.formUnion(evidence)
    return i
  }

  /// The scalar at `i` as a block of 64 and a member of it, if it is in the first plane and
  /// well-formed but for being a surrogate.
  @inline(__always)
  private static func locate(
    _ base: UnsafePointer<UInt8>, _ i: Int, _ end: Int
  ) -> (block: Int, bit: UInt64, length: Int)? {
    let a = base[i]
    if a < 0x80 { return (Int(a >> 6), UInt64(a & 0x3F), 1) }
    if a >= 0xE0 {
      guard a < 0xF0, i + 2 < end else { return nil }
      let b = base[i + 1]
      let c = base[i + 2]
      let block = Int(a & 0x0F) << 6 | Int(b & 0x3F)
      guard b & 0xC0 == 0x80, c & 0xC0 == 0x80, block >= 0x20 else { return nil }
      return (block, UInt64(c & 0x3F), 3)
    }
    guard a >= 0xC2, i + 1 < end else { return nil }
    let b = base[i + 1]
    guard b & 0xC0 == 0x80 else { return nil }
    return (Int(a & 0x1F), UInt64(b & 0x3F), 2)
  }

  /// Returns where the first scalar from `i` on is that has not three bytes or is not plain.
  ///
  /// Japanese goes from kana to Han and back at every second scalar. Kana has no lead byte of its
  /// own; one loop for both is foreseen better than two that take turns.
  @inline(__always)
  private static func skipThreeBytes(
    _ current: Script, _ plainScalars: UnsafePointer<PlainScalars>,
    _ base: UnsafePointer<UInt8>, _ i: Int, _ end: Int, _ evidence: inout ScriptEvidence
  ) -> Int {
    var i = i
    while i + 4 <= end {
      let word = UInt32(littleEndian: UnsafeRawPointer(base + i).loadUnaligned(as: UInt32.self))
      let block = Int(word & 0x0F) << 6 | Int(word &>> 8 & 0x3F)
      guard word & 0x00C0_C0F0 == 0x0080_80E0, block >= 0x20 else { break }
      let plain = plainScalars[block]
      guard plain.leaves(current, UInt64(word &>> 16 & 0x3F)) else { break }
      evidence.formUnion(plain.evidence)
      i += 3
    }
    return i
  }

  /// Returns where the first byte from `i` on is that `table` does not have.
  @inline(__always)
  private static func skipStaying(
    _ table: UnsafePointer<UInt8>, _ base: UnsafePointer<UInt8>, _ i: Int, _ end: Int
  ) -> Int {
    var i = i
    while i + 4 <= end {
      let word = UInt32(littleEndian: UnsafeRawPointer(base + i).loadUnaligned(as: UInt32.self))
      let stays =
        table[Int(word & 0xFF)] | table[Int(word &>> 8 & 0xFF)] &<< 1
        | table[Int(word &>> 16 & 0xFF)] &<< 2 | table[Int(word &>> 24)] &<< 3
      // Where it stops follows no order; a bit tells without asking byte by byte.
      if stays != 0b1111 { return i + (~stays).trailingZeroBitCount }
      i += 4
    }
    while i < end, table[Int(base[i])] != 0 { i += 1 }
    return i
  }

  /// Returns where the first byte from `i` on is that is not ASCII.
  @inline(__always)
  private static func skipASCII(_ base: UnsafePointer<UInt8>, _ i: Int, _ end: Int) -> Int {
    var i = i
    while i + 8 <= end {
      let word = UnsafeRawPointer(base + i).loadUnaligned(as: UInt64.self)
      let high = UInt64(littleEndian: word) & 0x8080_8080_8080_8080
      if high != 0 { return i + high.trailingZeroBitCount / 8 }
      i += 8
    }
    while i < end, base[i] < 0x80 { i += 1 }
    return i
  }

  /// The script of a scalar that follows one in the script `current`, and has `rest` after it.
  private mutating func script(
    of scalar: ScalarProperties, after current: Script?, _ base: UnsafePointer<UInt8>, _ rest: Int,
    _ end: Int
  ) -> Script {
    let opener = scalar.bracket == .close ? brackets.pop(scalar.bracketPair) : nil
    if !scalar.isImplicit {
      document.evidence.formUnion(scalar.evidence)
      return scalar.group
    }
    if let opener { return opener }
    if scalar.extensions == 0 { return current ?? .common }
    let allowed = properties.extensionGroups[Int(scalar.extensions)]
    if let current, allowed.contains(current) { return current }
    let next = nextScript(base, rest, end)
    if allowed.contains(next) { return next }
    document.evidence.formUnion(ScriptEvidence(of: allowed.first))
    return allowed.first.group
  }

  /// The next script from `i` on that a scalar of the line has as its own, or Common.
  private mutating func nextScript(_ base: UnsafePointer<UInt8>, _ i: Int, _ end: Int) -> Script {
    // Remembered, so that many such questions on a long line cost no more than one.
    if i <= next.position { return next.script }
    var i = i
    next.script = .common
    while i < end, base[i] != 0x0A {
      let (scalar, length) = decodeScalar(base, i, end)
      let group = lookUp(scalar).group
      if group != .common {
        next.script = group
        break
      }
      i += length
    }
    next.position = i
    return next.script
  }

  /// Makes the stack what it is at `i`, if all of the line before `i` is in one script.
  private mutating func stackBrackets(
    ofLineBefore i: Int, in script: Script, _ base: UnsafePointer<UInt8>
  ) {
    brackets.removeAll()
    var start = i
    while start > 0, base[start - 1] != 0x0A { start -= 1 }
    while start < i {
      // No bracket is in a block's plain scalars.
      if let (block, bit, length) = Self.locate(base, start, i),
        properties.plainScalars[block].members >> bit & 1 != 0
      {
        start += length
        continue
      }
      let (scalar, length) = decodeScalar(base, start, i)
      let properties = lookUp(scalar)
      switch properties.bracket {
      case .none: break
      case .open: brackets.push(properties.bracketPair, script)
      case .close: _ = brackets.pop(properties.bracketPair)
      }
      start += length
    }
  }
}

/// An answer about the text between the question and `position`.
private struct NextScript {
  var position = -1
  var script = Script.common
}

/// The brackets that are open at a place of a line.
private struct BracketStack {
  private var open: [(pair: UInt8, script: Script)] = []
  private var isOverfull = false

  /// As many as matter in text, so that a line of nothing but brackets takes linear time. As in UAX
  /// #9, BD16 (where they are 63), the rest of a line with more of them has none.
  private static let capacity = 32

  mutating func removeAll() {
    open.removeAll(keepingCapacity: true)
    isOverfull = false
  }

  mutating func push(_ pair: UInt8, _ script: Script) {
    guard open.count < Self.capacity, !isOverfull else {
      isOverfull = true
      return
    }
    open.append((pair, script))
  }

  /// Removes the last open bracket of a pair and all after it, and returns its script; `nil` if
  /// none is open.
  mutating func pop(_ pair: UInt8) -> Script? {
    guard !isOverfull, let i = open.lastIndex(where: { $0.pair == pair }) else { return nil }
    defer { open.removeSubrange(i...) }
    return open[i].script
  }
}
