internal import ByteLevelBPE

/// The member `model` of a `tokenizer.json`.
struct ModelJSON {
  /// Everything but vocabulary and merges.
  private var settings: [(key: [UInt8], value: JSONValue)] = []
  private var keys: KeyedVocabulary?
  private var merges: MergeTable?
  private var hasVocabularyList = false
  private var hasMerges = false
  private let offset: Int

  /// Reads the object that comes next; `readsTokens` says whether vocabulary and merges are
  /// wanted.
  init(_ reader: inout JSONReader, readsTokens: Bool) throws(FormatFault) {
    offset = reader.position
    var mergesOffset: Int?
    guard try reader.begin(UInt8(ascii: "{"), until: UInt8(ascii: "}")) else { return }
    repeat {
      let key = try reader.string()
      try reader.expect(UInt8(ascii: ":"))
      switch key {
      case "vocab":
        let kind = try reader.kind()
        hasVocabularyList = kind == .array
        if kind == .object, readsTokens {
          keys = try VocabularyAndMerges.keyedVocabulary(from: &reader)
        } else {
          try reader.skipValue()
        }
      case "merges":
        hasMerges = true
        if readsTokens, let keys, try reader.kind() == .array {
          merges = try MergesJSON.merges(from: &reader, keys)
        } else {
          mergesOffset = reader.position
          try reader.skipValue()
        }
      default:
        settings.append((try key.unescaped(), try reader.value()))
      }
    } while try reader.another(until: UInt8(ascii: "}"))
    if let mergesOffset, let keys {
      var reader = JSONReader(reader.bytes, at: mergesOffset)
      merges = try MergesJSON.merges(from: &reader, keys)
    }
  }

  private subscript(key: StaticString) -> JSONValue? {
    JSONValue(content: .object(settings), offset: offset)[key]
  }

  private func fault(
    _ code: TokenizerLoadError.Code, _ reason: String, remedy: String = ""
  ) -> FormatFault {
    FormatFault(code, at: offset, reason, remedy: remedy)
  }

  /// Refuses what is not byte-level BPE, by the name of what it is.
  func refuseOtherKinds(isByteLevel: Bool) throws(FormatFault) {
    let remedy = "only byte-level BPE tokenizers can be counted exactly"
    let type = self["type"]?.text
    if let type, type != "BPE" {
      throw fault(.unsupported, "its model is \(type), not BPE", remedy: remedy)
    }
    if hasVocabularyList {
      throw fault(.unsupported, "its model is Unigram, not BPE", remedy: remedy)
    }
    if type == nil, !hasMerges {
      let kind = self["max_input_chars_per_word"] == nil ? "WordLevel" : "WordPiece"
      throw fault(.unsupported, "its model is \(kind), not BPE", remedy: remedy)
    }
    guard isByteLevel else {
      if self["byte_fallback"]?.boolean == true {
        throw fault(
          .unsupported, "this is SentencePiece BPE with byte fallback, not byte-level BPE",
          remedy: remedy)
      }
      throw fault(
        .unsupported, "its pre-tokenizer has no ByteLevel, so its BPE works on characters",
        remedy: remedy)
    }
  }

  /// The model, and its vocabulary by key.
  func bpeModel(
    warnings: inout [String]
  ) throws(FormatFault) -> (BPEModel, KeyedVocabulary) {
    guard let keys else { throw fault(.malformed, "its model has no “vocab”") }
    guard let merges else { throw fault(.malformed, "its model has no “merges”") }
    if let prefix = self["continuing_subword_prefix"]?.string, !prefix.isEmpty {
      throw fault(
        .unsupported, "its model has the continuing_subword_prefix \(quoted(prefix))",
        remedy: "no byte-level tokenizer is known to use one")
    }
    if let dropout = self["dropout"], case .number(let text) = dropout.content,
      text.contains(where: { (UInt8(ascii: "1")...UInt8(ascii: "9")).contains($0) })
    {
      throw fault(
        .unsupported, "its model has a dropout, which makes tokens a matter of chance",
        remedy: "set “dropout” to null")
    }
    let vocabulary = keys.vocabulary
    var finalSymbols: [TokenID?]?
    if let suffix = self["end_of_word_suffix"]?.string, !suffix.isEmpty {
      guard let bytes = ByteAlphabetReader.bytes(spelledBy: suffix) else {
        throw fault(.unsupported, "its end_of_word_suffix is not written in GPT-2's alphabet")
      }
      finalSymbols = (0...255).map { vocabulary.id(of: [UInt8($0)] + bytes) }
    }
    let unknownKey = self["unk_token"]?.string
    let unknown = unknownKey.flatMap { keys.id(ofKey: $0) }
    let model = BPEModel(
      vocabulary: vocabulary, merges: .listed(merges),
      takesWholePreTokens: self["ignore_merges"]?.boolean ?? false, unknownToken: unknown,
      fusesUnknown: self["fuse_unk"]?.boolean ?? false, finalByteSymbols: finalSymbols)
    let missing = model.missingBytes.count
    if missing > 0 {
      if self["byte_fallback"]?.boolean == true {
        throw fault(.unsupported, "\(missing) byte symbols are missing and byte_fallback is set")
      }
      if let unknownKey, unknown == nil {
        throw fault(
          .inconsistent,
          "\(missing) byte symbols are missing, and so is the unknown token \(quoted(unknownKey))")
      }
    }
    if let warning = model.dropWarning { warnings.append(warning) }
    return (model, keys)
  }
}
