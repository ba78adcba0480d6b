import ArgumentParser
import ByteLevelBPE
import CorpusReading
import Efficiency
import JSONText
import Reports
import TokenizerFormats

struct CountCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "count", abstract: "Count the tokens of text, exactly.",
    discussion: """
      JSON, JSON Lines, CSV and TSV are counted as they stand, markup and all, unless --field, \
      --format, --template, --bos or --eos says to take the text out of their records. Compressed \
      files, Parquet, Arrow and tar are always read.

      With --resume FILE a count that is stopped, in whatever way, goes on where it was: give the \
      same command again. FILE keeps what every file came to, and of a long one every part.
      """)

  @OptionGroup var tokenizer: TokenizerOptions
  @OptionGroup var input: CorpusInputOptions
  @OptionGroup var policy: TokenPolicyOptions

  @Option(
    help: ArgumentHelp(
      "Keep what is counted in a file, and do not count again what it has.", valueName: "file"),
    completion: .file())
  var resume: String?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if resume != nil, input.paths.isEmpty || input.paths.contains("-") {
      throw ValidationError(
        "standard input cannot be read again from where a run stopped; name files, or leave "
          + "--resume out")
    }
  }

  mutating func run() async throws {
    let job = try prepare()
    let files =
      if let journal = job.journal {
        try await CorpusCounter.count(
          job.pass, with: job.tokenizer, template: policy.policy.template, journal: journal)
      } else {
        try await CorpusCounter.count(
          job.pass, with: job.tokenizer, template: policy.policy.template)
      }
    finish(job, files)
  }

  /// What is known before the work begins.
  private struct Job {
    var tokenizer: Tokenizer
    var pass: CorpusPass
    var progress: ProgressLine
    var journal: CountJournal?
  }

  private func prepare() throws -> Job {
    let loaded = try tokenizer.load()
    let corpus = try input.corpus(recordsAsText: !policy.isGiven)
    let journal = try resume.map {
      try CountJournal(path: $0, tokenizer: loaded, options: countedOptions)
    }
    let (pass, progress) = input.reading.pass(over: corpus, label: "counting")
    return Job(tokenizer: loaded.tokenizer, pass: pass, progress: progress, journal: journal)
  }

  /// All that the counts depend on beside tokenizer and files.
  private var countedOptions: [(name: String, value: String)] {
    let records = policy.isGiven || input.reading.field != nil || input.reading.format != nil
    return [
      ("field", input.reading.field ?? ""), ("format", input.reading.format?.rawValue ?? ""),
      ("invalid-utf8", input.reading.invalidUTF8.rawValue),
      ("max-expansion", String(input.reading.maxExpansion)),
      ("max-record", String(input.reading.maxRecord)),
      ("on-error", input.reading.onError.rawValue),
      ("template", records ? policy.policy.template.description : ""),
    ]
  }

  private func finish(_ job: Job, _ files: [FileCount]) {
    job.progress.finish()
    ReadingNotes.write(job.pass.corpus, files.map(\.reading))
    policy.noteChat(files.reduce(0) { $0 + Double($1.chat.records) })
    StandardOutput.write(
      json
        ? CountOutput.json(
          files, policy.policy, unreadable: job.pass.corpus.unreadable.count
        ).text(.indented) + "\n"
        : CountOutput.text(files, policy.policy))
  }
}
