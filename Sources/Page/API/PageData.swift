import Efficiency
package import ProfileStore
import Synchronization
package import TokenizerFormats

/// What the page shows: tokenizers that are loaded, and a store of profiles.
package struct PageData: Sendable {
  /// The tokenizers that text can be counted with.
  let tokenizers: [LoadedTokenizer]
  private let openStore: @Sendable () throws -> ProfileStore?
  private let cache = ProfileCache()

  /// Names what is to be shown.
  ///
  /// - Parameters:
  ///   - tokenizers: What text can be counted with; the first of two with one name is used.
  ///   - openStore: Opens the store, anew for each call, so that what is profiled meanwhile is seen;
  ///     `nil` when there is none yet.
  package init(
    tokenizers: [LoadedTokenizer], openStore: @escaping @Sendable () throws -> ProfileStore?
  ) {
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

  /// The newest profile of a name. Only the store's: a page reads no files.
  func profile(named name: String) throws(HTTPRefusal) -> EfficiencyProfile {
    try refusing {
      guard let stored = try openStore()?.profile(named: name) else {
        throw HTTPRefusal(.notFound, "there are no profiles yet; “tokprof profile” makes one")
      }
      return try cache.profile(stored)
    }
  }

  /// Every profile of the store, newest first, with its entry.
  func profiles() throws(HTTPRefusal) -> [(entry: ProfileEntry, profile: EfficiencyProfile)] {
    try refusing {
      guard let store = try openStore() else { return [] }
      return try store.list().map { ($0, try cache.profile(store.profile(named: $0.name))) }
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
