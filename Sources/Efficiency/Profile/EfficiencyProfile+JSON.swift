public import JSONText
import Scripts
import Statistics

extension EfficiencyProfile {
  /// The format's name and major version. A reader refuses another major version; within one,
  /// members are only added.
  public static let format = "tokprof/profile/1"

  /// The profile as a JSON document; `docs/profile.schema.json` describes it.
  ///
  /// Sums are decimal strings, because most readers of JSON lose the digits of numbers above 2⁵³.
  /// `scripts` holds figures that are worked out from the sums, for readers that want no more than
  /// that; it is written anew each time and never read.
  public var json: JSONValue {
    json(scripts: .array(summaries.map(\.json))).adding(unknown: unknownMembers)
  }

  /// The members that this version knows.
  func json(scripts: JSONValue) -> JSONValue {
    [
      "format": .string(Self.format),
      "tokenizer": tokenizer.json,
      "environment": environment.json,
      "unit": .string(unit.description),
      "sampling": .string(sampling),
      "total": total.json,
      "scripts": scripts,
      "cells": .array(cells.map(\.json)),
      "files": .array(files.map(\.json)),
    ]
  }

  /// The document's bytes: indented, with a newline at the end. Equal profiles give equal bytes.
  public var document: [UInt8] { Array((json.text(.indented) + "\n").utf8) }
}

extension TextCounts {
  /// As an object of integers.
  public var json: JSONValue {
    [
      "documents": .integer(documents), "bytes": .integer(bytes),
      "characters": .integer(characters), "tokens": .integer(tokens),
    ]
  }
}

extension TokenizerIdentity {
  var json: JSONValue {
    [
      "name": .string(name), "form": .string(form), "meaningSha256": .string(meaningSHA256),
      "contentSha256": .string(contentSHA256), "vocabularySize": .integer(vocabularySize),
      "patterns": .array(patterns.map { .string($0) }), "normalizer": .string(normalizer),
      "addedTokens": .string(addedTokens), "missingByteSymbols": .integer(missingByteSymbols),
    ]
  }
}

extension MeasuringEnvironment {
  var json: JSONValue {
    [
      "tokprof": .string(tool), "patternUnicode": .string(patternUnicode),
      "scriptUnicode": .string(scriptUnicode), "icu": .string(icu),
    ]
  }
}

extension CorpusLabel {
  var members: [JSONValue.Member] {
    [
      .init("source", .string(source)), .init("domain", .string(domain)),
      .init("language", .string(language)),
    ]
  }
}

extension EfficiencyProfile.Cell {
  var json: JSONValue {
    let units = moments.units
    func strings(_ decimals: [String]) -> JSONValue { .array(decimals.map { .string($0) }) }
    return .object(
      [.init("script", .string(key.script.code))] + key.label.members + [
        .init("documents", .integer(moments.documents)),
        .init("onBytes", strings(units.onBytes.decimals)),
        .init("onCharacters", strings(units.onCharacters.decimals)),
        .init("weightedOnBytes", strings(units.weightedOnBytes.decimals)),
        .init("weightedOnCharacters", strings(units.weightedOnCharacters.decimals)),
        .init(
          "observations",
          .array(
            units.sample.observations.map {
              [.integer($0.bytes), .integer($0.characters), .integer($0.tokens)]
            })),
      ])
  }
}

extension MeasuredFile {
  var json: JSONValue {
    .object(
      [.init("name", .string(name))] + label.members + [
        .init("licence", .string(licence)), .init("sha256", .string(sha256)),
        .init("containerBytes", containerBytes.map { .integer($0) } ?? .null),
        .init("documents", .integer(counts.documents)), .init("bytes", .integer(counts.bytes)),
        .init("characters", .integer(counts.characters)),
        .init("tokens", .integer(counts.tokens)), .init("illFormed", .integer(illFormed)),
        .init(
          "scripts",
          .array(
            scripts.map { script in
              [
                "script": .string(script.script.code), "documents": .integer(script.documents),
                "units": .integer(script.units), "bytes": .integer(script.bytes),
                "characters": .integer(script.characters), "tokens": .integer(script.tokens),
              ]
            })),
      ])
  }
}
