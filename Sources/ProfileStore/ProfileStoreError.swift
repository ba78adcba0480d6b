/// Why the store of profiles could not be used: what is wrong with which file, and what helps.
///
/// Whatever the failure, the store holds what it held before the call.
package struct ProfileStoreError: Error, Sendable, Equatable {
  /// The kinds of failure.
  package enum Code: String, Sendable {
    /// There is no store at the path yet, and it was to be read only.
    case missing
    /// Neither `XDG_DATA_HOME` nor `HOME` says where a user's data is kept.
    case noDataFolder
    /// The path is a folder, or a part of it is a file.
    case notAFile
    /// The file is something other than a store of profiles.
    case notAStore
    /// The store was written by a newer tokprof.
    case newerVersion
    /// The store can be read and not written: its file, its folder, or the way it was opened.
    case readOnly
    /// The operating system does not let the file be opened.
    case permission
    /// Another process kept the store locked for longer than the timeout.
    case busy
    /// The disk or the quota is full.
    case diskFull
    /// A write was cut off by a crash, and undoing it needs write access.
    case interrupted
    /// The file is damaged.
    case damaged
    /// The operating system failed to read or write the file.
    case inputOutput
    /// The store has no profile of that name, or no such revision of it.
    case unknownProfile
    /// A name that cannot be a profile's.
    case invalidName
  }

  /// The kind of failure.
  package let code: Code

  /// The store's file.
  package let path: String

  /// What is wrong.
  package let reason: String

  /// What helps.
  package let remedy: String
}

extension ProfileStoreError: CustomStringConvertible {
  /// The failure in one line, as a person is told it.
  package var description: String {
    escaped("\(path): \(reason); \(remedy)")
  }
}

/// Text free of control characters, which could otherwise drive the terminal it is shown on.
private func escaped(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    result += isControl(scalar) ? scalar.escaped(asASCII: true) : "\(scalar)"
  }
  return result
}

/// Whether the scalar is one of the 65 control characters (C0, DEL and C1).
func isControl(_ scalar: Unicode.Scalar) -> Bool {
  scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
}
