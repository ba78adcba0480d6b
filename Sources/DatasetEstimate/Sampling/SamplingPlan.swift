import CorpusReading

/// Which files of a corpus are drawn from, and how.
struct SamplingPlan {
  /// Files that an offset leads into directly.
  var plain: [Int] = []
  /// Files of which parts or the whole are units.
  var clusters: [Int] = []
  /// Files to count.
  var whole: [Int] = []

  private let corpus: Corpus
  /// Up to so many clusters are looked at before any is drawn. With more, 32 draws do not read most
  /// of them.
  private static let fewFiles = 32

  init(_ corpus: Corpus, wholeLimit: Int64) {
    self.corpus = corpus
    for (index, file) in corpus.files.enumerated() {
      switch file.size {
      case nil: whole.append(index)
      case 0: break
      default:
        let format = corpus.options.format ?? file.format
        let isPlain = file.compression == .none && (format == .text || format == .jsonLines)
        if isPlain { plain.append(index) } else { clusters.append(index) }
      }
    }
    if size(plain) <= wholeLimit { count(\.plain) }
    if size(clusters) <= wholeLimit / 4 { count(\.clusters) }
    if clusters.count <= Self.fewFiles { countFewParts() }
  }

  /// How many of the files are one document of plain text.
  func textFiles(_ files: [Int]) -> Int {
    files.count { (corpus.options.format ?? corpus.files[$0].format) == .text }
  }

  private func size(_ files: [Int]) -> Int64 {
    files.reduce(0) { $0 + (corpus.files[$1].size ?? 0) }
  }

  private mutating func count(_ files: WritableKeyPath<SamplingPlan, [Int]>) {
    whole += self[keyPath: files]
    self[keyPath: files] = []
  }

  /// Of a few files those that can only be read from their start are all read; and the others, too, if
  /// they have so few parts that a sample would draw most of them.
  private mutating func countFewParts() {
    var parts = 0
    var divided: [Int] = []
    for file in clusters {
      do throws(CorpusError) {
        let sampler = try CorpusSampler(corpus.files[file], options: corpus.options)
        if case .parts(let ranges) = sampler.access { parts += ranges.count }
        divided.append(file)
      } catch {
        // What is wrong with a file that cannot be opened is told when it is counted.
        whole.append(file)
      }
    }
    clusters = divided
    if parts <= 2 * DatasetSampler.clusterPilot { count(\.clusters) }
  }
}
