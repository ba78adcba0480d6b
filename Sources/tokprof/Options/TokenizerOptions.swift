import ArgumentParser
import ByteLevelBPE
import TokenizerFormats

/// Which tokenizer, and how its file is to be understood.
struct TokenizerOptions: ParsableArguments {
  @Option(
    name: [.short, .customLong("tokenizer")],
    help: ArgumentHelp(
      "A tokenizer's file, its folder, or the id of a model in the local hub cache.",
      valueName: "file|folder|id"))
  var tokenizer: String

  @Option(
    help: ArgumentHelp(
      "The regular expression that cuts text, for rank files that are not known by their content.",
      valueName: "regex"))
  var pattern: String?

  @Option(
    name: .customLong("added-tokens"),
    help: ArgumentHelp(
      """
      What to do where text contains an added token: match, ignore or special-as-text. (default: \
      match for tokenizer.json, ignore for rank files)
      """, valueName: "policy"))
  var addedTokens: AddedTokenChoice?

  func load() throws -> LoadedTokenizer {
    try TokenizerLoader.load(
      path: tokenizer,
      options: TokenizerLoadOptions(pattern: pattern, addedTokenPolicy: addedTokens?.policy))
  }
}

/// A policy as it is spelled on the command line.
enum AddedTokenChoice: String, ExpressibleByArgument, CaseIterable {
  case match, ignore
  case specialAsText = "special-as-text"

  var policy: AddedTokenPolicy {
    switch self {
    case .match: .match
    case .ignore: .ignore
    case .specialAsText: .specialAsText
    }
  }
}
