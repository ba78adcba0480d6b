internal import Efficiency
internal import JSONText

/// The file of shipped profiles: profiles of several tokenizers over the same text.
///
/// What depends on the text alone stands in it once, and what depends on tokens in a column for each
/// tokenizer; tokenizers that count alike share one. A profile is put together again as the document
/// that `tokprof profile` would have printed, so that reading it checks what it checks of others.
struct ShippedTable: Sendable {
  static let format = "tokprof/shipped-profiles/1"

  /// A tokenizer, and the column of its counts.
  struct Tokenizer: Sendable {
    var name: String
    var identity: JSONValue
    var column: Int
  }

  let tokenizers: [Tokenizer]
  private let root: JSONValue

  init(_ document: some Sequence<UInt8>) throws(ProfileFormatError) {
    do throws(JSONError) {
      root = try JSONValue(parsing: document)
    } catch {
      throw ProfileFormatError(member: "", reason: "the shipped profiles are not JSON: \(error)")
    }
    guard root["format"] == .string(Self.format) else {
      throw ProfileFormatError(member: "format", reason: "is not \(Self.format)")
    }
    var tokenizers: [Tokenizer] = []
    for (index, identity) in try Self.array(root, "tokenizers").enumerated() {
      guard let name = identity["name"]?.string, let column = identity["column"]?.integer(Int.self)
      else { throw ProfileFormatError(member: "tokenizers[\(index)]", reason: "is no tokenizer") }
      let members = (identity.members ?? []).filter { $0.key != "column" }
      tokenizers.append(Tokenizer(name: name, identity: .object(members), column: column))
    }
    self.tokenizers = tokenizers
  }

  /// The document of one tokenizer's profile.
  func profile(of tokenizer: Tokenizer) throws(ProfileFormatError) -> JSONValue {
    var files: [JSONValue] = []
    var total = Counts()
    for (index, file) in try Self.array(root, "files").enumerated() {
      let (json, counts) = try Self.file(file, tokenizer.column, "files[\(index)]")
      files.append(json)
      total += counts
    }
    var cells: [JSONValue] = []
    for (index, cell) in try Self.array(root, "cells").enumerated() {
      cells.append(try Self.cell(cell, tokenizer.column, "cells[\(index)]"))
    }
    return [
      "format": .string(EfficiencyProfile.format), "tokenizer": tokenizer.identity,
      "environment": root["environment"] ?? .null, "unit": root["unit"] ?? .null,
      "total": .object([.init("documents", root["documents"] ?? .null)] + total.members),
      "cells": .array(cells), "files": .array(files),
    ]
  }

  private struct Counts {
    var bytes: UInt64 = 0
    var characters: UInt64 = 0
    var tokens: UInt64 = 0

    static func += (a: inout Counts, b: Counts) {
      a.bytes &+= b.bytes
      a.characters &+= b.characters
      a.tokens &+= b.tokens
    }

    var members: [JSONValue.Member] {
      [
        .init("bytes", .integer(bytes)), .init("characters", .integer(characters)),
        .init("tokens", .integer(tokens)),
      ]
    }
  }

  /// `scripts` has documents, units, bytes, characters and then a column of tokens for each tokenizer.
  private static func file(
    _ file: JSONValue, _ column: Int, _ place: String
  ) throws(ProfileFormatError) -> (json: JSONValue, counts: Counts) {
    var scripts: [JSONValue] = []
    var total = Counts()
    for member in file["scripts"]?.members ?? [] {
      let numbers = (member.value.string ?? "").split(separator: " ").compactMap { UInt64($0) }
      guard column >= 0, numbers.count > 4 + column else {
        throw ProfileFormatError(
          member: "\(place).scripts.\(member.key)", reason: "lacks numbers")
      }
      let counts = Counts(bytes: numbers[2], characters: numbers[3], tokens: numbers[4 + column])
      total += counts
      scripts.append(
        .object(
          [
            .init("script", .string(member.key)), .init("documents", .integer(numbers[0])),
            .init("units", .integer(numbers[1])),
          ] + counts.members))
    }
    let labels = (file.members ?? []).filter { $0.key != "scripts" }
    let json = JSONValue.object(labels + total.members + [.init("scripts", .array(scripts))])
    return (json, total)
  }

  /// `text` has n, Σb, Σb², Σc, Σc², Σ1/b and Σ1/c of bytes b and characters c, and a column of
  /// `tokens` Σy, Σy², Σby, Σcy, Σy/b, Σy²/b, Σy/c and Σy²/c of tokens y.
  private static func cell(
    _ cell: JSONValue, _ column: Int, _ place: String
  ) throws(ProfileFormatError) -> JSONValue {
    let columns = try array(cell, "tokens")
    let t = numbers(cell["text"])
    let y = columns.indices.contains(column) ? numbers(columns[column]) : []
    guard t.count == 7, y.count == 8 else {
      throw ProfileFormatError(member: place, reason: "lacks numbers")
    }
    let labels = (cell.members ?? []).filter { $0.key != "text" && $0.key != "tokens" }
    func sums(_ numbers: JSONValue...) -> JSONValue { .array(numbers) }
    return .object(
      labels + [
        .init("language", ""),
        .init("onBytes", sums(t[0], t[1], y[0], t[2], y[2], y[1])),
        .init("onCharacters", sums(t[0], t[3], y[0], t[4], y[3], y[1])),
        .init("weightedOnBytes", sums(t[0], t[1], y[0], t[5], y[4], y[5])),
        .init("weightedOnCharacters", sums(t[0], t[3], y[0], t[6], y[6], y[7])),
        .init("observations", []),
      ])
  }

  /// Numbers that stand in one string, as strings.
  private static func numbers(_ value: JSONValue?) -> [JSONValue] {
    (value?.string ?? "").split(separator: " ").map { .string(String($0)) }
  }

  private static func array(
    _ object: JSONValue, _ key: String
  ) throws(ProfileFormatError) -> [JSONValue] {
    guard let array = object[key]?.array else {
      throw ProfileFormatError(member: key, reason: "is no array")
    }
    return array
  }
}
