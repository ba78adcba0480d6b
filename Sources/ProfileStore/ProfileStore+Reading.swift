import Foundation
import GRDB

extension ProfileStore {
  /// The entries of all profiles, one a name, the newest first.
  ///
  /// - Throws: `ProfileStoreError`.
  /// - Complexity: O(runs in the store).
  package func list() throws(ProfileStoreError) -> [ProfileEntry] {
    try entries(
      """
      SELECT \(entryColumns) FROM profile
      WHERE id IN (SELECT max(id) FROM profile GROUP BY name) ORDER BY id DESC
      """)
  }

  /// The entries of all runs under a name, the newest first.
  ///
  /// - Throws: `ProfileStoreError`, with the code `unknownProfile` when there are none.
  /// - Complexity: O(runs under the name).
  package func history(of name: String) throws(ProfileStoreError) -> [ProfileEntry] {
    let runs = try entries(
      "SELECT \(entryColumns) FROM profile WHERE name = ? ORDER BY revision DESC", [name])
    guard !runs.isEmpty else { throw unknownProfile(name) }
    return runs
  }

  /// The profile of a name: its newest run, or the given one.
  ///
  /// - Parameters:
  ///   - name: The profile's name.
  ///   - revision: The run, from 1 for the oldest.
  /// - Returns: The profile, with the bytes of its document as they were added.
  /// - Throws: `ProfileStoreError`, with the code `unknownProfile` when there is no such run.
  /// - Complexity: O(length of the document).
  package func profile(
    named name: String, revision: Int? = nil
  ) throws(ProfileStoreError) -> StoredProfile {
    let found = try translatingErrors {
      try queue.read { db in
        try Row.fetchOne(
          db,
          sql: """
            SELECT \(entryColumns), document FROM profile
            WHERE name = ?1 AND (?2 IS NULL OR revision = ?2) ORDER BY revision DESC
            """, arguments: [name, revision]
        ).map { row in
          StoredProfile(
            entry: try ProfileEntry(row),
            document: Array(try row.decode(Data.self, forColumn: "document")))
        }
      }
    }
    guard let found else { throw unknownProfile(name, revision: revision) }
    return found
  }

  private func entries(
    _ sql: String, _ arguments: StatementArguments = []
  ) throws(ProfileStoreError) -> [ProfileEntry] {
    try translatingErrors {
      try queue.read { db in
        try Row.fetchAll(db, sql: sql, arguments: arguments).map { try ProfileEntry($0) }
      }
    }
  }

  /// The error of a name that is not there.
  func unknownProfile(_ name: String, revision: Int? = nil) -> ProfileStoreError {
    let what = revision.map { "no revision \($0) of a profile" } ?? "no profile"
    return ProfileStoreError(.unknownProfile, path, "it holds \(what) named “\(name)”")
  }
}

private let entryColumns = """
  name, revision, documentSHA256, tokenizerID, tokenizerSHA256, toolVersion, createdAt,
  bytes, tokens, scripts
  """

extension ProfileEntry {
  /// Reads a row. It traps on nothing: the file may be anyone's.
  fileprivate init(_ row: Row) throws {
    func sum(_ column: String) throws -> Int128 {
      let digits = try row.decode(String.self, forColumn: column)
      guard let value = Int128(digits) else {
        throw DatabaseError(resultCode: .SQLITE_MISMATCH, message: "\(column) is not a number")
      }
      return value
    }
    self.init(
      name: try row.decode(forColumn: "name"),
      documentSHA256: try row.decode(forColumn: "documentSHA256"),
      tokenizerID: try row.decode(forColumn: "tokenizerID"),
      tokenizerSHA256: try row.decode(forColumn: "tokenizerSHA256"),
      toolVersion: try row.decode(forColumn: "toolVersion"),
      createdAt: try row.decode(forColumn: "createdAt"),
      bytes: try sum("bytes"),
      tokens: try sum("tokens"),
      scripts: try row.decode(forColumn: "scripts"),
      revision: try row.decode(forColumn: "revision"))
  }
}
