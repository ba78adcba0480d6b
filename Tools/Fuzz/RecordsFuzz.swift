// Modules: ByteLevelBPE TokenizerFormats CorpusReading
import CorpusReading

/// Text, JSON, JSON Lines, CSV and TSV: any bytes are an error or documents.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let path = file("data", Input(start: start, count: count))
  for format in [CorpusFormat.text, .json, .jsonLines, .csv, .tsv] {
    fuzzCorpus(path, format: format)
  }
  return 0
}
