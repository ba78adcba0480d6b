import TestSupport
import Testing

@testable import Scripts

@Suite struct ScriptScannerTests {
  /// The runs of a text that is scanned at once, with their final scripts and joined where these
  /// are the same.
  private func runs(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    let scripts = scan([bytes])
    var result: [String] = []
    var start = 0
    for i in bytes.indices.dropFirst() where scripts[i] != scripts[i - 1] {
      result.append("\(scripts[start]) " + String(decoding: bytes[start..<i], as: UTF8.self))
      start = i
    }
    if !bytes.isEmpty {
      result.append("\(scripts[start]) " + String(decoding: bytes[start...], as: UTF8.self))
    }
    return result
  }

  /// The final script of every byte of a document that is scanned in parts.
  private func scan(_ parts: [[UInt8]]) -> [Script] {
    var scanner = ScriptScanner()
    var runs: [ScriptRun] = []
    var scripts: [Script] = []
    for part in parts {
      part.withUnsafeBufferPointer { scanner.scan($0, into: &runs) }
      scripts += expand(runs, length: part.count)
    }
    return scripts.map(scanner.document.resolved)
  }

  private func expand(_ runs: [ScriptRun], length: Int) -> [Script] {
    var scripts: [Script] = []
    for (i, run) in runs.enumerated() {
      #expect(run.start == scripts.count)
      let end = i + 1 < runs.count ? runs[i + 1].start : length
      #expect(end > run.start)
      scripts += [Script](repeating: run.script, count: end - run.start)
    }
    #expect(scripts.count == length)
    return scripts
  }

  @Test func charactersOfNoScriptTakeTheScriptBeforeThem() {
    #expect(runs("Hello, 1 мир! 2") == ["Latn Hello, 1 ", "Cyrl мир! 2"])
    #expect(runs("e\u{301}tude\n\n42\nмир") == ["Latn e\u{301}tude\n\n42\n", "Cyrl мир"])
  }

  @Test func atTheBeginningTheyTakeTheFirstScript() {
    #expect(runs("— 1, «\n мир") == ["Cyrl — 1, «\n мир"])
    #expect(runs("(1) a (б) в") == ["Latn (1) a (", "Cyrl б", "Latn ) ", "Cyrl в"])
  }

  @Test func textWithoutAnyScriptIsCommon() {
    #expect(runs("1, 2 😀 + 3\n") == ["Zyyy 1, 2 😀 + 3\n"])
    #expect(runs("").isEmpty)
  }

  @Test func aClosingBracketTakesTheScriptOfItsOpeningBracket() {
    #expect(runs("a (мир) 1") == ["Latn a (", "Cyrl мир", "Latn ) 1"])
    #expect(runs("a [(мир] 1)") == ["Latn a [(", "Cyrl мир", "Latn ] 1)"])
    #expect(runs("a (мир\n) 1") == ["Latn a (", "Cyrl мир\n) 1"])
    #expect(runs("a {мир) 1") == ["Latn a {", "Cyrl мир) 1"])
  }

  @Test func scriptExtensionsAreHonoured() {
    // The Arabic comma is also Syriac's; the danda is Devanagari's and Bengali's, not Latin's.
    #expect(runs("ܐ، ab") == ["Syrc ܐ، ", "Latn ab"])
    #expect(runs("ab، ܐ") == ["Latn ab", "Syrc ، ܐ"])
    #expect(runs("ab، cd") == ["Latn ab", "Arab ، ", "Latn cd"])
    #expect(runs("क। ab ।") == ["Deva क। ", "Latn ab ", "Beng ।"])
  }

  @Test func hanFollowsTheKanaAndTheHangulOfItsDocument() {
    #expect(runs("漢字 12") == ["Hani 漢字 12"])
    #expect(runs("漢字、ー\nかな") == ["Jpan 漢字、ー\nかな"])
    #expect(runs("漢字 한국") == ["Kore 漢字 한국"])
    #expect(runs("漢字 한국 カナ") == ["Jpan 漢字 ", "Kore 한국 ", "Jpan カナ"])
    #expect(runs("ㄅ漢字") == ["Hani ㄅ漢字"])
    #expect(runs("한국") == ["Kore 한국"])
  }

  @Test func illFormedBytesAreCommon() {
    let bytes: [UInt8] = [0xFF] + Array("мир".utf8) + [0xD0, 0x41, 0xE3, 0x81]
    let scripts = scan([bytes]).map(\.code)
    #expect(scripts == [String](repeating: "Cyrl", count: 8) + ["Latn", "Latn", "Latn"])
  }

  @Test func tooManyBracketsEndTheirUseOnTheLine() {
    let deep = String(repeating: "(", count: 33)
    #expect(runs("a\(deep)б)") == ["Latn a\(deep)", "Cyrl б)"])
    #expect(runs("a\(deep)б)\n(в)") == ["Latn a\(deep)", "Cyrl б)\n(в)"])
    #expect(runs("a\(deep.dropLast())б)") == ["Latn a\(deep.dropLast())", "Cyrl б", "Latn )"])
  }

  @Test(arguments: 0..<40)
  func agreesWithTheReferenceOnGeneratedTexts(seed: Int) {
    var text = GeneratedText(seed: UInt64(seed))
    for length in (0...40).map({ $0 }) + [64, 100, 300, 1000] {
      let bytes = text.document(length: length)
      #expect(scan([bytes]) == ReferenceResolver.scripts(of: bytes), "\(bytes)")
    }
  }

  /// Text is looked at in windows of 64 bytes.
  @Test(arguments: 0..<10)
  func textMayBeginAnywhereInAWindow(seed: Int) {
    var text = GeneratedText(seed: 2000 + UInt64(seed))
    let bytes = text.document(length: 60)
    for shift in 0..<64 {
      let moved = Array("a\n".utf8) + [UInt8](repeating: 0x20, count: shift) + bytes
      #expect(scan([moved]) == ReferenceResolver.scripts(of: moved), "\(shift): \(bytes)")
    }
  }

  @Test(arguments: 0..<20)
  func aDocumentMayBeCutAtAnyNewline(seed: Int) {
    var text = GeneratedText(seed: 1000 + UInt64(seed))
    let bytes = text.document(length: 400)
    let whole = scan([bytes])
    let cuts = bytes.indices.filter { bytes[$0] == 0x0A }.map { $0 + 1 }
    for cut in cuts {
      let parts = [Array(bytes[..<cut]), Array(bytes[cut...])]
      #expect(scan(parts) == whole)
      #expect(scanApart(parts) == whole)
    }
    let lines = zip([0] + cuts, cuts + [bytes.count]).map { Array(bytes[$0..<$1]) }
    #expect(scan(lines) == whole)
    #expect(scanApart(lines) == whole)
  }

  /// As `scan`, with a new scanner for every part that knows only the script before it.
  private func scanApart(_ parts: [[UInt8]]) -> [Script] {
    var document = ScriptDocumentState()
    var scripts: [Script] = []
    for part in parts {
      var scanner = ScriptScanner(continuing: document.continuation)
      var runs: [ScriptRun] = []
      part.withUnsafeBufferPointer { scanner.scan($0, into: &runs) }
      scripts += expand(runs, length: part.count)
      document.append(scanner.document)
    }
    return scripts.map(document.resolved)
  }

  @Test func appendingStatesIsAssociativeWithAnIdentity() {
    var text = GeneratedText(seed: 7)
    let states = (0..<12).map { _ in
      var scanner = ScriptScanner()
      var runs: [ScriptRun] = []
      text.document(length: 6).withUnsafeBufferPointer { scanner.scan($0, into: &runs) }
      return scanner.document
    }
    func sum(_ a: ScriptDocumentState, _ b: ScriptDocumentState) -> ScriptDocumentState {
      var sum = a
      sum.append(b)
      return sum
    }
    for a in states {
      #expect(sum(a, ScriptDocumentState()) == a)
      #expect(sum(ScriptDocumentState(), a) == a)
      for b in states {
        for c in states { #expect(sum(sum(a, b), c) == sum(a, sum(b, c))) }
      }
    }
  }

  @Test func aLongLineOfUndecidedCharactersTakesLinearTime() {
    // Without memory, each of these commas would look for the next script to the end of the line.
    let bytes = Array(("a" + String(repeating: "،\u{64B}।", count: 60_000) + "b").utf8)
    let clock = ContinuousClock()
    let time = clock.measure { _ = scan([bytes]) }
    #expect(time < .seconds(10 * Sanitizer.patience))
  }
}
