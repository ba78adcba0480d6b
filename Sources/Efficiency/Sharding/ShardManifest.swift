public import CorpusReading
import JSONText

/// The shards that a corpus is split into, so that many machines agree on who does what.
///
/// As a document it is NDJSON, one line a shard, which names its own number and that of all; the
/// line's number, counted from 0, is the shard's.
public struct ShardManifest: Sendable {
  /// The format's name and major version, in every line.
  public static let format = "tokprof/manifest/1"

  /// A file, or a part of one.
  public struct Shard: Sendable {
    /// Which part of the corpus it is.
    public var key: ShardKey
    /// The file's size in bytes.
    public var fileBytes: Int64
    var file: LabelledFile
    var format: CorpusFormat

    /// The bytes of the file that are its own.
    public var bytes: Int64 { key.range.map { $0.upperBound - $0.lowerBound } ?? fileBytes }
  }

  /// The shards, in the order of the corpus.
  public private(set) var shards: [Shard] = []

  /// Splits a corpus. A file of JSON Lines that is not compressed and longer than `shardBytes` becomes
  /// several shards; any other file is one, because only there does every line break begin a record.
  ///
  /// - Throws: `CorpusError` for standard input and pipes, which cannot be read by many.
  public init(_ labelled: LabelledCorpus, shardBytes: Int64) throws(CorpusError) {
    for (file, found) in zip(labelled.files, labelled.corpus.files) {
      guard let size = found.size, let format = found.format else {
        throw CorpusError(
          .notSeekable, path: found.path, reason: "is a stream, which has no size",
          remedy: "write it to a file first")
      }
      for part in found.divided(into: max(1, shardBytes)) {
        shards.append(
          Shard(key: file.key(part.range), fileBytes: size, file: file, format: format))
      }
    }
  }

  /// Finds the files of some shards.
  ///
  /// - Parameters:
  ///   - shards: their numbers, which must be in ``shards``.
  ///   - options: how they are read.
  /// - Returns: the files, or the parts of them, in the order of the manifest.
  /// - Throws: `CorpusError` for a file that is gone, or has another size than when the manifest was
  ///   made.
  public func corpus(
    of shards: ClosedRange<Int>, options: CorpusOptions
  ) throws(CorpusError) -> LabelledCorpus {
    var files: [CorpusFile] = []
    for shard in self.shards[shards] {
      let found = try Corpus(paths: [shard.file.path], options: options)
        .withFormats { _ in shard.format }
      guard found.files.count == 1, var file = found.files.first, file.size == shard.fileBytes
      else {
        throw CorpusError(
          .badRecord, path: shard.file.path,
          reason: "is not the file of \(shard.fileBytes) bytes that the manifest was made of",
          remedy: "make the manifest again")
      }
      file.range = shard.key.range
      files.append(file)
    }
    return LabelledCorpus(
      files: self.shards[shards].map(\.file), Corpus(files: files, options: options))
  }
}

extension ShardManifest {
  /// The document.
  public var document: [UInt8] {
    var text = ""
    for (index, shard) in shards.enumerated() {
      let line: JSONValue = [
        "bytes": .integer(shard.bytes), "copy": .integer(shard.key.copy),
        "domain": .string(shard.file.label.domain), "fileBytes": .integer(shard.fileBytes),
        "format": .string(Self.format), "language": .string(shard.file.label.language),
        "licence": .string(shard.file.licence), "name": .string(shard.file.name),
        "path": .string(shard.file.path),
        "range": shard.key.range.map { [.integer($0.lowerBound), .integer($0.upperBound)] }
          ?? .null,
        "readAs": .string(shard.format.rawValue), "shard": .integer(index),
        "shards": .integer(shards.count), "source": .string(shard.file.label.source),
      ]
      text += line.text() + "\n"
    }
    return Array(text.utf8)
  }

  /// Reads a document.
  ///
  /// - Throws: ``ShardError`` for what is no manifest, or not all of one.
  public init(document: [UInt8]) throws(ShardError) {
    let lines = document.split(separator: 0x0A)
    for (index, line) in lines.enumerated() {
      do {
        let json = try JSONValue(parsing: line)
        let reader = ObjectReader(json, "")
        guard try reader.string("format") == Self.format else {
          throw ProfileFormatError(member: "format", reason: "is not \(Self.format)")
        }
        guard try reader.integer("shard", Int.self) == index,
          try reader.integer("shards", Int.self) == lines.count
        else {
          throw ProfileFormatError(
            member: "shard", reason: "or “shards” does not fit the \(lines.count) lines there are")
        }
        shards.append(try Shard(reader, json["range"]))
      } catch {
        throw ShardError(
          "line \(index + 1) is no line of a manifest, or the manifest is not whole: \(error)",
          remedy: "make it again with “tokprof manifest”")
      }
    }
  }
}

extension ShardManifest.Shard {
  init(_ reader: ObjectReader, _ range: JSONValue?) throws(ProfileFormatError) {
    guard let format = CorpusFormat(rawValue: try reader.string("readAs")) else {
      throw ProfileFormatError(member: "readAs", reason: "is no format that this tokprof knows")
    }
    self.format = format
    fileBytes = try reader.integer("fileBytes", Int64.self)
    file = LabelledFile(
      path: try reader.string("path"), name: try reader.string("name"),
      label: try CorpusLabel(reader), licence: try reader.string("licence"), format: format,
      copy: try reader.integer("copy", Int.self))
    key = file.key(try ShardKey.range(range, of: fileBytes))
  }
}
