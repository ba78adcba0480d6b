public import ByteLevelBPE
public import Scripts

/// What a vocabulary holds, found without any text.
public struct VocabularyAudit: Sendable {
  /// The number of tokens, added ones included.
  public var size = 0
  /// One more than the greatest id; ids that no token has are holes.
  public var idLimit = 0
  /// Added tokens, and those of them that are special.
  public var addedTokens = 0, specialTokens = 0
  /// Of the 256 bytes those that have a token.
  public var byteSymbols = 0
  /// Entries whose bytes alone are no UTF-8: single bytes, and parts of characters.
  public var partialEntries = 0
  /// Entries that are UTF-8, but whose text is encoded as other tokens.
  public var unreachableEntries = 0
  /// The first of the unreachable entries, by id.
  public var unreachableExamples: [Example] = []
  /// Entries that begin with a space.
  public var leadingSpaceEntries = 0
  /// Entries with letters of more than one script.
  public var mixedScriptEntries = 0
  /// How many entries there are of each script, the most first; of the script that owns most bytes.
  public var scripts: [ScriptEntries] = []
  /// How many entries there are of each length in bytes, shortest first.
  public var lengths: [(bytes: Int, entries: Int)] = []

  /// An entry with what its text is encoded as.
  public struct Example: Sendable, Hashable {
    /// The id.
    public var id: TokenID
    /// Its text.
    public var text: String
    /// The tokens of that text.
    public var encoded: [TokenID]
  }

  /// Entries of one script.
  public struct ScriptEntries: Sendable, Hashable {
    /// The script; `Zyyy` for entries without letters.
    public var script: Script
    /// The number of entries.
    public var entries = 0
    /// Their bytes.
    public var bytes = 0
  }

  /// How many examples are kept.
  public static let exampleCount = 20

  /// Examines a tokenizer's vocabulary.
  ///
  /// An entry is unreachable if encoding its text alone gives anything but the entry. In other
  /// text it may occur none the less, where a pattern cuts differently.
  ///
  /// - Complexity: O(bytes of the vocabulary), about a second for 200,000 tokens.
  public init(_ tokenizer: Tokenizer) {
    let facts = TokenFacts(tokenizer)
    var encoder = TokenEncoder(tokenizer)
    var lengthCounts: [Int: Int] = [:]
    var scriptCounts: [Script: ScriptEntries] = [:]
    for id in facts.ids {
      let bytes = facts.bytes(of: id)
      size += 1
      lengthCounts[bytes.count, default: 0] += 1
      if bytes.first == UInt8(ascii: " ") { leadingSpaceEntries += 1 }
      guard let text = String(validating: bytes, as: UTF8.self) else {
        partialEntries += 1
        continue
      }
      let encoded = encoder.encode(text)
      // Added tokens are matched or not as they are told to be; the merges do not make them.
      if encoded != [id], !facts.isAdded(id) {
        unreachableEntries += 1
        if unreachableExamples.count < Self.exampleCount {
          unreachableExamples.append(Example(id: id, text: text, encoded: encoded))
        }
      }
      let (script, isMixed) = Self.script(of: bytes)
      if isMixed { mixedScriptEntries += 1 }
      scriptCounts[script, default: ScriptEntries(script: script)].entries += 1
      scriptCounts[script, default: ScriptEntries(script: script)].bytes += bytes.count
    }
    idLimit = max(
      tokenizer.model.vocabulary.idLimit,
      tokenizer.addedTokens.map { Int($0.id) + 1 }.max() ?? 0)
    addedTokens = tokenizer.addedTokens.count
    specialTokens = tokenizer.addedTokens.count { $0.isSpecial }
    byteSymbols = 256 - tokenizer.model.missingBytes.count
    scripts = scriptCounts.values.sorted {
      $0.entries == $1.entries ? $0.script.code < $1.script.code : $0.entries > $1.entries
    }
    lengths = lengthCounts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The script that owns most bytes of a text, and whether there are others.
  private static func script(of bytes: [UInt8]) -> (script: Script, isMixed: Bool) {
    var scanner = ScriptScanner()
    var runs: [ScriptRun] = []
    bytes.withUnsafeBufferPointer { scanner.scan($0, into: &runs) }
    var shares: [Script: Int] = [:]
    for (index, run) in runs.enumerated() {
      let end = index + 1 < runs.count ? runs[index + 1].start : bytes.count
      shares[scanner.document.resolved(run.script), default: 0] += end - run.start
    }
    let owner = shares.min {
      $0.value == $1.value ? $0.key.code < $1.key.code : $0.value > $1.value
    }
    return (owner?.key ?? .common, shares.count > 1)
  }
}

extension VocabularyAudit {
  /// Every figure with its definition.
  public var figures: [Metric] {
    func count(
      _ key: String, _ name: String, unit: String = "entries", _ formula: String, _ value: Int
    ) -> Metric {
      Metric(key, name, unit: unit, formula, .count(UInt64(value)))
    }
    let bytes = lengths.reduce(0) { $0 + $1.bytes * $1.entries }
    return [
      count("size", "tokens", "entries and added tokens", size),
      count("idLimit", "greatest id + 1", unit: "ids", "", idLimit),
      count("holes", "holes", unit: "ids", "ids below that which no token has", idLimit - size),
      count("addedTokens", "added tokens", "matched in the text itself", addedTokens),
      count("specialTokens", "special tokens", "of the added ones", specialTokens),
      count(
        "byteSymbols", "byte symbols", unit: "of 256 bytes",
        "bytes with a token of their own; others are dropped or unknown", byteSymbols),
      count(
        "partialEntries", "partial UTF-8", "entries whose bytes alone are ill-formed",
        partialEntries),
      count(
        "unreachableEntries", "unreachable",
        "well-formed entries v with encode(decode(v)) ≠ [v], v alone; no added tokens",
        unreachableEntries),
      count(
        "leadingSpaceEntries", "leading space", "entries that begin with U+0020",
        leadingSpaceEntries),
      count(
        "mixedScriptEntries", "mixed scripts", "well-formed entries of more than one script",
        mixedScriptEntries),
      .ratio(
        "meanLength", "mean length", unit: "bytes/entry", "Σ bytes of entries / entries",
        UInt64(bytes), by: UInt64(size)),
      count("longest", "longest entry", unit: "bytes", "", lengths.last?.bytes ?? 0),
    ]
  }
}
