/// Reads the documents of a corpus, batch after batch, in memory that does not grow with the corpus.
///
///     let reader = CorpusReader(corpus)
///     var batch = CorpusBatch()
///     while try reader.read(into: &batch) {
///       for piece in batch.pieces { … }
///     }
///
/// One reader serves one thread. For several threads, hand out batches, or give each thread a reader
/// over some of the files.
public final class CorpusReader {
  /// The corpus that is read.
  public let corpus: Corpus
  /// What has been left out so far under ``CorpusOptions/ErrorPolicy/skip``.
  public var skipped: SkippedInput { context.skipped }
  /// Members of archives so far that are no text, which is no fault.
  public var passedOver: SkippedInput { context.passedOver }
  /// Records so far whose text is null or missing a value, which give no document.
  public var nullRecords: Int { context.nullRecords }
  /// Lone surrogates so far in JSON escapes, each read as U+FFFD.
  public var loneSurrogates: Int { context.loneSurrogates }

  private let context: ReadContext
  private var files: Range<Int>
  private var current: (any DocumentReader)?

  /// Creates a reader over all files, or over those with the indices `files`.
  public init(_ corpus: Corpus, files: Range<Int>? = nil) {
    self.corpus = corpus
    self.files = (files ?? 0..<corpus.files.count).clamped(to: 0..<corpus.files.count)
    self.context = ReadContext(options: corpus.options)
  }

  /// Fills `batch` with the next documents; false at the end of the corpus.
  ///
  /// - Throws: ``CorpusError`` for the first fault, unless the options say to skip faults.
  public func read(into batch: inout CorpusBatch) throws(CorpusError) -> Bool {
    batch.removeAll(keepingBytes: corpus.options.batchBytes)
    while !batch.isFull(corpus.options) {
      do throws(CorpusError) {
        if current == nil { current = try openNext() }
        guard let reader = current else { break }
        if try reader.read(into: &batch) == .end { current = nil }
        if batch.byteCount > corpus.options.batchBytes / 2 { break }
      } catch {
        try context.abandonFile(error, &batch)
        current = nil
      }
    }
    return !batch.pieces.isEmpty
  }

  private func openNext() throws(CorpusError) -> (any DocumentReader)? {
    guard let index = files.popFirst() else { return nil }
    let file = corpus.files[index]
    context.begin(file: index, path: file.path, at: file.range?.lowerBound ?? 0)
    return try makeReader(of: file, context: context)
  }
}

/// What was left out, as a count and the first examples.
public struct SkippedInput: Sendable, Equatable {
  /// How many files and records.
  public private(set) var count = 0
  /// The first faults; the rest are only counted, so that a bad file cannot fill the memory.
  public private(set) var examples: [CorpusError] = []

  /// Creates an empty tally.
  public init() {}

  /// Creates a tally that was taken before.
  package init(count: Int, examples: [CorpusError]) {
    self.count = count
    self.examples = examples
  }

  static let maxExamples = 100

  /// Adds what was left out later.
  package mutating func add(_ next: SkippedInput) {
    count += next.count
    examples += next.examples.prefix(Self.maxExamples - examples.count)
  }

  mutating func add(_ error: CorpusError) {
    count += 1
    if examples.count < Self.maxExamples { examples.append(error) }
  }
}

/// Empty documents add no bytes, and must not make a batch endless.
let maxPiecesInBatch = 1 << 16

extension CorpusBatch {
  func isFull(_ options: CorpusOptions) -> Bool {
    byteCount >= options.batchBytes || pieces.count >= maxPiecesInBatch
  }
}

/// Whether a reader has more for the next batch.
enum ReadState {
  case more, end
}

/// Takes the documents out of one format.
protocol DocumentReader: AnyObject {
  /// Adds pieces until the batch is full or the file ends.
  func read(into batch: inout CorpusBatch) throws(CorpusError) -> ReadState
}

/// Opens a file and picks the reader of its format.
func makeReader(
  of file: CorpusFile, context: ReadContext
) throws(CorpusError) -> any DocumentReader {
  let open = try OpenFile(path: file.path)
  if let range = file.range { return try makeReader(of: range, of: file, open, context: context) }
  if file.format == .parquet, file.compression == .none, open.size != nil {
    return try ParquetReader(open, context: context)
  }
  let source = FileSource(open)
  guard open.size != nil else {
    return try makeReader(
      ofStream: source, format: context.options.format ?? file.format, context: context)
  }
  let text = try FormatDetection.decompress(
    source, file.compression, path: file.path, options: context.options)
  return try makeReader(of: text, format: context.options.format ?? file.format, context: context)
}

/// Reads the records that begin in a part of a file.
private func makeReader(
  of range: Range<Int64>, of file: CorpusFile, _ open: OpenFile, context: ReadContext
) throws(CorpusError) -> any DocumentReader {
  let format = context.options.format ?? file.format
  guard let size = open.size, file.compression == .none,
    format == .jsonLines || file.isPartOfText && format == .text
  else {
    throw CorpusError(
      .notSeekable, path: file.path,
      reason: "is not JSON Lines without compression, and nothing else can be read in parts",
      remedy: "read the whole file, or give --format jsonl if it is JSON Lines")
  }
  guard range.lowerBound >= 0, range.upperBound <= size else {
    throw CorpusError(
      .shrank, path: file.path,
      reason: "has \(size) bytes, and bytes \(range.lowerBound)-\(range.upperBound) were asked for")
  }
  if file.isPartOfText {
    return PlainTextReader(FileSource(open, range: range), context: context)
  }
  // The byte before the range tells whether a record begins with it.
  let source = FileSource(open, range: max(range.lowerBound - 1, 0)..<size)
  return JSONLinesReader(source, range: range, context: context)
}

/// Picks the reader for bytes of which compression and format must be found from their beginning.
func makeReader(
  ofStream source: any ByteSource, format: CorpusFormat?, context: ReadContext
) throws(CorpusError) -> any DocumentReader {
  let head = try source.head(FormatDetection.headBytes)
  let compression = try FormatDetection.compression(of: head, path: context.path)
  let text = try FormatDetection.decompress(
    PeekedSource(head: head, rest: source), compression, path: context.path,
    options: context.options)
  return try makeReader(of: text, format: format, context: context)
}

/// Picks the reader for a member of an archive. An archive inside is refused, because one can be made
/// that contains itself.
func makeReader(
  ofMember source: any ByteSource, context: ReadContext
) throws(CorpusError) -> any DocumentReader {
  let reader = try makeReader(ofStream: source, format: nil, context: context)
  guard !(reader is TarReader) else {
    throw CorpusError(
      .unsupported, path: context.path, reason: "is an archive inside an archive",
      remedy: "unpack the outer archive")
  }
  return reader
}

/// Picks the reader for bytes whose format is known, or found from their beginning.
func makeReader(
  of source: any ByteSource, format: CorpusFormat?, context: ReadContext
) throws(CorpusError) -> any DocumentReader {
  var source = source
  var known = format
  if known == nil {
    let head = try source.head(FormatDetection.headBytes)
    source = PeekedSource(head: head, rest: source)
    known = try FormatDetection.format(of: head, path: context.path, options: context.options)
  }
  switch known ?? .text {
  case .text: return PlainTextReader(source, context: context)
  case .jsonLines: return JSONLinesReader(source, context: context)
  case .json: return JSONValuesReader(source, context: context)
  case .csv: return DelimitedReader(source, delimiter: UInt8(ascii: ","), context: context)
  case .tsv: return DelimitedReader(source, delimiter: UInt8(ascii: "\t"), context: context)
  case .arrow: return ArrowReader(source, context: context)
  case .tar: return TarReader(source, context: context)
  case .parquet:
    throw CorpusError(
      .unsupported, path: context.path,
      reason: "is Parquet in a stream, and Parquet is read from its end",
      remedy: "give the uncompressed file by its path")
  }
}
