import CorpusReading
import Efficiency
import Foundation
import JSONText
import TestSupport
import Testing
import TokenizerFormats

@Suite struct ProfileDocumentTests {
  private static let corpora = Repository.root.appendingPathComponent("Corpora").path

  private func profile(_ paths: [String], threads: Int = 1) async throws -> EfficiencyProfile {
    let labelled = try LabelledCorpus(paths: paths)
    return try await CorpusProfiler.profile(
      TokenizerVariants.plain(), over: labelled, CorpusPass(labelled.corpus, threads: threads)
    ).profile
  }

  @Test func scriptsAddUpToTheExactTotalOfEveryFile() async throws {
    let tokenizer = try TokenizerVariants.plain()
    let labelled = try LabelledCorpus(paths: [Self.corpora])
    let profile = try await profile([Self.corpora])
    let counts = try await CorpusCounter.count(
      CorpusPass(labelled.corpus), with: tokenizer.tokenizer)
    #expect(profile.files.count == counts.count && counts.count > 60)
    for count in counts {
      let name = count.reading.file.path.dropFirst(Self.corpora.count + 1)
      let file = try #require(profile.files.first { $0.name == name })
      #expect(file.counts == count.counts)
      #expect(file.scripts.reduce(0) { $0 + $1.tokens } == count.counts.tokens)
      #expect(file.scripts.reduce(0) { $0 + $1.bytes } == count.counts.bytes)
      #expect(file.scripts.reduce(0) { $0 + $1.characters } == count.counts.characters)
      #expect(file.sha256.count == 64)
    }
    #expect(profile.summaries.reduce(0) { $0 + $1.units.tokens } == UInt128(profile.total.tokens))
    #expect(profile.summaries.count > 25)
  }

  @Test func documentsAreTheSameForAnyNumberOfThreadsAndReadBack() async throws {
    let one = try await profile([Self.corpora])
    let three = try await profile([Self.corpora], threads: 3)
    #expect(one.document == three.document)
    #expect(try EfficiencyProfile(document: one.document) == one)
  }

  @Test func halvesAddUpToTheWhole() async throws {
    let whole = try await profile(["handbook", "letters", "code"].map { "\(Self.corpora)/\($0)" })
    var sum = try await profile(["\(Self.corpora)/letters"])
    for folder in ["code", "handbook"] {
      try sum.merge(try await profile(["\(Self.corpora)/\(folder)"]))
    }
    #expect(sum.document == whole.document)
  }

  @Test func profilesOfOtherTokenizersAreNotAdded() async throws {
    var one = try await profile(["\(Self.corpora)/code"])
    var other = one
    other.tokenizer.meaningSHA256 = String(repeating: "0", count: 64)
    #expect(throws: MergeError.self) { try one.merge(other) }
  }

  @Test func membersOfLaterVersionsAreKept() async throws {
    let profile = try await profile(["\(Self.corpora)/notices"])
    var text = String(decoding: profile.document, as: UTF8.self)
    // One at the top, one in an object, and one in the second of several objects of an array.
    text.replace(
      "\n  \"unit\":", with: "\n  \"later\": {\"a\": [1, 2]},\n  \"unit\":", maxReplacements: 1)
    text.replace("\"icu\":", with: "\"cpu\": \"x\", \"icu\":", maxReplacements: 1)
    let second = try #require(text.ranges(of: "\"onBytes\":").dropFirst().first)
    text.replaceSubrange(second, with: "\"median\": 1.50, \"onBytes\":")
    let read = try EfficiencyProfile(document: Array(text.utf8))
    #expect(read.cells == profile.cells)
    let json = try JSONValue(parsing: read.document)
    #expect(json["later"] == ["a": [1, 2]])
    #expect(json["environment"]?["cpu"] == "x")
    #expect(
      json["cells"]?.array?.map { $0["median"] }
        == read.cells.indices.map {
          $0 == 1 ? JSONValue.number("1.50") : nil
        })
    #expect(try EfficiencyProfile(document: read.document).document == read.document)
    // Nobody knows what their sum is.
    var sum = read
    try sum.merge(profile)
    #expect(sum.json["later"] == nil)
  }

  @Test func documentsOfTheFirstVersionsAreRead() async throws {
    let profile = try await profile(["\(Self.corpora)/code"])
    let members = (profile.json.members ?? []).filter { $0.key != "sampling" }
    #expect(try EfficiencyProfile(json: .object(members)) == profile)
  }

  @Test func damagedDocumentsAreRefusedByMember() async throws {
    let text = try await String(decoding: profile(["\(Self.corpora)/code"]).document, as: UTF8.self)
    func fault(_ changed: String) -> ProfileFormatError? {
      do {
        _ = try EfficiencyProfile(document: Array(changed.utf8))
        return nil
      } catch {
        return error
      }
    }
    #expect(fault(text) == nil)
    #expect(
      fault(text.replacingOccurrences(of: "profile/1", with: "profile/2"))?.member == "format")
    #expect(fault(text.replacingOccurrences(of: "\"unit\"", with: "\"unix\""))?.member == "unit")
    #expect(
      fault(text.replacingOccurrences(of: "\"documents\": 5", with: "\"documents\": -5")) != nil)
    #expect(fault(String(text.dropLast(20))) != nil)
    let tokens = try #require(text.range(of: "\"tokens\": "))
    var changed = text
    changed.insert("1", at: tokens.upperBound)
    #expect(fault(changed)?.member == "cells")
  }
}
