import DatasetEstimate
import Efficiency
import Reports
import Scripts

/// `POST /api/estimate`: the tokens of a dataset that is described by its size and mix.
enum EstimateCall {
  static let members: Set<String> = [
    "profile", "bytes", "mix", "domain", "unknownScripts", "level",
  ]

  private enum UnknownScripts: String, CaseIterable {
    case refuse, bound

    var policy: DescribedDataset.UnknownScripts { self == .refuse ? .refuse : .bound }
  }

  static func answer(_ body: CallBody, _ data: PageData) throws(HTTPRefusal) -> JSONValue {
    try estimate(body, data, level: try body.share("level") ?? 0.95).json()
  }

  /// The tokens that the body's profile predicts.
  static func estimate(
    _ body: CallBody, _ data: PageData, level: Double
  ) throws(HTTPRefusal) -> TokenEstimate {
    guard let name = try body.text("profile") else {
      throw body.wrong("profile", "is missing; name one of the store's profiles")
    }
    guard let bytes = try body.size("bytes") else {
      throw body.wrong("bytes", "is missing; how large is the dataset?")
    }
    let profile = try data.profile(named: name)
    let mix = try mix(body, profile)
    let domain = try body.text("domain")
    let policy = try body.choice("unknownScripts", UnknownScripts.self)?.policy ?? .refuse
    return try refusing {
      try DescribedDataset(bytes: bytes, mix: ScriptMix(fractions: mix), domain: domain)
        .tokens(from: profile.profiledSources, unknownScripts: policy, level: level)
    }
  }

  private static func mix(
    _ body: CallBody, _ profile: EfficiencyProfile
  ) throws(HTTPRefusal) -> [(script: String, fraction: Double)] {
    if let table = try body.shareTable("mix") { return table.map { ($0.name, $0.share) } }
    let scripts = profile.summaries.compactMap { $0.script?.code }
    guard scripts.count == 1, let only = scripts.first else {
      throw body.wrong(
        "mix", "is missing; in which scripts is the text? Give such as {\"Latn\": 1}")
    }
    return [(only, 1)]
  }
}
