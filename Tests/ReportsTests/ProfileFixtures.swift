import Scripts

@testable import Efficiency
@testable import Reports

/// Profiles of made-up tokenizers over made-up files.
enum ProfileFixtures {
  /// A file: its name, and the observations of each script in it.
  typealias File = (name: String, scripts: [(script: String, units: [Observation])])

  static func unit(_ bytes: UInt64, _ tokens: UInt64, characters: UInt64? = nil) -> Observation {
    Observation(bytes: bytes, characters: characters ?? bytes, tokens: tokens)
  }

  static func profile(_ name: String, _ files: [File], vocabularySize: Int = 1000)
    -> EfficiencyProfile
  {
    var cells: [EfficiencyProfile.Cell] = []
    var measured: [MeasuredFile] = []
    var total = TextCounts()
    for file in files {
      let label = CorpusLabel(source: file.name, domain: "prose")
      var counts = TextCounts()
      counts.documents = 1
      var scripts: [MeasuredFile.ScriptCounts] = []
      for (code, units) in file.scripts {
        guard let script = Script(code: code) else { continue }
        var moments = UnitMoments()
        for unit in units {
          moments.add(unit)
          counts.bytes += unit.bytes
          counts.characters += unit.characters
          counts.tokens += unit.tokens
        }
        cells.append(
          .init(
            key: .init(script: script, label: label),
            moments: ScriptMoments(documents: 1, units: moments)))
        scripts.append(
          .init(
            script: script, documents: 1, units: moments.count, bytes: UInt64(moments.bytes),
            characters: UInt64(moments.characters), tokens: UInt64(moments.tokens)))
      }
      total += counts
      measured.append(
        MeasuredFile(
          name: file.name, label: label, licence: "CC0-1.0", sha256: "", containerBytes: nil,
          counts: counts, illFormed: 0, scripts: scripts))
    }
    return EfficiencyProfile(
      tokenizer: TokenizerIdentity(
        name: name, form: "tokenizer.json", meaningSHA256: "meaning of \(name)",
        contentSHA256: "content of \(name)", vocabularySize: vocabularySize, patterns: [],
        normalizer: "", addedTokens: "match", missingByteSymbols: 0),
      environment: .current, unit: .standard, total: total, cells: cells, files: measured)
  }

  /// Four files of Latin with a little Han, and one of Han with three characters to the word:
  /// `latin` and `han` are thousandths of a token per byte.
  static func mixed(_ name: String, latin: UInt64, han: UInt64, seed: UInt64 = 7)
    -> EfficiencyProfile
  {
    var random = SplitMix64(seed: seed)
    func units(_ count: Int, perMille: UInt64, bytesPerCharacter: UInt64) -> [Observation] {
      (0..<count).map { _ in
        let bytes = (600 + random.next() % 3400) * 3
        let tokens = bytes * perMille / 1000 + random.next() % 40
        return unit(bytes, tokens, characters: bytes / bytesPerCharacter)
      }
    }
    var files: [File] = (1...4).map { number in
      (
        "latin-\(number)",
        [("Latn", units(12, perMille: latin + UInt64(number) * 10, bytesPerCharacter: 1))]
      )
    }
    files[0].scripts.append(("Hani", [unit(9, 4, characters: 3)]))
    files.append(("han", [("Hani", units(14, perMille: han, bytesPerCharacter: 3))]))
    return profile(name, files)
  }
}
