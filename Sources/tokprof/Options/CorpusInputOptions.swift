import ArgumentParser
import CorpusReading
import Efficiency
import Reports

/// Which text is read, and how.
struct CorpusInputOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Files, folders, patterns, or - for standard input.", valueName: "path"),
    completion: .file())
  var paths: [String] = []

  @OptionGroup var reading: CorpusReadingOptions

  /// Finds the files.
  func corpus(recordsAsText: Bool = false) throws -> Corpus {
    try Corpus(
      paths: paths.isEmpty ? ["-"] : paths,
      options: reading.options(recordsAsText: recordsAsText))
  }
}

/// How text is read, wherever it lies.
struct CorpusReadingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      The field or column that holds the text of records, such as text or meta.text. The usual \
      names are found by themselves.
      """, valueName: "name"))
  var field: String?

  @Option(
    help: ArgumentHelp(
      """
      The format of every file: text, jsonl, json, csv, tsv, parquet, arrow or tar. (default: by \
      name and content)
      """, valueName: "format"),
    transform: CorpusReadingOptions.format)
  var format: CorpusFormat?

  @Option(
    name: .customLong("invalid-utf8"),
    help: ArgumentHelp(
      """
      What to do with text that is not UTF-8: replace (each ill-formed part counts as U+FFFD and \
      is reported) or fail.
      """, valueName: "policy"))
  var invalidUTF8: IllFormedChoice = .replace

  @Option(
    name: .customLong("on-error"),
    help: ArgumentHelp(
      "What to do with files and records that cannot be read: fail, or skip and report.",
      valueName: "policy"))
  var onError: ErrorChoice = .fail

  @Option(
    help: ArgumentHelp(
      "How many files are read at a time. (default: one a processor)", valueName: "n"))
  var threads: Int?

  @Option(
    name: .customLong("max-expansion"),
    help: ArgumentHelp(
      "How many times its size compressed data may grow, beyond 64 MiB.", valueName: "times"))
  var maxExpansion: Int = 250

  @Option(
    name: .customLong("max-record"),
    help: ArgumentHelp(
      "The longest record of a format with records.", valueName: "size"),
    transform: { Int(clamping: try HumanNumber.bytes($0)) })
  var maxRecord: Int = 256 << 20

  enum IllFormedChoice: String, ExpressibleByArgument, CaseIterable {
    case replace, fail
    var policy: IllFormedPolicy { self == .replace ? .replace : .fail }
  }

  enum ErrorChoice: String, ExpressibleByArgument, CaseIterable {
    case fail, skip
  }

  func validate() throws {
    if let threads, threads < 1 {
      throw ValidationError("--threads \(threads): at least one thread is needed")
    }
  }

  static func format(_ name: String) throws -> CorpusFormat {
    switch name {
    case "jsonl", "ndjson": return .jsonLines
    default:
      guard let format = CorpusFormat(rawValue: name) else {
        throw ValidationError(
          "the format must be text, jsonl, json, csv, tsv, parquet, arrow or tar")
      }
      return format
    }
  }

  /// How the files are read.
  ///
  /// - Parameter recordsAsText: whether JSON and tables are read as they stand when nothing else is
  ///   asked for.
  /// - Returns: the options of every file.
  func options(recordsAsText: Bool = false) -> CorpusOptions {
    CorpusOptions(
      field: field, format: format,
      readsRecordsAsText: recordsAsText && field == nil && format == nil,
      onError: onError == .skip ? .skip : .fail, maxRecordBytes: maxRecord,
      maxExpansion: maxExpansion)
  }

  /// Prepares a pass over `corpus` with its progress on standard error.
  func pass(over corpus: Corpus, label: String) -> (pass: CorpusPass, progress: ProgressLine) {
    let sizes = corpus.files.map(\.bytesToRead)
    let total = sizes.contains(nil) ? nil : UInt64(sizes.reduce(0) { $0 + ($1 ?? 0) })
    let progress = ProgressLine.onStandardError(label: label, total: total)
    let pass = CorpusPass(
      corpus, threads: threads ?? Processors.count, illFormed: invalidUTF8.policy,
      progress: { progress.advance(by: $0) })
    return (pass, progress)
  }
}
