import Efficiency
import Foundation
import ShippedProfiles

@testable import DatasetEstimate

/// Each source of a script held out in turn, and predicted from the others by the code that
/// `tokprof estimate --profile` runs.
struct HeldOutSources {
  struct Script {
    var code: String
    var sources: Int
    var covered: Int
    /// The upper end of each interval by its estimate.
    var widths: [Double]
  }

  private(set) var scripts: [Script] = []

  var sources: Int { scripts.reduce(0) { $0 + $1.sources } }
  var covered: Int { scripts.reduce(0) { $0 + $1.covered } }
  var widths: [Double] { scripts.flatMap(\.widths) }

  /// Takes the scripts of which four sources have been measured: three are left to predict from.
  init(_ profile: EfficiencyProfile) throws {
    let bytes = 1e12
    for (code, all) in profile.profiledSources.sorted(by: { $0.key < $1.key }) {
      let sources = ProfiledSource.usable(all, in: nil)
      guard sources.count >= 4 else { continue }
      var script = Script(code: code, sources: sources.count, covered: 0, widths: [])
      let dataset = DescribedDataset(bytes: bytes, mix: try ScriptMix(fractions: [(code, 1)]))
      for source in sources {
        let others = sources.filter { $0 != source }
        let estimate = try dataset.tokens(from: [code: others])
        guard let interval = estimate.interval else { continue }
        let tokens = Double(source.tokens) / Double(source.bytes) * bytes
        if interval.low <= tokens, tokens <= interval.high { script.covered += 1 }
        script.widths.append(interval.high / estimate.tokens)
      }
      scripts.append(script)
    }
  }

  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard let middle = sorted.indices.dropFirst(sorted.count / 2).first else { return .nan }
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
