public import ByteLevelBPE

/// The forms in which tokenizers are published.
public enum TokenizerForm: String, Sendable, CaseIterable {
  /// `tokenizer.json` of Hugging Face's `tokenizers`.
  case tokenizerJSON = "tokenizer.json"
  /// `vocab.json` with `merges.txt`, or `encoder.json` with `vocab.bpe`.
  case vocabularyAndMerges = "vocab.json+merges.txt"
  /// `tiktoken`'s rank files, and the `.model` files of that form.
  case rankFile = "rank file"
  /// Mistral's `tekken.json`.
  case tekken = "tekken.json"
  /// The metadata of a GGUF model.
  case gguf = "GGUF"
}

/// A tokenizer and where it came from.
public struct LoadedTokenizer: Sendable {
  /// The tokenizer.
  public let tokenizer: Tokenizer

  /// A name: of a well-known file the published one, otherwise taken from the path.
  public let name: String

  /// The form of the file.
  public let form: TokenizerForm

  /// What a user should know about it, such as bytes that it drops.
  public let warnings: [String]

  /// The files it was read from.
  public var files: [String] { contents.map(\.path) }

  /// The regular expressions that cut text, in order, one a line; empty when there are none.
  public var patternSource: String {
    tokenizer.preTokenizer.patternSources.joined(separator: "\n")
  }

  /// The normalizer's stable name, or `nil` without one.
  public var normalizerName: String? { tokenizer.normalizer?.name }

  let contents: [FileContents]
  /// How many bytes of a file the digest covers: of a GGUF file, those before the weights.
  let digestedCount: Int

  /// The SHA-256 of the file, or of the files' bytes one after the other; of a GGUF file that of
  /// everything before its weights.
  ///
  /// - Complexity: O(size of the files), about 3 ms a megabyte; computed on each call.
  public var contentSHA256: String {
    var hash = SHA256()
    for file in contents {
      hash.update(UnsafeBufferPointer(rebasing: file.bytes.prefix(digestedCount)))
    }
    return hash.hexDigest()
  }
}

extension PreTokenizer {
  /// The regular expressions of the steps, in order.
  var patternSources: [String] {
    steps.flatMap { step -> [String] in
      switch step {
      case .split(.pattern(let pattern), _, _): return [pattern.source]
      case .inAlphabet(let steps): return PreTokenizer(steps: steps).patternSources
      default: return []
      }
    }
  }
}
