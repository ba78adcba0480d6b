import ArgumentParser
import ByteLevelBPE
import CorpusReading
import JSONText
import TokenizerFormats

struct EncodeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode", abstract: "Print the token ids of text.",
    discussion: """
      Every file is one text and gives one line: ids separated by spaces, or a JSON array. With \
      --jsonl, JSON Lines are read from standard input, and each line gives a JSON array.
      """)

  @OptionGroup var tokenizer: TokenizerOptions

  @Option(
    help: ArgumentHelp(
      "Read JSON Lines from standard input and encode this field of each.", valueName: "field"))
  var jsonl: String?

  @Flag(help: "Print JSON arrays.")
  var json = false

  @Argument(
    help: ArgumentHelp("Files of text, or - for standard input.", valueName: "path"),
    completion: .file())
  var paths: [String] = []

  func validate() throws {
    if jsonl != nil, !paths.isEmpty {
      throw ValidationError("--jsonl reads standard input; give no files with it")
    }
  }

  mutating func run() async throws {
    let loaded = try tokenizer.load()
    var encoder = TokenEncoder(loaded.tokenizer)
    if let jsonl {
      try encodeRecords(field: jsonl, with: &encoder)
    } else {
      try encodeFiles(with: &encoder)
    }
  }

  private func encodeFiles(with encoder: inout TokenEncoder) throws {
    for path in paths.isEmpty ? ["-"] : paths {
      let bytes = try InputFile.read(path)
      let ids = bytes.withUnsafeBytes { Self.encode($0, with: &encoder) }
      StandardOutput.write(line(ids))
    }
  }

  private func encodeRecords(field: String, with encoder: inout TokenEncoder) throws {
    var lines = InputLines(path: "-")
    var output = ""
    while let line = try lines.next() {
      let value: JSONValue
      do throws(JSONError) {
        value = try JSONValue(parsing: line)
      } catch {
        throw InputError(
          place: "standard input, line \(lines.number), byte \(error.offset)",
          reason: error.reason, remedy: "give one JSON object a line")
      }
      guard let text = value[field]?.string else {
        throw InputError(
          place: "standard input, line \(lines.number)",
          reason: "there is no text in a field “\(field)”",
          remedy: "name the field that holds the text with --jsonl FIELD")
      }
      let ids = encoder.encode(text)
      output += "[" + ids.map(String.init).joined(separator: ",") + "]\n"
      if output.utf8.count > 1 << 16 {
        StandardOutput.write(output)
        output = ""
      }
    }
    StandardOutput.write(output)
  }

  private static func encode(
    _ bytes: UnsafeRawBufferPointer, with encoder: inout TokenEncoder
  ) -> [TokenID] {
    let repair = UTF8Repair(checking: bytes)
    guard repair.count > 0 else { return encoder.encode(bytes.bindMemory(to: UInt8.self)) }
    StandardError.warn(
      "\(repair.count) ill-formed parts are read as U+FFFD, the first at byte \(repair.first ?? 0)")
    return UTF8Repair.repaired(bytes).withUnsafeBufferPointer { encoder.encode($0) }
  }

  private func line(_ ids: [TokenID]) -> String {
    json
      ? "[" + ids.map(String.init).joined(separator: ",") + "]\n"
      : ids.map(String.init).joined(separator: " ") + "\n"
  }
}
