import ArgumentParser

/// The command line: parses, calls one module, renders.
@main
struct TokprofCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokprof",
    abstract: "How many tokens is this text, and how long will training on it take?",
    discussion: """
      tokprof measures a byte-level BPE tokenizer on sample text once, keeps the result as an \
      efficiency profile, and from then on turns a dataset's size into tokens, and tokens into \
      training time.
      """,
    version: Version.text,
    subcommands: [
      ProfileCommand.self, ProfilesCommand.self, CountCommand.self, EncodeCommand.self,
      DecodeCommand.self, EstimateCommand.self, TrainingCommand.self, CompareCommand.self,
      ReportCommand.self, ServeCommand.self, MetricsCommand.self, VocabularyCommand.self,
      ManifestCommand.self,
      MapCommand.self, MergeCommand.self,
    ])

  static func main() async {
    do {
      var command = try parseAsRoot()
      if var asyncCommand = command as? any AsyncParsableCommand {
        try await asyncCommand.run()
      } else {
        try command.run()
      }
    } catch {
      CommandFailure(error, of: self).exit()
    }
  }
}
