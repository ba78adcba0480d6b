import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A dataset of which only the size and the mix of scripts are known.
///
/// Its tokens are predicted from a profile. What is uncertain then is not how well the profile was
/// measured but how far one corpus differs from another: for o200k, tokens per byte in one script
/// differ between sources by 7 to 16 %. The interval of one profiled corpus held the ratio of another
/// in 12 to 21 % of cases; the interval here, which comes from the differences between at least
/// three sources, in 91 to 94 %.
public struct DescribedDataset: Hashable, Sendable {
  /// Bytes of text. The bytes of a compressed or escaped container are others, by a factor of up to
  /// ten.
  public var bytes: Double
  /// The scripts of the text.
  public var mix: ScriptMix
  /// The domain whose sources alone are to be predicted from; `nil` for all.
  public var domain: String?

  /// Makes a description.
  public init(bytes: Double, mix: ScriptMix, domain: String? = nil) {
    self.bytes = bytes
    self.mix = mix
    self.domain = domain
  }

  /// What to do with scripts that the profile has not measured.
  public enum UnknownScripts: Hashable, Sendable {
    /// Throw, with the scripts that it has.
    case refuse
    /// Count them as no tokens at the low end and one token for each byte at the high end: a token of
    /// byte-level BPE has at least one byte.
    case bound
  }

  /// Predicts the number of tokens.
  ///
  /// Each script's ratio is the geometric mean of its sources', and its interval that in which a new
  /// source is to be expected. Scripts are combined as if their errors were independent, by G.
  /// Zou's and A. Donner's method (*Statistics in Medicine* 27, 2008): the distances of the ends from
  /// the estimate add up as squares. A dataset that is unusual in all its scripts at once, such as one
  /// of tables, breaks that assumption; ``TokenEstimate/sameWayInterval`` is for it.
  ///
  /// - Parameters:
  ///   - sources: The profile's sources of each script, by ISO 15924 code.
  ///   - unknownScripts: What to do with scripts without a source.
  ///   - level: The probability of the interval.
  /// - Returns: Tokens, over bytes of text; an interval if every script has three sources.
  /// - Throws: ``PredictionError`` for a script without a source that is not to be bounded, no bytes,
  ///   or a bad level.
  public func tokens(
    from sources: [String: [ProfiledSource]], unknownScripts: UnknownScripts = .refuse,
    level: Double = 0.95
  ) throws(PredictionError) -> TokenEstimate {
    guard bytes > 0, bytes.isFinite else { throw .noBytes }
    guard level > 0, level < 1 else { throw .badLevel(level) }
    let usable = sources.mapValues { ProfiledSource.usable($0, in: domain) }
      .filter { !$0.value.isEmpty }
    let unknown = mix.shares.map(\.script).filter { usable[$0] == nil }
    guard unknown.isEmpty || unknownScripts == .bound else {
      throw .unknownScripts(unknown.sorted(), known: usable.keys.sorted(), domain: domain)
    }

    var ranges: [Range] = []
    var rows: [ScriptEstimate] = []
    var tooFew: [String] = []
    for share in mix.shares {
      let scriptBytes = bytes * share.fraction
      let known = usable[share.script] ?? []
      var row = ScriptEstimate(
        script: share.script, bytes: scriptBytes, tokens: nil, interval: nil,
        sources: known.count)
      if known.isEmpty {
        ranges.append(Range(value: 0, low: 0, high: scriptBytes, upperBound: scriptBytes))
        row.interval = TokenInterval(level: level, low: 0, high: scriptBytes)
      } else {
        let ratio = Self.geometricMean(known)
        row.tokens = scriptBytes * ratio
        if let range = Self.range(known, scriptBytes, level: level) {
          ranges.append(range)
          row.interval = TokenInterval(level: level, low: range.low, high: range.high)
        } else {
          tooFew.append("\(share.script) has \(known.count)")
        }
      }
      rows.append(row)
    }

    var estimate = TokenEstimate(
      tokens: rows.reduce(0) { $0 + ($1.tokens ?? 0) }, interval: nil, intervalReason: nil,
      upperBound: nil, bytes: bytes, scripts: rows, cautions: [])
    if tooFew.isEmpty {
      combine(ranges, level: level, into: &estimate)
    } else {
      estimate.intervalReason = reason(tooFew)
    }
    if !unknown.isEmpty {
      let names = unknown.sorted().joined(separator: ", ")
      estimate.cautions.append(
        "The profile has measured no text in \(names): the tokens leave it out, and the bounds "
          + "count each of its bytes as one token.")
    }
    return estimate
  }

  /// One script's tokens, and what they may be.
  private struct Range {
    var value: Double
    var low: Double
    var high: Double
    var upperBound: Double
  }

  private static func geometricMean(_ sources: [ProfiledSource]) -> Double {
    let logs = sources.map { log(Double($0.tokens) / Double($0.bytes)) }
    return exp(logs.reduce(0, +) / Double(logs.count))
  }

  private static func range(
    _ sources: [ProfiledSource], _ bytes: Double, level: Double
  ) -> Range? {
    do throws(FitError) {
      let effects = try RandomEffects(
        sources.map { .init(ratio: Double($0.tokens) / Double($0.bytes), variance: 0) })
      let ends = try effects.predictionInterval(level: level)
      // No byte has more than one token.
      return Range(
        value: min(effects.ratio, 1) * bytes, low: min(ends.lowerBound, 1) * bytes,
        high: min(ends.upperBound, 1) * bytes,
        upperBound: min(try effects.upperBound(level: level), 1) * bytes)
    } catch {
      return nil
    }
  }

  private func combine(_ ranges: [Range], level: Double, into estimate: inout TokenEstimate) {
    let value = ranges.reduce(0) { $0 + $1.value }
    func distance(_ part: (Range) -> Double) -> Double {
      ranges.reduce(0) { $0 + part($1) * part($1) }.squareRoot()
    }
    estimate.interval = TokenInterval(
      level: level, low: value - distance { $0.value - $0.low },
      high: value + distance { $0.high - $0.value })
    estimate.upperBound = value + distance { $0.upperBound - $0.value }
    if ranges.count > 1 {
      estimate.sameWayInterval = TokenInterval(
        level: level, low: ranges.reduce(0) { $0 + $1.low },
        high: ranges.reduce(0) { $0 + $1.high })
    }
  }

  private func reason(_ tooFew: [String]) -> String {
    let place = domain.map { " of the domain \($0)" } ?? ""
    return "An interval needs three sources\(place) in every script, to tell how much corpora "
      + "differ, and " + tooFew.joined(separator: ", ") + "."
  }
}
