/// For every script, the bytes that begin nothing but scalars which leave text in it as it is.
///
/// Most text is passed by these without being decoded: nearly all Han and most Hangul, Cyrillic,
/// Arabic and Latin with accents. As for scalars, what is ill-formed is Common.
struct StayingLeads: BitwiseCopyable {
  /// By script.
  private let ranges: UnsafePointer<Range>

  /// Lead bytes without a gap.
  struct Range: BitwiseCopyable {
    var first: UInt8 = 0
    var count: UInt8 = 0
  }

  /// - Parameter plain: the plain scalars of the first plane's blocks.
  init(_ plain: [PlainScalars]) {
    let leads = (UInt8(0xC2)...0xEF).map { ($0, Self.plainScalars(ofLead: Int($0), plain)) }
    ranges = ScriptProperties.immortal(
      (UInt8.min...UInt8.max).map { number in
        let script = Script(rawValue: number)
        return Self.longestRange(
          leads.filter { _, scalars in
            scalars.map { $0.script == script || $0.script == .common } ?? false
          }.map(\.0))
      })
  }

  /// What all scalars are that begin with a byte, if they are plain scalars of one script and tell
  /// nothing of the document but what a text in that script has told already.
  private static func plainScalars(ofLead lead: Int, _ plain: [PlainScalars]) -> PlainScalars? {
    let first = lead < 0xE0 ? lead & 0x1F : (lead & 0x0F) << 6
    var common = PlainScalars()
    for block in plain[first..<first + (lead < 0xE0 ? 1 : 64)] {
      guard block.members == .max, block.evidence == ScriptEvidence(of: block.script) else {
        return nil
      }
      if block.script == .common { continue }
      guard common.script == .common || common.script == block.script else { return nil }
      common = block
    }
    return common
  }

  /// The longest range among `bytes`, which rise.
  private static func longestRange(_ bytes: [UInt8]) -> Range {
    var longest = Range()
    var range = Range()
    for byte in bytes {
      if range.count == 0 || byte != range.first + range.count { range = Range(first: byte) }
      range.count += 1
      if range.count > longest.count { longest = range }
    }
    return longest
  }

  /// Those for text in `script`, in a document of which `evidence` is known.
  @inline(__always)
  subscript(_ script: Script, _ evidence: ScriptEvidence) -> Range {
    // Hangul without evidence of it is the script of a line's beginning whose Hangul is to come.
    let script = script == .hangul && !evidence.contains(.hangul) ? .common : script
    return ranges[Int(script.rawValue)]
  }
}
