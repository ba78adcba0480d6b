import ByteLevelBPE
public import CorpusReading
import Scripts
public import TokenizerFormats

/// Profiles tokenizers over corpora.
public enum CorpusProfiler {
  /// Files up to this size have their SHA-256 in the profile. Digests cost 3 ms a megabyte, half
  /// as much as profiling does; the corpora that profiles are made of are small.
  public static let digestLimit = 64 << 20

  /// What a pass came to.
  public struct Outcome: Sendable {
    /// The profile.
    public var profile: EfficiencyProfile
    /// How the reading of each file went.
    public var readings: [FileReading]
  }

  /// Measures a tokenizer on a corpus.
  ///
  /// The profile does not depend on the number of threads, nor on the order of the files.
  ///
  /// - Parameters:
  ///   - labelled: the files and their labels.
  ///   - pass: how they are read; its corpus is that of `labelled`.
  ///   - unit: the stretch of text that gives one observation.
  /// - Throws: `CorpusError` for the first file that cannot be read.
  public static func profile(
    _ loaded: LoadedTokenizer, over labelled: LabelledCorpus, _ pass: CorpusPass,
    unit: UnitKind = .standard, digests: Bool = true
  ) async throws(CorpusError) -> Outcome {
    let expected = pass.expectedBytes
    let tokenizer = loaded.tokenizer
    let results = try await pass.run {
      DocumentProfiler(TokenCounter(tokenizer, expectedBytes: expected), unit: unit)
    }
    var cells: [EfficiencyProfile.Cell] = []
    var files: [MeasuredFile] = []
    var total = TextCounts()
    let labels = Dictionary(
      labelled.files.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    for (reading, result) in results {
      guard let file = labels[reading.file.path] else { continue }
      total += result.counts
      let scripts = result.moments.sorted { $0.key < $1.key }
      for (script, moments) in scripts {
        cells.append(.init(key: .init(script: script, label: file.label), moments: moments))
      }
      files.append(
        MeasuredFile(
          name: file.name, label: file.label, licence: file.licence,
          sha256: digests ? FileBytes.digest(file.path, limit: digestLimit) ?? "" : "",
          containerBytes: reading.file.size.map { UInt64($0) }, counts: result.counts,
          illFormed: reading.illFormed.count,
          scripts: scripts.map { script, moments in
            .init(
              script: script, documents: moments.documents, units: moments.units.count,
              bytes: UInt64(moments.units.bytes), characters: UInt64(moments.units.characters),
              tokens: UInt64(moments.units.tokens))
          }))
    }
    let profile = EfficiencyProfile(
      tokenizer: TokenizerIdentity(loaded), environment: .current, unit: unit, total: total,
      cells: cells, files: files)
    return Outcome(profile: profile, readings: results.map(\.file))
  }
}

extension TokenizerIdentity {
  /// The identity of a tokenizer that was loaded.
  ///
  /// - Complexity: O(size of the tokenizer), tens of milliseconds for a large one.
  public init(_ loaded: LoadedTokenizer) {
    let tokenizer = loaded.tokenizer
    let vocabulary = tokenizer.model.vocabulary
    let added = Set(tokenizer.addedTokens.map(\.id)).filter { vocabulary.bytes(of: $0) == nil }
    self.init(
      name: loaded.name, form: loaded.form.rawValue, meaningSHA256: loaded.meaningSHA256,
      contentSHA256: loaded.contentSHA256, vocabularySize: vocabulary.count + added.count,
      patterns: loaded.patternSource.isEmpty
        ? [] : loaded.patternSource.split(separator: "\n").map(String.init),
      normalizer: loaded.normalizerName ?? "",
      addedTokens: tokenizer.addedTokenPolicy.rawValue,
      missingByteSymbols: tokenizer.model.missingBytes.count)
  }
}
