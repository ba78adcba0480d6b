import Efficiency
import JSONText
import ProfileStore
import Reports
import ShippedProfiles

/// A shipped profile in the list of profiles.
struct ShippedEntry {
  private let profile: EfficiencyProfile

  /// The shipped profiles that no stored one takes the place of.
  static func all(besides entries: [ProfileEntry]) throws -> [ShippedEntry] {
    let shipped = try ShippedProfiles()
    let taken = Set(entries.map(\.name))
    return try shipped.names.filter { !taken.contains($0) }
      .compactMap { try shipped.profile(named: $0) }.map { ShippedEntry(profile: $0) }
  }

  var json: JSONValue {
    let tokenizer = profile.tokenizer
    return [
      "name": .string(tokenizer.name), "shipped": true, "tokenizer": .string(tokenizer.name),
      "tokenizerSha256": .string(tokenizer.meaningSHA256),
      "tokprof": .string(profile.environment.tool), "bytes": .integer(profile.total.bytes),
      "tokens": .integer(profile.total.tokens), "scripts": .integer(profile.summaries.count),
    ]
  }

  /// In the columns of the list.
  var row: [Table.Cell] {
    let total = profile.total
    return [
      .text(profile.tokenizer.name), .missing, .text("shipped"), .text(profile.tokenizer.name),
      .integer(total.bytes), .integer(total.tokens),
      .number(Double(total.bytes) / Double(max(total.tokens, 1)), .decimals(3)),
      .integer(profile.summaries.count),
    ]
  }
}
