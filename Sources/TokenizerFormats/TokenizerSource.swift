internal import ByteLevelBPE

/// The files of one tokenizer while they are read.
struct TokenizerSource {
  let options: TokenizerLoadOptions
  /// All files read so far.
  private(set) var contents: [FileContents]
  /// The file being read, for error messages.
  private(set) var current: FileContents
  var warnings: [String] = []

  init(main: FileContents, options: TokenizerLoadOptions) {
    self.options = options
    contents = [main]
    current = main
  }

  /// Reads the tokenizer from the main file, whatever its form.
  mutating func load(named name: String) throws(FormatFault) -> LoadedTokenizer {
    let bytes = current.bytes
    switch try FileForm(bytes, name: lastComponent(of: current.path)) {
    case .rankFile: return try loadRankFile(named: name)
    case .vocabulary: return try loadVocabularyAndMerges(named: name)
    case .merges:
      // The vocabulary is the main file of the pair.
      let vocabulary = try sibling(
        MergeFileNames.vocabularies(for: lastComponent(of: current.path)))
      contents = [vocabulary]
      current = vocabulary
      return try loadVocabularyAndMerges(named: name)
    case .tokenizerJSON:
      try refusePattern()
      let tokenizer = try TokenizerJSON.tokenizer(
        bytes, policy: options.addedTokenPolicy ?? .match, warnings: &warnings)
      return loaded(tokenizer, named: name, form: .tokenizerJSON)
    case .tekken:
      try refusePattern()
      return try loadTekken(named: name)
    case .gguf:
      let file = try GGUF(bytes)
      let tokenizer = try file.tokenizer(options: options, warnings: &warnings)
      return loaded(tokenizer, named: name, form: .gguf, digestedCount: file.metadataEnd)
    }
  }

  private func loaded(
    _ tokenizer: Tokenizer, named name: String, form: TokenizerForm, digestedCount: Int = .max
  ) -> LoadedTokenizer {
    LoadedTokenizer(
      tokenizer: tokenizer, name: name, form: form, warnings: warnings, contents: contents,
      digestedCount: digestedCount)
  }

  /// A file that states its own pattern is not given another by mistake.
  private func refusePattern() throws(FormatFault) {
    guard options.pattern == nil else {
      throw FormatFault(
        .unsupported, "this file states how text is cut, and a pattern was given as well",
        remedy: "leave the pattern out")
    }
  }

  // MARK: Rank files

  private func loadRankFile(named name: String) throws(FormatFault) -> LoadedTokenizer {
    let known = KnownTokenizer.recognise(current.bytes)
    guard let source = options.pattern ?? known?.pattern else {
      let names = KnownTokenizer.all.map(\.name).joined(separator: ", ")
      throw FormatFault(
        .patternNeeded,
        "a rank file does not say how text is cut, and this one is not known by its content",
        remedy: "give its pattern with --pattern REGEX (known without: \(names))")
    }
    let dialect = options.pattern == nil ? .fancyRegex : options.dialect
    let vocabulary = try RankFile.vocabulary(current.bytes).checkedBuild()
    let special = (known?.specialTokens ?? [:]).map { token in
      AddedToken(id: token.value, content: Array(token.key.utf8), isSpecial: true)
    }
    let tokenizer = try rankTokenizer(vocabulary, source, dialect, special)
    return loaded(tokenizer, named: known?.name ?? name, form: .rankFile)
  }

  /// The tokenizer of tokens by rank, as `tiktoken` works.
  private func rankTokenizer(
    _ vocabulary: Vocabulary, _ pattern: String, _ dialect: PatternDialect,
    _ special: [AddedToken]
  ) throws(FormatFault) -> Tokenizer {
    let model = BPEModel(
      vocabulary: vocabulary, merges: .impliedByRank, takesWholePreTokens: true)
    let missing = model.missingBytes.count
    guard missing == 0 else {
      throw FormatFault(
        .inconsistent, "\(missing) of the 256 bytes have no token of their own",
        remedy: "tiktoken cannot encode with such a file either; the file may be truncated")
    }
    return Tokenizer(
      model: model,
      preTokenizer: PreTokenizer(steps: [
        .split(.pattern(try compile(pattern, dialect)), .isolated, inverted: false)
      ]),
      addedTokens: special, addedTokenPolicy: options.addedTokenPolicy ?? .ignore)
  }

  private func loadTekken(named name: String) throws(FormatFault) -> LoadedTokenizer {
    let parts = try Tekken.parts(current.bytes)
    let tokenizer = try rankTokenizer(
      parts.vocabulary, parts.pattern, .fancyRegex, parts.specialTokens)
    return loaded(tokenizer, named: name, form: .tekken)
  }

  // MARK: vocab.json and merges.txt

  private mutating func loadVocabularyAndMerges(
    named name: String
  ) throws(FormatFault) -> LoadedTokenizer {
    let main = current
    let vocabulary = try VocabularyAndMerges.vocabulary(main.bytes)
    let mergeFile = try sibling(MergeFileNames.merges(for: lastComponent(of: main.path)))
    contents.append(mergeFile)
    current = mergeFile
    let merges = try VocabularyAndMerges.merges(mergeFile.bytes, vocabulary)
    current = main
    let model = BPEModel(
      vocabulary: vocabulary.vocabulary, merges: .listed(merges), takesWholePreTokens: false)
    if let warning = model.dropWarning { warnings.append(warning) }
    let rules = try ModelFolder.Rules(
      besides: main.path, hasPattern: options.pattern != nil)
    let pattern =
      if let source = options.pattern {
        try compile(source, options.dialect)
      } else {
        try compile(rules.pattern, .oniguruma)
      }
    let tokenizer = Tokenizer(
      model: model,
      preTokenizer: PreTokenizer(steps: [
        .split(.pattern(pattern), .isolated, inverted: false)
      ]),
      normalizer: rules.normalizes ? UnicodeNormalizer(.nfc) : nil,
      addedTokenPolicy: options.addedTokenPolicy ?? .match)
    return loaded(tokenizer, named: name, form: .vocabularyAndMerges)
  }

  /// The first of `names` that lies beside the current file.
  private func sibling(_ names: [String]) throws(FormatFault) -> FileContents {
    let folder = folder(of: current.path)
    for name in names where PathKind("\(folder)/\(name)") == .file {
      do throws(TokenizerLoadError) {
        return try FileContents(path: "\(folder)/\(name)")
      } catch {
        throw FormatFault(error.code, "its other half, \(name), \(error.reason)")
      }
    }
    throw FormatFault(
      .notFound, "vocabulary and merges are two files, and the other one is missing",
      remedy: "put \(names[0]) beside it")
  }
}

/// Compiles a pattern, and puts its errors as failures of a file.
func compile(_ source: String, _ dialect: PatternDialect) throws(FormatFault) -> Pattern {
  do throws(PatternError) {
    return try Pattern(source, dialect: dialect)
  } catch {
    throw FormatFault(
      .unsupported,
      "its pattern \(quoted(Array(source.utf8))) cannot be used: \(error)",
      remedy: "a pattern that is not matched exactly would give other tokens")
  }
}

extension BPEModel {
  /// A warning for a model that drops bytes.
  var dropWarning: String? {
    guard unknownToken == nil else { return nil }
    let missing = missingBytes.count
    let lastOnly = (finalByteSymbols ?? []).count { $0 == Self.missingSymbol }
    guard missing + lastOnly > 0 else { return nil }
    let symbols =
      missing > 0
      ? "\(missing) of the 256 byte symbols"
      : "\(lastOnly) of the 256 symbols of bytes that end a word"
    return symbols + " are missing and there is no unknown token: "
      + "text that needs them loses those bytes, as it does with tokenizers"
  }
}
