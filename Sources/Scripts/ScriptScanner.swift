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
  private var window = ScriptWindow()

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
    window = ScriptWindow()

    /// Ends the run before `i`, where the script becomes `script`.
    func change(to script: Script, at i: Int) {
      if i > start { runs.append(ScriptRun(start: start, script: current)) }
      start = i
      current = script
    }

    var i = 0
    while i < end {
      var stop = skip(current, base, i, end, withinLine: false)
      i = stop.position
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
        if let script = stop.script {
          document.evidence.formUnion(stop.evidence)
          change(to: script, at: i)
        } else {
          let (scalar, length) = decodeScalar(base, i, end)
          let properties = lookUp(scalar)
          let script = script(of: properties, after: current, base, i + length, end)
          if properties.bracket == .open { brackets.push(properties.bracketPair, script) }
          if script != current { change(to: script, at: i) }
          i += length
          if scalar == 0x0A { break }
        }
        stop = skip(current, base, i, end, withinLine: true)
        i = stop.position
      }
    }
    if end > start { runs.append(ScriptRun(start: start, script: current)) }
    document.last = current == .common ? nil : current
  }

  @inline(__always)
  private func lookUp(_ scalar: UInt32) -> ScalarProperties {
    ScriptProperties.lookUp(scalar, properties.blocks, properties.scalars)
  }

  /// A place at which text might not go on in the script before it.
  private struct Stop {
    var position: Int
    /// The script that the scalar there has as its own, and that is another than the one before it;
    /// `nil` where more must be known.
    var script: Script?
    /// What that scalar tells of the document.
    var evidence: ScriptEvidence = []
  }

  /// Returns where the first scalar from `i` on is that might not be in the script `current`, or,
  /// within a line, is a bracket or a newline.
  ///
  /// Text with two scripts in a line changes between them every few characters. Most of these changes
  /// are to a scalar that tells its script by its block; found here, it is not looked at again.
  private mutating func skip(
    _ current: Script, _ base: UnsafePointer<UInt8>, _ i: Int, _ end: Int, withinLine: Bool
  ) -> Stop {
    let properties = self.properties
    let plainScalars = properties.plainScalars(document.evidence)
    let leads = properties.stayingLeads[current, document.evidence]
    let isLatin = current == .latin && !withinLine
    var evidence: ScriptEvidence = []
    var stop = Stop(position: end, script: nil)
    var i = i
    search: while i < end {
      if isLatin {
        i = Self.skipASCII(base, i, end)
        guard i < end else { break }
      }
      if i < window.start || i >= window.end { window = ScriptWindow(base, from: i, end: end) }
      var open = window.open(from: i, in: current, leads: leads, withinLine: withinLine)
      i = window.end
      while open != 0 {
        let at = window.start &+ open.trailingZeroBitCount
        open &= open &- 1
        if base[at] < 0x80 {
          let group = lookUp(UInt32(base[at])).group
          stop = Stop(position: at, script: group == .common ? nil : group)
          break search
        }
        // Of the bytes that begin scalars of several scripts, most are answered here.
        if let (block, bit, _) = Self.locate(base, at, end) {
          let plain = plainScalars[block]
          if plain.leaves(current, bit) {
            evidence.formUnion(plain.evidence)
            continue
          }
          if plain.tellsScript(bit) {
            stop = Stop(position: at, script: plain.script, evidence: plain.evidence)
            break search
          }
        }
        let (scalar, _) = decodeScalar(base, at, end)
        let scalarProperties = lookUp(scalar)
        let stays =
          scalarProperties.isImplicit
          ? scalarProperties.extensions == 0
            || properties.extensionGroups[Int(scalarProperties.extensions)].contains(current)
          : scalarProperties.group == current
        guard stays, !withinLine || scalarProperties.bracket == .none else {
          stop.position = at
          break search
        }
        evidence.formUnion(scalarProperties.evidence)
      }
    }
    document.evidence.formUnion(evidence)
    return stop
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
    let plainScalars = properties.plainScalars(document.evidence)
    var start = i
    while start > 0, base[start - 1] != 0x0A { start -= 1 }
    while start < i {
      // No bracket is in a block's plain scalars.
      if let (block, bit, length) = Self.locate(base, start, i),
        plainScalars[block].members >> bit & 1 != 0
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
