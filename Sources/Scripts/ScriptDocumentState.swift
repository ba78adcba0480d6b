/// A stretch of text in one script.
package struct ScriptRun: Hashable, Sendable {
  /// Where it begins, in bytes from the beginning of the text that was scanned. It ends where the
  /// next one begins, the last one with the text.
  package var start: Int
  /// The script as far as it is known before the end of the document; see
  /// ``ScriptDocumentState/resolved(_:)``.
  package var script: Script

  package init(start: Int, script: Script) {
    self.start = start
    self.script = script
  }
}

/// What must be known of a whole document to name the scripts of its runs, and of its first part
/// to scan the next one.
package struct ScriptDocumentState: Hashable, Sendable {
  /// Whether kana and Hangul were seen.
  package var evidence: ScriptEvidence = []
  /// The first script, which is that of all the characters of no script before it.
  package var first: Script?
  /// The script that characters of no script take at the beginning of the next part.
  package var last: Script?

  package init() {}

  /// Appends the state of the part of the document that follows, scanned from this state's
  /// ``last``.
  package mutating func append(_ next: ScriptDocumentState) {
    evidence.formUnion(next.evidence)
    first = first ?? next.first
    last = next.last ?? last
  }

  /// A state from which the next part of a document can be scanned apart from this one.
  package var continuation: ScriptDocumentState {
    var next = ScriptDocumentState()
    next.last = last
    return next
  }

  /// The final script of a run, once the state is that of the whole document.
  ///
  /// All Han of a document with kana is `Jpan`; without kana but with Hangul it is `Kore`, as is
  /// Hangul always; with neither it is `Hani`. A run before the first script of the document takes
  /// that script, and in a document without any it stays ``Script/common``.
  package func resolved(_ script: Script) -> Script {
    switch script {
    case .hanGroup:
      evidence.contains(.kana) ? .japanese : evidence.contains(.hangul) ? .korean : .han
    case .hangul: .korean
    case .common: first.map { $0 == .common ? .common : resolved($0) } ?? .common
    default: script
    }
  }
}
