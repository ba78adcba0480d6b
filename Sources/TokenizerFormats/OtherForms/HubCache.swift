/// The local cache of the Hugging Face hub. Nothing is ever downloaded.
enum HubCache {
  /// The folder of the cache: `HF_HUB_CACHE`, or `hub` in `HF_HOME`, or `~/.cache/huggingface/hub`.
  static var folder: String? {
    if let folder = environmentValue("HF_HUB_CACHE") { return folder }
    if let home = environmentValue("HF_HOME") { return home + "/hub" }
    if let cache = environmentValue("XDG_CACHE_HOME") { return cache + "/huggingface/hub" }
    return environmentValue("HOME").map { $0 + "/.cache/huggingface/hub" }
  }

  /// The folder of the newest files of the model `id`, `Owner/Name` or `Name`; `nil` when `id` is
  /// a path rather than a model's id.
  static func snapshot(ofModel id: String) throws(TokenizerLoadError) -> String? {
    let parts = id.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy(isName), let folder else { return nil }
    let model = "\(folder)/models--\(parts.joined(separator: "--"))"
    guard PathKind(model) == .folder else {
      throw TokenizerLoadError(
        code: .notFound, path: id, position: nil,
        reason: "there is no such file, and no model of this id in \(folder)",
        remedy: "download it first (hf download \(id) tokenizer.json), or give a file")
    }
    let reference = try FileContents(path: model + "/refs/main")
    let commit = String(decoding: reference.bytes.prefix { $0 > 0x20 }, as: UTF8.self)
    guard isName(commit[...]), PathKind("\(model)/snapshots/\(commit)") == .folder else {
      throw TokenizerLoadError(
        code: .notFound, path: id, position: nil,
        reason: "its download in \(folder) is incomplete", remedy: "download it again")
    }
    return "\(model)/snapshots/\(commit)"
  }

  /// Whether `part` may stand in a model's id; `..` and a leading dot may not.
  private static func isName(_ part: Substring) -> Bool {
    !part.isEmpty && part.utf8.count <= 96 && part.utf8.first != UInt8(ascii: ".")
      && part.unicodeScalars.allSatisfy {
        $0.isASCII
          && ($0.properties.isAlphabetic || $0.properties.numericType != nil
            || "-_.".unicodeScalars.contains($0))
      }
  }
}
