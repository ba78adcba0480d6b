import Foundation
import TestSupport
import Testing

/// The rules that keep the modules apart, held against the sources.
@Suite struct ImportTests {
  /// What each module may import beside the system's C library, in the order in which the data
  /// passes through them. A module that is not named here is a fault.
  private static let allowed: [String: Set<String>] = [
    "CBuildCommit": [], "CShippedProfiles": [], "CICU": [], "CICUSystem": [], "CUTF8Proc": [],
    "CZlib": [], "CZstd": [],
    "ByteMasks": ["Builtin"],
    "ByteLevelBPE": ["Builtin", "ByteMasks", "Synchronization"],
    "TokenizerFormats": ["ByteLevelBPE", "CUTF8Proc", "Dispatch", "Synchronization"],
    "Scripts": ["ByteMasks", "CICU"],
    "CorpusReading": ["CZlib", "CZstd", "Synchronization"],
    "Statistics": [],
    "JSONText": [],
    "Efficiency": [
      "ByteLevelBPE", "TokenizerFormats", "Scripts", "CorpusReading", "Statistics", "JSONText",
      "Synchronization",
    ],
    "ShippedProfiles": ["CShippedProfiles", "JSONText", "Efficiency"],
    "ProfileStore": ["GRDB", "Foundation"],
    "DatasetEstimate": [
      "ByteLevelBPE", "CorpusReading", "Efficiency", "Scripts", "Statistics", "Synchronization",
    ],
    "TrainingCost": ["Statistics", "Synchronization"],
    "Reports": [
      "CUTF8Proc", "Efficiency", "DatasetEstimate", "TrainingCost", "Statistics", "Scripts",
      "JSONText", "ByteLevelBPE", "Synchronization",
    ],
    "Page": [
      "Reports", "ProfileStore", "TokenizerFormats", "Efficiency", "DatasetEstimate",
      "TrainingCost", "JSONText", "ByteLevelBPE", "Scripts", "CorpusReading", "Statistics",
      "Foundation", "Synchronization",
    ],
  ]
  private static let systemLibraries: Set<String> = ["Glibc", "Musl", "Darwin"]

  private func sources(of module: String) throws -> [URL] {
    let folder = Repository.root.appendingPathComponent("Sources/\(module)")
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (files?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }
  }

  private func imports(of file: URL) throws -> Set<String> {
    let text = try String(contentsOf: file, encoding: .utf8)
    let modifiers = #"(?:@\w+ |public |package |internal |private |fileprivate )*"#
    let pattern = try Regex<(Substring, Substring)>(
      #"^\s*"# + modifiers + #"import (?:struct |enum |func |class )?(\w+)"#
    ).anchorsMatchLineEndings()
    return Set(text.matches(of: pattern).map { String($0.output.1) })
  }

  @Test func everyModuleImportsOnlyWhatStandsAboveIt() throws {
    let modules = try FileManager.default.contentsOfDirectory(
      atPath: Repository.root.appendingPathComponent("Sources").path
    ).filter { !$0.hasPrefix(".") }
    for module in modules where module != "tokprof" {
      let rule = try #require(Self.allowed[module], "there is no rule for \(module)")
      for file in try sources(of: module) {
        let others = try imports(of: file).subtracting(rule).subtracting(Self.systemLibraries)
        #expect(others.isEmpty, "\(module)/\(file.lastPathComponent) imports \(others)")
      }
    }
  }

  /// The pure modules have no system library either, but for the one file that maps memory.
  @Test func pureModulesAreFreeOfC() throws {
    for module in ["ByteMasks", "ByteLevelBPE", "JSONText"] {
      for file in try sources(of: module) where file.lastPathComponent != "TableRegion.swift" {
        #expect(try imports(of: file).isDisjoint(with: Self.systemLibraries), "\(file.path)")
      }
    }
  }

  /// Libraries never print and never stop the process over input.
  @Test func librariesNeverPrintOrExit() throws {
    let forbidden = #/(?:^|[^\w.])(?:print|debugPrint|fatalError|exit|abort)\(|try!| as! /#
    for module in Self.allowed.keys {
      for file in try sources(of: module) {
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        for line in lines where !line.drop(while: { $0 == " " }).hasPrefix("//") {
          let name = "\(module)/\(file.lastPathComponent)"
          #expect(line.firstMatch(of: forbidden) == nil, "\(name): \(line)")
        }
      }
    }
  }
}
