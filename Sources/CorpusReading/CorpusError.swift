/// What stopped the reading of a corpus, or was passed over under ``CorpusOptions/ErrorPolicy/skip``.
public struct CorpusError: Error, Sendable, Equatable {
  /// The kind of fault, for programs that act on it.
  public enum Code: String, Sendable {
    /// No file, folder or match has this name.
    case notFound
    /// The file or folder exists and cannot be opened or listed.
    case unreadable
    /// The system reported an error in the middle of the file.
    case readFailed
    /// The file became shorter while it was read.
    case shrank
    /// The data end before their format says that they do.
    case truncated
    /// The data contradict their format.
    case corrupt
    /// A compressed stream grows beyond ``CorpusOptions/maxExpansion``.
    case expansion
    /// A record is not what its format asks for: a bad JSON line, a row with a missing column.
    case badRecord
    /// A record is longer than ``CorpusOptions/maxRecordBytes``.
    case recordTooLong
    /// The data have no field or column of the asked name, or none of the usual names.
    case unknownField
    /// A format, codec or encoding that is recognised and not read.
    case unsupported
    /// The bytes are no text.
    case notText
    /// A sample by byte offset, or a part, was asked of a file that can only be read from its start.
    case notSeekable
  }

  /// Where in the input the fault lies.
  public struct Position: Sendable, Equatable {
    /// The line or row, counted from 1.
    public var line: Int?
    /// The byte, counted from 0, in the text after decompression.
    public var byte: Int64?

    /// Creates a position from what is known of it.
    public init(line: Int? = nil, byte: Int64? = nil) {
      self.line = line
      self.byte = byte
    }
  }

  /// The kind of fault.
  public var code: Code
  /// The path as the user gave it or as the folder's listing has it; `-` is standard input.
  public var path: String
  /// Where in the file, when that is known.
  public var position: Position?
  /// What is wrong, without path and position.
  public var reason: String
  /// What the user can do about it.
  public var remedy: String?

  /// Creates an error.
  public init(
    _ code: Code, path: String, position: Position? = nil, reason: String, remedy: String? = nil
  ) {
    self.code = code
    self.path = path
    self.position = position
    self.reason = reason
    self.remedy = remedy
  }
}

extension CorpusError: CustomStringConvertible {
  /// One line: path, position, reason and remedy, with control characters escaped so that a
  /// file's name cannot steer the terminal.
  public var description: String {
    var place = path == "-" ? "standard input" : path
    if let line = position?.line { place += ", line \(line)" }
    if let byte = position?.byte { place += ", byte \(byte)" }
    var text = "\(place): \(reason)"
    if let remedy { text += "; \(remedy)" }
    return Self.escapingControls(text)
  }

  static func escapingControls(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069:
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
