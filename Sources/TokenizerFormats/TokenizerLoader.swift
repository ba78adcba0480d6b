public import ByteLevelBPE

/// What to do where a tokenizer's file leaves a choice.
public struct TokenizerLoadOptions: Sendable {
  /// The pattern that cuts text, for a file that does not state its own.
  public var pattern: String?

  /// The dialect that `pattern` is written in.
  public var dialect: PatternDialect

  /// What is done with added tokens. By default what the reference does: `tokenizers` matches
  /// them in plain text, `encode_ordinary` of `tiktoken` does not.
  public var addedTokenPolicy: AddedTokenPolicy?

  /// Creates options.
  public init(
    pattern: String? = nil, dialect: PatternDialect = .fancyRegex,
    addedTokenPolicy: AddedTokenPolicy? = nil
  ) {
    self.pattern = pattern
    self.dialect = dialect
    self.addedTokenPolicy = addedTokenPolicy
  }
}

/// Reads tokenizers from the files that their owners publish.
///
///     let loaded = try TokenizerLoader.load(path: "tokenizer.json")
///     loaded.tokenizer, loaded.warnings
public enum TokenizerLoader {
  /// Loads the tokenizer at `path`: a file of any form in ``TokenizerForm``, recognised by its
  /// content; a folder that holds one; or a model id such as `Qwen/Qwen3-8B`, which is sought in
  /// the local cache of the Hugging Face hub and never downloaded.
  ///
  /// - Throws: ``TokenizerLoadError`` for what cannot be read, and for what cannot be done
  ///   exactly as the reference does it.
  /// - Complexity: O(size of the file).
  public static func load(
    path: String, options: TokenizerLoadOptions = TokenizerLoadOptions()
  ) throws(TokenizerLoadError) -> LoadedTokenizer {
    let file = try tokenizerFile(at: path)
    let contents = try FileContents(path: file)
    var source = TokenizerSource(main: contents, options: options)
    do throws(FormatFault) {
      return try source.load(named: name(for: path))
    } catch {
      throw error.inFile(source.current.path, source.current.bytes)
    }
  }

  /// The file that `path` stands for.
  private static func tokenizerFile(at path: String) throws(TokenizerLoadError) -> String {
    switch PathKind(path) {
    case .file: return path
    case .folder: return try ModelFolder.tokenizerFile(in: path)
    case .nothing:
      guard let snapshot = try HubCache.snapshot(ofModel: path) else { return path }
      return try ModelFolder.tokenizerFile(in: snapshot)
    }
  }

  /// A name for what lies at `path`: the name of a file without its ending, of a file with a
  /// generic name that of its folder, and a model id unchanged.
  private static func name(for path: String) -> String {
    var trimmed = path
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    if PathKind(trimmed) == .nothing { return path }
    let file = lastComponent(of: trimmed)
    let generic = [
      "tokenizer.json", "vocab.json", "encoder.json", "merges.txt", "vocab.bpe", "tekken.json",
      "tokenizer.model",
    ]
    if generic.contains(file) {
      let parent = lastComponent(of: folder(of: trimmed))
      if parent != ".", parent != "..", parent != "/" { return parent }
    }
    for ending in [".json", ".tiktoken", ".model", ".bpe", ".txt", ".gguf"]
    where file.hasSuffix(ending) && file.count > ending.count {
      return String(file.dropLast(ending.count))
    }
    return file
  }
}
