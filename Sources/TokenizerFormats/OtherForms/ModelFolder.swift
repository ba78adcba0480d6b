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
