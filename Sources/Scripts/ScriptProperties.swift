internal import CICU

/// What is known of one code point.
package struct ScalarProperties: Hashable, Sendable, BitwiseCopyable {
  /// The property Script.
  package var script: Script
  /// The script as resolution sees it: the scripts of ``Script/hanGroup`` are one, and Inherited is
  /// Common.
  package var group: Script
  /// Which of ``ScriptProperties/extensionSets`` is its Script_Extensions; 0 is no set.
  package var extensions: UInt8
  /// Bidi_Paired_Bracket_Type.
  package var bracket: Bracket
  /// A number that an opening and a closing bracket share if they are a pair.
  package var bracketPair: UInt8
  /// What it tells of the whole document.
  package var evidence: ScriptEvidence

  /// Whether an occurrence takes its script from the text around it.
  package var isImplicit: Bool { group == .common }
}

/// The part of a bracket in its pair.
package enum Bracket: UInt8, Sendable, BitwiseCopyable {
  case none, open, close
}

/// What decides between Japanese, Korean and Chinese for all Han of a document.
package struct ScriptEvidence: OptionSet, Hashable, Sendable, BitwiseCopyable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// Hiragana or Katakana.
  package static let kana = ScriptEvidence(rawValue: 1)
  /// Hangul.
  package static let hangul = ScriptEvidence(rawValue: 2)

  init(of script: Script) {
    switch script {
    case .hiragana, .katakana, .katakanaOrHiragana: self = .kana
    case .hangul: self = .hangul
    default: self = []
    }
  }
}

/// A value of Script_Extensions as resolution needs it.
struct ExtensionGroups: BitwiseCopyable {
  /// The groups of the scripts in the set, one bit each.
  private var members: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
  /// The script with the lowest code.
  let first: Script

  init(_ scripts: [Script]) {
    first = scripts.min() ?? .common
    for script in scripts {
      let bit = UInt64(1) << (script.group.rawValue & 63)
      switch script.group.rawValue >> 6 {
      case 0: members.0 |= bit
      case 1: members.1 |= bit
      case 2: members.2 |= bit
      default: members.3 |= bit
      }
    }
  }

  @inline(__always)
  func contains(_ group: Script) -> Bool {
    let word =
      switch group.rawValue >> 6 {
      case 0: members.0
      case 1: members.1
      case 2: members.2
      default: members.3
      }
    return word >> UInt64(group.rawValue & 63) & 1 != 0
  }
}

/// The scalars of a block of 64 that leave text in the block's script as it is: for most scalars of
/// a text, all that the scanner must know.
struct PlainScalars: BitwiseCopyable {
  /// Common if these scalars leave any script as it is.
  var script = Script.common
  /// What each of them tells of the document.
  var evidence: ScriptEvidence = []
  /// One bit each; never a bracket and never a newline.
  var members: UInt64 = 0
  /// The members that have the block's script as their own.
  var owned: UInt64 = 0

  /// Whether a scalar, given by its place in the block, is one of these and leaves text in
  /// `current` as it is.
  @inline(__always)
  func leaves(_ current: Script, _ bit: UInt64) -> Bool {
    (script == current || script == .common) && members &>> bit & 1 != 0
  }

  /// Whether a scalar has the block's script as its own.
  @inline(__always)
  func tellsScript(_ bit: UInt64) -> Bool { owned &>> bit & 1 != 0 }
}

extension Script {
  /// The script that stands for this one during resolution.
  var group: Script {
    switch self {
    case .inherited: .common
    case .han, .hiragana, .katakana, .katakanaOrHiragana, .bopomofo: .hanGroup
    default: self
    }
  }
}

/// Scripts, Script_Extensions and brackets of all code points, from the system's ICU.
///
/// The tables are made once in a process and never change or go away, so that the scanner can hold
/// bare pointers to them: equal blocks are stored once, which leaves one block of 1.5 kB for most Han
/// and one for Hangul syllables. Making them takes 7 ms.
package final class ScriptProperties: @unchecked Sendable {
  /// The only instance.
  package static let shared = ScriptProperties()

  /// The version of ICU, such as `72.1`.
  package static var icuVersion: String { String(cString: cicu_version()) }
  /// The version of Unicode whose properties ICU has, such as `15.0`.
  package static var unicodeVersion: String { String(cString: cicu_unicode_version()) }

  /// The different values of Script_Extensions, each in the order of codes; the first is empty.
  package let extensionSets: [[Script]]

  let blocks: UnsafePointer<UInt16>
  let scalars: UnsafePointer<ScalarProperties>
  let extensionGroups: UnsafePointer<ExtensionGroups>
  /// The first plane in blocks of 64, which a lead byte and a continuation byte tell; then the same for
  /// documents that are known to have kana.
  private let plainScalars: UnsafePointer<PlainScalars>
  /// The bytes that begin scalars which leave text in each script as it is.
  let stayingLeads: StayingLeads

  /// The properties of a scalar.
  package subscript(scalar: Unicode.Scalar) -> ScalarProperties {
    Self.lookUp(scalar.value, blocks, scalars)
  }

  private static let plainBlocks = 0x400

  /// The plain scalars of each block of the first plane, for documents of which `evidence` is known.
  ///
  /// The mark that lengthens vowels is as frequent as a kana, and alone it is not evidence of any.
  @inline(__always)
  func plainScalars(_ evidence: ScriptEvidence) -> UnsafePointer<PlainScalars> {
    evidence.contains(.kana) ? plainScalars + Self.plainBlocks : plainScalars
  }

  @inline(__always)
  static func lookUp(
    _ scalar: UInt32, _ blocks: UnsafePointer<UInt16>, _ scalars: UnsafePointer<ScalarProperties>
  ) -> ScalarProperties {
    scalars[Int(blocks[Int(scalar >> 8)]) << 8 | Int(scalar & 0xFF)]
  }

  private init() {
    var table = TableBuilder()
    for block in 0..<0x1100 { table.append(block: UInt32(block)) }
    extensionSets = table.extensionSets
    blocks = Self.immortal(table.blocks)
    scalars = Self.immortal(table.scalars)
    extensionGroups = Self.immortal(table.extensionSets.map(ExtensionGroups.init))
    let plain = (0..<Self.plainBlocks).map { table.plainScalars(inBlock: $0, evidence: []) }
    let plainWithKana = plain.enumerated().map { block, scalars in
      scalars.evidence == .kana ? table.plainScalars(inBlock: block, evidence: .kana) : scalars
    }
    plainScalars = Self.immortal(plain + plainWithKana)
    stayingLeads = StayingLeads(plain)
  }

  /// A copy of `elements` that is never freed.
  static func immortal<T: BitwiseCopyable>(_ elements: [T]) -> UnsafePointer<T> {
    let copy = UnsafeMutableBufferPointer<T>.allocate(capacity: elements.count)
    _ = copy.initialize(from: elements)
    return UnsafePointer(copy.baseAddress.unsafelyUnwrapped)
  }
}

private struct TableBuilder {
  var blocks: [UInt16] = []
  var scalars: [ScalarProperties] = []
  var extensionSets: [[Script]] = [[]]
  private var setNumbers: [[UInt8]: UInt8] = [:]
  private var pairNumbers: [UInt32: UInt8] = [:]
  private var uniformBlocks: [Int32: UInt16] = [:]
  private var read = [cicu_scalar](repeating: cicu_scalar(), count: 256)

  init() {}

  mutating func append(block: UInt32) {
    // Planes 4 to 13, 15 and 16 hold nothing but unassigned and private-use code points, and asking
    // for each of them would be most of the work.
    let plane = block >> 8
    if plane > 4, plane != 14 {
      blocks.append(blocks[0x4_00])
      return
    }
    let script = cicu_fill_block(block << 8, &read)
    if let known = uniformBlocks[script] {
      blocks.append(known)
      return
    }
    let number = UInt16(scalars.count / 256)
    blocks.append(number)
    if script >= 0 { uniformBlocks[script] = number }
    for i in 0..<256 {
      scalars.append(properties(of: block << 8 | UInt32(i), read[i]))
    }
  }

  /// Takes as the block's script the most frequent one, and of equally frequent ones the first.
  func plainScalars(inBlock block: Int, evidence: ScriptEvidence) -> PlainScalars {
    let first = Int(blocks[block >> 2]) << 8 | (block & 3) << 6
    let all = scalars[first..<first + 64]
    var plain = PlainScalars()
    var frequency = 0
    for scalar in all where !scalar.isImplicit && scalar.script != .unknown {
      if (scalar.group, scalar.evidence) == (plain.script, plain.evidence) { continue }
      let same = all.count { $0.group == scalar.group && $0.evidence == scalar.evidence }
      if same > frequency {
        (plain.script, plain.evidence, frequency) = (scalar.group, scalar.evidence, same)
      }
    }
    for (bit, scalar) in all.enumerated() where scalar.bracket == .none {
      let isMember =
        scalar.isImplicit
        ? evidence.isSuperset(of: plain.evidence)
          && (scalar.extensions == 0
            || extensionSets[Int(scalar.extensions)].contains { $0.group == plain.script })
        : scalar.group == plain.script && scalar.evidence == plain.evidence
      guard isMember else { continue }
      plain.members |= 1 << UInt64(bit)
      if !scalar.isImplicit { plain.owned |= 1 << UInt64(bit) }
    }
    if block == 0 { plain.members &= ~(1 << 0x0A) }
    return plain
  }

  private mutating func properties(of scalar: UInt32, _ read: cicu_scalar) -> ScalarProperties {
    let script = Script(rawValue: read.script)
    let bracket = Bracket(rawValue: read.bracket) ?? .none
    return ScalarProperties(
      script: script,
      group: script.group,
      extensions: read.extension_count == 0 ? 0 : extensionSet(read),
      bracket: bracket,
      bracketPair: bracket == .none ? 0 : pair(min(scalar, read.paired_bracket)),
      evidence: ScriptEvidence(of: script))
  }

  private mutating func extensionSet(_ read: cicu_scalar) -> UInt8 {
    let numbers = withUnsafeBytes(of: read.extensions) {
      Array($0.prefix(Int(read.extension_count)))
    }
    if let known = setNumbers[numbers] { return known }
    // Unicode 15 has 76 sets. A set beyond the last number would count as none.
    guard let number = UInt8(exactly: extensionSets.count) else { return 0 }
    extensionSets.append(numbers.map(Script.init(rawValue:)).sorted())
    setNumbers[numbers] = number
    return number
  }

  /// Numbers pairs of brackets, of which Unicode 15 has 60, by their first scalar.
  private mutating func pair(_ first: UInt32) -> UInt8 {
    let number = pairNumbers[first] ?? UInt8(truncatingIfNeeded: pairNumbers.count)
    pairNumbers[first] = number
    return number
  }
}
