public import CorpusReading
import Synchronization

/// What is done with text that is not UTF-8.
public enum IllFormedPolicy: String, Sendable, CaseIterable {
  /// Each maximal ill-formed part counts as one U+FFFD, and is reported.
  case replace
  /// The first one is an error.
  case fail
}

/// One pass over the files of a corpus with several threads.
///
/// A file is the unit of work, and results come in the order of the corpus: nothing in them depends
/// on the number of threads.
public struct CorpusPass: Sendable {
  /// The files.
  public let corpus: Corpus
  /// How many files are read at a time.
  public let threads: Int
  /// What is done with text that is not UTF-8.
  public let illFormed: IllFormedPolicy
  /// About how long the parts are that files are counted in, where they can be cut; `nil` for
  /// what ``partBytes(of:)`` chooses.
  package var partBytes: Int64?
  /// Called now and then, on any thread, with container bytes read since it was called last.
  public let progress: @Sendable (Int) -> Void

  /// Prepares a pass.
  public init(
    _ corpus: Corpus, threads: Int = 1, illFormed: IllFormedPolicy = .replace,
    progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) {
    self.corpus = corpus
    self.threads = max(1, threads)
    self.illFormed = illFormed
    self.progress = progress
  }

  /// About how many bytes there are to read; a stream counts as endless.
  package var expectedBytes: Int {
    var sum = 0
    for file in corpus.files {
      let (total, overflow) = sum.addingReportingOverflow(Int(file.bytesToRead ?? 1 << 40))
      if overflow { return .max }
      sum = total
    }
    return sum
  }

  /// About how long the parts of a file of `size` bytes are: small enough that the last ones end at about
  /// the same time in several threads and that a run which is killed loses little, large enough that
  /// opening them does not count. It depends on nothing but the file, so that a run can go on with
  /// another number of threads.
  func partBytes(of size: Int64) -> Int64 { partBytes ?? max(4_000_000, size / 1000) }

  /// Gives each file to a worker, one worker a thread.
  ///
  /// - Parameter finished: called on any thread with the index of a file and what it came to; `false` lets
  ///   no other file begin.
  /// - Throws: ``CorpusReading/CorpusError`` for the first file, in the order of the corpus, that
  ///   cannot be read, unless the corpus's options say to skip it.
  func run<Worker: CorpusWorker & ~Copyable>(
    _ makeWorker: @escaping @Sendable () -> Worker,
    finished: @escaping @Sendable (Int, FileReading, Worker.Result) -> Bool = { _, _, _ in true }
  ) async throws(CorpusError) -> [(file: FileReading, result: Worker.Result)] {
    let queue = FileQueue(count: corpus.files.count)
    typealias Outcome = (Int, Result<(FileReading, Worker.Result), CorpusError>)
    let outcomes = await withTaskGroup(of: [Outcome].self) { group in
      for _ in 0..<min(threads, max(1, corpus.files.count)) {
        group.addTask {
          var worker = makeWorker()
          var outcomes: [Outcome] = []
          while let index = queue.next() {
            do throws(CorpusError) {
              let reading = try read(index, with: &worker)
              let result = worker.finishFile()
              if !finished(index, reading, result) { queue.stop(after: -1) }
              outcomes.append((index, .success((reading, result))))
            } catch {
              outcomes.append((index, .failure(error)))
              queue.stop(after: index)
              break
            }
          }
          return outcomes
        }
      }
      var all: [Outcome] = []
      for await part in group { all += part }
      return all.sorted { $0.0 < $1.0 }
    }
    var results: [(file: FileReading, result: Worker.Result)] = []
    for (_, outcome) in outcomes {
      let (reading, result) = try outcome.get()
      results.append((reading, result))
    }
    return results
  }

  private func read<Worker: CorpusWorker & ~Copyable>(
    _ index: Int, with worker: inout Worker
  ) throws(CorpusError) -> FileReading {
    let reader = CorpusReader(corpus, files: index..<index + 1)
    var batch = CorpusBatch()
    var reading = FileReading(file: corpus.files[index])
    var textBytes: Int64 = 0
    while try reader.read(into: &batch) {
      worker.append(batch)
      textBytes += Int64(batch.byteCount)
      if let fault = uncuttable(index, worker.undecidedBytes, textBytes) {
        guard corpus.options.onError == .skip else { throw fault }
        worker.append(UnsafeRawBufferPointer(start: nil, count: 0), endsDocument: true)
        reading.skipped.add(SkippedInput(count: 1, examples: [fault]))
        break
      }
      let container = batch.pieces.reduce(0) { $0 + $1.container.count }
      progress(container)
      if illFormed == .fail, worker.illFormed.count > 0 {
        throw Self.illFormedError(
          corpus.files[index].path, worker.illFormed.moved(by: Self.textOffset(of: reading.file)))
      }
    }
    reading.illFormed = worker.illFormed.moved(by: Self.textOffset(of: reading.file))
    reading.skipped.add(reader.skipped)
    return reading
  }

  /// What is wrong with a text in which no place to cut is found: all of it must be in memory.
  private func uncuttable(_ index: Int, _ undecided: Int, _ read: Int64) -> CorpusError? {
    let limit = corpus.options.maxRecordBytes
    guard undecided > limit else { return nil }
    let offset = Self.textOffset(of: corpus.files[index])
    return CorpusError(
      .recordTooLong, path: corpus.files[index].path,
      position: .init(byte: offset + read - Int64(undecided)),
      reason: "more than \(limit) bytes from there on are one pre-token",
      remedy: "raise --max-record if there is memory for three times as much")
  }

  /// Where the part of a text that is read begins in its document.
  private static func textOffset(of file: CorpusFile) -> Int64 {
    file.isPartOfText ? file.range?.lowerBound ?? 0 : 0
  }

  private static func illFormedError(_ path: String, _ found: IllFormedText) -> CorpusError {
    let document = found.firstDocument.map { $0 == 0 ? "" : " of document \($0 + 1)" } ?? ""
    return CorpusError(
      .notText, path: path, position: .init(byte: found.first.map { Int64(clamping: $0) }),
      reason: "the text\(document) is not UTF-8 there",
      remedy: "repair it, or count each ill-formed part as U+FFFD with --invalid-utf8 replace")
  }
}

/// How the reading of one file went.
public struct FileReading: Sendable {
  /// The file.
  public var file: CorpusFile
  /// What of it was not UTF-8.
  public var illFormed = IllFormedText()
  /// What of it was left out.
  public var skipped = SkippedInput()

  init(file: CorpusFile) { self.file = file }

  /// Adds the reading of the next part of the same file, which comes after `documents`.
  mutating func add(_ next: FileReading, after documents: UInt64) {
    illFormed.add(next.illFormed, after: documents)
    skipped.add(next.skipped)
  }
}

/// Hands out the files of a corpus to threads, one after the other.
private final class FileQueue: Sendable {
  private let nextIndex = Atomic<Int>(0)
  private let end: Atomic<Int>

  init(count: Int) { end = Atomic(count) }

  func next() -> Int? {
    let index = nextIndex.wrappingAdd(1, ordering: .relaxed).oldValue
    return index < end.load(ordering: .relaxed) ? index : nil
  }

  /// Files behind one that failed are of no use; those before it may fail earlier.
  func stop(after index: Int) {
    _ = end.min(index, ordering: .relaxed)
  }
}
