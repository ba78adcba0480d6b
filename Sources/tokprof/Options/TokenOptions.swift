import ArgumentParser
import DatasetEstimate
import Efficiency
import JSONText
import Reports
import TrainingCost

/// How many tokens the data has.
struct TokenOptions: ParsableArguments {
  @OptionGroup var dataset: DatasetOptions

  @Option(
    help: ArgumentHelp("Tokens of the data, gone through once: 15T.", valueName: "count"),
    transform: HumanValues.count)
  var tokens: Double?

  @Option(
    help: ArgumentHelp("The lower end of an interval for the tokens.", valueName: "count"),
    transform: HumanValues.count)
  var tokensLow: Double?

  @Option(
    help: ArgumentHelp("The upper end of an interval for the tokens.", valueName: "count"),
    transform: HumanValues.count)
  var tokensHigh: Double?

  @Option(
    help: ArgumentHelp("The probability of that interval. (default: 0.95)", valueName: "share"),
    transform: HumanValues.level)
  var tokensLevel: Double?

  @Option(
    help: ArgumentHelp(
      "Tokens and interval as “tokprof estimate --json” prints them; - is standard input.",
      valueName: "file|-"))
  var estimate: String?

  @Option(
    help: ArgumentHelp(
      "Tokens of the same text with another tokenizer: 13.1T, or a range 12.9T-13.3T.",
      valueName: "count"),
    transform: HumanValues.countRange)
  var compareTokens: ValueRange?

  @Option(
    help: ArgumentHelp(
      "Rows of the embedding matrix with the other tokenizer. (needs --config)", valueName: "rows"))
  var compareVocabulary: Int?

  @Option(
    name: .customLong("compare-tokenizer"),
    help: ArgumentHelp(
      "The profile of another tokenizer: how many days it saves on the same text.",
      valueName: "name"))
  var compareTokenizer: String?

  @Option(
    help: ArgumentHelp("What the other tokenizer is called.", valueName: "name"))
  var compareName: String?

  mutating func validate() throws {
    if tokens != nil && estimate != nil {
      throw ValidationError("--tokens and --estimate both say how many tokens there are; give one")
    }
    if dataset.profile != nil, tokens != nil || estimate != nil {
      throw ValidationError(
        "--profile predicts the tokens that --tokens and --estimate state; give one of them")
    }
    if compareTokenizer != nil, dataset.profile == nil {
      throw ValidationError(
        "--compare-tokenizer compares two profiles on one dataset; add --profile and --bytes")
    }
    if compareTokenizer != nil, compareTokens != nil {
      throw ValidationError("--compare-tokenizer predicts --compare-tokens; give one of them")
    }
    if (tokensLow == nil) != (tokensHigh == nil) {
      throw ValidationError("--tokens-low and --tokens-high belong together; give both or neither")
    }
    if tokensLow != nil && tokens == nil {
      throw ValidationError("an interval needs its middle; add --tokens")
    }
    if let tokens, let tokensLow, let tokensHigh,
      !(0 < tokensLow && tokensLow <= tokens && tokens <= tokensHigh)
    {
      throw ValidationError("--tokens must lie from --tokens-low to --tokens-high, all above 0")
    }
    if tokensLevel != nil && tokensLow == nil {
      throw ValidationError("--tokens-level is that of --tokens-low and --tokens-high; add them")
    }
    let compares = compareTokens != nil || compareTokenizer != nil
    if !compares && (compareVocabulary != nil || compareName != nil) {
      throw ValidationError("a comparison needs the other tokenizer's --compare-tokens")
    }
    if compareTokens != nil && tokens == nil && estimate == nil {
      throw ValidationError(
        "--compare-tokens is compared with the first tokenizer's --tokens; add it")
    }
  }

  /// The tokens, by whichever way they were given; `nil` if they were not.
  func resolve() throws -> DatasetTokens? {
    if let estimate { return try DatasetTokens(estimateAt: estimate) }
    if let prediction = try dataset.predict(level: tokensLevel ?? 0.95) {
      return DatasetTokens(
        prediction, description: "profile “\(dataset.profile ?? "")” of the dataset's bytes")
    }
    guard let tokens else { return nil }
    guard let tokensLow, let tokensHigh else {
      return DatasetTokens(tokens: tokens, interval: nil, description: "--tokens")
    }
    return DatasetTokens(
      tokens: tokens,
      interval: .init(level: tokensLevel ?? 0.95, low: tokensLow, high: tokensHigh),
      description: "--tokens")
  }

  /// The tokenizer to compare with; `level` is the probability that a range stands for.
  func alternative(to data: DatasetTokens?, level: Double) throws -> TokenizerAlternative? {
    guard let data else { return nil }
    let first = Tokens(data.tokens)
    if let compareTokenizer {
      let profile = try dataset.stores.profile(named: compareTokenizer)
      let prediction = try dataset.predict(with: profile, level: level)
      // Both tokenizers meet the same text, and what makes it unusual does so for both: the ratio of
      // the predictions is far more certain than either.
      return TokenizerAlternative(
        name: compareName ?? profile.tokenizer.name,
        tokenRatio: Estimate(Ratio(Tokens(prediction.tokens) / first)),
        vocabularySize: compareVocabulary ?? profile.tokenizer.vocabularySize)
    }
    guard let compareTokens else { return nil }
    return TokenizerAlternative(
      name: compareName ?? "the other tokenizer",
      tokenRatio: try compareTokens.estimate(level: level) { Ratio(Tokens($0) / first) },
      vocabularySize: compareVocabulary)
  }
}

extension DatasetTokens {
  /// Reads what `tokprof estimate --json` prints.
  init(estimateAt path: String) throws {
    let bytes = try InputFile.read(path)
    let place = InputFile.place(path)
    func fault(_ reason: String) -> InputError {
      InputError(
        place: place, reason: reason, remedy: "give what “tokprof estimate --json” prints")
    }
    let document: JSONValue
    do {
      document = try JSONValue(parsing: bytes)
    } catch {
      throw fault("is not JSON: \(error)")
    }
    guard let tokens = document["tokens"]?.double else {
      throw fault("has no number under \"tokens\"")
    }
    guard AcceptedRange.amounts.contains(tokens) else {
      throw fault("has \(tokens) under \"tokens\", which is no number of tokens")
    }
    guard let interval = document["interval"], interval != .null else {
      let reason = document["intervalReason"]?.string.map { ": \($0)" } ?? ""
      self.init(
        tokens: tokens, interval: nil, description: "\(place), without an interval\(reason)")
      return
    }
    guard let level = interval["level"]?.double, let low = interval["low"]?.double,
      let high = interval["high"]?.double
    else { throw fault("has no numbers level, low and high under \"interval\"") }
    guard 0 < low, low <= tokens, tokens <= high, AcceptedRange.amounts.contains(high) else {
      throw fault("has an interval that its tokens do not lie in")
    }
    guard AcceptedRange.levels.contains(level) else {
      throw fault("has an interval of probability \(level)")
    }
    self.init(
      tokens: tokens, interval: Interval(level: level, low: low, high: high), description: place)
  }
}
