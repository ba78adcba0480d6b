internal import ByteLevelBPE

/// `tokenizer.json`, the form of Hugging Face's `tokenizers`. Post-processor, decoder, padding
/// and truncation say nothing about the tokens of a text and are passed over.
struct TokenizerJSON {
  private var addedTokens: JSONValue?
  private var normalizer: JSONValue?
  private var preTokenizer: JSONValue?
  private var model: ModelJSON?

  /// Reads a tokenizer.
  static func tokenizer(
    _ bytes: UnsafeBufferPointer<UInt8>, policy: AddedTokenPolicy, warnings: inout [String]
  ) throws(FormatFault) -> Tokenizer {
    try TokenizerJSON(bytes).tokenizer(policy: policy, warnings: &warnings)
  }

  private init(_ bytes: UnsafeBufferPointer<UInt8>) throws(FormatFault) {
    var reader = JSONReader(bytes)
    var hasPreTokenizer = false
    var modelOffset: Int?
    if try reader.begin(UInt8(ascii: "{"), until: UInt8(ascii: "}")) {
      repeat {
        let key = try reader.string()
        try reader.expect(UInt8(ascii: ":"))
        switch key {
        case "added_tokens": addedTokens = try reader.value()
        case "normalizer": normalizer = try reader.value()
        case "pre_tokenizer":
          preTokenizer = try reader.value()
          hasPreTokenizer = true
        case "model":
          guard try reader.kind() == .object else {
            throw .malformed(at: reader.position, "“model” is not an object")
          }
          modelOffset = reader.position
          // The writer puts it last. Where it stands earlier it is read again later, because only
          // the pre-tokenizer tells whether its 300,000 strings are byte-level at all.
          if hasPreTokenizer, Self.isByteLevel(preTokenizer) {
            model = try ModelJSON(&reader, readsTokens: true)
          } else {
            try reader.skipValue()
          }
        default: try reader.skipValue()
        }
      } while try reader.another(until: UInt8(ascii: "}"))
    }
    try reader.expectEnd()
    guard let modelOffset else { throw .malformed(at: bytes.count, "it has no “model”") }
    if model == nil {
      var reader = JSONReader(bytes, at: modelOffset)
      model = try ModelJSON(&reader, readsTokens: Self.isByteLevel(preTokenizer))
    }
  }

  /// Whether a pre-tokenizer, or a part of it, turns bytes into GPT-2's alphabet.
  private static func isByteLevel(_ preTokenizer: JSONValue?) -> Bool {
    guard let preTokenizer else { return false }
    if preTokenizer["type"]?.text == "ByteLevel" { return true }
    return (preTokenizer["pretokenizers"]?.array ?? []).contains { isByteLevel($0) }
  }

  private func tokenizer(
    policy: AddedTokenPolicy, warnings: inout [String]
  ) throws(FormatFault) -> Tokenizer {
    guard let model else { throw FormatFault(.malformed, "it has no “model”") }
    try model.refuseOtherKinds(isByteLevel: Self.isByteLevel(preTokenizer))
    let preTokenizer = try PreTokenizerJSON.preTokenizer(preTokenizer)
    let normalizer = try NormalizerJSON.normalizer(normalizer)
    let (bpe, keys) = try model.bpeModel(warnings: &warnings)
    let added = try AddedTokensJSON.addedTokens(addedTokens, keys, warnings: &warnings)
    if policy != .ignore { try refuseEmptied(added, by: normalizer) }
    return Tokenizer(
      model: bpe, preTokenizer: preTokenizer, normalizer: normalizer, addedTokens: added,
      addedTokenPolicy: policy)
  }

  /// Of a token that normalizing leaves nothing of, `tokenizers` finds nothing at every byte: it cuts
  /// text there, and crashes inside a character.
  private func refuseEmptied(
    _ tokens: [AddedToken], by normalizer: (any Normalizer)?
  ) throws(FormatFault) {
    guard let normalizer else { return }
    for token in tokens where token.matchesNormalized {
      guard normalizer.normalized(token.content).isEmpty else { continue }
      throw FormatFault(
        .unsupported, at: addedTokens?.offset,
        "its normalizer leaves nothing of the added token \(quoted(token.content)), "
          + "with which tokenizers crashes",
        remedy: "set “normalized” of this token to false, or ignore added tokens")
    }
  }
}
