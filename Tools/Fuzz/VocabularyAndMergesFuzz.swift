// Modules: ByteLevelBPE TokenizerFormats CorpusReading
import ByteLevelBPE
import TokenizerFormats

/// `vocab.json` and `merges.txt`, with the byte 0xFF between them, are refused, or encode and count
/// alike.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let (vocabulary, merges) = Input(start: start, count: count).halves
  _ = file("merges.txt", merges)
  fuzzTokenizer(file("vocab.json", vocabulary))
  return 0
}
