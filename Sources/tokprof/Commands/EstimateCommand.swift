import ArgumentParser
import ByteLevelBPE
import CorpusReading
import DatasetEstimate
import JSONText
import Reports
import TokenizerFormats

struct EstimateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "estimate",
    abstract: "Estimate a dataset's tokens, with an interval.",
    discussion: """
      From its size:  tokprof estimate --profile NAME --bytes 3.2TB --mix Hani:0.6,Latn:0.4
      From a sample:  tokprof estimate -t TOKENIZER PATH… --precision 1%

      From a size the interval is that of the differences between corpora, and needs three sources \
      a script. From a sample it is that of the sample. “tokprof count” counts everything.
      """)

  @OptionGroup var dataset: DatasetOptions

  @Option(
    name: [.short, .customLong("tokenizer")],
    help: ArgumentHelp("The tokenizer to count a sample with.", valueName: "file|folder|id"))
  var tokenizer: String?

  @Option(
    help: ArgumentHelp("The regular expression that cuts text, for unknown rank files."))
  var pattern: String?

  @OptionGroup var input: CorpusInputOptions
  @OptionGroup var policy: TokenPolicyOptions

  @Option(
    help: ArgumentHelp(
      "How narrow the interval is to be: ± this share of the estimate.", valueName: "share"),
    transform: HumanValues.share)
  var precision: Double?

  @Option(
    help: ArgumentHelp("Read about so much instead: 64MB.", valueName: "size"),
    transform: HumanValues.bytes)
  var sample: Double?

  @Option(help: "What the sample's places depend on.")
  var seed: UInt64 = 0

  @Option(
    help: ArgumentHelp("The interval's probability.", valueName: "share"),
    transform: HumanValues.share)
  var level: Double = 0.95

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if tokenizer == nil, dataset.profile == nil {
      throw ValidationError(
        "give --profile NAME with --bytes SIZE, or -t TOKENIZER with the data's paths")
    }
    if tokenizer != nil, dataset.profile != nil {
      throw ValidationError("--profile predicts from a size and -t counts a sample; give one")
    }
    if tokenizer == nil, !input.paths.isEmpty {
      throw ValidationError("data at hand is sampled with a tokenizer; add -t TOKENIZER")
    }
    if tokenizer != nil, input.paths.isEmpty {
      throw ValidationError("give the paths of the data to sample")
    }
    if precision != nil, sample != nil {
      throw ValidationError("--precision and --sample both set the sample's size; give one")
    }
    if tokenizer == nil, policy.isGiven {
      throw ValidationError(
        "--template, --bos and --eos need documents to count; a size has none")
    }
    if !(level > 0 && level < 1) {
      throw ValidationError("--level must lie between 0 and 1")
    }
  }

  mutating func run() async throws {
    if let estimate = try dataset.predict(level: level) {
      StandardOutput.write(
        json
          ? estimate.json().text(.indented) + "\n"
          : EstimateOutput.text(estimate, sampled: nil, seconds: nil))
      return
    }
    try await estimateFromSample()
  }

  private func estimateFromSample() async throws {
    let start = ContinuousClock.now
    let job = try prepare()
    let result = try await job.sampler.estimate(job.corpus, tokenizer: job.tokenizer)
    try finish(job, result, seconds: (ContinuousClock.now - start) / .seconds(1))
  }

  private struct Job {
    var sampler: DatasetSampler
    var corpus: Corpus
    var tokenizer: Tokenizer
  }

  private func prepare() throws -> Job {
    let loaded = try TokenizerLoader.load(
      path: tokenizer ?? "", options: TokenizerLoadOptions(pattern: pattern))
    for warning in loaded.warnings { StandardError.warn(VisibleText.escapingControls(warning)) }
    let size: DatasetSampler.Size =
      sample.map { .bytes(Int64($0)) } ?? .precision(precision ?? 0.01)
    return Job(
      sampler: DatasetSampler(
        size: size, seed: seed, level: level, policy: policy.policy,
        threads: input.reading.threads ?? Processors.count),
      corpus: try input.corpus(), tokenizer: loaded.tokenizer)
  }

  private func finish(_ job: Job, _ result: SampledDataset, seconds: Double) throws {
    ReadingNotes.writePassedOver(job.corpus)
    if result.illFormed > 0 {
      StandardError.warn(
        "\(result.illFormed) parts of what was read are not UTF-8 and counted as U+FFFD")
    }
    policy.noteChat(result.chat.records)
    for error in result.skipped.prefix(10) { StandardError.warn("left out: \(error)") }
    if result.skippedCount > 10 {
      StandardError.warn("\(result.skippedCount - 10) more were left out")
    }
    StandardOutput.write(
      json
        ? result.estimate.json(sampled: result, seconds: seconds).text(.indented) + "\n"
        : EstimateOutput.text(result.estimate, sampled: result, seconds: seconds))
  }
}
