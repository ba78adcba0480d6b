import ArgumentParser
import Efficiency
import JSONText
import Reports
import TokenizerFormats

struct VocabularyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vocabulary",
    abstract: "Audit a tokenizer's vocabulary: unreachable and partial entries, scripts, lengths.")

  @OptionGroup var tokenizer: TokenizerOptions

  @Flag(help: "Print JSON.")
  var json = false

  mutating func run() async throws {
    let loaded = try tokenizer.load()
    for warning in loaded.warnings { StandardError.warn(VisibleText.escapingControls(warning)) }
    let audit = VocabularyAudit(loaded.tokenizer)
    if json {
      let members =
        [JSONValue.Member("tokenizer", .string(loaded.name))] + (audit.json.members ?? [])
      StandardOutput.write(JSONValue.object(members).text(.indented) + "\n")
    } else {
      StandardOutput.write(
        MetricTables.tables(audit).map { $0.text() }.joined(separator: "\n"))
    }
  }
}
