import Foundation
import GRDB

extension ProfileStore {
  /// Adds a run to the history of its name; it is then the profile of that name.
  ///
  /// A document equal to the newest one of the name adds nothing, so a run that is made again, or
  /// retried after a crash, leaves one row. Equal to an older one it is added: the newest run has
  /// to be the profile.
  ///
  /// - Returns: Whether anything was added, and the revision that holds the document.
  /// - Throws: `ProfileStoreError`; the store is then as it was.
  package func add(_ profile: StoredProfile) throws(ProfileStoreError) -> Addition {
    try requireValidName(profile.entry.name)
    return try translatingErrors {
      try queue.write { db in try insert(profile, into: db) }
    }
  }

  /// Adds many runs, in their order: all of them or, when one fails, none. This is what an
  /// import does.
  ///
  /// - Returns: What adding each came to.
  /// - Throws: `ProfileStoreError`; the store is then as it was.
  package func add(
    contentsOf profiles: [StoredProfile]
  ) throws(ProfileStoreError) -> [Addition] {
    for profile in profiles { try requireValidName(profile.entry.name) }
    return try translatingErrors {
      try queue.write { db in try profiles.map { try insert($0, into: db) } }
    }
  }

  /// Removes a profile with its whole history.
  ///
  /// - Returns: How many runs were removed.
  /// - Throws: `ProfileStoreError`, with the code `unknownProfile` when there is none of the name.
  @discardableResult
  package func remove(_ name: String) throws(ProfileStoreError) -> Int {
    let removed = try translatingErrors {
      try queue.write { db in
        try db.execute(sql: "DELETE FROM profile WHERE name = ?", arguments: [name])
        return db.changesCount
      }
    }
    guard removed > 0 else { throw unknownProfile(name) }
    return removed
  }

  private func insert(_ profile: StoredProfile, into db: Database) throws -> Addition {
    let entry = profile.entry
    let document = Data(profile.document)
    let newest = try Row.fetchOne(
      db,
      sql: """
        SELECT revision, document = ? AS isEqual FROM profile
        WHERE name = ? ORDER BY revision DESC LIMIT 1
        """, arguments: [document, entry.name])
    var revision = 1
    if let newest {
      let last = try newest.decode(Int.self, forColumn: "revision")
      guard try !newest.decode(Bool.self, forColumn: "isEqual") else {
        return .unchanged(revision: last)
      }
      revision = last &+ 1  // A hostile file may hold Int.max; the table's CHECK refuses the rest.
    }
    try db.execute(
      sql: """
        INSERT INTO profile (
          name, revision, document, documentSHA256, tokenizerID, tokenizerSHA256, toolVersion,
          createdAt, bytes, tokens, scripts)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        entry.name, revision, document, entry.documentSHA256, entry.tokenizerID,
        entry.tokenizerSHA256, entry.toolVersion, entry.createdAt, "\(entry.bytes)",
        "\(entry.tokens)", entry.scripts,
      ])
    return .added(revision: revision)
  }

  private func requireValidName(_ name: String) throws(ProfileStoreError) {
    let isValid =
      (1...255).contains(name.utf8.count) && !name.unicodeScalars.contains(where: isControl)
    guard isValid else {
      throw ProfileStoreError(.invalidName, path, "“\(name)” cannot be a profile's name")
    }
  }
}
