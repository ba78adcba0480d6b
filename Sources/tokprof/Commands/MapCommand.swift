import ArgumentParser
import CorpusReading
import Efficiency
import Reports
import TokenizerFormats

struct MapCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map",
    abstract: "Measure a tokenizer on a part of a corpus, for “tokprof merge”.",
    discussion: """
      Prints one line of JSON a file or part of a file, and a last line by which “tokprof merge” \
      sees that nothing was cut off. With -o the file is there only when it is whole. The same part \
      gives the same bytes on every machine.
      """)

  @OptionGroup var tokenizer: TokenizerOptions
  @OptionGroup var input: CorpusInputOptions
  @OptionGroup var labels: LabelOptions
  @OptionGroup var units: UnitOptions

  @Option(
    help: ArgumentHelp("The shards that “tokprof manifest” has listed.", valueName: "file"),
    completion: .file())
  var manifest: String?

  @Option(
    help: ArgumentHelp(
      "Which lines of the manifest, counted from 0: one, or several such as 200-299.",
      valueName: "n|n-m"),
    transform: MapCommand.numbers)
  var shard: ClosedRange<Int>?

  @Option(
    help: ArgumentHelp(
      "The records that begin in bytes a to b of a file of JSON Lines; b is not in it.",
      valueName: "a-b"),
    transform: MapCommand.bytes)
  var range: Range<Int64>?

  @Flag(help: "Count only, without scripts, for a count and not for a profile.")
  var count = false

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp("Write to a file, whole or not at all.", valueName: "file"))
  var output: String = "-"

  private static func numbers(_ text: String) throws -> ClosedRange<Int> {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
      0 <= first, first <= last
    else { throw ValidationError("“\(text)” is not one number of a shard, or two such as 0-99") }
    return first...last
  }

  private static func bytes(_ text: String) throws -> Range<Int64> {
    let ends = try text.split(separator: "-", omittingEmptySubsequences: false)
      .map { Int64(clamping: try HumanNumber.bytes(String($0))) }
    guard ends.count == 2, ends[0] < ends[1] else {
      throw ValidationError("“\(text)” is not two offsets in order, such as 0-256MB")
    }
    return ends[0]..<ends[1]
  }

  func validate() throws {
    guard manifest != nil else {
      if shard != nil { throw ValidationError("--shard is a line of a --manifest: give one") }
      return
    }
    guard shard != nil else { throw ValidationError("--manifest needs --shard") }
    let isNamed = [labels.source, labels.domain, labels.language].contains { $0 != nil }
    if !input.paths.isEmpty || range != nil || isNamed || input.reading.format != nil {
      throw ValidationError(
        "paths, byte ranges, labels and formats are in the manifest: give --shard alone")
    }
  }

  mutating func run() async throws {
    let job = try prepare()
    let outcome =
      if count {
        try await CorpusProfiler.count(job.tokenizer, over: job.corpus, job.pass)
      } else {
        try await CorpusProfiler.measure(
          job.tokenizer, over: job.corpus, job.pass, unit: units.unit)
      }
    try finish(job, outcome.shards, outcome.readings)
  }

  /// What is known before the work begins.
  private struct Job {
    var tokenizer: LoadedTokenizer
    var corpus: LabelledCorpus
    var pass: CorpusPass
    var progress: ProgressLine
  }

  private func prepare() throws -> Job {
    let loaded = try tokenizer.load()
    for warning in loaded.warnings { StandardError.warn(VisibleText.escapingControls(warning)) }
    let labelled = try corpus()
    let (pass, progress) = input.reading.pass(over: labelled.corpus, label: "mapping")
    return Job(tokenizer: loaded, corpus: labelled, pass: pass, progress: progress)
  }

  private func corpus() throws -> LabelledCorpus {
    guard let manifest, let shard else {
      let labelled = try labels.corpus(input, recordsAsText: count)
      return try range.map { try labelled.limited(to: $0) } ?? labelled
    }
    let shards = try ShardManifest.read(manifest)
    guard shard.upperBound < shards.shards.count else {
      throw InputError(
        place: manifest, reason: "has \(shards.shards.count) shards, counted from 0",
        remedy: "give --shard a number below that", cause: .usage)
    }
    return try shards.corpus(of: shard, options: input.reading.options())
  }

  private func finish(
    _ job: Job, _ shards: [MeasuredShard], _ readings: [FileReading]
  ) throws {
    job.progress.finish()
    ReadingNotes.write(job.corpus.corpus, readings)
    let header = ShardHeader(
      kind: count ? .count : .profile, tokenizer: TokenizerIdentity(job.tokenizer),
      unit: units.unit,
      policies: [
        .init("field", input.reading.field ?? ""),
        .init("format", input.reading.format?.rawValue ?? ""),
        .init("invalid-utf8", input.reading.invalidUTF8.rawValue),
        .init("max-expansion", String(input.reading.maxExpansion)),
        .init("max-record", String(input.reading.maxRecord)),
        .init("on-error", input.reading.onError.rawValue),
      ])
    try OutputFile.write(ShardStates(header: header, shards: shards).document, to: output)
  }
}

extension ShardManifest {
  /// Reads a manifest and says which file is none.
  static func read(_ path: String) throws -> ShardManifest {
    do {
      return try ShardManifest(document: InputFile.read(path))
    } catch let error as ShardError {
      throw InputError(place: path, reason: error.reason, remedy: error.remedy)
    }
  }
}
