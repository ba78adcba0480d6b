package import ByteLevelBPE
package import Scripts

/// One text measured with one tokenizer, as a document that is a corpus by itself.
package struct TextMeasurement: Sendable {
  /// Bytes, characters and tokens.
  package private(set) var counts = TextCounts()
  /// The same by script, those with most bytes first; they add up to `counts`.
  package private(set) var scripts: [(script: Script, counts: TextCounts)] = []

  /// Measures a text.
  ///
  /// - Complexity: O(length of the text).
  package init(of text: String, with tokenizer: Tokenizer) {
    guard !text.isEmpty else { return }
    var text = text
    let file = text.withUTF8 { bytes in
      var profiler = DocumentProfiler(
        TokenCounter(tokenizer, expectedBytes: bytes.count), unit: .document)
      profiler.append(UnsafeRawBufferPointer(bytes), endsDocument: true)
      return profiler.finishFile()
    }
    counts = file.counts
    scripts = file.moments.map { script, moments in
      var counts = TextCounts()
      counts.documents = moments.documents
      counts.bytes = UInt64(clamping: moments.units.bytes)
      counts.characters = UInt64(clamping: moments.units.characters)
      counts.tokens = UInt64(clamping: moments.units.tokens)
      return (script, counts)
    }.sorted { ($1.counts.bytes, $0.script) < ($0.counts.bytes, $1.script) }
  }
}
