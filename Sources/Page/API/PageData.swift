package import Efficiency
import JSONText
package import ProfileStore
import Synchronization
package import TokenizerFormats

/// What the page shows: tokenizers that are loaded, a store of profiles, and those that are shipped.
package struct PageData: Sendable {
  /// The tokenizers that text can be counted with.
  let tokenizers: [LoadedTokenizer]
  private let shipped: [EfficiencyProfile]
  private let openStore: @Sendable () throws -> ProfileStore?
  private let cache = ProfileCache()

  /// Names what is to be shown.
  ///
  /// - Parameters:
  ///   - tokenizers: What text can be counted with; the first of two with one name is used.
  ///   - shipped: Profiles that are there unless the store has one of their name.
  ///   - openStore: Opens the store, anew for each call, so that what is profiled meanwhile is seen;
  ///     `nil` when there is none yet.
  package init(
    tokenizers: [LoadedTokenizer], shipped: [EfficiencyProfile] = [],
    openStore: @escaping @Sendable () throws -> ProfileStore?
  ) {
    self.shipped = shipped
    self.tokenizers = tokenizers
    self.openStore = openStore
  }

  /// The tokenizer of a name.
  func tokenizer(named name: String) throws(HTTPRefusal) -> LoadedTokenizer {
    if let known = tokenizers.first(where: { $0.name == name }) { return known }
    let names = tokenizers.map { "“\($0.name)”" }.joined(separator: ", ")
    throw HTTPRefusal(
      .notFound,
      "no tokenizer “\(name)” is loaded; "
        + (names.isEmpty ? "start “tokprof serve” with -t" : "there are \(names)"))
  }

  /// The newest profile of a name, else the shipped one. A page reads no files.
  func profile(named name: String) throws(HTTPRefusal) -> EfficiencyProfile {
    try refusing {
      let known = shipped.first { $0.tokenizer.name == name }
      do {
        if let stored = try openStore()?.profile(named: name) { return try cache.profile(stored) }
      } catch let error as ProfileStoreError where error.code == .unknownProfile && known != nil {}
      guard let known else {
        throw HTTPRefusal(.notFound, "there is no profile “\(name)”; “tokprof profile” makes one")
      }
      return known
    }
  }

  /// Every profile of the store, newest first, then those that are shipped, with their entries.
  func profiles() throws(HTTPRefusal) -> [(entry: JSONValue, profile: EfficiencyProfile)] {
    try refusing {
      let store = try openStore()
      let stored = try store?.list() ?? []
      let taken = Set(stored.map(\.name))
      return try stored.compactMap { entry in
        try store.map { (entry.json, try cache.profile($0.profile(named: entry.name))) }
      } + shipped.filter { !taken.contains($0.tokenizer.name) }.map { ($0.shippedEntryJSON, $0) }
    }
  }
}

/// Profiles that were read, by their documents' digests: a slider asks for the same one many times.
private final class ProfileCache: Sendable {
  private let profiles = Mutex<[String: EfficiencyProfile]>([:])

  func profile(_ stored: StoredProfile) throws(ProfileFormatError) -> EfficiencyProfile {
    let digest = stored.entry.documentSHA256
    if let known = profiles.withLock({ $0[digest] }) { return known }
    let profile = try EfficiencyProfile(document: stored.document)
    profiles.withLock { $0[digest] = profile }
    return profile
  }
}
