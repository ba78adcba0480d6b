import ArgumentParser
import ByteLevelBPE
import TokenizerFormats

struct DecodeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode", abstract: "Print the text that token ids stand for.",
    discussion: """
      Ids are arguments, or come from standard input, separated by spaces, commas, brackets or \
      line ends. The bytes are written as they are; what is not UTF-8 in them is reported.
      """)

  @OptionGroup var tokenizer: TokenizerOptions

  @Argument(help: "Token ids. (default: from standard input)")
  var ids: [UInt32] = []

  mutating func run() async throws {
    let loaded = try tokenizer.load()
    let ids = try self.ids.isEmpty ? Self.parse(InputFile.read("-")) : self.ids
    let bytes = try loaded.tokenizer.decodedBytes(ids)
    bytes.withUnsafeBytes { bytes in
      StandardOutput.write(bytes)
      let repair = UTF8Repair(checking: bytes)
      if repair.count > 0 {
        StandardError.warn(
          "\(repair.count) parts of the text are not UTF-8, the first at byte "
            + "\(repair.first ?? 0): a token may end inside a character")
      }
    }
  }

  /// Reads ids; anything but digits separates them, except what a person may have mistyped.
  private static func parse(_ text: [UInt8]) throws -> [UInt32] {
    var ids: [UInt32] = []
    var digits: [UInt8] = []
    func flush(at offset: Int) throws {
      guard !digits.isEmpty else { return }
      guard let id = UInt32(String(decoding: digits, as: UTF8.self)) else {
        throw InputError(
          place: "standard input, byte \(offset - digits.count)",
          reason: "\(String(decoding: digits.prefix(24), as: UTF8.self)) is no token id",
          remedy: "ids are whole numbers below 2^32")
      }
      ids.append(id)
      digits.removeAll()
    }
    for (offset, byte) in text.enumerated() {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(byte)
      case UInt8(ascii: " "), 0x09...0x0D, UInt8(ascii: ","), UInt8(ascii: "["),
        UInt8(ascii: "]"):
        try flush(at: offset)
      default:
        throw InputError(
          place: "standard input, byte \(offset)",
          reason: "“\(Character(Unicode.Scalar(byte)))” is no part of a list of ids",
          remedy: "give whole numbers, separated by spaces or commas")
      }
    }
    try flush(at: text.count)
    return ids
  }
}
