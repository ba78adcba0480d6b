import ArgumentParser
import Efficiency
import Reports

/// Which labels text gets.
struct LabelOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The source of all the text.", valueName: "label"))
  var source: String?

  @Option(
    help: ArgumentHelp(
      "The domain of all the text: prose, code, chat, markup, data.", valueName: "label"))
  var domain: String?

  @Option(help: ArgumentHelp("The language of all the text.", valueName: "tag"))
  var language: String?

  /// Finds the files of `paths`, or standard input, with their labels.
  func corpus(_ input: CorpusInputOptions, recordsAsText: Bool = false) throws -> LabelledCorpus {
    try LabelledCorpus(
      paths: input.paths.isEmpty ? ["-"] : input.paths,
      options: input.reading.options(recordsAsText: recordsAsText), source: source, domain: domain,
      language: language)
  }
}

/// What gives one observation.
struct UnitOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What gives one observation: line, document, or windows of so many bytes.",
      valueName: "unit"),
    transform: UnitOptions.unit)
  var unit: UnitKind = .standard

  private static func unit(_ text: String) throws -> UnitKind {
    if let unit = UnitKind(text) { return unit }
    if let bytes = try? HumanNumber.bytes(text), let unit = UnitKind(String(bytes)) { return unit }
    throw ValidationError(
      "the unit must be line, document, or a size from 64 bytes to 1 GiB such as 4096")
  }
}
