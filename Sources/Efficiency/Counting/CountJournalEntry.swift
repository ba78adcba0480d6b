import CorpusReading
public import JSONText
import TokenizerFormats

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What tells whether a file is still the one that was counted.
struct FileStamp: Sendable, Equatable {
  var size: Int64
  /// When it was last written to, in nanoseconds.
  var modified: Int64
  private var device: UInt64 = 0
  private var inode: UInt64 = 0

  init(size: Int64, modified: Int64) {
    self.size = size
    self.modified = modified
  }

  /// That of a file there is.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    size = Int64(status.st_size)
    modified = Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
  }

  /// Whether it is that of the open file `descriptor`.
  func isFile(_ descriptor: Int32) -> Bool {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return false }
    return UInt64(status.st_dev) == device && UInt64(status.st_ino) == inode
  }
}

/// The first line of a journal.
struct CountJournalHeader {
  var tokenizer: String
  var tokenizerName: String
  var options: [(name: String, value: String)]

  var line: [UInt8] {
    let json: JSONValue = [
      "format": .string(CountJournal.format), "tokenizer": .string(tokenizer),
      "tokenizerName": .string(tokenizerName),
      "options": .object(options.map { .init($0.name, .string($0.value)) }),
    ]
    return Array((json.text() + "\n").utf8)
  }

  /// Throws if `line` begins the journal of another count.
  func check(_ line: ArraySlice<UInt8>, _ path: String) throws(CountJournalError) {
    guard let json = try? JSONValue(parsing: line), let format = json["format"]?.string,
      format.hasPrefix("tokprof/count-journal/")
    else { throw .notAJournal(path) }
    let remedy = "repeat the first command, or remove \(path) to count from the start"
    guard format == CountJournal.format else {
      throw CountJournalError(
        path, "is a \(format), and this tokprof writes \(CountJournal.format)", remedy: remedy)
    }
    guard json["tokenizer"]?.string == tokenizer else {
      let other = json["tokenizerName"]?.string ?? ""
      throw CountJournalError(
        path, "is of another tokenizer (“\(other)”, not “\(tokenizerName)”)", remedy: remedy)
    }
    let others = (json["options"]?.members ?? []).map { ($0.key, $0.value.string ?? "") }
    for name in options.map(\.name) + others.map(\.0) {
      let mine = options.first { $0.name == name }?.value ?? ""
      let other = others.first { $0.0 == name }?.1 ?? ""
      guard mine == other else {
        throw CountJournalError(
          path, "was begun with --\(name) “\(other)”, and now it is “\(mine)”", remedy: remedy)
      }
    }
  }
}

/// A file, or a part of one, that was counted.
struct CountJournalEntry: Sendable, Equatable {
  var key: ShardKey
  var stamp: FileStamp
  var counts: TextCounts
  var chat: ChatCounts
  var illFormed: IllFormedText
  var skipped: SkippedInput

  init(_ count: FileCount, _ stamp: FileStamp) {
    key = ShardKey(name: count.reading.file.path, range: count.reading.file.range)
    self.stamp = stamp
    counts = count.counts
    chat = count.chat
    illFormed = count.reading.illFormed
    skipped = count.reading.skipped
  }

  func count(of file: CorpusFile) -> FileCount {
    var reading = FileReading(file: file)
    reading.illFormed = illFormed
    reading.skipped = skipped
    return FileCount(reading: reading, counts: counts, chat: chat)
  }

  /// The line, whose last member is the digest of the others.
  var line: [UInt8] {
    let members: [JSONValue.Member] = [
      .init("path", .string(key.name)),
      .init(
        "range", key.range.map { [.integer($0.lowerBound), .integer($0.upperBound)] } ?? .null),
      .init("size", .integer(stamp.size)), .init("modified", .integer(stamp.modified)),
      .init("text", counts.json), .init("chat", chat.json), .init("illFormed", illFormed.json),
      .init("skipped", .integer(skipped.count)),
      .init("examples", .array(skipped.examples.map(\.json))),
    ]
    let digest = JSONValue.Member("check", .string(Self.digest(members)))
    return Array((JSONValue.object(members + [digest]).text() + "\n").utf8)
  }

  private static func digest(_ members: [JSONValue.Member]) -> String {
    var hash = SHA256()
    hash.update(Array(JSONValue.object(members).text().utf8))
    return String(hash.hexDigest().prefix(16))
  }

  /// `nil` for a line that is not whole.
  init?(line: ArraySlice<UInt8>) {
    guard let json = try? JSONValue(parsing: line), var members = json.members,
      members.popLast()?.value.string == Self.digest(members)
    else { return nil }
    let reader = ObjectReader(json, "")
    do throws(ProfileFormatError) {
      stamp = FileStamp(
        size: try reader.integer("size", Int64.self),
        modified: try reader.integer("modified", Int64.self))
      key = ShardKey(
        name: try reader.string("path"), range: try ShardKey.range(json["range"], of: stamp.size))
      counts = try TextCounts(reader.object("text"))
      chat = try ChatCounts(reader.object("chat"))
      illFormed = try IllFormedText(reader.object("illFormed"))
      skipped = SkippedInput(
        count: try reader.integer("skipped", Int.self),
        examples: try reader.array("examples").map(\.fault))
    } catch {
      return nil
    }
  }
}

extension ChatCounts {
  /// As an object of integers.
  public var json: JSONValue {
    [
      "records": .integer(records), "messages": .integer(messages),
      "contentTokens": .integer(contentTokens), "templateTokens": .integer(templateTokens),
      "trainedTokens": .integer(trainedTokens),
    ]
  }

  fileprivate init(_ reader: ObjectReader) throws(ProfileFormatError) {
    records = try reader.integer("records")
    messages = try reader.integer("messages")
    contentTokens = try reader.integer("contentTokens")
    templateTokens = try reader.integer("templateTokens", Int64.self)
    trainedTokens = try reader.integer("trainedTokens")
  }
}

extension IllFormedText {
  fileprivate var json: JSONValue {
    [
      "count": .integer(count), "first": first.map { .integer($0) } ?? .null,
      "firstDocument": firstDocument.map { .integer($0) } ?? .null,
    ]
  }

  fileprivate init(_ reader: ObjectReader) throws(ProfileFormatError) {
    count = try reader.integer("count")
    first = try reader.optionalInteger("first")
    firstDocument = try reader.optionalInteger("firstDocument")
  }
}

extension CorpusError {
  fileprivate var json: JSONValue {
    [
      "code": .string(code.rawValue), "path": .string(path),
      "line": position?.line.map { .integer($0) } ?? .null,
      "byte": position?.byte.map { .integer($0) } ?? .null,
      "reason": .string(reason), "remedy": remedy.map { .string($0) } ?? .null,
    ]
  }
}

extension JSONValue {
  /// A fault as a journal has it.
  fileprivate var fault: CorpusError {
    let position = CorpusError.Position(
      line: self["line"]?.integer(), byte: self["byte"]?.integer(Int64.self))
    return CorpusError(
      self["code"]?.string.flatMap { CorpusError.Code(rawValue: $0) } ?? .badRecord,
      path: self["path"]?.string ?? "", position: position,
      reason: self["reason"]?.string ?? "", remedy: self["remedy"]?.string)
  }
}
