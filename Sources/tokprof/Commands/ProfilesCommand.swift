import ArgumentParser
import Efficiency
import JSONText
import Page
import ProfileStore
import Reports
import Scripts
import ShippedProfiles

struct ProfilesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profiles", abstract: "List, show, export, import and remove stored profiles.",
    subcommands: [List.self, Show.self, Export.self, Import.self, Remove.self])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the profiles, newest first, then those that are shipped with tokprof.",
      discussion: "A stored profile takes the place of a shipped one of the same name.")

    @OptionGroup var stores: StoreOptions

    @Option(help: ArgumentHelp("List every run of one profile.", valueName: "name"))
    var history: String?

    @Flag(help: "Print JSON.")
    var json = false

    mutating func run() async throws {
      let store = try stores.openExisting()
      let entries: [ProfileEntry]
      if let history {
        entries = try (store ?? stores.open(readOnly: true)).history(of: history)
      } else {
        entries = try store?.list() ?? []
      }
      let shipped = history == nil ? try ShippedEntry.all(besides: entries) : []
      if json {
        let all = entries.map(\.json) + shipped.map(\.json)
        StandardOutput.write(JSONValue.array(all).text(.indented) + "\n")
      } else {
        StandardOutput.write(Self.table(entries, shipped).text())
      }
    }

    private static func table(_ entries: [ProfileEntry], _ shipped: [ShippedEntry]) -> Table {
      Table(
        columns: [
          .init("name"), .number("run"), .init("made", dropOrder: 1), .init("tokenizer"),
          .number("bytes"), .number("tokens"), .number("bytes/token"), .number("scripts"),
        ],
        rows: entries.map { entry in
          [
            .text(entry.name), .integer(entry.revision), .text(CalendarDate.text(entry.createdAt)),
            .text(entry.tokenizerID), .integer(entry.bytes), .integer(entry.tokens),
            .number(
              entry.tokens > 0 ? Double(entry.bytes) / Double(entry.tokens) : nil, .decimals(3)),
            .integer(entry.scripts),
          ]
        } + shipped.map(\.row))
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show a profile's figures.")

    @OptionGroup var stores: StoreOptions

    @Argument(help: ArgumentHelp("A profile's name, or a file that holds one.", valueName: "name"))
    var name: String

    @Option(
      help: ArgumentHelp(
        "Draw only the observations of this script, such as Latn. (default: of each)",
        valueName: "code"))
    var script: String?

    @Flag(help: "Print the profile as JSON.")
    var json = false

    mutating func run() async throws {
      let profile = try stores.profile(named: name)
      if json {
        StandardOutput.write(String(decoding: profile.document, as: UTF8.self))
        return
      }
      StandardOutput.write(Self.heading(profile) + "\n" + ProfileTables.text(profile))
      StandardOutput.write(
        ProfilePlots.text(profile, script: try script.map { try Self.known($0, in: profile) }))
    }

    /// The script of that code, of which the profile must have text.
    private static func known(_ code: String, in profile: EfficiencyProfile) throws -> Script {
      guard let script = Script(code: code),
        profile.summaries.contains(where: { $0.script == script })
      else { throw ValidationError("--script \(code): the profile has no text in that script") }
      return script
    }

    private static func heading(_ profile: EfficiencyProfile) -> String {
      let tokenizer = profile.tokenizer
      let environment = profile.environment
      var lines = [
        "tokenizer   \(tokenizer.name) (\(tokenizer.form)), \(tokenizer.vocabularySize) tokens",
        "meaning     sha256 \(tokenizer.meaningSHA256)",
        "unit        \(profile.unit)" + (profile.unit.isWindow ? " bytes" : ""),
        "sources     "
          + Set(profile.files.map(\.label.source)).sorted().joined(separator: ", "),
        "made with   tokprof \(environment.tool), Unicode \(environment.patternUnicode) patterns, "
          + "ICU \(environment.icu) scripts (Unicode \(environment.scriptUnicode))",
      ]
      if tokenizer.missingByteSymbols > 0 {
        lines.append(
          "warning     \(tokenizer.missingByteSymbols) bytes have no symbol and are dropped")
      }
      return lines.map { VisibleText.escapingControls($0) + "\n" }.joined()
    }
  }

  struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a profile's JSON to standard output or a file.")

    @OptionGroup var stores: StoreOptions

    @Argument(help: "A profile's name.")
    var name: String

    @Option(
      name: [.short, .customLong("output")], help: ArgumentHelp("The file.", valueName: "file"))
    var output: String = "-"

    mutating func run() async throws {
      try OutputFile.write(stores.document(named: name), to: output)
    }
  }

  struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Keep profiles from files; all of them or none.")

    @OptionGroup var stores: StoreOptions

    @Option(
      help: ArgumentHelp("The profile's name, for one file. (default: the tokenizer's)"))
    var name: String?

    @Argument(help: "Files that “profiles export” has written; - is standard input.")
    var files: [String]

    func validate() throws {
      if name != nil, files.count > 1 {
        throw ValidationError("--name names one profile, and there are \(files.count) files")
      }
    }

    mutating func run() async throws {
      var profiles: [StoredProfile] = []
      for file in files {
        let profile = try StoreOptions.read(
          InputFile.read(file, limit: 256 << 20), place: file == "-" ? "standard input" : file)
        profiles.append(StoredProfile(profile, name: name ?? profile.tokenizer.name))
      }
      let store = try stores.open(readOnly: false)
      _ = try store.add(contentsOf: profiles)
      for profile in profiles {
        StandardError.note("kept as “\(VisibleText.escapingControls(profile.entry.name))”")
      }
    }
  }

  struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove profiles with all their runs.")

    @OptionGroup var stores: StoreOptions

    @Argument(help: "Names of profiles.")
    var names: [String]

    mutating func run() async throws {
      let store = try stores.open(readOnly: false)
      for name in names { try checkIsThere(name, in: store) }
      for name in names { _ = try store.remove(name) }
    }

    private func checkIsThere(_ name: String, in store: ProfileStore) throws {
      do throws(ProfileStoreError) {
        _ = try store.history(of: name)
      } catch {
        guard error.code == .unknownProfile, try ShippedProfiles().names.contains(name) else {
          throw error
        }
        throw InputError(
          place: name, reason: "this profile is shipped with tokprof and not in the store",
          remedy: "a stored profile of the same name takes its place")
      }
    }
  }
}

extension UnitKind {
  fileprivate var isWindow: Bool {
    if case .window = self { true } else { false }
  }
}
