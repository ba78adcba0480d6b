internal import ByteLevelBPE

/// A rank file that is recognised by its content, with what the file itself does not say.
public struct KnownTokenizer: Sendable, Equatable {
  /// The name under which it is published.
  public let name: String
  /// The SHA-256 of the file.
  public let sha256: String
  /// The size of the file in bytes.
  public let byteCount: Int
  /// ``ByteLevelBPE/ByteHash`` of the file.
  let fingerprint: UInt64
  /// The pattern that cuts text, in the dialect of `fancy-regex`.
  public let pattern: String
  /// The special tokens and their ids.
  public let specialTokens: KeyValuePairs<String, UInt32>

  /// Whether two entries describe one file.
  public static func == (a: KnownTokenizer, b: KnownTokenizer) -> Bool { a.sha256 == b.sha256 }

  /// GPT-2's pattern as `tiktoken` 0.14 writes it.
  private static let r50kPattern =
    #"'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s"#

  /// The well-known rank files. Values: `tiktoken` 0.14's `openai_public`, and Meta's
  /// `llama-models`.
  public static let all: [KnownTokenizer] = [
    KnownTokenizer(
      name: "r50k_base",
      sha256: "306cd27f03c1a714eca7108e03d66b7dc042abe8c258b44c199a7ed9838dd930",
      byteCount: 835_554, fingerprint: 0xADF4_FD26_49B7_D0B1, pattern: r50kPattern,
      specialTokens: ["<|endoftext|>": 50256]),
    KnownTokenizer(
      name: "p50k_base",
      sha256: "94b5ca7dff4d00767bc256fdd1b27e5b17361d7b8a5f968547f9f23eb70d2069",
      byteCount: 836_186, fingerprint: 0x34E9_972E_1FF5_71C9, pattern: r50kPattern,
      specialTokens: ["<|endoftext|>": 50256]),
    KnownTokenizer(
      name: "cl100k_base",
      sha256: "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
      byteCount: 1_681_126, fingerprint: 0x99A5_E111_036F_76C9,
      pattern: #"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+"#
        + #"| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s"#,
      specialTokens: [
        "<|endoftext|>": 100257, "<|fim_prefix|>": 100258, "<|fim_middle|>": 100259,
        "<|fim_suffix|>": 100260, "<|endofprompt|>": 100276,
      ]),
    KnownTokenizer(
      name: "o200k_base",
      sha256: "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
      byteCount: 3_613_922, fingerprint: 0xBAAE_ABA0_327A_7C53,
      pattern: KnownPattern.o200k,
      specialTokens: ["<|endoftext|>": 199999, "<|endofprompt|>": 200018]),
    KnownTokenizer(
      name: "llama3",
      sha256: "82e9d31979e92ab929cd544440f129d9ecd797b69e327f80f17e1c50d5551b55",
      byteCount: 2_183_982, fingerprint: 0x8333_97FE_64E4_F698,
      pattern: KnownPattern.llama3,
      specialTokens: [
        "<|begin_of_text|>": 128000, "<|end_of_text|>": 128001, "<|eot_id|>": 128009,
      ]),
  ]

  /// The entry for a file with this content, or `nil`.
  ///
  /// Judged by a hash of the whole file that takes a millisecond and that no damage keeps; SHA-256
  /// takes as long on 3.6 MB as everything else.
  static func recognise(_ bytes: UnsafeBufferPointer<UInt8>) -> KnownTokenizer? {
    guard let start = bytes.baseAddress, all.contains(where: { $0.byteCount == bytes.count })
    else { return nil }
    let fingerprint = ByteHash.hash(start, count: bytes.count)
    return all.first { $0.byteCount == bytes.count && $0.fingerprint == fingerprint }
  }
}

/// Patterns that files name or imply without writing them out.
enum KnownPattern {
  /// `ByteLevel` of `tokenizers` with `use_regex`.
  static let gpt2 =
    #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#

  static let llama3 =
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"#
    + #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#

  static let o200k =
    #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+"#
    + #"(?i:'s|'t|'re|'ve|'m|'ll|'d)?"#
    + #"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*"#
    + #"(?i:'s|'t|'re|'ve|'m|'ll|'d)?"#
    + #"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"#

  /// Three patterns, one after the other.
  static let deepseekV3 = [
    #"\p{N}{1,3}"#, "[一-龥぀-ゟ゠-ヿ]+",
    ##"[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"##
      + #"| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#,
  ]

  static let qwen2 =
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"#
    + #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
}
