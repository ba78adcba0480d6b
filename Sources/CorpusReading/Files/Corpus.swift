/// The files that a list of paths stands for.
public struct Corpus: Sendable {
  /// The files, in the order of the paths; those of a folder in byte order of their paths.
  public private(set) var files: [CorpusFile] = []
  /// What lay in folders and is no part of the corpus.
  public private(set) var passedOver: [PassedOver] = []
  /// Paths that could not be read, under ``CorpusOptions/ErrorPolicy/skip``.
  public private(set) var unreadable: [CorpusError] = []
  /// The options that the files are read with.
  public let options: CorpusOptions

  /// Expands files, folders (with all that is in them), patterns (`*`, `?`, `[a-z]`) and `-` for
  /// standard input, and finds each file's format from its name and first bytes.
  ///
  /// - Throws: ``CorpusError`` for a path that does not exist or cannot be read.
  /// - Complexity: one open and one short read for each file.
  public init(paths: [String], options: CorpusOptions = .init()) throws(CorpusError) {
    self.options = options
    for path in paths {
      do throws(CorpusError) {
        try add(path)
      } catch {
        try handle(error)
      }
    }
  }

  /// A corpus of files that are known already, such as one shard of a manifest.
  public init(files: [CorpusFile], options: CorpusOptions = .init()) {
    self.files = files
    self.options = options
  }

  /// The same corpus, with another format where `format` gives one: for text that looks like
  /// records, or records that look like text. What a container is, its content says.
  package func withFormats(_ format: (CorpusFile) -> CorpusFormat?) -> Corpus {
    var corpus = self
    for index in corpus.files.indices {
      switch corpus.files[index].format {
      case .parquet, .arrow, .tar: continue
      default: corpus.files[index].format = format(files[index]) ?? files[index].format
      }
    }
    return corpus
  }

  private mutating func handle(_ error: CorpusError) throws(CorpusError) {
    guard options.onError == .skip else { throw error }
    unreadable.append(error)
  }

  private mutating func add(_ path: String) throws(CorpusError) {
    if path == "-" {
      files.append(CorpusFile(path: path, size: nil, format: options.format))
      return
    }
    // A name is taken as it stands first: `data[1].txt` is a file, too.
    switch PathKind(path) {
    case .file, .special: try addFile(path)
    case .folder: try addFolder(path)
    case .missing, .danglingLink:
      let matches = expandPattern(path)
      guard !matches.isEmpty else {
        throw CorpusError(
          .notFound, path: path, reason: "there is no such file, folder or match",
          remedy: "check the path")
      }
      for match in matches {
        if case .folder = PathKind(match) { try addFolder(match) } else { try addFile(match) }
      }
    }
  }

  /// A file that was named: what is wrong with it is an error.
  private mutating func addFile(_ path: String) throws(CorpusError) {
    files.append(try FormatDetection.inspect(path: path, options: options))
  }

  private mutating func addFolder(_ path: String) throws(CorpusError) {
    var walk = FolderWalk()
    walk.visit(path)
    passedOver += walk.passedOver
    for error in walk.errors { try handle(error) }
    for path in walk.files.sorted(by: byteOrder) {
      do throws(CorpusError) {
        try addFile(path)
      } catch {
        if error.code == .notText {
          passedOver.append(PassedOver(path: path, reason: .notText))
        } else {
          try handle(error)
        }
      }
    }
  }
}

/// `String.<` orders by canonical equivalence, and would call two different names equal.
func byteOrder(_ left: String, _ right: String) -> Bool {
  left.utf8.lexicographicallyPrecedes(right.utf8)
}
