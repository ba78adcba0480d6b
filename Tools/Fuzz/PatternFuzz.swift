// Modules: ByteLevelBPE TokenizerFormats CorpusReading
import ByteLevelBPE

/// A pattern, the byte 0xFF and a text: the pattern is refused, or cuts the text without losing a
/// byte, alike by automaton and by counter.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let (source, text) = Input(start: start, count: count).halves
  for dialect in [PatternDialect.fancyRegex, .oniguruma] {
    guard
      let pattern = try? Pattern(String(decoding: source, as: UTF8.self), dialect: dialect)
    else { continue }
    let preTokenizer = PreTokenizer(steps: [.split(.pattern(pattern), .isolated, inverted: false)])
    let text = text.text
    var cut: [UInt8] = []
    text.withUnsafeBufferPointer { preTokenizer.forEachPreToken(of: $0) { cut += $0 } }
    precondition(cut == text, "the pre-tokens are not the text")
    checkEncoding(of: text, by: Tokenizer(model: bytes, preTokenizer: preTokenizer))
  }
  return 0
}

/// Every byte, and two pairs, as tokens.
private let bytes: BPEModel = {
  var builder = VocabularyBuilder()
  for byte in 0...255 { builder.add(TokenID(byte), [UInt8(byte)]) }
  builder.add(256, Array("ab".utf8))
  builder.add(257, Array("  ".utf8))
  guard let vocabulary = try? builder.build() else { preconditionFailure("no vocabulary") }
  return BPEModel(vocabulary: vocabulary, merges: .impliedByRank, takesWholePreTokens: true)
}()
