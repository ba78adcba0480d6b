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
    var sums: [Script: ScriptMoments] = [:]
    for cell in cells { sums[cell.key.script, default: ScriptMoments()] += cell.moments }
    return sums.map {
      ScriptSummary(script: $0.key, documents: $0.value.documents, units: $0.value.units)
    }.sorted {
      $0.units.bytes == $1.units.bytes
        ? ($0.script?.code ?? "") < ($1.script?.code ?? "") : $0.units.bytes > $1.units.bytes
    }
  }

  /// The figures of all scripts together.
  public var pooledSummary: ScriptSummary {
    var units = UnitMoments()
    for cell in cells { units += cell.moments.units }
    return ScriptSummary(script: nil, documents: total.documents, units: units)
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
