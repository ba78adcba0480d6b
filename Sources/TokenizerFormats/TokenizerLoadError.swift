/// Why a tokenizer could not be loaded: what is wrong, where, and what helps.
public struct TokenizerLoadError: Error, Sendable, Equatable {
  /// The kinds of failure.
  public enum Code: String, Sendable {
    /// Nothing lies at the path, nor in the cache under that model id.
    case notFound
    /// The operating system does not let the file be read.
    case unreadable
    /// The file is not of a form that is known.
    case unknownForm
    /// The file breaks the rules of its form: truncated or corrupt.
    case malformed
    /// The file is well formed and asks for something that cannot be done exactly.
    case unsupported
    /// The parts contradict each other, as a merge of unknown tokens does.
    case inconsistent
    /// A rank file does not say how text is cut, and its content is not a well-known one.
    case patternNeeded
  }

  /// A place in a file.
  public struct Position: Sendable, Equatable {
    /// The offset in bytes from the start of the file.
    public var byte: Int
    /// The line, counted from 1.
    public var line: Int
  }

  /// The kind of failure.
  public let code: Code

  /// The file, folder or model id.
  public let path: String

  /// Where in the file, when one place is to blame.
  public let position: Position?

  /// What is wrong.
  public let reason: String

  /// What helps.
  public let remedy: String
}

extension TokenizerLoadError: CustomStringConvertible {
  /// The failure in one line, as a person is told it.
  public var description: String {
    var text = path
    if let position { text += ":\(position.line) (byte \(position.byte))" }
    text += ": \(reason)"
    if !remedy.isEmpty { text += "; \(remedy)" }
    return text
  }
}

/// A failure inside one file, which does not know the file's name.
struct FormatFault: Error {
  var code: TokenizerLoadError.Code
  /// The offset in bytes, where one place is to blame.
  var offset: Int?
  var reason: String
  var remedy: String

  init(
    _ code: TokenizerLoadError.Code, at offset: Int? = nil, _ reason: String, remedy: String = ""
  ) {
    self.code = code
    self.offset = offset
    self.reason = reason
    self.remedy = remedy
  }

  static func malformed(at offset: Int, _ reason: String) -> FormatFault {
    FormatFault(
      .malformed, at: offset, reason,
      remedy: "the file may be truncated or damaged: fetch it again")
  }

  /// The same failure, told with the file's name and the line.
  func inFile(_ path: String, _ contents: UnsafeBufferPointer<UInt8>) -> TokenizerLoadError {
    let position = offset.map { offset in
      TokenizerLoadError.Position(
        byte: offset,
        line: contents.prefix(offset).reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 })
    }
    return TokenizerLoadError(
      code: code, path: path, position: position, reason: reason, remedy: remedy)
  }
}

/// Text from a file, made harmless for a message: cut to a readable length, and free of line
/// breaks and control characters.
func quoted(_ bytes: some Collection<UInt8>) -> String {
  var text = ""
  for scalar in String(decoding: bytes.prefix(60), as: UTF8.self).unicodeScalars {
    text +=
      scalar.value < 0x20 || scalar.value == 0x7F ? scalar.escaped(asASCII: true) : "\(scalar)"
  }
  return "“" + text + (bytes.count > 60 ? "…" : "") + "”"
}
