import CorpusReading
import Efficiency
import Foundation
import JSONText
import Statistics
import TestSupport
import Testing
import TokenizerFormats

/// `docs/profile.schema.json` against profiles as they are written.
@Suite struct ProfileSchemaTests {
  private func schema() throws -> JSONSchema {
    let file = Repository.root.appendingPathComponent("docs/profile.schema.json")
    return JSONSchema(try JSONValue(parsing: Data(contentsOf: file)))
  }

  private func profile(
    _ path: String, unit: UnitKind = .standard
  ) async throws -> EfficiencyProfile {
    let labelled = try LabelledCorpus(
      paths: [Repository.root.appendingPathComponent(path).path])
    return try await CorpusProfiler.profile(
      TokenizerVariants.plain(), over: labelled, CorpusPass(labelled.corpus), unit: unit
    ).profile
  }

  @Test(arguments: [UnitKind.standard, .line, .document, .window(bytes: 64)])
  func everyMemberThatIsWrittenIsDescribed(unit: UnitKind) async throws {
    // Units of a line have lines that cannot be fitted, and whole documents files without any.
    let profile = try await profile("Corpora", unit: unit)
    let faults = try schema().faults(of: profile.json)
    #expect(faults.isEmpty, "\(faults.prefix(5))")
  }

  @Test func profilesOfNoTextAreValid() async throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("empty.txt", "")
    let labelled = try LabelledCorpus(paths: [folder.url.path])
    let profile = try await CorpusProfiler.profile(
      TokenizerVariants.plain(), over: labelled, CorpusPass(labelled.corpus)
    ).profile
    #expect(try schema().faults(of: profile.json).isEmpty)
  }

  @Test func whatIsNoProfileIsNotValid() async throws {
    let schema = try schema()
    let text = try await String(decoding: profile("Corpora/code").document, as: UTF8.self)
    for (part, replacement, fault) in [
      ("profile/1", "profile/2", ".format: is not \"tokprof/profile/1\""),
      ("\"unit\": \"4096\"", "\"unit\": 4096", ".unit: is 4096"),
      ("\"unit\": \"4096\"", "\"unit\": \"words\"", ".unit: “words” does not match"),
      ("\"icu\":", "\"ICU\":", "“icu” is missing"),
      ("\"script\": \"Latn\"", "\"script\": \"Latin\"", "“Latin” does not match"),
      ("\"documents\": 5", "\"documents\": -5", "is below 0"),
      ("\"sampling\":", "\"sampled\":", "“sampled” is not described"),
    ] {
      let changed = text.replacingOccurrences(of: part, with: replacement)
      #expect(changed != text)
      let faults = schema.faults(of: try JSONValue(parsing: Array(changed.utf8)))
      #expect(faults.contains { $0.contains(fault) }, "\(fault): \(faults.prefix(3))")
    }
  }

  /// Sums beyond what a `Double` holds are strings, and their order is the schema's.
  @Test func sumsAreDecimalStringsInTheOrderOfTheSchema() async throws {
    let profile = try await profile("Corpora/code")
    let cell = try #require(profile.json["cells"]?.array?.first)
    let sums = (cell["onBytes"]?.array ?? []).compactMap { $0.string }
    let moments = profile.cells[0].moments.units.onBytes
    #expect(
      sums == [
        "\(moments.count)", "\(moments.sumX)", "\(moments.sumY)", "\(moments.sumXX)",
        "\(moments.sumXY)", "\(moments.sumYY)",
      ])
  }
}
