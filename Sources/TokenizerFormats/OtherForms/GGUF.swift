internal import ByteLevelBPE

/// The tokenizer in a GGUF file's metadata. How text is cut is only named there
/// (`tokenizer.ggml.pre`); what the name means is `llama.cpp`'s knowledge and, here, a table.
struct GGUF {
  /// How a tokenizer with one name in `tokenizer.ggml.pre` works.
  private struct Rules {
    var patterns: [String]
    var ignoresMerges = false
    var normalizes = false
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  /// Where the metadata end and the weights begin.
  let metadataEnd: Int
  private var model: [UInt8]?
  private var pre: [UInt8]?
  private var tokens: [UnsafeBufferPointer<UInt8>] = []
  private var merges: [UnsafeBufferPointer<UInt8>] = []
  private var types: [Int32] = []

  private static let digits = #"\p{N}"#
  private static let tekken =
    #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+"#
    + #"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*"#
    + #"|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"#

  private static func rules(_ pre: String) -> Rules? {
    switch pre {
    case "gpt-2", "phi-2", "mpt", "olmo", "jais", "roberta-bpe":
      Rules(patterns: [KnownPattern.gpt2])
    case "llama-bpe", "llama3", "llama-v3", "falcon3":
      Rules(patterns: [KnownPattern.llama3], ignoresMerges: true)
    case "qwen2", "deepseek-r1-qwen":
      Rules(patterns: [KnownPattern.qwen2], normalizes: true)
    case "starcoder", "refact", "smollm", "codeshell", "command-r":
      Rules(patterns: [digits, KnownPattern.gpt2], normalizes: pre == "command-r")
    case "gpt-4o", "llama4": Rules(patterns: [KnownPattern.o200k])
    case "tekken": Rules(patterns: [tekken], ignoresMerges: true)
    case "deepseek-v3": Rules(patterns: KnownPattern.deepseekV3)
    default: nil
    }
  }

  init(_ bytes: UnsafeBufferPointer<UInt8>) throws(FormatFault) {
    self.bytes = bytes
    var reader = GGUFReader(bytes)
    _ = try reader.integer(UInt32.self)
    let version = try reader.integer(UInt32.self)
    guard version == 2 || version == 3 else {
      throw FormatFault(
        .unsupported, at: 4, "this is GGUF of version \(version), or for big-endian machines",
        remedy: "versions 2 and 3, little-endian, are read")
    }
    _ = try reader.integer(UInt64.self)
    for _ in 0..<(try reader.count()) {
      let key = try reader.string()
      let type = try reader.type()
      switch (String(decoding: key, as: UTF8.self), type) {
      case ("tokenizer.ggml.model", .string): model = Array(try reader.string())
      case ("tokenizer.ggml.pre", .string): pre = Array(try reader.string())
      case ("tokenizer.ggml.tokens", .array): tokens = try reader.strings()
      case ("tokenizer.ggml.merges", .array): merges = try reader.strings()
      case ("tokenizer.ggml.token_type", .array): types = try Self.types(&reader)
      default: try reader.skip(type)
      }
    }
    metadataEnd = reader.position
    guard metadataEnd <= FileContents.sizeLimit else {
      throw FormatFault(.malformed, "its metadata are \(metadataEnd >> 20) MiB long")
    }
  }

  private static func types(_ reader: inout GGUFReader) throws(FormatFault) -> [Int32] {
    let start = reader.position
    guard try reader.type() == .int32 else {
      throw .malformed(at: start, "the token types are not 32-bit integers")
    }
    let count = try reader.count()
    var types: [Int32] = []
    for _ in 0..<count { types.append(try reader.integer(Int32.self)) }
    return types
  }

  func tokenizer(
    options: TokenizerLoadOptions, warnings: inout [String]
  ) throws(FormatFault) -> Tokenizer {
    let model = model.map { String(decoding: $0, as: UTF8.self) } ?? ""
    guard model == "gpt2" else {
      throw FormatFault(
        .unsupported,
        model.isEmpty
          ? "this GGUF file holds no tokenizer"
          : "its tokenizer is of the kind \(quoted(Array(model.utf8))), not byte-level BPE (gpt2)",
        remedy: "only byte-level BPE tokenizers can be counted exactly")
    }
    let rules = try self.rules(options)
    guard types.isEmpty || types.count == tokens.count else {
      throw FormatFault(
        .inconsistent, "it has \(tokens.count) tokens and the types of \(types.count)")
    }
    var builder = KeyedVocabularyBuilder(capacity: tokens.count)
    var added: [AddedToken] = []
    for (index, token) in tokens.enumerated() {
      let id = TokenID(truncatingIfNeeded: index)
      guard index < Int(VocabularyBuilder.idLimit) else {
        throw FormatFault(.malformed, "it has \(tokens.count) tokens")
      }
      // 3 is a control token, 4 one that the user defined; their text is not in the alphabet.
      switch types.isEmpty ? 1 : types[index] {
      case 3, 4:
        guard !token.isEmpty else { continue }
        added.append(
          AddedToken(id: id, content: Array(token), isSpecial: types[index] == 3))
      case 5: continue
      default: try builder.add(token, id, at: offset(of: token))
      }
    }
    let keys = try builder.build()
    var list = MergeList(keys)
    for merge in merges { try list.add(line: merge, at: offset(of: merge)) }
    let table = MergeTable(try list.finish())
    let bpe = BPEModel(
      vocabulary: keys.vocabulary, merges: .listed(table),
      takesWholePreTokens: rules.ignoresMerges)
    if let warning = bpe.dropWarning { warnings.append(warning) }
    var steps: [PreTokenizer.Step] = []
    for pattern in rules.patterns {
      steps.append(.split(.pattern(try compile(pattern, .oniguruma)), .isolated, inverted: false))
    }
    return Tokenizer(
      model: bpe, preTokenizer: PreTokenizer(steps: steps),
      normalizer: rules.normalizes ? UnicodeNormalizer(.nfc) : nil,
      addedTokens: added.filter(\.isSpecial) + added.filter { !$0.isSpecial },
      addedTokenPolicy: options.addedTokenPolicy ?? .match)
  }

  private func rules(_ options: TokenizerLoadOptions) throws(FormatFault) -> Rules {
    if let pattern = options.pattern { return Rules(patterns: [pattern]) }
    let name = String(decoding: pre ?? [], as: UTF8.self)
    if let rules = Self.rules(name) { return rules }
    throw FormatFault(
      .patternNeeded,
      name.isEmpty
        ? "it does not say how text is cut (tokenizer.ggml.pre)"
        : "how \(quoted(name.utf8)) (tokenizer.ggml.pre) cuts text is not known here",
      remedy: "give its pattern with --pattern REGEX, or load the tokenizer.json of the model")
  }

  /// Tokens and merges are stretches of the file: their offset is found from their address.
  private func offset(of token: UnsafeBufferPointer<UInt8>) -> Int {
    guard let start = token.baseAddress, let base = bytes.baseAddress else { return 0 }
    return start - base
  }
}
