import Efficiency
import ShippedProfiles

/// The shipped profiles, read once for all tests.
enum ReadProfiles {
  static func all() throws -> [EfficiencyProfile] { try read.get() }

  static func named(_ name: String) throws -> EfficiencyProfile? {
    try all().first { $0.tokenizer.name == name }
  }

  private static let read = Result<[EfficiencyProfile], any Error> {
    let shipped = try ShippedProfiles()
    return try shipped.names.compactMap { try shipped.profile(named: $0) }
  }
}
