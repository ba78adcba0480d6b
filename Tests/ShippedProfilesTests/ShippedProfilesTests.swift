import Efficiency
import Foundation
import JSONText
import Scripts
import Statistics
import TestSupport
import Testing

@testable import ShippedProfiles

@Suite struct ShippedProfilesTests {
  /// Scripts that most of the world's text is in.
  private static let mainScripts = [
    "Latn", "Cyrl", "Hani", "Jpan", "Kore", "Arab", "Deva", "Grek", "Hebr", "Thai", "Beng", "Taml",
    "Telu", "Geor", "Armn",
  ]

  @Test func everyProfileIsReadAndAddsUp() throws {
    let shipped = try ShippedProfiles()
    #expect(
      shipped.names == [
        "gpt2", "r50k_base", "p50k_base", "cl100k_base", "o200k_base", "qwen2.5", "llama3",
        "deepseek-v3",
      ])
    let profiles = try ReadProfiles.all()
    #expect(profiles.map(\.tokenizer.name) == shipped.names)
    for profile in profiles {
      // Reading has compared the cells with the total; the files are not compared there.
      #expect(profile.files.reduce(0) { $0 + $1.counts.tokens } == profile.total.tokens)
      #expect(profile.files.reduce(0) { $0 + $1.counts.bytes } == profile.total.bytes)
      #expect(profile.files.allSatisfy { $0.sha256.count == 64 && !$0.licence.isEmpty })
      #expect(profile.total.bytes > 300_000_000)
    }
    #expect(try EfficiencyProfile(document: profiles[0].document) == profiles[0])
    #expect(try shipped.profile(named: "GPT-5") == nil)
  }

  @Test func everyMainScriptHasThreeSources() throws {
    for profile in try ReadProfiles.all() {
      let name = profile.tokenizer.name
      let summaries = profile.summaries
      for script in Self.mainScripts {
        let summary = try #require(summaries.first { $0.script?.code == script })
        #expect(summary.sources.count >= 3, "\(name) \(script)")
        let effects = try summary.betweenSources.get()
        let interval = try effects.predictionInterval()
        #expect(interval.contains(effects.ratio) && effects.ratio < 1, "\(name) \(script)")
        #expect(summary.filesOnBytes.sumY == summary.units.tokens, "\(name) \(script)")
        #expect(throws: Never.self) { try summary.weightedLineOnBytes.get() }
      }
    }
  }

  /// GPT-2's merges are r50k's, and larger vocabularies of one maker make fewer tokens.
  @Test func whatIsKnownOfTheTokenizersHolds() throws {
    func tokens(_ name: String) throws -> UInt64 {
      try #require(try ReadProfiles.named(name)).total.tokens
    }
    #expect(try tokens("gpt2") == tokens("r50k_base"))
    #expect(try tokens("p50k_base") < tokens("r50k_base"))
    #expect(try tokens("cl100k_base") < tokens("p50k_base"))
    #expect(try tokens("o200k_base") < tokens("cl100k_base"))
  }

  @Test func damagedTablesAreRefusedByPlace() throws {
    let good = """
      {"format": "tokprof/shipped-profiles/1", "unit": "4096", "documents": 1,
       "environment": {"tokprof": "1", "patternUnicode": "16", "scriptUnicode": "15", "icu": "72"},
       "tokenizers": [{"name": "a", "form": "f", "meaningSha256": "", "contentSha256": "",
         "vocabularySize": 9, "patterns": [], "normalizer": "", "addedTokens": "match",
         "missingByteSymbols": 0, "column": 1}],
       "files": [{"name": "x", "source": "s", "domain": "prose", "language": "en", "licence": "l",
         "sha256": "", "containerBytes": 7, "documents": 1, "illFormed": 0,
         "scripts": {"Latn": "1 2 7 7 9 3"}}],
       "cells": [{"script": "Latn", "source": "s", "domain": "prose", "documents": 1,
         "text": "2 7 25 7 25 1 1", "tokens": ["9 41 32 32 1 1 1 1", "3 5 11 11 1 1 1 1"]}]}
      """
    func read(_ text: String) throws(ProfileFormatError) -> EfficiencyProfile? {
      try ShippedProfiles(document: Array(text.utf8)).profile(named: "a")
    }
    let profile = try #require(try read(good))
    #expect(profile.total.tokens == 3 && profile.cells[0].moments.units.onBytes.sumXY == 11)
    for (part, replacement, member) in [
      ("profiles/1", "profiles/2", "format"),
      ("\"column\": 1", "\"column\": 2", "files[0].scripts.Latn"),
      ("\"column\": 1", "\"column\": -1", "files[0].scripts.Latn"),
      ("1 2 7 7 9 3", "1 2 7 7 9 4", "cells"), ("3 5 11 11 1 1 1 1", "3 5 11", "cells[0]"),
      ("\"files\"", "\"file\"", "files"), ("3 5 11 11", "3 5 x 11", "cells[0].onBytes"),
    ] {
      let changed = good.replacingOccurrences(of: part, with: replacement)
      let error = #expect(throws: ProfileFormatError.self, "\(replacement)") { try read(changed) }
      #expect(error?.member == member, "\(replacement)")
    }
  }
}
