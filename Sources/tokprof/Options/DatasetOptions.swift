import ArgumentParser
import DatasetEstimate
import Efficiency
import Reports
import Scripts

/// A dataset that is described by its size, and the profile to predict its tokens with.
struct DatasetOptions: ParsableArguments {
  @OptionGroup var stores: StoreOptions

  @Option(
    help: ArgumentHelp(
      "A stored profile, or a file that holds one, to predict tokens with.", valueName: "name"))
  var profile: String?

  @Option(
    help: ArgumentHelp("The dataset's bytes of text: 3.2TB.", valueName: "size"),
    transform: HumanValues.bytes)
  var bytes: Double?

  @Option(
    help: ArgumentHelp(
      "A listing of files and sizes as object stores print them; - is standard input.",
      valueName: "file|-"),
    completion: .file())
  var listing: String?

  @Option(
    help: ArgumentHelp(
      "The share of the bytes in each script: Hani:0.6,Latn:0.4. Needed unless the profile has one.",
      valueName: "shares"))
  var mix: String?

  @Option(
    help: ArgumentHelp(
      "Predict from the sources of one domain: prose, code, chat, markup, data.",
      valueName: "label"))
  var domain: String?

  @Option(
    name: .customLong("unknown-scripts"),
    help: ArgumentHelp(
      "What to do with scripts that the profile lacks: refuse, or bound (0 to 1 token a byte).",
      valueName: "policy"))
  var unknownScripts: UnknownScriptChoice = .refuse

  enum UnknownScriptChoice: String, ExpressibleByArgument, CaseIterable {
    case refuse, bound
    var policy: DescribedDataset.UnknownScripts { self == .refuse ? .refuse : .bound }
  }

  mutating func validate() throws {
    if bytes != nil, listing != nil {
      throw ValidationError("--bytes and --listing both say how large the dataset is; give one")
    }
    if profile == nil, mix != nil || bytes != nil || listing != nil {
      throw ValidationError("a dataset's size becomes tokens by a profile; add --profile NAME")
    }
  }

  /// Predicts the tokens of the dataset; `nil` when no profile was asked for.
  func predict(level: Double) throws -> TokenEstimate? {
    guard let profile else { return nil }
    var estimate = try predict(with: stores.profile(named: profile), level: level)
    if try stores.isShipped(profile) {
      estimate.cautions.append(
        "The profile is shipped with tokprof and was measured on manuals, messages of programs, and "
          + "code. Profile a sample of your own text where other text matters.")
    }
    return estimate
  }

  /// Predicts the tokens of the dataset with a profile.
  func predict(with profile: EfficiencyProfile, level: Double) throws -> TokenEstimate {
    let dataset = DescribedDataset(
      bytes: try size(), mix: try scriptMix(profile), domain: domain)
    return try dataset.tokens(
      from: profile.profiledSources, unknownScripts: unknownScripts.policy, level: level)
  }

  /// The dataset's bytes.
  private func size() throws -> Double {
    if let bytes { return bytes }
    guard let listing else {
      throw ValidationError("how large is the dataset? Add --bytes SIZE or --listing FILE")
    }
    let text = String(decoding: try InputFile.read(listing), as: UTF8.self)
    do {
      let listed = try FileListing(text)
      let packed = listed.groups(by: .fileExtension).filter(\.isCompressed)
      if !packed.isEmpty {
        StandardError.warn(
          "\(packed.reduce(0) { $0 + $1.files }) of the listed files are compressed: their bytes "
            + "are not those of the text; give the text's bytes with --bytes")
      }
      return Double(listed.totalBytes)
    } catch {
      throw InputError(place: InputFile.place(listing), reason: "\(error)", remedy: nil)
    }
  }

  private func scriptMix(_ profile: EfficiencyProfile) throws -> ScriptMix {
    guard let mix else {
      let scripts = profile.summaries.compactMap { $0.script?.code }
      guard scripts.count == 1, let only = scripts.first else {
        throw ValidationError(
          "in which scripts is the text? Add --mix such as Latn:1 or Hani:0.6,Latn:0.4")
      }
      return try ScriptMix(fractions: [(only, 1)])
    }
    var fractions: [(script: String, fraction: Double)] = []
    for part in mix.split(separator: ",") {
      let fields = part.split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "=" }
      guard fields.count == 2, !fields[0].isEmpty else {
        throw ValidationError(
          "--mix “\(part)”: write a script and its share, such as Hani:0.6 or Latn:40%")
      }
      let script = fields[0].trimmingSpaces()
      guard Self.isScript(script) else {
        throw ValidationError(
          "--mix “\(script)”: is no ISO 15924 code; write four letters such as Latn, Cyrl, Hani")
      }
      fractions.append(
        (Self.canonical(script), try HumanNumber.fraction(fields[1].trimmingSpaces())))
    }
    return try ScriptMix(fractions: fractions)
  }

  private static func isScript(_ code: String) -> Bool {
    code.utf8.count == 4 && code.utf8.allSatisfy { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
  }

  private static func canonical(_ code: String) -> String {
    code.prefix(1).uppercased() + code.dropFirst().lowercased()
  }
}

extension Substring {
  fileprivate func trimmingSpaces() -> String {
    var part = self
    while part.first == " " { part.removeFirst() }
    while part.last == " " { part.removeLast() }
    return String(part)
  }
}
