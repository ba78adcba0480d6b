import GRDB

/// Efficiency profiles kept in one SQLite file.
///
/// A profile is named; every run under the name is kept, and the newest is the profile. The store
/// knows nothing of a document's inside and gives back the bytes it was given.
///
/// Each write is one transaction, with a rollback journal and `synchronous = FULL`: after
/// `kill -9`, a full disk or a power cut the store holds either all of it or nothing. The
/// rollback journal was chosen over the write-ahead log because a store in a read-only folder must
/// stay readable and because home folders of clusters lie on network file systems; the log needs a
/// writable folder and shared memory. Its advantage, readers that never wait for a writer, is
/// worth nothing at a few milliseconds a run.
package final class ProfileStore: Sendable {
  /// The store's file, as it was given.
  package let path: String

  let queue: DatabaseQueue
  private let busyTimeout: Double

  private init(path: String, queue: DatabaseQueue, busyTimeout: Double) {
    self.path = path
    self.queue = queue
    self.busyTimeout = busyTimeout
  }

  /// Opens a store, and makes it first when it is to be written and is not there.
  ///
  /// Whether the store can be written is found out here, before a long run and not after it.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - readOnly: Whether nothing will be added or removed; then a missing store is an error, and
  ///     neither the file nor its folder need be writable.
  ///   - busyTimeout: How long, in seconds, to wait for another process's lock.
  /// - Returns: The store, which closes its file when it is released.
  /// - Throws: `ProfileStoreError`.
  package static func open(
    path: String, readOnly: Bool = false, busyTimeout: Double = 30
  ) throws(ProfileStoreError) -> ProfileStore {
    let file = StoreFile(path: path)
    try file.prepare(readOnly: readOnly)
    func connect(readOnly: Bool) throws -> DatabaseQueue {
      var configuration = Configuration()
      configuration.readonly = readOnly
      configuration.busyMode = .timeout(busyTimeout)
      return try DatabaseQueue(path: file.literalPath, configuration: configuration)
    }
    do {
      let queue: DatabaseQueue
      do {
        queue = try connect(readOnly: readOnly)
      } catch DatabaseError.SQLITE_READONLY_ROLLBACK {
        // A writer was killed in the middle. Whoever opens the file for writing undoes its work.
        _ = try connect(readOnly: false)
        queue = try connect(readOnly: readOnly)
      }
      if try !queue.read({ try StoreSchema.isCurrent($0, path: path) }) {
        // The first version of the store is the current one: what is not current is empty.
        guard !readOnly else {
          throw ProfileStoreError(.missing, path, "there is no store of profiles in it yet")
        }
        try queue.write { try StoreSchema.migrate($0, path: path) }
      }
      return ProfileStore(path: path, queue: queue, busyTimeout: busyTimeout)
    } catch let error as ProfileStoreError {
      throw error
    } catch {
      throw ProfileStoreError(error, path: path, timeout: busyTimeout)
    }
  }

  /// The store of a user who names none: `$XDG_DATA_HOME/tokprof/profiles.sqlite`, which is
  /// `~/.local/share/tokprof/profiles.sqlite` unless the variable holds an absolute path.
  ///
  /// - Parameter environment: The variables of the process's environment.
  /// - Returns: The path of its file.
  /// - Throws: `ProfileStoreError` with the code `noDataFolder`.
  package static func defaultPath(
    environment: [String: String]
  ) throws(ProfileStoreError) -> String {
    let file = "tokprof/profiles.sqlite"
    if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return "\(data)/\(file)" }
    guard let home = environment["HOME"], home.hasPrefix("/") else {
      throw ProfileStoreError(
        .noDataFolder, file, "neither XDG_DATA_HOME nor HOME says where data is kept")
    }
    return "\(home)/.local/share/\(file)"
  }

  /// Runs work on the database, telling what goes wrong in the words of the store.
  func translatingErrors<Result>(
    _ work: () throws -> Result
  ) throws(ProfileStoreError) -> Result {
    do {
      return try work()
    } catch let error as ProfileStoreError {
      throw error
    } catch {
      throw ProfileStoreError(error, path: path, timeout: busyTimeout)
    }
  }
}
