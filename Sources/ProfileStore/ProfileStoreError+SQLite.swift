import GRDB

extension ProfileStoreError {
  /// Tells a failure of SQLite in the words of the store.
  ///
  /// - Parameters:
  ///   - error: What GRDB threw.
  ///   - path: The store's file.
  ///   - timeout: How long, in seconds, a lock was waited for.
  init(_ error: any Error, path: String, timeout: Double) {
    guard let error = error as? DatabaseError else {
      // A row that does not decode: a column is missing, or holds another type.
      self.init(.damaged, path, "its tables are not as tokprof makes them (\(error))")
      return
    }
    let detail = error.message ?? error.resultCode.description
    switch error.extendedResultCode {
    case .SQLITE_BUSY_RECOVERY, .SQLITE_READONLY_ROLLBACK, .SQLITE_READONLY_RECOVERY:
      self.init(.interrupted, path, "a write to it was cut off and has to be undone first")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self.init(.busy, path, "another process kept it locked for \(timeout) s")
    case .SQLITE_FULL:
      self.init(.diskFull, path, "no space is left on its disk")
    case .SQLITE_READONLY:
      self.init(.readOnly, path, "it can be read and not written")
    case .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_CANTOPEN:
      self.init(.permission, path, "it cannot be opened (\(detail))")
    case .SQLITE_NOTADB:
      self.init(.notAStore, path, "it is not a store of profiles")
    case .SQLITE_IOERR, .SQLITE_PROTOCOL, .SQLITE_NOLFS:
      self.init(.inputOutput, path, "reading or writing it failed (\(detail))")
    default:
      self.init(.damaged, path, "it does not answer as a store of profiles does (\(detail))")
    }
  }

  /// A failure with the remedy that goes with its kind.
  init(_ code: Code, _ path: String, _ reason: String) {
    self.init(code: code, path: path, reason: reason, remedy: code.remedy)
  }
}

extension ProfileStoreError.Code {
  /// What helps against a failure of this kind.
  var remedy: String {
    switch self {
    case .missing: "“tokprof profile” makes one, or name another with --store FILE"
    case .noDataFolder: "set HOME, or name a file with --store FILE"
    case .notAFile: "name a file with --store FILE"
    case .notAStore: "name another file with --store FILE; this one was left as it is"
    case .newerVersion:
      "update tokprof, or name another file with --store FILE; this one was left as it is"
    case .readOnly: "make it and its folder writable, or name another file with --store FILE"
    case .permission: "change the permissions, or name another file with --store FILE"
    case .busy: "try again when that process is done"
    case .diskFull: "free some space, or name a file on another disk with --store FILE"
    case .interrupted: "list the profiles once where the file and its folder can be written"
    case .damaged:
      "restore it from a copy, or name another file with --store FILE and import what was exported"
    case .inputOutput: "check the disk, or name a file on another one with --store FILE"
    case .unknownProfile: "“tokprof profiles list” shows what there is"
    case .invalidName: "use 1 to 255 bytes of text without control characters"
    }
  }
}
