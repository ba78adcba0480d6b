import Foundation
import TestSupport
import Testing

/// The program's figures against those that scripts in `Tools/` work out with other packages.
@Suite struct IndependentFiguresTests {
  private static let vocab = Repository.root.appendingPathComponent("Vocab/tokenizer.json").path
  private static let folders = ["code", "handbook", "letters", "markup", "notices"]

  /// Runs the release binary where there is one: loading published tokenizers takes long in debug.
  private func tokprof(_ arguments: [String]) throws -> CommandResult {
    try run(Repository.releaseProgram ?? tokprofProgram(), arguments)
  }

  private static let isSlow = ProcessInfo.processInfo.environment["TOKPROF_SLOW_TESTS"] == "1"

  /// `nil`, and a word about it, where a script's packages are missing.
  private func check(_ script: String, _ arguments: [String]) throws -> CommandResult? {
    guard let python = Repository.python else {
      Repository.reportSkip("\(script): there is no .build/check-venv; Tools/check-venv makes it")
      return nil
    }
    let path = Repository.root.appendingPathComponent("Tools/\(script)").path
    let result = try run(python, [path] + arguments)
    guard result.status == 5 else { return result }
    Repository.reportSkip("\(script): \(result.stderr)")
    return nil
  }

  /// Folders of `Corpora/` with text files only, which no manifest describes.
  private func texts() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for name in Self.folders {
      try FileManager.default.copyItem(
        at: Repository.root.appendingPathComponent("Corpora/\(name)"),
        to: folder.url.appendingPathComponent(name))
    }
    return folder
  }

  // MARK: Profiles

  private func checkProfile(
    _ tokenizer: String, over folder: TemporaryFolder, atLeast figures: Int
  ) throws {
    let output = try TemporaryFolder()
    let profile = output.url.appendingPathComponent("profile.json").path
    let measured = try tokprof(
      ["profile", "-t", tokenizer, "--no-store", "-o", profile, folder.url.path])
    #expect(measured.status == 0, "\(measured.stderr)")
    guard let result = try check("check-profile.py", [tokenizer, profile, folder.url.path]) else {
      return
    }
    #expect(result.status == 0, "\(result.stdout.prefix(2000)) \(result.stderr.suffix(2000))")
    let tally = result.stdout.split(separator: "\n").last ?? ""
    #expect(tally.hasSuffix(" compared, 0 different"), "\(tally)")
    #expect(Int(tally.prefix { $0 != " " }) ?? 0 > figures)
  }

  @Test func scriptsSumsAndFitsOfAProfileAreThoseOfAnotherProgram() throws {
    try checkProfile(Self.vocab, over: texts(), atLeast: 1000)
  }

  /// The beginnings of reference corpora: whole windows, mixed scripts, three tokenizers.
  @Test(arguments: isSlow ? ["gpt2", "llama3", "deepseek-v3"] : ["llama3"])
  func profilesOfPublishedTokenizersAreThoseOfAnotherProgram(name: String) throws {
    guard let tokenizer = try ReferenceTokenizer(name), let shared = Repository.shared else {
      Repository.reportSkip("profiles of \(name): the reference data are not beside the package")
      return
    }
    let folder = try TemporaryFolder()
    let corpora = shared.appendingPathComponent("reference/corpora")
    for file in [
      "Jpan_ja_help", "Hang_ko_lohelp", "mixed_ru_lohelp", "Arab_fa_handbook", "Thai_th_loui",
      "emoji_test", "code_c_sqlite3h",
    ] {
      try beginning(
        of: corpora.appendingPathComponent("\(file).txt"), bytes: Self.isSlow ? 30_000 : 12_000
      )
      .write(to: folder.url.appendingPathComponent("\(file).txt"))
    }
    try checkProfile(tokenizer.path, over: folder, atLeast: 200)
  }

  /// About so many bytes of a file, as whole lines.
  private func beginning(of file: URL, bytes: Int) throws -> Data {
    let data = try Data(contentsOf: file).prefix(bytes)
    return data.prefix(through: try #require(data.lastIndex(of: 0x0A)))
  }

  // MARK: Metrics

  /// Compares `tokprof metrics` by class with `check-metrics.py`; returns how many figures agree.
  private func checkMetrics(
    _ tokenizer: String, against other: String? = nil, _ files: [String], parallel: [String] = []
  ) throws -> Int {
    var arguments = ["metrics", "-t", tokenizer, "--by", "class", "--json"] + files
    var script = [tokenizer] + files
    if let other {
      arguments += ["--against", other]
      script += ["--against", other]
    }
    if !parallel.isEmpty {
      arguments += ["--parallel", parallel.joined(separator: ",")]
      script += ["--parallel"] + parallel
    }
    let measured = try tokprof(arguments)
    #expect(measured.status == 0, "\(measured.stderr)")
    guard let result = try check("check-metrics.py", script) else { return .max }
    #expect(result.status == 0, "\(result.stderr.suffix(2000))")
    let ours = try measured.json()
    let theirs = try result.json()
    var compared = try compare(
      try #require(ours["total"] as? [String: Any]), try #require(theirs["total"]), "total")
    let groups = try #require(ours["groups"] as? [[String: Any]])
    let expected = try #require(theirs["groups"] as? [String: Any])
    #expect(groups.count == expected.count)
    for group in groups {
      let name = try #require(group["group"] as? String)
      compared += try compare(group, try #require(expected[name]), name)
    }
    if !parallel.isEmpty { compared += try compareParallel(ours, theirs) }
    return compared
  }

  private func compare(
    _ figures: [String: Any], _ expected: Any, _ place: String
  ) throws -> Int {
    let counts = try #require(figures["counts"] as? [String: Any])
    let metrics = try #require(figures["metrics"] as? [String: [String: Any]])
    let expected = try #require(expected as? [String: Any])
    for (key, value) in expected {
      let found = metrics[key]?["value"] ?? counts[key]
      expectEqual(found, value, "\(place).\(key)")
    }
    return expected.count
  }

  private func compareParallel(_ ours: [String: Any], _ theirs: [String: Any]) throws -> Int {
    let found = try #require(ours["parallel"] as? [String: Any])
    let texts = try #require(found["texts"] as? [[String: Any]])
    let metrics = try #require(found["metrics"] as? [String: [String: Any]])
    let expected = try #require(theirs["parallel"] as? [String: Any])
    for key in ["tokens", "premium", "bytePremium"] {
      let values = try #require(expected[key] as? [Any])
      #expect(values.count == texts.count)
      for (text, value) in zip(texts, values) { expectEqual(text[key], value, "parallel \(key)") }
    }
    for key in ["gini", "costRatio"] {
      expectEqual(metrics[key]?["value"], try #require(expected[key]), "parallel \(key)")
    }
    return 3 * texts.count + 2
  }

  private func expectEqual(_ found: Any?, _ expected: Any, _ place: String) {
    if expected is NSNull {
      #expect(found == nil || found is NSNull, "\(place): \(found ?? "")")
      return
    }
    guard let found = (found as? NSNumber)?.doubleValue,
      let expected = (expected as? NSNumber)?.doubleValue
    else {
      Issue.record("\(place): \(String(describing: found)), there \(expected)")
      return
    }
    #expect(
      abs(found - expected) <= 1e-9 * max(abs(found), abs(expected)),
      "\(place): \(found), there \(expected)")
  }

  @Test func metricsAreThoseOfAnotherProgram() throws {
    let folder = try texts()
    let files = try Self.folders.flatMap { name in
      try FileManager.default.contentsOfDirectory(
        atPath: folder.url.appendingPathComponent(name).path
      ).sorted().map { "\(folder.url.path)/\(name)/\($0)" }
    }
    // Five groups and the whole, of more than thirty figures each.
    #expect(try checkMetrics(Self.vocab, files) > 150)
  }

  // MARK: Vocabularies

  private func checkVocabulary(_ tokenizer: String) throws {
    let audited = try tokprof(["vocabulary", "-t", tokenizer, "--json"])
    #expect(audited.status == 0, "\(audited.stderr)")
    guard let result = try check("check-metrics.py", [tokenizer]) else { return }
    let metrics = try #require(try audited.json()["metrics"] as? [String: [String: Any]])
    let expected = try #require(try result.json()["vocabulary"] as? [String: Any])
    #expect(expected.count == 10)
    for (key, value) in expected { expectEqual(metrics[key]?["value"], value, key) }
  }

  @Test func theAuditOfAVocabularyIsThatOfAnotherProgram() throws {
    try checkVocabulary(Self.vocab)
  }

  /// Qwen's has 1,909 entries that its own pattern keeps from being made.
  @Test(arguments: isSlow ? ["gpt2", "qwen2.5"] : ["gpt2"])
  func auditsOfPublishedVocabulariesAreThoseOfAnotherProgram(name: String) throws {
    guard let tokenizer = try ReferenceTokenizer(name) else {
      Repository.reportSkip("the audit of \(name): the reference data are not beside the package")
      return
    }
    try checkVocabulary(tokenizer.path)
  }

  // MARK: Metrics of published tokenizers

  @Test(
    arguments: isSlow
      ? [("gpt2", "llama3"), ("qwen2.5", "gpt2"), ("llama3", "deepseek-v3")]
      : [("gpt2", "llama3"), ("qwen2.5", "gpt2")])
  func metricsOfPublishedTokenizersAreThoseOfAnotherProgram(
    name: String, other: String
  ) throws {
    guard let tokenizer = try ReferenceTokenizer(name), let other = try ReferenceTokenizer(other),
      let shared = Repository.shared
    else {
      Repository.reportSkip("metrics of \(name): the reference data are not beside the package")
      return
    }
    let folder = try TemporaryFolder()
    var files: [String] = []
    for file in [
      "Latn_en_lohelp", "Jpan_ja_help", "Khmr_km_lohelp", "mixed_ru_lohelp", "data_unicodedata",
      "code_go_src",
    ] {
      let data = try beginning(
        of: shared.appendingPathComponent("reference/corpora/\(file).txt"),
        bytes: Self.isSlow ? 24_000 : 8000)
      let part = folder.url.appendingPathComponent("\(file).txt")
      try data.write(to: part)
      files.append(part.path)
    }
    // No parallel text is at hand; the figures are defined for any texts of as many lines.
    let parallel = try ["Latn_en_lohelp", "Jpan_ja_help", "mixed_ru_lohelp"].map { file in
      let text = try String(contentsOfFile: "\(folder.url.path)/\(file).txt", encoding: .utf8)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).prefix(40)
      return try folder.file("\(file)_lines.txt", lines.joined(separator: "\n") + "\n").path
    }
    let compared = try checkMetrics(
      tokenizer.path, against: other.path, files, parallel: parallel)
    #expect(compared > 150)
  }
}
