public import CorpusReading

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A corpus whose files have labels.
public struct LabelledCorpus: Sendable {
  /// The files that are read.
  public let corpus: Corpus
  /// Their names and labels, in the same order.
  public let files: [LabelledFile]

  /// Finds the files of `paths` and their labels.
  ///
  /// A folder with a `manifest.json` (an array of objects with `path`, `source`, `domain`, `language`
  /// and `licence`) is read as that says, and holds nothing but the files it names. Elsewhere the
  /// source is the folder below the one that was named, or the file; the domain is told from the
  /// file's ending.
  ///
  /// - Parameters:
  ///   - source: the source of every file, in place of what is found.
  ///   - domain: the domain of every file.
  ///   - language: the language of every file.
  /// - Throws: `CorpusError` for what cannot be read.
  public init(
    paths: [String], options: CorpusOptions = CorpusOptions(), source: String? = nil,
    domain: String? = nil, language: String? = nil
  ) throws(CorpusError) {
    var named: [LabelledFile] = []
    for path in paths { try Self.add(path, options, to: &named) }
    for index in named.indices {
      if let source { named[index].label.source = source }
      if let domain { named[index].label.domain = domain }
      if let language { named[index].label.language = language }
    }
    let found = try Corpus(paths: named.map(\.path), options: options)
    // Files that were skipped as unreadable are missing here.
    let byPath = Dictionary(named.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    corpus = found.withFormats { byPath[$0.path]?.format }
    files = corpus.files.map { file in
      byPath[file.path]
        ?? LabelledFile(
          path: file.path, name: file.path,
          label: CorpusLabel(source: file.path, domain: "prose"), licence: "", format: nil)
    }
  }

  private static func add(
    _ path: String, _ options: CorpusOptions, to files: inout [LabelledFile]
  ) throws(CorpusError) {
    var folder = path
    while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    if let manifest = manifest(of: folder) {
      for file in manifest.files {
        files.append(
          LabelledFile(
            path: folder + "/" + file.name, name: file.name, label: file.label,
            licence: file.licence, format: options.format ?? file.format ?? .text))
      }
      return
    }
    for file in try Corpus(paths: [path], options: options).files {
      let isBelow = file.path.utf8.starts(with: (folder + "/").utf8)
      let name =
        file.path == "-"
        ? "standard input"
        : isBelow
          ? String(decoding: file.path.utf8.dropFirst(folder.utf8.count + 1), as: UTF8.self)
          : lastComponent(file.path)
      let domain = file.format == .jsonLines ? "data" : CorpusLabel.domain(ofFile: name)
      files.append(
        LabelledFile(
          path: file.path, name: name,
          label: CorpusLabel(source: LabelledFile.source(ofFile: name), domain: domain),
          licence: "", format: nil))
    }
  }

  private static func lastComponent(_ path: String) -> String {
    String(
      decoding: path.utf8.split(separator: UInt8(ascii: "/")).last ?? path.utf8[...], as: UTF8.self)
  }

  private static func manifest(of folder: String) -> CorpusManifest? {
    let path = folder + "/" + CorpusManifest.fileName
    guard access(path, R_OK) == 0, let bytes = try? FileBytes.read(path, limit: 64 << 20) else {
      return nil
    }
    return CorpusManifest(bytes)
  }
}
