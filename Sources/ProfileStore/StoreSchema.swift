import GRDB

/// The tables of a store, and how an older store gets them.
///
/// SQLite keeps two numbers in a file's header for its program: `application_id` tells a store
/// from any other database, `user_version` is the number of steps it has been through.
enum StoreSchema {
  /// `tokp` in ASCII.
  static let applicationID: Int32 = 0x746F_6B70

  /// Step *n* makes a store of version *n* from one of version *n* − 1. A step that was released
  /// is never edited; a change is a new step.
  static let steps = [
    """
    CREATE TABLE profile (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      revision INTEGER NOT NULL CHECK (revision > 0),
      document BLOB NOT NULL,
      documentSHA256 TEXT NOT NULL,
      tokenizerID TEXT NOT NULL,
      tokenizerSHA256 TEXT NOT NULL,
      toolVersion TEXT NOT NULL,
      createdAt INTEGER NOT NULL,
      bytes TEXT NOT NULL,  -- decimal digits: 10 EB is more than SQLite's integers hold
      tokens TEXT NOT NULL,
      scripts INTEGER NOT NULL,
      UNIQUE (name, revision)
    ) STRICT;
    """
  ]

  /// The version that this program reads and writes.
  static var version: Int { steps.count }

  /// Whether the database is a store that this program can read as it is.
  ///
  /// - Throws: `ProfileStoreError` for another program's database and for a newer store;
  ///   `DatabaseError` when the file cannot be read.
  static func isCurrent(_ db: Database, path: String) throws -> Bool {
    let application = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    guard application == applicationID else {
      let objects = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
      guard application == 0, found == 0, objects == 0 else {
        throw ProfileStoreError(.notAStore, path, "it is another program's database")
      }
      return false
    }
    guard found <= version else {
      throw ProfileStoreError(
        .newerVersion, path,
        "it has version \(found) of the store, and this tokprof knows those up to \(version)")
    }
    return found == version
  }

  /// Brings the database to the current version.
  ///
  /// It is called within one immediate transaction, so of two processes that open an old store
  /// one waits and finds the work done, and a crash leaves the old store. GRDB's own migrator
  /// reads what has been applied before it locks: of two processes the second then fails.
  static func migrate(_ db: Database, path: String) throws {
    guard try !isCurrent(db, path: path) else { return }
    let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    for step in steps[max(found, 0)...] { try db.execute(sql: step) }
    try db.execute(sql: "PRAGMA application_id = \(applicationID)")
    try db.execute(sql: "PRAGMA user_version = \(version)")
  }
}
