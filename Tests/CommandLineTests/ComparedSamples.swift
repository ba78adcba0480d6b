import Foundation
import TestSupport

/// Two tokenizers and a few texts: tokprof's own vocabulary, the same with its first 2000 merges
/// alone, and five files of Latin and Thai text.
struct ComparedSamples {
  let folder: TemporaryFolder
  /// The whole vocabulary.
  let whole: String
  /// The one with fewer merges, which makes more tokens.
  let short: String
  /// The folder of texts.
  let texts: String

  init() throws {
    folder = try TemporaryFolder()
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../..").standardized
    let vocabulary = package.appending(path: "Vocab")
    whole = vocabulary.appending(path: "tokenizer.json").path
    let shortFolder = folder.url.appending(path: "short")
    let textFolder = folder.url.appending(path: "texts")
    for made in [shortFolder, textFolder] {
      try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
    }
    let merges = try String(
      contentsOf: vocabulary.appending(path: "merges.txt"), encoding: .utf8)
    try merges.split(separator: "\n").prefix(2000).joined(separator: "\n")
      .write(to: shortFolder.appending(path: "merges.txt"), atomically: true, encoding: .utf8)
    try FileManager.default.copyItem(
      at: vocabulary.appending(path: "vocab.json"),
      to: shortFolder.appending(path: "vocab.json"))
    short = shortFolder.path
    texts = textFolder.path

    // Latin in four files of one weight, Thai in one: intervals over files and over units.
    for number in 1...4 {
      let lines = (1...400).map { line in
        "Line \(line * number): a token is \(["short", "long", "rare", "common"][line * number % 4])"
          + ", and a byte is worth \(line % 7) of them.\n"
      }
      try lines.joined().write(
        to: textFolder.appending(path: "latin-\(number).txt"), atomically: true, encoding: .utf8)
    }
    let thai = (1...500).map { "ภาษาไทยเขียนโดยไม่เว้นวรรคระหว่างคำ บรรทัดที่ \($0)\n" }
    try thai.joined().write(
      to: textFolder.appending(path: "thai.txt"), atomically: true, encoding: .utf8)
  }

  /// The two tokenizers over the texts.
  var arguments: [String] { [whole, short, "--over", texts] }
}
