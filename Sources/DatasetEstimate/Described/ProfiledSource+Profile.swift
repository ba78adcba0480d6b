public import Efficiency
import Scripts

extension EfficiencyProfile {
  /// The sources of each script, by ISO 15924 code, as predictions take them.
  ///
  /// - Complexity: O(cells).
  public var profiledSources: [String: [ProfiledSource]] {
    var sources: [String: [ProfiledSource]] = [:]
    for cell in cells {
      sources[cell.key.script.code, default: []].append(
        ProfiledSource(
          name: cell.key.label.source, domain: cell.key.label.domain,
          bytes: UInt64(clamping: cell.moments.units.bytes),
          tokens: UInt64(clamping: cell.moments.units.tokens)))
    }
    return sources
  }
}
