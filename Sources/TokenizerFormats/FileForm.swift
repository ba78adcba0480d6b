/// What a file is, judged by its content, and by its name only where the content says nothing.
enum FileForm {
  case tokenizerJSON, vocabulary, merges, rankFile, tekken, gguf

  init(_ bytes: UnsafeBufferPointer<UInt8>, name: String) throws(FormatFault) {
    guard let first = bytes.first(where: { $0 > 0x20 }) else {
      throw FormatFault(
        .unknownForm, "the file is empty", remedy: "the download may have failed: fetch it again")
    }
    if bytes.starts(with: "GGUF".utf8) {
      self = .gguf
    } else if first == UInt8(ascii: "{") {
      self = try Self.ofJSON(bytes)
    } else if bytes.starts(with: "#version".utf8) || name.hasSuffix("merges.txt")
      || name.hasSuffix(".bpe")
    {
      self = .merges
    } else if RankFile.recognises(bytes) {
      self = .rankFile
    } else if bytes.starts(with: "version https://git-lfs".utf8) {
      throw FormatFault(
        .unknownForm, "this is a Git LFS pointer, not the file itself", remedy: "run git lfs pull")
    } else if bytes[0] == 0x0A, name.hasSuffix(".model") {
      throw FormatFault(
        .unsupported, "this is a SentencePiece model, which is not byte-level BPE",
        remedy: "only byte-level BPE tokenizers can be profiled")
    } else {
      throw FormatFault(
        .unknownForm, "this is not a tokenizer's file of a known form",
        remedy: "known: tokenizer.json, vocab.json with merges.txt, .tiktoken, tekken.json, GGUF")
    }
  }

  /// Looks at the members of the outermost object until one tells.
  private static func ofJSON(_ bytes: UnsafeBufferPointer<UInt8>) throws(FormatFault) -> FileForm {
    var reader = JSONReader(bytes)
    if try reader.begin(UInt8(ascii: "{"), until: UInt8(ascii: "}")) {
      repeat {
        let key = try reader.string()
        try reader.expect(UInt8(ascii: ":"))
        switch (key, try reader.kind()) {
        case ("added_tokens", .array), ("added_tokens", .literal), ("model", .object),
          ("pre_tokenizer", _), ("normalizer", _), ("truncation", _), ("padding", _):
          return .tokenizerJSON
        case ("vocab", .array), ("config", .object):
          return .tekken
        case (_, .number) where key.bytes.first != UInt8(ascii: "_"):
          return .vocabulary
        default:
          try reader.skipValue()
        }
      } while try reader.another(until: UInt8(ascii: "}"))
    }
    throw FormatFault(
      .unknownForm, "this JSON is not a tokenizer",
      remedy: "give the model's folder, its tokenizer.json, or vocab.json with merges.txt beside it"
    )
  }
}

/// The names under which the two halves of a vocabulary with merges lie beside each other.
enum MergeFileNames {
  private static let pairs = [
    ("vocab.json", "merges.txt"), ("encoder.json", "vocab.bpe"), ("vocab.json", "vocab.bpe"),
    ("encoder.json", "merges.txt"),
  ]

  /// The files that may hold the merges for the vocabulary `name`, the likeliest first. Both may
  /// have a prefix, as in `gpt2-vocab.json`.
  static func merges(for name: String) -> [String] {
    names(for: name, pairs) + ["merges.txt", "vocab.bpe"]
  }

  /// The files that may hold the vocabulary for the merges `name`.
  static func vocabularies(for name: String) -> [String] {
    names(for: name, pairs.map { ($1, $0) }) + ["vocab.json", "encoder.json"]
  }

  private static func names(for name: String, _ pairs: [(String, String)]) -> [String] {
    pairs.filter { name.hasSuffix($0.0) }.map { String(name.dropLast($0.0.count)) + $0.1 }
  }
}
