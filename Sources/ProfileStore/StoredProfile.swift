/// What the store knows of a profile without opening it.
///
/// Every value is given by whoever adds the profile; the store reads nothing out of the document.
package struct ProfileEntry: Sendable, Equatable {
  /// The name people use. Runs under one name make up its history; the newest is the profile.
  package var name: String

  /// The SHA-256 of the document, in lower-case hexadecimal.
  package var documentSHA256: String

  /// The tokenizer that was measured, as people call it.
  package var tokenizerID: String

  /// The SHA-256 of the tokenizer's meaning, in lower-case hexadecimal.
  package var tokenizerSHA256: String

  /// The version of tokprof that made the document.
  package var toolVersion: String

  /// When the profile was made, in seconds since 1970-01-01 00:00 UTC.
  package var createdAt: Int64

  /// The bytes of text that were measured.
  package var bytes: Int128

  /// The tokens that text came to.
  package var tokens: Int128

  /// How many scripts the profile has figures for.
  package var scripts: Int

  /// The run's number in the history of its name, from 1 for the oldest. The store gives it out
  /// and ignores what an added entry says.
  package var revision: Int

  /// Creates the entry of a profile that is to be added.
  package init(
    name: String, documentSHA256: String, tokenizerID: String, tokenizerSHA256: String,
    toolVersion: String, createdAt: Int64, bytes: Int128, tokens: Int128, scripts: Int,
    revision: Int = 0
  ) {
    self.name = name
    self.documentSHA256 = documentSHA256
    self.tokenizerID = tokenizerID
    self.tokenizerSHA256 = tokenizerSHA256
    self.toolVersion = toolVersion
    self.createdAt = createdAt
    self.bytes = bytes
    self.tokens = tokens
    self.scripts = scripts
    self.revision = revision
  }
}

/// A profile as it is kept: its entry, and its document to the byte.
package struct StoredProfile: Sendable, Equatable {
  /// What the store knows of the profile.
  package var entry: ProfileEntry

  /// The profile's canonical JSON.
  package var document: [UInt8]

  /// Joins a document and its entry.
  package init(entry: ProfileEntry, document: [UInt8]) {
    self.entry = entry
    self.document = document
  }
}

/// What adding a profile came to.
package enum Addition: Sendable, Equatable {
  /// The profile is in the store, as this run of its name's history.
  case added(revision: Int)

  /// The newest profile of that name, this run, has the same document: nothing was added.
  case unchanged(revision: Int)
}
