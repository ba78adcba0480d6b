import ByteLevelBPE
import CorpusReading

/// The files of a corpus, with the long ones in parts if they can be cut.
struct CorpusParts {
  private let whole: [CorpusFile]
  /// The parts, in the order of the corpus.
  private(set) var files: [CorpusFile] = []
  /// The number of parts of each file.
  private var counts: [Int] = []

  /// How much of a text is searched for a cut near the end of a part. Paragraphs are shorter.
  private static let searchedBytes = 1 << 16

  init(_ pass: CorpusPass, for tokenizer: Tokenizer) {
    whole = pass.corpus.files
    func isLongText(_ file: CorpusFile) -> Bool {
      (file.size ?? 0) > pass.partBytes(of: file.size ?? 0) && file.range == nil
        && file.compression == .none && (pass.corpus.options.format ?? file.format) == .text
    }
    let cuts = whole.contains(where: isLongText) ? LineCuts(tokenizer) : nil
    for file in whole {
      let size = file.size ?? 0
      let bytes = pass.partBytes(of: size)
      var parts = file.divided(into: bytes)
      if let cuts, isLongText(file) {
        // What cannot be read is left whole: the reader says so in its turn, or skips it if it may.
        parts = (try? Self.parts(ofText: file, size, bytes, cuts)) ?? [file]
      }
      files += parts
      counts.append(parts.count)
    }
  }

  private static func parts(
    ofText file: CorpusFile, _ size: Int64, _ bytes: Int64, _ cuts: LineCuts
  ) throws(CorpusError) -> [CorpusFile] {
    var starts: [Int64] = [0]
    for nominal in stride(from: bytes, to: size, by: Int64.Stride(bytes)) {
      let found = try file.withBytes(at: nominal, count: min(searchedBytes, Int(bytes))) {
        cuts.first(in: $0, from: 0)
      }
      if let found { starts.append(nominal + Int64(found)) }
    }
    guard starts.count > 1 else { return [file] }
    return zip(starts, starts.dropFirst() + [size]).map { file.part(ofText: $0..<$1) }
  }

  /// The counts of the files from those of the parts.
  func joined(_ parts: [FileCount]) -> [FileCount] {
    var rest = parts[...]
    return zip(whole, counts).compactMap { file, count in
      guard var sum = rest.popFirst() else { return nil }
      for part in rest.prefix(count - 1) {
        let documents = sum.counts.documents
        // A text is one document, however many parts it has.
        let isText = part.reading.file.isPartOfText
        sum.reading.add(part.reading, after: isText ? 0 : documents)
        sum.counts += part.counts
        if isText { sum.counts.documents = documents }
        sum.chat += part.chat
      }
      rest = rest.dropFirst(count - 1)
      sum.reading.file = file
      return sum
    }
  }
}
