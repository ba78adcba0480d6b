import ArgumentParser
import CorpusReading
import Efficiency
import Reports

struct ManifestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manifest",
    abstract: "List the shards of a corpus, for “tokprof map” on many machines.",
    discussion: """
      One line of JSON a shard, which is a file or, of JSON Lines that is not compressed, a part of \
      one. Files are read as “tokprof profile” reads them. The paths are those given here, so give \
      such as the other machines see, too.
      """)

  @Argument(
    help: ArgumentHelp("Files, folders or patterns.", valueName: "path"), completion: .file())
  var paths: [String]

  @OptionGroup var labels: LabelOptions

  @Option(
    help: ArgumentHelp("The field or column that holds the text of records.", valueName: "name"))
  var field: String?

  @Option(
    help: ArgumentHelp(
      "The format of every file: text, jsonl, json, csv, tsv, parquet, arrow or tar.",
      valueName: "format"),
    transform: CorpusReadingOptions.format)
  var format: CorpusFormat?

  @Option(
    name: .customLong("shard-bytes"),
    help: ArgumentHelp("The longest part of a file. (default: 256MB)", valueName: "size"),
    transform: { Int64(clamping: try HumanNumber.bytes($0)) })
  var shardBytes: Int64 = 256_000_000

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp("Write to a file, whole or not at all.", valueName: "file"))
  var output: String = "-"

  mutating func run() throws {
    let labelled = try LabelledCorpus(
      paths: paths, options: CorpusOptions(field: field, format: format),
      source: labels.source, domain: labels.domain, language: labels.language)
    let manifest = try ShardManifest(labelled, shardBytes: shardBytes)
    ReadingNotes.write(labelled.corpus, [])
    try OutputFile.write(manifest.document, to: output)
  }
}
