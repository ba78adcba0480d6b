final class ArrowReader: DocumentReader {
  init(_ source: any ByteSource, context: ReadContext) {}
  func read(into batch: inout CorpusBatch) throws(CorpusError) -> ReadState { .end }
}
