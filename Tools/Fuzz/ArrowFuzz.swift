// Modules: ByteLevelBPE TokenizerFormats CorpusReading
import CorpusReading

/// Damaged Arrow is an error or documents, never a crash.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  fuzzCorpus(file("data.arrow", Input(start: start, count: count)))
  return 0
}
