import ByteLevelBPE
public import CorpusReading
import Scripts
public import TokenizerFormats

/// Profiles tokenizers over corpora.
public enum CorpusProfiler {
  /// Files up to this size have their SHA-256 in the profile. Digests cost 3 ms a megabyte, a third to
  /// two thirds as much as profiling does; the corpora that profiles are made of are small.
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
    let (shards, readings) = try await measure(
      loaded, over: labelled, pass, unit: unit, digests: digests)
    var total = TextCounts()
    for shard in shards { total += shard.file.counts }
    let profile = EfficiencyProfile(
      tokenizer: TokenizerIdentity(loaded), environment: .current, unit: unit, total: total,
      cells: shards.flatMap(\.cells), files: shards.map(\.file))
    return Outcome(profile: profile, readings: readings)
  }

  /// Measures a tokenizer on each file of a corpus, or the part of it that the corpus names.
  ///
  /// - Throws: `CorpusError` for the first file that cannot be read.
  public static func measure(
    _ loaded: LoadedTokenizer, over labelled: LabelledCorpus, _ pass: CorpusPass,
    unit: UnitKind = .standard, digests: Bool = true
  ) async throws(CorpusError) -> (shards: [MeasuredShard], readings: [FileReading]) {
    let expected = pass.expectedBytes
    let tokenizer = loaded.tokenizer
    let results = try await pass.run {
      DocumentProfiler(TokenCounter(tokenizer, expectedBytes: expected), unit: unit)
    }
    var shards: [MeasuredShard] = []
    for (file, (reading, result)) in zip(labelled.files, results) {
      let cells = result.moments.sorted { $0.key < $1.key }.map { script, moments in
        EfficiencyProfile.Cell(key: .init(script: script, label: file.label), moments: moments)
      }
      shards.append(
        MeasuredShard(file, reading, result.counts, cells: cells, digests: digests))
    }
    return (shards, results.map(\.file))
  }

  /// Counts the tokens of each file of a corpus, or of the part of it that the corpus names, without
  /// looking at scripts.
  ///
  /// - Throws: `CorpusError` for the first file that cannot be read.
  public static func count(
    _ loaded: LoadedTokenizer, over labelled: LabelledCorpus, _ pass: CorpusPass
  ) async throws(CorpusError) -> (shards: [MeasuredShard], readings: [FileReading]) {
    let counts = try await CorpusCounter.count(pass, with: loaded.tokenizer)
    let shards = zip(labelled.files, counts).map { file, count in
      MeasuredShard(file, count.reading, count.counts, cells: [], digests: true)
    }
    return (shards, counts.map(\.reading))
  }
}

extension MeasuredShard {
  fileprivate init(
    _ file: LabelledFile, _ reading: FileReading, _ counts: TextCounts,
    cells: [EfficiencyProfile.Cell], digests: Bool
  ) {
    key = file.key(reading.file.range)
    skipped = UInt64(reading.skipped.count)
    self.cells = cells
    // The digest and the size are the file's, also of a part: its parts become one entry again.
    self.file = MeasuredFile(
      name: file.name, label: file.label, licence: file.licence,
      sha256: digests
        ? FileBytes.digest(file.path, limit: CorpusProfiler.digestLimit) ?? "" : "",
      containerBytes: reading.file.size.map { UInt64($0) }, counts: counts,
      illFormed: reading.illFormed.count, scripts: cells.map { .init($0) })
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
