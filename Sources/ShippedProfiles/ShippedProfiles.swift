internal import CShippedProfiles
public import Efficiency
internal import JSONText

/// Profiles of well-known tokenizers that are part of the program, so that every installation can
/// estimate without having the tokenizer.
///
/// `Tools/ship-profiles` has measured them over the documentation that `Corpora/fetch` installs, and
/// `docs/shipped-profiles.md` says what they hold and how far they carry. They keep no observations.
public struct ShippedProfiles: Sendable {
  /// The profiles' names, which are those of their tokenizers, in the order in which they are kept.
  public let names: [String]

  private let table: ShippedTable

  /// Reads the program's own profiles.
  ///
  /// - Throws: `ProfileFormatError` if the program was built from a damaged file.
  /// - Complexity: O(length of the file), 0.5 MB.
  public init() throws(ProfileFormatError) {
    let bytes = UnsafeBufferPointer(
      start: cshippedprofiles_bytes(), count: cshippedprofiles_count())
    try self.init(document: bytes)
  }

  init(document: some Sequence<UInt8>) throws(ProfileFormatError) {
    table = try ShippedTable(document)
    names = table.tokenizers.map(\.name)
  }

  /// The profile of that name; `nil` if none is shipped under it.
  ///
  /// - Throws: `ProfileFormatError` if the program was built from a damaged file.
  /// - Complexity: O(cells + files).
  public func profile(named name: String) throws(ProfileFormatError) -> EfficiencyProfile? {
    guard let tokenizer = table.tokenizers.first(where: { $0.name == name }) else { return nil }
    return try EfficiencyProfile(json: try table.profile(of: tokenizer))
  }
}
