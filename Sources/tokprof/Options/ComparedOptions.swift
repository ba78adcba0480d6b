import ArgumentParser
import CorpusReading
import Efficiency
import Reports
import Scripts
import TokenizerFormats

/// Which profiles are compared: kept ones, or ones made on the spot.
struct ComparedOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Names of profiles or files that hold one; with --over tokenizers: files, folders or ids.",
      valueName: "name"),
    completion: .file())
  var names: [String]

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Files and folders of text: the names are tokenizers, and all of them are profiled on it.",
      valueName: "path"),
    completion: .file())
  var over: [String] = []

  @OptionGroup var reading: CorpusReadingOptions
  @OptionGroup var stores: StoreOptions

  @Option(
    name: .customLong("reference-script"),
    help: ArgumentHelp(
      "The script that premiums are relative to, by its ISO 15924 code such as Latn.",
      valueName: "script"),
    transform: ComparedOptions.script)
  var referenceScript: Script?

  @Option(
    name: .customLong("interval-level"),
    help: ArgumentHelp(
      "The probability of the intervals of measured figures. (default: 0.95)",
      valueName: "share"),
    transform: HumanValues.share)
  var intervalLevel: Double = 0.95

  mutating func validate() throws {
    guard intervalLevel > 0, intervalLevel < 1 else {
      throw ValidationError("--interval-level lies between 0 and 1, such as 0.95")
    }
  }

  static func script(_ code: String) throws -> Script {
    guard let script = Script(code: code) else {
      throw ValidationError("\(code) is no script; give an ISO 15924 code such as Latn or Hani")
    }
    return script
  }

  /// What is known before any work begins.
  func prepare() throws -> ComparedJob {
    guard !over.isEmpty else {
      let subjects = try names.map { name in
        let profile = try stores.profile(named: name)
        // A file is called what its profile is of; a name in the store is the user's own.
        let isFile = name.contains("/") || name.hasSuffix(".json")
        return ProfileComparison.Subject(
          name: isFile ? profile.tokenizer.name : name, profile: profile)
      }
      return ComparedJob(kept: subjects)
    }
    let tokenizers = try names.map { try TokenizerLoader.load(path: $0) }
    for warning in tokenizers.flatMap(\.warnings) {
      StandardError.warn(VisibleText.escapingControls(warning))
    }
    return ComparedJob(
      tokenizers: tokenizers,
      text: .init(
        corpus: try LabelledCorpus(paths: over, options: reading.options()), reading: reading))
  }

  /// The comparison, once the work is done.
  func comparison(_ subjects: [ProfileComparison.Subject]) throws -> ProfileComparison {
    let comparison = ProfileComparison(
      subjects, referenceScript: referenceScript, level: intervalLevel)
    if let referenceScript, !comparison.rows.contains(where: { $0.script == referenceScript }) {
      throw InputError(
        place: "--reference-script \(referenceScript.code)",
        reason: "none of the profiles has text of this script",
        remedy:
          "name one of \(comparison.rows.prefix(8).compactMap(\.script?.code).joined(separator: ", "))",
        cause: .usage)
    }
    return comparison
  }
}

/// Profiles at hand, or tokenizers and the text to profile them on.
struct ComparedJob {
  /// Profiles that were kept.
  var kept: [ProfileComparison.Subject] = []
  /// Tokenizers to be profiled.
  var tokenizers: [LoadedTokenizer] = []
  /// The text; `nil` where the profiles were kept.
  var text: Text?

  /// Text to profile tokenizers on.
  struct Text {
    var corpus: LabelledCorpus
    /// How it is read.
    var reading: CorpusReadingOptions
  }

  /// The profiles, those of tokenizers made one after the other.
  func subjects() async throws -> [ProfileComparison.Subject] {
    guard let text else { return kept }
    var subjects: [ProfileComparison.Subject] = []
    for index in tokenizers.indices {
      subjects.append(try await subject(index, over: text))
    }
    return subjects
  }

  private func subject(
    _ index: Int, over text: Text
  ) async throws -> ProfileComparison.Subject {
    let (pass, progress) = text.reading.pass(
      over: text.corpus.corpus, label: "profiling \(index + 1)/\(tokenizers.count)")
    let outcome = try await CorpusProfiler.profile(tokenizers[index], over: text.corpus, pass)
    return finish(index, outcome, text.corpus, progress)
  }

  private func finish(
    _ index: Int, _ outcome: CorpusProfiler.Outcome, _ corpus: LabelledCorpus,
    _ progress: ProgressLine
  ) -> ProfileComparison.Subject {
    progress.finish()
    // The text is the same for all: what was left out of it is told once.
    if index == 0 { ReadingNotes.write(corpus.corpus, outcome.readings) }
    return .init(name: tokenizers[index].name, profile: outcome.profile)
  }
}
