import ArgumentParser
import ByteLevelBPE
import Efficiency
import Reports
import TokenizerFormats

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write what profiles tell as one HTML file, pictures or tables.",
    discussion: """
      The HTML file needs nothing else: no network, no script, no file beside it. The names are \
      profiles, or with --over tokenizers that are profiled on the same text.

      Examples:
        tokprof report -o report.html gpt2 qwen2.5
        tokprof report -o report.html --svg pictures gpt2/ qwen/ --over corpora
      """)

  @OptionGroup var compared: ComparedOptions
  @OptionGroup(title: "A dataset and its training") var dataset: ComparedDatasetOptions

  @Option(
    name: [.short, .customLong("tokenizer")],
    help: ArgumentHelp(
      "The tokenizer of a kept profile, for the figures of its vocabulary; may be repeated.",
      valueName: "file|folder|id"))
  var tokenizers: [String] = []

  @Option(help: "The report's title.")
  var title: String = "Tokenizer efficiency"

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp("Write the report as HTML.", valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Write every picture into a folder, or to a file *.svg the first.", valueName: "folder|file"))
  var svg: String?

  @Option(
    help: ArgumentHelp(
      "Write comma-separated values, a row for each script and tokenizer.", valueName: "file"))
  var csv: String?

  @Option(help: ArgumentHelp("Write the tables in Markdown.", valueName: "file"))
  var markdown: String?

  @Option(help: ArgumentHelp("Write the tables in LaTeX.", valueName: "file"))
  var latex: String?

  mutating func validate() throws {
    guard output ?? svg ?? csv ?? markdown ?? latex != nil else {
      throw ValidationError(
        "what is to be written? Give -o report.html, or --svg, --csv, --markdown, --latex")
    }
    if !compared.over.isEmpty, !tokenizers.isEmpty {
      throw ValidationError("with --over the names are the tokenizers; leave -t out")
    }
  }

  mutating func run() async throws {
    let job = try prepare()
    let subjects = try await job.subjects()
    try finish(job, subjects)
  }

  private func prepare() throws -> ComparedJob {
    var job = try compared.prepare()
    for path in tokenizers { job.tokenizers.append(try TokenizerLoader.load(path: path)) }
    return job
  }

  private func finish(_ job: ComparedJob, _ subjects: [ProfileComparison.Subject]) throws {
    let comparison = try compared.comparison(subjects)
    let report = EfficiencyReport(
      title: title, comparison: comparison, vocabularies: try vocabularies(job, comparison),
      dataset: try dataset.comparison(comparison))
    if let output { try OutputFile.write(Array(report.document.html().utf8), to: output) }
    if let svg { try PictureFiles.write(report.pictures, to: svg) }
    if let csv {
      try OutputFile.write(Array(report.comparison.longTable.csvText().utf8), to: csv)
    }
    if let markdown {
      let text = report.tables.map { $0.markdownText() }.joined(separator: "\n")
      try OutputFile.write(Array(text.utf8), to: markdown)
    }
    if let latex {
      let text = report.tables.map { $0.laTeXText() }.joined(separator: "\n")
      try OutputFile.write(Array(text.utf8), to: latex)
    }
  }

  /// The vocabularies at hand; a tokenizer belongs to the profiles of the same meaning.
  private func vocabularies(
    _ job: ComparedJob, _ comparison: ProfileComparison
  ) throws -> [(name: String, figures: VocabularyFigures)] {
    let loaded = job.tokenizers.map { ($0.meaningSHA256, $0) }
    for (meaning, tokenizer) in loaded
    where !comparison.subjects.contains(where: { $0.profile.tokenizer.meaningSHA256 == meaning }) {
      throw InputError(
        place: tokenizer.name, reason: "none of the profiles is of this tokenizer",
        remedy: "give the tokenizers that the profiles were made with", cause: .usage)
    }
    return comparison.subjects.compactMap { subject in
      loaded.first { $0.0 == subject.profile.tokenizer.meaningSHA256 }.map {
        (subject.name, VocabularyFigures($0.1.tokenizer.model.vocabulary))
      }
    }
  }
}
