// Modules: ByteLevelBPE TokenizerFormats CorpusReading
import ByteLevelBPE
import TokenizerFormats

/// A `tokenizer.json` is refused, or encodes and counts alike.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  fuzzTokenizer(file("tokenizer.json", Input(start: start, count: count)))
  return 0
}
