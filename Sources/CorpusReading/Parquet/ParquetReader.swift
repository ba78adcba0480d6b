final class ParquetReader: DocumentReader {
  init(_ file: OpenFile, context: ReadContext) throws(CorpusError) {}
  func read(into batch: inout CorpusBatch) throws(CorpusError) -> ReadState { .end }
}
