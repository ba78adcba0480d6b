/// For every script, whether a byte leaves text in it as it is, whatever stands beside it.
///
/// That is so of continuation bytes, of ASCII that is Common or the script's own, and of a byte that
/// begins nothing but plain scalars of the script: most text is passed with two loads a byte, and
/// nothing of it is decoded. As for scalars, what is ill-formed is Common.
struct StayingBytes: BitwiseCopyable {
  private let tables: UnsafePointer<UInt8>

  /// - Parameters:
  ///   - ascii: the properties of the first 128 scalars.
  ///   - plain: the plain scalars of the first plane's blocks.
  init(ascii: [ScalarProperties], _ plain: [PlainScalars]) {
    let leads = (0xC2...0xEF).compactMap { lead in
      Self.plainScalars(ofLead: lead, plain).map { (lead, $0) }
    }
    var tables: [UInt8] = []
    for number in UInt8.min...UInt8.max {
      let script = Script(rawValue: number)
      var table = [UInt8](repeating: 0, count: 256)
      for byte in 0x80..<0xC0 { table[byte] = 1 }
      for (byte, scalar) in ascii.enumerated() where scalar.isImplicit || scalar.group == script {
        table[byte] = 1
      }
      for (lead, scalars) in leads where scalars.script == script || scalars.script == .common {
        table[lead] = 1
      }
      tables += table
      for (byte, scalar) in ascii.enumerated() where scalar.bracket != .none { table[byte] = 0 }
      table[0x0A] = 0
      tables += table
    }
    self.tables = ScriptProperties.immortal(tables)
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

  /// 256 numbers, 1 for each byte that stays.
  ///
  /// - Parameters:
  ///   - withinLine: whether brackets and the newline are to be stopped at.
  ///   - evidence: what is known of the document.
  @inline(__always)
  func table(
    _ script: Script, withinLine: Bool, _ evidence: ScriptEvidence
  ) -> UnsafePointer<UInt8> {
    // Hangul without evidence of it is the script of a line's beginning whose Hangul is to come.
    let script = script == .hangul && !evidence.contains(.hangul) ? .common : script
    return tables + (Int(script.rawValue) << 9 | (withinLine ? 256 : 0))
  }
}
