// Modules: ByteLevelBPE TokenizerFormats CorpusReading
import ByteLevelBPE
import TokenizerFormats

/// A rank file is refused, or encodes and counts alike.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  fuzzTokenizer(
    file("ranks.tiktoken", Input(start: start, count: count)), pattern: #" ?\\p{L}+|\\s+|."#)
  return 0
}
