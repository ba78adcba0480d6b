import ArgumentParser

/// The command line.
@main
struct TokprofCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokprof",
    abstract: "How many tokens is this text, and how long will training on it take?")
}
