import Foundation
import TestSupport
import Testing

/// The release binary against the references' own answers.
@Suite(.serialized) struct ConformanceTests {
  /// Runs a program and returns its exit code and what it printed.
  private func run(_ program: URL, _ arguments: [String]) throws -> (status: Int32, output: String)
  {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = program
    process.arguments = arguments
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  /// Some 46,000 answers: token ids of difficult strings and counts of real corpora.
  @Test func everyAnswerEqualsTheReferences() throws {
    guard let shared = Repository.shared, let program = Repository.releaseProgram else {
      Repository.reportSkip("conformance: the reference data or .build/release/tokprof is missing")
      return
    }
    let check = shared.appendingPathComponent("check/conformance.py").path
    let result = try run(URL(fileURLWithPath: "/usr/bin/env"), ["python3", check, program.path])
    #expect(result.status == 0, "\(result.output.suffix(4000))")
    let tally = result.output.split(separator: "\n").last ?? ""
    #expect(tally.hasSuffix(", 0 different"), "\(tally)")
  }

  /// Profiles of the reference corpora: file by file the reference's total, and scripts that add up.
  @Test(arguments: ReferenceTokenizer.names)
  func profilesAddUpToTheReferencesTotals(name: String) throws {
    guard let shared = Repository.shared, let program = Repository.releaseProgram,
      let tokenizer = try ReferenceTokenizer(name)
    else {
      Repository.reportSkip("totals: the reference data or .build/release/tokprof is missing")
      return
    }
    let result = try run(
      program,
      [
        "profile", "-t", tokenizer.path, "--no-store", "--json",
        shared.appendingPathComponent("reference/corpora").path,
      ])
    #expect(result.status == 0)
    let profile = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let files = try #require(profile["files"] as? [[String: Any]])
    let oracle = try self.oracle(shared, name)
    var compared = 0
    for file in files {
      let scripts = try #require(file["scripts"] as? [[String: Any]])
      let tokens = try #require(file["tokens"] as? Int)
      #expect(scripts.reduce(0) { $0 + ($1["tokens"] as? Int ?? 0) } == tokens)
      guard let expected = oracle[file["name"] as? String ?? ""] else { continue }
      #expect(tokens == expected, "\(file["name"] ?? "")")
      compared += 1
    }
    #expect(compared > 50)
  }

  /// The reference's totals by file.
  private func oracle(_ shared: URL, _ tokenizer: String) throws -> [String: Int] {
    let text = try String(
      contentsOf: shared.appendingPathComponent("reference/oracle.csv"), encoding: .utf8)
    // Lines end in CR LF, which is one Character.
    let rows = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let header = rows[0].map(String.init)
    let (name, file, tokens) = (
      try #require(header.firstIndex(of: "tokenizer")), try #require(header.firstIndex(of: "file")),
      try #require(header.firstIndex(of: "tokens_whole"))
    )
    var totals: [String: Int] = [:]
    for row in rows.dropFirst() where row[name] == tokenizer {
      totals[String(row[file])] = Int(row[tokens])
    }
    return totals
  }
}
