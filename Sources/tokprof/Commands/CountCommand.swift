import ArgumentParser
import CorpusReading
import Efficiency
import JSONText
import TokenizerFormats

struct CountCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "count", abstract: "Count the tokens of text, exactly.")

  @OptionGroup var tokenizer: TokenizerOptions

  @Option(help: "How many files to count at a time. (default: all processors)")
  var threads: Int?

  @Flag(help: "Print JSON.")
  var json = false

  @Argument(help: "Files, folders, patterns, or - for standard input.")
  var paths: [String] = ["-"]

  mutating func run() async throws {
    let loaded = try tokenizer.load()
    let corpus = try Corpus(paths: paths, options: CorpusOptions(format: .text))
    let counts = try await CorpusCounter.count(
      corpus, with: loaded.tokenizer, threads: threads ?? 2)
    var total = TextCounts()
    for count in counts { total += count.counts }
    let document: JSONValue = [
      "files": .array(
        counts.map { count in
          [
            "path": .string(count.file.path), "bytes": .integer(count.counts.bytes),
            "characters": .integer(count.counts.characters),
            "tokens": .integer(count.counts.tokens),
          ]
        }),
      "total": [
        "bytes": .integer(total.bytes), "characters": .integer(total.characters),
        "tokens": .integer(total.tokens),
      ],
    ]
    print(document.text(.indented))
  }
}
