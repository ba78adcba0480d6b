import ArgumentParser
import ByteLevelBPE
import CorpusReading
import Efficiency
import JSONText
import Reports
import TokenizerFormats

struct MetricsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "metrics",
    abstract: "Measure a tokenizer on text: compression, fertility, use of the vocabulary.",
    discussion: """
      Every figure is printed with its formula and unit, because the same names stand for \
      different formulas elsewhere. Words are those of UAX #29 as ICU finds them, and their tokens \
      those that the whole document has there. With --parallel, each line of the texts is \
      tokenized by itself.
      """)

  @OptionGroup var tokenizer: TokenizerOptions
  @OptionGroup var input: CorpusInputOptions

  @Option(
    help: ArgumentHelp(
      "Figures apart for each script, class of characters, source, domain or language.",
      valueName: "script|class|source|domain|language"))
  var by: GroupingChoice?

  @Option(
    help: ArgumentHelp(
      "Another tokenizer: the normalized sequence length is this one's tokens by its.",
      valueName: "tokenizer"))
  var against: String?

  @Option(
    help: ArgumentHelp(
      """
      Files with the same text in several languages, line by line, separated by commas: premium \
      over the first, and Gini.
      """, valueName: "file,file"))
  var parallel: String?

  @Option(help: ArgumentHelp("The source of all the text.", valueName: "label"))
  var source: String?

  @Option(help: ArgumentHelp("The domain of all the text.", valueName: "label"))
  var domain: String?

  @Option(help: ArgumentHelp("The language of all the text.", valueName: "tag"))
  var language: String?

  @Flag(help: "Print JSON.")
  var json = false

  /// A grouping as it is spelled on the command line.
  enum GroupingChoice: String, ExpressibleByArgument, CaseIterable {
    case script, source, domain, language
    case characterClass = "class"

    var grouping: MetricsGrouping {
      switch self {
      case .script: .script
      case .source: .source
      case .domain: .domain
      case .language: .language
      case .characterClass: .characterClass
      }
    }
  }

  func validate() throws {
    if let parallel, parallel.split(separator: ",").count < 2 {
      throw ValidationError("--parallel needs two files or more, separated by commas")
    }
    if input.paths.isEmpty, parallel != nil, by != nil || against != nil {
      throw ValidationError("--by and --against need text beside that of --parallel")
    }
  }

  mutating func run() async throws {
    let loaded = try Self.warned(tokenizer.load())
    let corpusPart = try await corpusMetrics(loaded)
    let parallelPart = try await parallelMetrics(loaded)
    finish(loaded, corpusPart, parallelPart)
  }

  private static func warned(_ loaded: LoadedTokenizer) -> LoadedTokenizer {
    for warning in loaded.warnings { StandardError.warn(VisibleText.escapingControls(warning)) }
    return loaded
  }

  /// `nil` if there is no text but that of `--parallel`.
  private func corpusMetrics(_ loaded: LoadedTokenizer) async throws -> CorpusMetrics? {
    if input.paths.isEmpty, parallel != nil { return nil }
    let other = try against.map { Self.warned(try TokenizerLoader.load(path: $0)).tokenizer }
    let labelled = try LabelledCorpus(
      paths: input.paths.isEmpty ? ["-"] : input.paths, options: input.reading.options(),
      source: source, domain: domain, language: language)
    let (pass, progress) = input.reading.pass(over: labelled.corpus, label: "measuring")
    defer { progress.finish() }
    let metrics = try await CorpusMetrics.measure(
      loaded.tokenizer, over: labelled, pass, by: by?.grouping, against: other)
    progress.finish()
    ReadingNotes.write(labelled.corpus, metrics.readings)
    return metrics
  }

  private func parallelMetrics(_ loaded: LoadedTokenizer) async throws -> ParallelMetrics? {
    guard let parallel else { return nil }
    let corpus = try Corpus(
      paths: parallel.split(separator: ",").map(String.init),
      options: input.reading.options(recordsAsText: true))
    let (pass, progress) = input.reading.pass(over: corpus, label: "comparing")
    defer { progress.finish() }
    return try await ParallelMetrics.measure(loaded.tokenizer, pass)
  }

  private func finish(
    _ loaded: LoadedTokenizer, _ metrics: CorpusMetrics?, _ parallel: ParallelMetrics?
  ) {
    if json {
      var members = [JSONValue.Member("tokenizer", .string(loaded.name))]
      if let against { members.append(.init("against", .string(against))) }
      members += metrics?.json.members ?? []
      if let parallel { members.append(.init("parallel", parallel.json)) }
      StandardOutput.write(JSONValue.object(members).text(.indented) + "\n")
    } else {
      let tables =
        (metrics.map { MetricTables.tables($0) } ?? [])
        + (parallel.map { MetricTables.tables($0) } ?? [])
      StandardOutput.write(tables.map { $0.text() }.joined(separator: "\n"))
    }
  }
}
