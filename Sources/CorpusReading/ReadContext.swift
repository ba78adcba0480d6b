/// What the readers of one corpus share: the options, the place, and the tally of what was left out.
final class ReadContext {
  let options: CorpusOptions
  /// The file that is read, or the archive and its member.
  var path = ""
  private(set) var skipped = SkippedInput()
  /// Members of archives that are no text.
  var passedOver = SkippedInput()
  var nullRecords = 0
  var loneSurrogates = 0
  private var file = 0
  private var document = 0
  /// Whether the last piece was not the end of its document.
  private var isInDocument = false
  private var lastContainer: Int64 = 0

  init(options: CorpusOptions) {
    self.options = options
  }

  func begin(file: Int, path: String, at start: Int64 = 0) {
    self.file = file
    self.path = path
    document = 0
    isInDocument = false
    lastContainer = start
  }

  /// Appends a piece of the current document: the batch's bytes from `start` on, and the container's
  /// from the end of the piece before to `containerEnd`.
  func addPiece(
    to batch: inout CorpusBatch, from start: Int, ending: CorpusPiece.Ending = .document,
    containerEnd: Int64, chat: ChatForm? = nil, segments: Int? = nil
  ) {
    let container = lastContainer..<max(lastContainer, containerEnd)
    batch.pieces.append(
      CorpusPiece(
        file: file, document: document, bytes: start..<batch.byteCount,
        startsDocument: !isInDocument, ending: ending, container: container, chat: chat,
        segments: (segments ?? batch.segments.count)..<batch.segments.count))
    isInDocument = ending != .document
    lastContainer = container.upperBound
    if ending == .document { document += 1 }
  }

  /// Makes a document of what a record gave and has appended since `mark`; or rejects it.
  func addRecord(
    _ outcome: Result<RecordOutcome, JSONFault>, to batch: inout CorpusBatch, since mark: BatchMark,
    containerEnd: Int64, at position: CorpusError.Position
  ) throws(CorpusError) {
    switch outcome {
    case .success(.text):
      addPiece(to: &batch, from: mark.bytes, containerEnd: containerEnd)
    case .success(.chat(let form)):
      addPiece(
        to: &batch, from: mark.bytes, containerEnd: containerEnd, chat: form,
        segments: mark.segments)
    case .success(.null):
      nullRecords += 1
      lastContainer = max(lastContainer, containerEnd)
    case .success(.missing(let reason)):
      mark.restore(&batch)
      lastContainer = max(lastContainer, containerEnd)
      try reject(
        CorpusError(
          .unknownField, path: path, position: position, reason: reason,
          remedy: "name the text's field with --field"))
    case .failure(let fault):
      mark.restore(&batch)
      lastContainer = max(lastContainer, containerEnd)
      var place = position
      place.byte = position.byte.map { $0 + Int64(fault.at) }
      try reject(CorpusError(.badRecord, path: path, position: place, reason: fault.reason))
    }
  }

  /// A record that cannot be read: thrown, or counted and left out.
  func reject(_ error: CorpusError) throws(CorpusError) {
    guard options.onError == .skip else { throw error }
    skipped.add(error)
  }

  /// A file that cannot be read any further: thrown, or its open document ended where it stands.
  func abandonFile(_ error: CorpusError, _ batch: inout CorpusBatch) throws(CorpusError) {
    try reject(error)
    // What the failed read has appended belongs to no piece.
    BatchMark(endOfPiecesIn: batch).restore(&batch)
    if isInDocument {
      addPiece(to: &batch, from: batch.byteCount, containerEnd: lastContainer)
    }
  }
}

/// How far a batch was filled before a record, to take the record back.
struct BatchMark {
  let bytes: Int
  let segments: Int

  init(_ batch: CorpusBatch) {
    bytes = batch.byteCount
    segments = batch.segments.count
  }

  init(endOfPiecesIn batch: CorpusBatch) {
    bytes = batch.pieces.last?.bytes.upperBound ?? 0
    segments = batch.pieces.last?.segments.upperBound ?? 0
  }

  func restore(_ batch: inout CorpusBatch) {
    batch.truncate(to: bytes)
    batch.segments.removeLast(batch.segments.count - segments)
  }
}
