import ArgumentParser
import CorpusReading
import Efficiency
import ProfileStore
import Reports
import TokenizerFormats

struct ProfileCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "Measure how efficiently a tokenizer encodes sample text, by script.",
    discussion: """
      Every document is tokenized whole, and its tokens belong to the scripts of the text. The \
      profile is stored under a name, and from then on answers “tokprof estimate --profile”. A \
      folder with a manifest.json (an array of objects with path, source, domain, language and \
      licence) is read as that says.
      """)

  @OptionGroup var tokenizer: TokenizerOptions
  @OptionGroup var input: CorpusInputOptions
  @OptionGroup var stores: StoreOptions

  @Option(help: ArgumentHelp("The profile's name. (default: the tokenizer's)", valueName: "name"))
  var name: String?

  @OptionGroup var labels: LabelOptions
  @OptionGroup var units: UnitOptions

  @Flag(help: "Print the profile as JSON, the bytes that “profiles export” prints.")
  var json = false

  @Flag(name: .customLong("no-store"), help: "Keep nothing in the store.")
  var noStore = false

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp("Also write the profile's JSON to a file.", valueName: "file"))
  var output: String?

  mutating func run() async throws {
    let job = try prepare()
    let outcome = try await CorpusProfiler.profile(
      job.tokenizer, over: job.corpus, job.pass, unit: units.unit)
    try finish(job, outcome)
  }

  /// What is known before the work begins.
  private struct Job {
    var tokenizer: LoadedTokenizer
    var corpus: LabelledCorpus
    var store: ProfileStore?
    var pass: CorpusPass
    var progress: ProgressLine
  }

  private func prepare() throws -> Job {
    let loaded = try tokenizer.load()
    for warning in loaded.warnings { StandardError.warn(VisibleText.escapingControls(warning)) }
    let labelled = try labels.corpus(input)
    // Whether the profile can be kept is known before the work and not after it.
    let store = noStore ? nil : try stores.open(readOnly: false)
    let (pass, progress) = input.reading.pass(over: labelled.corpus, label: "profiling")
    return Job(
      tokenizer: loaded, corpus: labelled, store: store, pass: pass, progress: progress)
  }

  private func finish(_ job: Job, _ outcome: CorpusProfiler.Outcome) throws {
    job.progress.finish()
    ReadingNotes.write(job.corpus.corpus, outcome.readings)
    let profile = outcome.profile
    if let output { try OutputFile.write(profile.document, to: output) }
    let name = name ?? profile.tokenizer.name
    if let store = job.store {
      let addition = try store.add(StoredProfile(profile, name: name))
      StandardError.note(addition.sentence(name, store.path))
    }
    StandardOutput.write(
      json ? String(decoding: profile.document, as: UTF8.self) : ProfileTables.text(profile))
  }
}

extension Addition {
  fileprivate func sentence(_ name: String, _ path: String) -> String {
    let place = VisibleText.escapingControls("“\(name)” in \(path)")
    return switch self {
    case .added(1): "the profile is kept as \(place)"
    case .added(let revision): "the profile is kept as run \(revision) of \(place)"
    case .unchanged(let revision):
      "the profile equals run \(revision) of \(place): nothing was added"
    }
  }
}
