// Modules: ByteLevelBPE TokenizerFormats CorpusReading
import CorpusReading

/// Damaged Parquet is an error or documents, never a crash.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  fuzzCorpus(file("data.parquet", Input(start: start, count: count)))
  return 0
}
