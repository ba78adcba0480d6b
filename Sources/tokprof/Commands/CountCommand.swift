import ArgumentParser
import CorpusReading
import Efficiency
import JSONText
import Reports
import TokenizerFormats

struct CountCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "count", abstract: "Count the tokens of text, exactly.",
    discussion: """
      JSON, JSON Lines, CSV and TSV are counted as they stand, markup and all, unless --field or \
      --format says to take the text out of their records. Compressed files, Parquet, Arrow and \
      tar are always read.
      """)

  @OptionGroup var tokenizer: TokenizerOptions
  @OptionGroup var input: CorpusInputOptions

  @Flag(help: "Print JSON.")
  var json = false

  mutating func run() async throws {
    let loaded = try tokenizer.load()
    let corpus = try input.corpus(recordsAsText: true)
    let (pass, progress) = input.reading.pass(over: corpus, label: "counting")
    defer { progress.finish() }
    let files = try await CorpusCounter.count(pass, with: loaded.tokenizer)
    progress.finish()
    ReadingNotes.write(corpus, files.map(\.reading))
    var total = TextCounts()
    for file in files { total += file.counts }
    StandardOutput.write(
      json
        ? CountDocument.json(files.map { ($0.reading.file.path, $0.counts) }, total)
          .text(.indented) + "\n"
        : Self.table(files, total))
  }

  private static func table(_ files: [FileCount], _ total: TextCounts) -> String {
    func cells(_ name: String, _ counts: TextCounts) -> [Table.Cell] {
      [
        .text(name), .integer(counts.bytes), .integer(counts.characters),
        .integer(counts.tokens),
        .number(
          counts.tokens > 0 ? Double(counts.bytes) / Double(counts.tokens) : nil, .decimals(3)),
      ]
    }
    let table = Table(
      columns: [
        .init("file"), .number("bytes"), .number("characters", dropOrder: 1), .number("tokens"),
        .number("bytes/token", dropOrder: 2),
      ],
      rows: files.map { cells($0.reading.file.path, $0.counts) },
      totals: files.count > 1 ? cells("total", total) : nil)
    return table.text()
  }
}
