/// A model's folder as it is downloaded.
enum ModelFolder {
  /// The file of the tokenizer in `folder`.
  static func tokenizerFile(in folder: String) throws(TokenizerLoadError) -> String {
    let names = ["tokenizer.json", "tekken.json", "vocab.json", "encoder.json", "tokenizer.model"]
    for name in names where PathKind("\(folder)/\(name)") == .file {
      return "\(folder)/\(name)"
    }
    throw TokenizerLoadError(
      code: .notFound, path: folder, position: nil,
      reason: "this folder holds no tokenizer",
      remedy: "one of these is needed: \(names.joined(separator: ", "))")
  }
}

extension ModelFolder {
  /// How a tokenizer works of which only vocabulary and merges are there, by the class that
  /// `tokenizer_config.json` beside them names; without such a file it is GPT-2's.
  struct Rules {
    var pattern = KnownPattern.gpt2
    var normalizes = false

    init(besides path: String, hasPattern: Bool) throws(FormatFault) {
      let config = folder(of: path) + "/tokenizer_config.json"
      guard PathKind(config) == .file, let contents = try? FileContents(path: config) else {
        return
      }
      var reader = JSONReader(contents.bytes)
      guard let name = try? reader.value()["tokenizer_class"]?.text else { return }
      switch name.hasSuffix("Fast") ? String(name.dropLast(4)) : name {
      case "GPT2Tokenizer", "RobertaTokenizer", "BartTokenizer", "CodeGenTokenizer":
        break
      case "Qwen2Tokenizer":
        pattern = KnownPattern.qwen2
        normalizes = true
      default:
        guard hasPattern else {
          throw FormatFault(
            .patternNeeded,
            "tokenizer_config.json beside it names \(quoted(name.utf8)), whose pattern is not known",
            remedy: "give its pattern with --pattern REGEX, or the model's tokenizer.json")
        }
      }
    }
  }
}
