import JSONText
import TokenizerFormats

/// The measurements of some shards: what `map` writes and `merge` adds up.
///
/// As a document it is NDJSON: a header, one line a shard, and a last line with the number of
/// shards and the SHA-256 of all lines before it, so that a document that was cut off is seen. Keys
/// are sorted, integers are decimal strings, and nothing in it depends on the time, on the machine
/// or on the order in which files were named: the same shards give the same bytes.
public struct ShardStates: Sendable, Equatable {
  /// The format's name and major version.
  public static let format = "tokprof/state/1"

  /// What the shards have in common.
  public var header: ShardHeader
  /// The shards, in the order of their keys.
  public private(set) var shards: [MeasuredShard]

  /// Creates states.
  public init(header: ShardHeader, shards: [MeasuredShard]) {
    self.header = header
    self.shards = shards.sorted { $0.key < $1.key }
  }

  /// The document.
  public var document: [UInt8] {
    var text = header.json.canonical.text() + "\n"
    for shard in shards { text += shard.json.canonical.text() + "\n" }
    let end: JSONValue = [
      "end": true, "records": .exact(shards.count), "sha256": .string(Self.digest(text)),
    ]
    return Array((text + end.text() + "\n").utf8)
  }

  fileprivate static func digest(_ text: String) -> String { digest(Array(text.utf8)) }

  private static func digest(_ text: [UInt8]) -> String {
    var hash = SHA256()
    hash.update(text)
    return hash.hexDigest()
  }

  /// Whether a document is of this kind, whole or not.
  public static func isFormat(of document: [UInt8]) -> Bool {
    guard let line = document.split(separator: 0x0A, maxSplits: 1).first,
      let header = try? JSONValue(parsing: line)
    else { return false }
    return header["format"]?.string?.hasPrefix("tokprof/state/") == true
  }

  /// Reads a document.
  ///
  /// - Throws: ``ShardError`` for what was cut off or changed, is of another format, or contradicts
  ///   itself.
  public init(document: [UInt8]) throws(ShardError) {
    let lines = document.split(separator: 0x0A)
    guard let first = lines.first, let last = lines.last, document.last == 0x0A else {
      throw ShardError.cutOff
    }
    guard lines.count > 1, let end = try? JSONValue(parsing: last), end["end"]?.bool == true,
      end["records"]?.integer(Int.self) == lines.count - 2,
      end["sha256"]?.string == Self.digest(Array(document[..<last.startIndex]))
    else { throw ShardError.cutOff }
    header = try Self.parse(first, "its first line", ShardHeader.init(json:))
    shards = []
    for (index, line) in lines[1..<(lines.count - 1)].enumerated() {
      shards.append(try Self.parse(line, "line \(index + 2)", MeasuredShard.init(json:)))
    }
  }

  private static func parse<Value>(
    _ line: ArraySlice<UInt8>, _ place: String,
    _ read: (JSONValue) throws(ProfileFormatError) -> Value
  ) throws(ShardError) -> Value {
    let json: JSONValue
    do throws(JSONError) {
      json = try JSONValue(parsing: line)
    } catch {
      throw ShardError("\(place) is not JSON: \(error.reason)")
    }
    do throws(ProfileFormatError) {
      return try read(json)
    } catch {
      throw ShardError("\(place): \(error)")
    }
  }
}

extension ShardError {
  static let cutOff = ShardError(
    "it is not whole: its last line does not name the lines before it",
    remedy: "run “tokprof map” of it again")
}

extension ShardHeader {
  fileprivate var json: JSONValue {
    [
      "format": .string(ShardStates.format), "kind": .string(kind.rawValue),
      "tokenizer": tokenizer.json, "environment": environment.json,
      "unit": .string(unit.description),
      "policies": .object(policies.map { .init($0.name, .string($0.value)) }),
    ]
  }

  fileprivate init(json: JSONValue) throws(ProfileFormatError) {
    let reader = ObjectReader(json, "")
    let format = try reader.string("format")
    guard format == ShardStates.format else {
      throw ProfileFormatError(
        member: "format", reason: "is \(format), and this tokprof reads \(ShardStates.format)")
    }
    guard let kind = Kind(rawValue: try reader.string("kind")) else {
      throw ProfileFormatError(member: "kind", reason: "is neither profile nor count")
    }
    guard let unit = UnitKind(try reader.string("unit")) else {
      throw ProfileFormatError(member: "unit", reason: "is no unit")
    }
    self.init(
      kind: kind, tokenizer: try TokenizerIdentity(reader.object("tokenizer")),
      environment: try MeasuringEnvironment(reader.object("environment")), unit: unit,
      policies: (json["policies"]?.members ?? []).map { Policy($0.key, $0.value.string ?? "") })
  }
}

extension MeasuredShard {
  /// The SHA-256 of its line.
  var digest: String { ShardStates.digest(json.canonical.text()) }

  fileprivate var json: JSONValue {
    [
      "cells": .array(cells.map(\.json)), "copy": .integer(key.copy), "file": file.json,
      "range": key.range.map { [.integer($0.lowerBound), .integer($0.upperBound)] } ?? .null,
      "skipped": .integer(skipped),
    ]
  }

  fileprivate init(json: JSONValue) throws(ProfileFormatError) {
    let reader = ObjectReader(json, "")
    file = try MeasuredFile(reader.object("file"))
    key = ShardKey(
      name: file.name, copy: try reader.integer("copy", Int.self),
      range: try ShardKey.range(json["range"], of: Int64(clamping: file.containerBytes ?? 0)))
    skipped = try reader.integer("skipped")
    cells = try reader.objects("cells") { (cell) throws(ProfileFormatError) in
      try EfficiencyProfile.Cell(cell)
    }
    let sums = cells.map { MeasuredFile.ScriptCounts($0) }
    guard sums == file.scripts, cells.allSatisfy({ $0.key.label == file.label }) else {
      throw ProfileFormatError(member: "cells", reason: "contradict the sums of the file")
    }
  }
}

extension ShardKey {
  /// Reads two offsets in a file of `size` bytes, or `null` for the whole.
  static func range(
    _ json: JSONValue?, of size: Int64
  ) throws(ProfileFormatError) -> Range<Int64>? {
    if case .null? = json { return nil }
    guard let ends = json?.array?.map({ $0.integer(Int64.self) }), ends.count == 2,
      let low = ends[0], let high = ends[1], 0 <= low, low < high, high <= size
    else { throw ProfileFormatError(member: "range", reason: "is not two offsets in the file") }
    return low..<high
  }
}

extension MeasuredFile.ScriptCounts {
  init(_ cell: EfficiencyProfile.Cell) {
    let units = cell.moments.units
    self.init(
      script: cell.key.script, documents: cell.moments.documents, units: units.count,
      bytes: UInt64(truncatingIfNeeded: units.bytes),
      characters: UInt64(truncatingIfNeeded: units.characters),
      tokens: UInt64(truncatingIfNeeded: units.tokens))
  }
}

extension JSONValue {
  /// The same with sorted keys, and with numbers as decimal strings.
  var canonical: JSONValue {
    switch self {
    case .number(let text): .string(text)
    case .array(let elements): .array(elements.map(\.canonical))
    case .object(let members):
      .object(
        members.map { Member($0.key, $0.value.canonical) }
          .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) })
    default: self
    }
  }
}
