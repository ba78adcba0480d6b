public import JSONText
public import Scripts
public import Statistics

/// The figures of one script, or of all together, worked out from a profile's sums.
public struct ScriptSummary: Sendable, Hashable {
  /// The script; `nil` for all of them.
  public var script: Script?
  /// Documents that have it.
  public var documents: UInt64
  /// The sums they are worked out from.
  public var units: UnitMoments
  /// The sums over files, of each file's bytes and tokens: units of one file resemble each other.
  public var filesOnBytes = Moments()
  /// The same of characters and tokens.
  public var filesOnCharacters = Moments()
  /// The sums of each source's units, in byte order of the sources' names, without sources of less
  /// than ``fewestSourceBytes``.
  public var sources: [Moments] = []

  /// In less text than that, such as the three Greek letters of an English manual, a ratio says more
  /// of those words than of the source.
  public static let fewestSourceBytes: UInt128 = 1024

  /// Tokens per byte: what adds up over a mixture.
  public var tokensPerByte: Double? { Self.ratio(units.tokens, units.bytes) }
  /// Tokens per character (Unicode scalar value).
  public var tokensPerCharacter: Double? { Self.ratio(units.tokens, units.characters) }
  /// Bytes per token, the compression ratio.
  public var bytesPerToken: Double? { Self.ratio(units.bytes, units.tokens) }
  /// Characters per token.
  public var charactersPerToken: Double? { Self.ratio(units.characters, units.tokens) }

  /// The least-squares line of tokens on bytes: y = a + b·x.
  public var lineOnBytes: Result<LeastSquaresFit, FitError> { Self.line(units.onBytes) }
  /// The least-squares line of tokens on characters.
  public var lineOnCharacters: Result<LeastSquaresFit, FitError> { Self.line(units.onCharacters) }
  /// The line of tokens on bytes weighted by 1/x.
  public var weightedLineOnBytes: Result<LeastSquaresFit, FitError> {
    Self.line(units.weightedOnBytes)
  }
  /// The line of tokens on characters weighted by 1/x.
  public var weightedLineOnCharacters: Result<LeastSquaresFit, FitError> {
    Self.line(units.weightedOnCharacters)
  }
  /// The ratio of tokens to bytes with its linearised variance: the line through the origin weighted
  /// by 1/x.
  public var ratioOnBytes: Result<RatioFit, FitError> { Self.ratioFit(units.onBytes) }
  /// The same of tokens to characters.
  public var ratioOnCharacters: Result<RatioFit, FitError> { Self.ratioFit(units.onCharacters) }
  /// The ratio of tokens to bytes with its variance over files as clusters, several times that over
  /// units.
  public var clusterRatioOnBytes: Result<RatioFit, FitError> { Self.ratioFit(filesOnBytes) }
  /// The same of tokens to characters.
  public var clusterRatioOnCharacters: Result<RatioFit, FitError> {
    Self.ratioFit(filesOnCharacters)
  }

  /// The covariance of ``lineOnBytes`` that holds however the spread grows with size. It needs all
  /// observations: `nil` if there were more than ``ObservationSample/capacity``.
  public var robustCovarianceOnBytes: LeastSquaresFit.Covariance? { robustCovariance(\.bytes) }
  /// The same of ``lineOnCharacters``.
  public var robustCovarianceOnCharacters: LeastSquaresFit.Covariance? {
    robustCovariance(\.characters)
  }

  /// How much tokens per byte differ between sources.
  public var betweenSources: Result<RandomEffects, FitError> {
    Result { () throws(FitError) in
      try RandomEffects(
        sources.map { (source) throws(FitError) in
          let fit = try RatioFit(source)
          return .init(ratio: fit.ratio, variance: fit.variance ?? 0)
        })
    }
  }

  private func robustCovariance(
    _ size: KeyPath<Observation, UInt64>
  ) -> LeastSquaresFit.Covariance? {
    let observations = units.sample.observations
    guard UInt64(observations.count) == units.count else { return nil }
    return try? LeastSquaresFit.heteroscedasticCovariance(
      of: observations.map { (Double($0[keyPath: size]), Double($0.tokens)) })
  }

  private static func ratio(_ a: UInt128, _ b: UInt128) -> Double? {
    b > 0 ? Double(a) / Double(b) : nil
  }

  private static func line(_ moments: Moments) -> Result<LeastSquaresFit, FitError> {
    Result { () throws(FitError) in try LeastSquaresFit(moments) }
  }

  private static func line(_ moments: InverseWeightedMoments) -> Result<LeastSquaresFit, FitError> {
    Result { () throws(FitError) in try LeastSquaresFit(moments) }
  }

  private static func ratioFit(_ moments: Moments) -> Result<RatioFit, FitError> {
    Result { () throws(FitError) in try RatioFit(moments) }
  }
}

extension EfficiencyProfile {
  /// The figures of each script, in the order of bytes, the most first.
  public var summaries: [ScriptSummary] {
    var summaries: [Script: ScriptSummary] = [:]
    var sources: [Script: [[UInt8]: Moments]] = [:]
    func update(_ script: Script, _ body: (inout ScriptSummary) -> Void) {
      body(&summaries[script, default: ScriptSummary(script: script)])
    }
    for cell in cells {
      update(cell.key.script) { summary in
        summary.documents += cell.moments.documents
        summary.units += cell.moments.units
      }
      sources[cell.key.script, default: [:]][cell.key.label.sourceBytes, default: Moments()] +=
        cell.moments.units.onBytes
    }
    for file in files {
      for counts in file.scripts {
        update(counts.script) { $0.addFile(counts.bytes, counts.characters, counts.tokens) }
      }
    }
    for (script, moments) in sources { update(script) { $0.setSources(moments) } }
    return summaries.values.sorted {
      $0.units.bytes == $1.units.bytes
        ? ($0.script?.code ?? "") < ($1.script?.code ?? "") : $0.units.bytes > $1.units.bytes
    }
  }

  /// The figures of all scripts together.
  public var pooledSummary: ScriptSummary {
    var summary = ScriptSummary(script: nil)
    summary.documents = total.documents
    var sources: [[UInt8]: Moments] = [:]
    for cell in cells {
      summary.units += cell.moments.units
      sources[cell.key.label.sourceBytes, default: Moments()] += cell.moments.units.onBytes
    }
    for file in files {
      summary.addFile(file.counts.bytes, file.counts.characters, file.counts.tokens)
    }
    summary.setSources(sources)
    return summary
  }
}

extension CorpusLabel {
  /// The source's name as bytes: strings may be equal that are not the same.
  fileprivate var sourceBytes: [UInt8] { Array(source.utf8) }
}

extension ScriptSummary {
  fileprivate init(script: Script?) {
    self.init(script: script, documents: 0, units: UnitMoments())
  }

  fileprivate mutating func addFile(_ bytes: UInt64, _ characters: UInt64, _ tokens: UInt64) {
    filesOnBytes.add(x: bytes, y: tokens)
    filesOnCharacters.add(x: characters, y: tokens)
  }

  fileprivate mutating func setSources(_ moments: [[UInt8]: Moments]) {
    sources = moments.filter { $0.value.sumX >= Self.fewestSourceBytes }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
  }
}

extension ScriptSummary {
  /// The figures for readers of JSON.
  public var json: JSONValue {
    func number(_ value: Double?) -> JSONValue { value.map { .double($0) } ?? .null }
    return [
      "script": script.map { .string($0.code) } ?? .null,
      "documents": .integer(documents), "units": .integer(units.count),
      "bytes": .integer(units.bytes), "characters": .integer(units.characters),
      "tokens": .integer(units.tokens), "tokensPerByte": number(tokensPerByte),
      "tokensPerCharacter": number(tokensPerCharacter), "bytesPerToken": number(bytesPerToken),
      "lineOnBytes": Self.json(lineOnBytes), "lineOnCharacters": Self.json(lineOnCharacters),
      "weightedLineOnBytes": Self.json(weightedLineOnBytes),
      "weightedLineOnCharacters": Self.json(weightedLineOnCharacters),
      "ratioStandardErrorOnBytes": number((try? ratioOnBytes.get())?.standardError()),
      "ratioStandardErrorOnCharacters": number((try? ratioOnCharacters.get())?.standardError()),
      "clusterStandardErrorOnBytes": number((try? clusterRatioOnBytes.get())?.standardError()),
      "clusterStandardErrorOnCharacters": number(
        (try? clusterRatioOnCharacters.get())?.standardError()),
      "robustOnBytes": Self.json(robustCovarianceOnBytes),
      "robustOnCharacters": Self.json(robustCovarianceOnCharacters),
      "betweenSources": Self.json(betweenSources),
    ]
  }

  private static func json(_ covariance: LeastSquaresFit.Covariance?) -> JSONValue {
    guard let covariance else { return .null }
    return [
      "interceptStandardError": .double(covariance.intercept.squareRoot()),
      "slopeStandardError": .double(covariance.slope.squareRoot()),
      "covariance": .double(covariance.interceptAndSlope),
    ]
  }

  private static func json(_ effects: Result<RandomEffects, FitError>) -> JSONValue {
    guard case .success(let effects) = effects else { return .null }
    return [
      "sources": .integer(effects.count), "ratio": .double(effects.ratio),
      "standardDeviationOfLog": .double(effects.standardDeviationOfLog),
      "betweenSourceVariance": .double(effects.betweenSourceVariance),
    ]
  }

  private static func json(_ line: Result<LeastSquaresFit, FitError>) -> JSONValue {
    guard case .success(let fit) = line else { return .null }
    return [
      "intercept": .double(fit.intercept), "slope": .double(fit.slope),
      "interceptStandardError": .double(fit.interceptStandardError),
      "slopeStandardError": .double(fit.slopeStandardError),
      "covariance": .double(fit.covariance.interceptAndSlope),
      "rSquared": fit.rSquared.map { .double($0) } ?? .null,
      "residualStandardDeviation": .double(fit.residualStandardDeviation),
    ]
  }
}
