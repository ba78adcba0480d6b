/// How the documents lie in a file, after decompression.
public enum CorpusFormat: String, Sendable, CaseIterable {
  /// The whole file is one document.
  case text
  /// One JSON value on each line.
  case jsonLines
  /// A JSON array of records, or JSON values one after the other.
  case json
  /// Comma-separated values with a header row (RFC 4180).
  case csv
  /// Tab-separated values with a header row, quoted as CSV is.
  case tsv
  /// Apache Parquet.
  case parquet
  /// Arrow IPC, file or stream.
  case arrow
  /// A tar archive whose members are documents or files of the formats above.
  case tar
}

/// How a file is compressed.
public enum CorpusCompression: String, Sendable {
  case none, gzip, zstd
}

/// A file of the corpus.
public struct CorpusFile: Sendable, Equatable {
  /// The path as it is opened; `-` is standard input.
  public var path: String
  /// The bytes that the file system shows, which are container bytes; `nil` for streams.
  public var size: Int64?
  /// `nil` for streams, whose format is found when they are read.
  public var format: CorpusFormat?
  /// The compression by content.
  public var compression: CorpusCompression
  /// The part that is read, in bytes of the file: the records that *begin* in it, whole; `nil` for
  /// all of the file. Only JSON Lines that are not compressed can be read in parts: of no other
  /// format can a reader in the middle tell where a record begins.
  public var range: Range<Int64>?
  /// Whether `range` is part of a text, to be read exactly as it is: who counts has found out that it
  /// can be cut there.
  package var isPartOfText = false

  /// Creates a description of a file.
  public init(
    path: String, size: Int64?, format: CorpusFormat?, compression: CorpusCompression = .none,
    range: Range<Int64>? = nil
  ) {
    self.path = path
    self.size = size
    self.format = format
    self.compression = compression
    self.range = range
  }

  /// Whether parts of it can be read.
  package var isDivisible: Bool { format == .jsonLines && compression == .none && size != nil }

  /// The parts of at most `bytes` that the file is cut into; the file alone where it cannot be cut, or is
  /// part of one already.
  package func divided(into bytes: Int64) -> [CorpusFile] {
    guard isDivisible, range == nil, let size, size > bytes, bytes > 0 else { return [self] }
    return stride(from: 0, to: size, by: Int64.Stride(bytes)).map { start in
      var part = self
      part.range = start..<min(size, start + bytes)
      return part
    }
  }

  /// The bytes `range` of the file, which is text, as a text of their own.
  package func part(ofText range: Range<Int64>) -> CorpusFile {
    var part = self
    part.range = range
    part.isPartOfText = true
    return part
  }

  /// Calls `body` with up to `count` bytes of the file from `offset` on.
  ///
  /// - Throws: ``CorpusError`` if it cannot be read.
  package func withBytes<Result>(
    at offset: Int64, count: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) throws(CorpusError) -> Result {
    let file = try OpenFile(path: path)
    let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: count)
    defer { bytes.deallocate() }
    let read = try file.read(into: UnsafeMutableRawBufferPointer(bytes), at: offset)
    return body(UnsafeBufferPointer(rebasing: bytes[..<read]))
  }

  /// About how many bytes of it are read; `nil` for streams.
  package var bytesToRead: Int64? { range.map { Int64($0.count) } ?? size }
}

/// Something in a folder that is no part of the corpus.
public struct PassedOver: Sendable, Equatable {
  /// Why it is left out.
  public enum Reason: String, Sendable {
    /// A pipe, a socket or a device.
    case notRegular
    /// A name that begins with a dot.
    case hidden
    /// A folder that the walk has been to already, through a symbolic link or a mount.
    case visitedFolder
    /// A symbolic link that points nowhere.
    case danglingLink
    /// A file whose content is no text and no known container.
    case notText
  }

  /// The path.
  public var path: String
  /// Why it is left out.
  public var reason: Reason
}
