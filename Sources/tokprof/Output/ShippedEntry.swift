import Efficiency
import JSONText
import Page
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

  var json: JSONValue { profile.shippedEntryJSON }

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
