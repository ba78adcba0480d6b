import ArgumentParser
import Efficiency
import ProfileStore
import ShippedProfiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Where profiles are kept.
struct StoreOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The store of profiles. (default: tokprof/profiles.sqlite in the XDG data folder)",
      valueName: "file"),
    completion: .file())
  var store: String?

  /// Opens the store.
  func open(readOnly: Bool) throws -> ProfileStore {
    try ProfileStore.open(path: path(), readOnly: readOnly)
  }

  /// Opens the store for reading; `nil` when there is none yet.
  func openExisting() throws -> ProfileStore? {
    try Self.openExisting(path: path())
  }

  /// Opens the store at `path` for reading; `nil` when there is none yet.
  static func openExisting(path: String) throws -> ProfileStore? {
    do throws(ProfileStoreError) {
      return try ProfileStore.open(path: path, readOnly: true)
    } catch {
      guard error.code == .missing else { throw error }
      return nil
    }
  }

  /// Where the store is.
  func path() throws -> String {
    if let store { return store }
    var environment: [String: String] = [:]
    for name in ["XDG_DATA_HOME", "HOME"] {
      environment[name] = getenv(name).map { String(cString: $0) }
    }
    return try ProfileStore.defaultPath(environment: environment)
  }

  /// The profile that people call `name`: one of the store's, one that is shipped, or a document in a
  /// file. Folders of tokenizers are often named as the shipped profiles are.
  func profile(named name: String) throws -> EfficiencyProfile {
    if let stored = try storedProfile(named: name) {
      return try Self.read(stored.document, place: "profile “\(name)” of the store")
    }
    if let shipped = try ShippedProfiles().profile(named: name) { return shipped }
    guard access(name, F_OK) == 0 else {
      throw InputError(
        place: name, reason: "there is no profile of this name, and no file",
        remedy: "“tokprof profiles list” shows the profiles, “tokprof profile” makes one")
    }
    return try Self.read(InputFile.read(name, limit: 256 << 20), place: name)
  }

  /// Whether ``profile(named:)`` gives a shipped profile.
  func isShipped(_ name: String) throws -> Bool {
    try storedProfile(named: name) == nil && ShippedProfiles().names.contains(name)
  }

  /// The bytes of a profile's document, the store's as they were added.
  func document(named name: String) throws -> [UInt8] {
    if let stored = try storedProfile(named: name) { return stored.document }
    if let shipped = try ShippedProfiles().profile(named: name) { return shipped.document }
    throw InputError(
      place: name, reason: "there is no profile of this name",
      remedy: "“tokprof profiles list” shows the profiles, “tokprof profile” makes one")
  }

  /// The store's profile of that name; `nil` when it has none, or there is no store yet.
  private func storedProfile(named name: String) throws -> StoredProfile? {
    do {
      return try openExisting()?.profile(named: name)
    } catch let error as ProfileStoreError where error.code == .unknownProfile {
      return nil
    }
  }

  /// Reads a document and says where it came from when it is none.
  static func read(_ document: [UInt8], place: String) throws -> EfficiencyProfile {
    do throws(ProfileFormatError) {
      return try EfficiencyProfile(document: document)
    } catch {
      throw InputError(
        place: place, reason: "it is no efficiency profile: \(error)",
        remedy: "give a document that “tokprof profiles export” has written")
    }
  }
}

extension StoredProfile {
  /// A profile with the entry that the store keeps of it.
  init(_ profile: EfficiencyProfile, name: String) {
    let document = profile.document
    self.init(
      entry: ProfileEntry(
        name: name,
        documentSHA256: Digest.sha256(document), tokenizerID: profile.tokenizer.name,
        tokenizerSHA256: profile.tokenizer.meaningSHA256, toolVersion: profile.environment.tool,
        createdAt: Int64(time(nil)), bytes: Int128(profile.total.bytes),
        tokens: Int128(profile.total.tokens), scripts: profile.summaries.count),
      document: document)
  }
}
