import Efficiency

/// A unit of a dataset at hand, as it was drawn, or a whole file.
struct MeasuredUnit: SampledUnit {
  /// Where it lies: of a file, in bytes of the dataset.
  var start: Int64
  var containerBytes: Int64 = 1
  /// All tokens: those of the text, of the chat template, and at the ends of documents.
  var tokens: UInt64 = 0
  /// Records that begin in the unit; those of plain text are its windows.
  var documents = 0
  /// What its chat records came to.
  var chat = ChatCounts()
  var rules = RuleCounts()
  /// Bytes of text and tokens by script, the most bytes first.
  var scripts: [ScriptPart] = []

  var range: Range<Int64> { start..<start + containerBytes }
  var mainScript: String? { scripts.first?.script }

  struct ScriptPart {
    var script: String
    var bytes: UInt64
    var tokens: UInt64
  }
}
