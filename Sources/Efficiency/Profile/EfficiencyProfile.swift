public import JSONText
public import Scripts

/// How efficiently a tokenizer encodes text: what was measured, by script and source.
///
/// A profile holds integers only. Ratios, lines and intervals are worked out from them when they
/// are asked for, so that profiles made on many machines add up to the same bytes as one made on
/// one: ``merge(_:)``.
public struct EfficiencyProfile: Sendable, Equatable {
  /// The tokenizer.
  public var tokenizer: TokenizerIdentity
  /// What it was measured with.
  public var environment: MeasuringEnvironment
  /// The stretch of a document that gave one observation.
  public var unit: UnitKind
  /// Which of the corpora's records were measured: `all` of them, for which there is no seed. A
  /// profile of a sample would name its design and seed.
  public var sampling = "all"
  /// All the text, whatever its script.
  public var total: TextCounts
  /// The observations, in the order of their keys.
  public private(set) var cells: [Cell]
  /// What each file came to, in the order of their names.
  public private(set) var files: [MeasuredFile]
  /// Members of the document it was read from that this version does not know, within the objects
  /// that lead to them; they are written again as they were. `null` without any.
  public var unknownMembers = JSONValue.null

  /// What the cells are grouped by.
  public struct CellKey: Sendable, Hashable, Comparable {
    /// The script.
    public var script: Script
    /// Source, domain and language.
    public var label: CorpusLabel

    /// Creates a key.
    public init(script: Script, label: CorpusLabel) {
      self.script = script
      self.label = label
    }

    /// Orders by script, then by label.
    public static func < (a: CellKey, b: CellKey) -> Bool {
      a.script == b.script ? a.label < b.label : a.script < b.script
    }
  }

  /// The observations of one script in one source.
  public struct Cell: Sendable, Hashable {
    /// Script and label.
    public var key: CellKey
    /// The observations.
    public var moments: ScriptMoments

    /// Creates a cell.
    public init(key: CellKey, moments: ScriptMoments) {
      self.key = key
      self.moments = moments
    }
  }

  /// Creates a profile; cells of one key and files are put in order.
  public init(
    tokenizer: TokenizerIdentity, environment: MeasuringEnvironment, unit: UnitKind,
    total: TextCounts, cells: [Cell], files: [MeasuredFile]
  ) {
    self.tokenizer = tokenizer
    self.environment = environment
    self.unit = unit
    self.total = total
    self.cells = Self.inOrder(cells)
    self.files = files.sorted()
  }

  private static func inOrder(_ cells: [Cell]) -> [Cell] {
    var sums: [CellKey: ScriptMoments] = [:]
    for cell in cells { sums[cell.key, default: ScriptMoments()] += cell.moments }
    return sums.sorted { $0.key < $1.key }.map { Cell(key: $0.key, moments: $0.value) }
  }

  /// Adds the observations of another profile of the same tokenizer, made in the same way.
  ///
  /// Adding in any order, and in any grouping, gives equal profiles.
  ///
  /// Members that this version does not know are dropped: nobody can say what their sum is.
  ///
  /// - Throws: ``MergeError`` if the profiles cannot be added.
  /// - Complexity: O(cells + files).
  public mutating func merge(_ other: EfficiencyProfile) throws(MergeError) {
    try checkCompatible(other)
    // One tokenizer may lie in files of several names; which is named must not depend on the order.
    tokenizer = min(tokenizer, other.tokenizer)
    unknownMembers = .null
    var sums = Dictionary(
      cells.map { ($0.key, $0.moments) }, uniquingKeysWith: { first, _ in first })
    for cell in other.cells {
      guard let sum = sums[cell.key, default: ScriptMoments()].checkedSum(with: cell.moments)
      else { throw .overflow }
      sums[cell.key] = sum
    }
    guard let total = total.checkedSum(with: other.total) else { throw .overflow }
    self.total = total
    cells = sums.sorted { $0.key < $1.key }.map { Cell(key: $0.key, moments: $0.value) }
    files = (files + other.files).sorted()
  }

  /// Leaves what was measured with what, and takes away what was measured.
  mutating func removeText() {
    (total, cells, files, unknownMembers) = (TextCounts(), [], [], .null)
  }

  private func checkCompatible(_ other: EfficiencyProfile) throws(MergeError) {
    func check(_ what: String, _ a: String, _ b: String) throws(MergeError) {
      if a != b { throw .different(what: what, a, b) }
    }
    try check("tokenizer", tokenizer.meaningSHA256, other.tokenizer.meaningSHA256)
    try check("unit", unit.description, other.unit.description)
    try check("sampling", sampling, other.sampling)
    try check("version of tokprof", environment.tool, other.environment.tool)
    try check(
      "Unicode version of the patterns", environment.patternUnicode,
      other.environment.patternUnicode)
    try check(
      "Unicode version of the scripts", environment.scriptUnicode, other.environment.scriptUnicode)
    try check("ICU version", environment.icu, other.environment.icu)
  }
}

/// Why two profiles cannot be added.
public enum MergeError: Error, Sendable, Equatable, CustomStringConvertible {
  /// They were made of different things or in different ways.
  case different(what: String, String, String)
  /// Their sums are greater than 128 bits hold.
  case overflow

  /// The failure in one line.
  public var description: String {
    switch self {
    case .different(let what, let a, let b):
      "the profiles are of a different \(what): \(a) and \(b)"
    case .overflow: "the sums of the profiles are too great to be added"
    }
  }
}

/// Which tokenizer a profile is of.
public struct TokenizerIdentity: Sendable, Hashable {
  /// The name of a well-known tokenizer, or one told from the file's path.
  public var name: String
  /// The form of its file.
  public var form: String
  /// The SHA-256 of what it does, whatever its file looks like.
  public var meaningSHA256: String
  /// The SHA-256 of its file or files.
  public var contentSHA256: String
  /// The number of tokens, added ones included.
  public var vocabularySize: Int
  /// The regular expressions that cut text, in order.
  public var patterns: [String]
  /// The normalizer's name; empty without one.
  public var normalizer: String
  /// What is done with added tokens.
  public var addedTokens: String
  /// How many of the 256 bytes have no symbol and are dropped.
  public var missingByteSymbols: Int

  /// Creates an identity.
  public init(
    name: String, form: String, meaningSHA256: String, contentSHA256: String,
    vocabularySize: Int, patterns: [String], normalizer: String, addedTokens: String,
    missingByteSymbols: Int
  ) {
    self.name = name
    self.form = form
    self.meaningSHA256 = meaningSHA256
    self.contentSHA256 = contentSHA256
    self.vocabularySize = vocabularySize
    self.patterns = patterns
    self.normalizer = normalizer
    self.addedTokens = addedTokens
    self.missingByteSymbols = missingByteSymbols
  }
}

extension TokenizerIdentity: Comparable {
  /// Orders by the bytes of all that is known of it, the name first.
  public static func < (a: TokenizerIdentity, b: TokenizerIdentity) -> Bool {
    a.json.text().utf8.lexicographicallyPrecedes(b.json.text().utf8)
  }
}

/// The versions that a measurement depends on.
public struct MeasuringEnvironment: Sendable, Hashable {
  /// The version of tokprof.
  public var tool: String
  /// The Unicode version of the pre-tokenizer patterns.
  public var patternUnicode: String
  /// The Unicode version of the scripts.
  public var scriptUnicode: String
  /// The ICU version that the scripts come from.
  public var icu: String

  /// Creates an environment.
  public init(tool: String, patternUnicode: String, scriptUnicode: String, icu: String) {
    self.tool = tool
    self.patternUnicode = patternUnicode
    self.scriptUnicode = scriptUnicode
    self.icu = icu
  }

  /// The one of this program.
  public static var current: MeasuringEnvironment {
    MeasuringEnvironment(
      tool: ToolVersion.number, patternUnicode: "16.0",
      scriptUnicode: ScriptProperties.unicodeVersion, icu: ScriptProperties.icuVersion)
  }
}

/// The version of tokprof.
public enum ToolVersion {
  /// Semantic versioning.
  public static let number = "0.1.0"
}

/// What one file came to: the smallest piece whose figures a profile keeps, for honest variances.
public struct MeasuredFile: Sendable, Hashable, Comparable {
  /// The path below the folder that was named.
  public var name: String
  /// Source, domain and language.
  public var label: CorpusLabel
  /// The licence of its text; empty when it is not known.
  public var licence: String
  /// The SHA-256 of the file as it lies on the disk; empty when it was not taken.
  public var sha256: String
  /// The bytes that the file system shows; `nil` for a stream.
  public var containerBytes: UInt64?
  /// Documents, bytes, characters and tokens.
  public var counts: TextCounts
  /// Ill-formed parts that were read as U+FFFD.
  public var illFormed: UInt64
  /// Documents, observations, bytes, characters and tokens by script, in order.
  public var scripts: [ScriptCounts]

  /// What a file has in one script.
  public struct ScriptCounts: Sendable, Hashable {
    /// The script.
    public var script: Script
    /// Documents with the script.
    public var documents: UInt64
    /// Units with the script.
    public var units: UInt64
    /// Bytes.
    public var bytes: UInt64
    /// Characters.
    public var characters: UInt64
    /// Tokens.
    public var tokens: UInt64
  }

  /// Orders by name, then by digest, then by size.
  public static func < (a: MeasuredFile, b: MeasuredFile) -> Bool {
    if !a.name.utf8.elementsEqual(b.name.utf8) {
      return a.name.utf8.lexicographicallyPrecedes(b.name.utf8)
    }
    if a.sha256 != b.sha256 { return a.sha256 < b.sha256 }
    if a.label != b.label { return a.label < b.label }
    return (a.counts.bytes, a.counts.tokens) < (b.counts.bytes, b.counts.tokens)
  }
}
