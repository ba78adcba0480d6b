import CorpusReading
import JSONText
import Synchronization
public import TokenizerFormats

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a count has done so far, in a file, so that a count that is stopped at any moment goes on.
///
/// The file is NDJSON: a header with the tokenizer and the options, then a line for each file that is
/// counted, or part of one. Each line has a digest of itself. A line that was being written when a
/// machine lost its power, and all behind it, is dropped and counted again.
public final class CountJournal: Sendable {
  /// The format's name and major version.
  public static let format = "tokprof/count-journal/1"

  private let path: String
  private let file: Int32
  private let state: Mutex<State>

  private struct State {
    var entries: [ShardKey: CountJournalEntry] = [:]
    /// What the files were when the count began, by the bytes of their paths.
    var stamps: [[UInt8]: FileStamp] = [:]
    var failure: CountJournalError?
    var lastSync = ContinuousClock.now
  }

  /// Opens a journal, or begins one.
  ///
  /// - Parameters:
  ///   - path: the file, which one process at a time may have open.
  ///   - options: all that the counts depend on beside tokenizer and files, by the names of options.
  /// - Throws: ``CountJournalError`` for a file that is something else, is of another count, or cannot be
  ///   read and written.
  public init(
    path: String, tokenizer: LoadedTokenizer, options: [(name: String, value: String)]
  ) throws(CountJournalError) {
    self.path = path
    file = try Self.openLocked(path)
    let header = CountJournalHeader(
      tokenizer: tokenizer.meaningSHA256, tokenizerName: tokenizer.name, options: options)
    do throws(CountJournalError) {
      state = Mutex(State(entries: try Self.load(path, file, header)))
    } catch {
      close(file)
      throw error
    }
  }

  deinit { close(file) }

  private static func openLocked(_ path: String) throws(CountJournalError) -> Int32 {
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_APPEND, 0o666)
    guard file >= 0 else { throw CountJournalError(path, errno) }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      let number = errno
      close(file)
      throw number == EWOULDBLOCK
        ? CountJournalError(
          path, "another count is writing it", remedy: "wait for that one, or give another file",
          isTemporary: true)
        : CountJournalError(path, number)
    }
    return file
  }

  /// Reads what there is, and leaves the file with its whole lines alone.
  private static func load(
    _ path: String, _ file: Int32, _ header: CountJournalHeader
  ) throws(CountJournalError) -> [ShardKey: CountJournalEntry] {
    let bytes: [UInt8]
    do {
      bytes = try FileBytes.read(path, limit: 1 << 32)
    } catch {
      throw CountJournalError(path, "is no file of at most 4 GiB that can be read")
    }
    var whole = 0
    var entries: [ShardKey: CountJournalEntry] = [:]
    while let end = bytes[whole...].firstIndex(of: 0x0A) {
      let line = bytes[whole..<end]
      if whole == 0 {
        try header.check(line, path)
      } else {
        guard let entry = CountJournalEntry(line: line) else { break }
        entries[entry.key] = entry
      }
      whole = end + 1
    }
    let line = header.line
    if whole == 0 {
      // Killed while it wrote its first line, or nothing of ours.
      guard line.starts(with: bytes) else { throw .notAJournal(path) }
    }
    guard ftruncate(file, off_t(whole)) == 0 else { throw CountJournalError(path, errno) }
    if whole == 0 { try write(line, to: file, path) }
    return entries
  }

  private static func write(
    _ line: [UInt8], to file: Int32, _ path: String
  ) throws(CountJournalError) {
    var rest = line[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { systemWrite(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw CountJournalError(path, errno) }
      rest = rest.dropFirst(count)
    }
  }

  // MARK: Counting

  /// What is known of `parts`, in their order.
  func resume(_ parts: [CorpusFile]) throws(CountJournalError) -> [FileCount?] {
    var stamps: [[UInt8]: FileStamp] = [:]
    for part in parts where stamps[Array(part.path.utf8)] == nil {
      guard part.size != nil, let stamp = FileStamp(part.path) else {
        throw CountJournalError(
          path, "“\(part.path)” is no file, and cannot be counted again from where a run stopped",
          remedy: "leave --resume out")
      }
      if stamp.isFile(file) {
        throw CountJournalError(
          path, "is among the files to count", remedy: "keep it outside of their folder")
      }
      stamps[Array(part.path.utf8)] = stamp
    }
    let entries = state.withLock { state in
      state.stamps = stamps
      return state.entries
    }
    let keys = parts.map { ShardKey(name: $0.path, range: $0.range) }
    try check(entries, stamps, Set(keys))
    return zip(parts, keys).map { part, key in entries[key]?.count(of: part) }
  }

  private func check(
    _ entries: [ShardKey: CountJournalEntry], _ stamps: [[UInt8]: FileStamp],
    _ keys: Set<ShardKey>
  ) throws(CountJournalError) {
    for entry in entries.values.sorted(by: { $0.key < $1.key }) {
      guard let stamp = stamps[Array(entry.key.name.utf8)] else {
        throw CountJournalError(
          path, "has counts of “\(entry.key.name)”, which is not among the files now",
          remedy: "name the same files again, or remove \(path) to count from the start")
      }
      guard stamp.size == entry.stamp.size, stamp.modified == entry.stamp.modified else {
        throw CountJournalError(
          path, "“\(entry.key.name)” was changed since it was counted",
          remedy: "remove \(path) to count from the start")
      }
      guard keys.contains(entry.key) else {
        throw CountJournalError(
          path, "“\(entry.key.name)” is counted in other parts now",
          remedy: "remove \(path) to count from the start")
      }
    }
  }

  /// Keeps what a file, or a part of it, came to. False if the count must end.
  func add(_ count: FileCount) -> Bool {
    let part = count.reading.file
    return state.withLock { state in
      guard state.failure == nil, let stamp = state.stamps[Array(part.path.utf8)] else {
        return false
      }
      do throws(CountJournalError) {
        guard FileStamp(part.path) == stamp else {
          throw CountJournalError(
            path, "“\(part.path)” was changed while it was counted",
            remedy: "count when nothing writes to it", isTemporary: true)
        }
        try Self.write(CountJournalEntry(count, stamp).line, to: file, path)
        // A killed process leaves what it wrote; only a machine that stops loses what is not synchronized.
        if state.lastSync.duration(to: .now) > .seconds(1) {
          fdatasync(file)
          state.lastSync = .now
        }
        return true
      } catch {
        state.failure = error
        return false
      }
    }
  }

  /// Throws what ended the count, if that was the journal.
  func checkFailure() throws(CountJournalError) {
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }

  /// Makes sure that all is on the disk.
  func finish() throws(CountJournalError) {
    try checkFailure()
    if fdatasync(file) != 0, errno != EINVAL { throw CountJournalError(path, errno) }
  }
}

/// Why a journal cannot be used.
public struct CountJournalError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The journal.
  public var path: String
  /// What is wrong.
  public var reason: String
  /// What can be done about it.
  public var remedy: String?
  /// Whether the same command may succeed later.
  public var isTemporary = false

  init(_ path: String, _ reason: String, remedy: String? = nil, isTemporary: Bool = false) {
    self.path = path
    self.reason = reason
    self.remedy = remedy
    self.isTemporary = isTemporary
  }

  init(_ path: String, _ number: Int32) {
    self.init(path, String(cString: strerror(number)), isTemporary: true)
  }

  static func notAJournal(_ path: String) -> CountJournalError {
    CountJournalError(
      path, "is no journal of a count", remedy: "give a file that does not exist yet")
  }

  /// The journal, the reason and the remedy.
  public var description: String { "\(path): \(reason)" + (remedy.map { "; \($0)" } ?? "") }
}

// The system's own, under a name that the type above does not hide.
private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(file, bytes, count)
}
