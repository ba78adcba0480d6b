import Foundation
import TestSupport
import Testing

/// What a user has on a machine on which nothing was profiled yet.
@Suite struct ShippedProfileCommandTests {
  private let home: TemporaryFolder

  init() throws { home = try TemporaryFolder() }

  private func tokprof(_ arguments: String...) throws -> CommandResult {
    try runTokprof(arguments, environment: ["HOME": home.url.path, "XDG_DATA_HOME": ""])
  }

  @Test func aFreshMachineEstimates() throws {
    let result = try tokprof(
      "estimate", "--profile", "o200k_base", "--bytes", "3TB", "--mix", "Latn:0.7,Hani:0.3",
      "--json")
    #expect(result.status == 0, "\(result.stderr)")
    let estimate = try result.json()
    let tokens = try #require(estimate["tokens"] as? Double)
    // Between the 3 and 6 bytes a token that either script may have.
    #expect(tokens > 3e12 / 6 && tokens < 3e12 / 3)
    let interval = try #require(estimate["interval"] as? [String: Double])
    #expect(try #require(interval["low"]) < tokens && tokens < (try #require(interval["high"])))
    let cautions = try #require(estimate["cautions"] as? [String])
    #expect(cautions.contains { $0.contains("shipped with tokprof") })
    // Nothing was kept for having been asked.
    #expect(try FileManager.default.contentsOfDirectory(atPath: home.url.path).isEmpty)
  }

  @Test func aMovedProgramHasThemToo() throws {
    let moved = home.url.appendingPathComponent("elsewhere")
    try FileManager.default.copyItem(at: try tokprofProgram(), to: moved)
    let result = try run(
      moved, ["estimate", "--profile", "gpt2", "--bytes", "1GB", "--mix", "Thai:1"],
      environment: ["HOME": home.url.path, "XDG_DATA_HOME": ""], in: home.url)
    #expect(result.status == 0, "\(result.stderr)")
    #expect(result.stdout.contains("95% interval"))
  }

  @Test func theListNamesThemAndAStoredOneWins() throws {
    func names() throws -> [[String: Any]] {
      let list = try tokprof("profiles", "list", "--json")
      #expect(list.status == 0, "\(list.stderr)")
      return try #require(
        JSONSerialization.jsonObject(with: Data(list.stdout.utf8)) as? [[String: Any]])
    }
    let before = try names()
    #expect(before.count == 8 && before.allSatisfy { $0["shipped"] as? Bool == true })

    let corpus = Repository.root.appendingPathComponent("Corpora/code").path
    let vocab = Repository.root.appendingPathComponent("Vocab/tokenizer.json").path
    let profiled = try tokprof("profile", "-t", vocab, "--name", "gpt2", corpus, "--json")
    #expect(profiled.status == 0, "\(profiled.stderr)")
    let after = try names()
    #expect(after.count == 8)
    #expect(after[0]["name"] as? String == "gpt2" && after[0]["shipped"] as? Bool == false)
    #expect(try tokprof("profiles", "export", "gpt2").stdout == profiled.stdout)
    #expect(try tokprof("profiles", "remove", "gpt2").status == 0)
    #expect(try names().count == 8)
    #expect(try tokprof("profiles", "export", "gpt2").stdout != profiled.stdout)
    #expect(try tokprof("profiles", "list").stdout.contains("shipped"))
  }

  @Test func theyAreShownExportedComparedAndNotRemoved() throws {
    let shown = try tokprof("profiles", "show", "llama3")
    #expect(shown.status == 0 && shown.stdout.contains("keeps no observations"))
    let file = home.url.appendingPathComponent("llama3.json").path
    #expect(try tokprof("profiles", "export", "llama3", "-o", file).status == 0)
    #expect(try tokprof("profiles", "import", file, "--name", "mine").status == 0)
    let compared = try tokprof("compare", "mine", "o200k_base")
    #expect(compared.status == 0 && compared.stdout.contains("o200k_base"), "\(compared.stderr)")
    let removed = try tokprof("profiles", "remove", "llama3")
    #expect(removed.status == 3 && removed.stderr.contains("shipped with tokprof"))
    let unknown = try tokprof("profiles", "export", "gpt-9")
    #expect(unknown.status == 3 && unknown.stderr.contains("profiles list"))
  }

  /// Folders of tokenizers have these names more often than not.
  @Test func aFolderOfTheSameNameIsNotTakenForAProfile() throws {
    let folder = home.url.appendingPathComponent("llama3")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let result = try run(
      try tokprofProgram(), ["profiles", "show", "llama3"],
      environment: ["HOME": home.url.path, "XDG_DATA_HOME": ""], in: home.url)
    #expect(result.status == 0, "\(result.stderr)")
  }
}
