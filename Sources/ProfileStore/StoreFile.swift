#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The file under a store, looked at before SQLite is.
///
/// SQLite answers “unable to open database file” to a folder, a missing folder and a forbidden
/// one alike, opens an unwritable file for reading without a word, and waits for ever on a FIFO.
/// A run of hours must hear of these before it starts.
struct StoreFile {
  /// The path as the user gave it.
  let path: String

  /// The path as SQLite is given it. Debian's SQLite takes `file:…` for an URI and `:memory:` for
  /// no file at all; with a `/` in front of the name both are what they say.
  var literalPath: String { path.hasPrefix("/") ? path : "./" + path }

  /// Checks that the store may be opened as asked, and makes its folder if that is missing.
  ///
  /// - Throws: `ProfileStoreError`, with any code the file system is to blame for.
  func prepare(readOnly: Bool) throws(ProfileStoreError) {
    var status = stat()
    guard stat(literalPath, &status) == 0 else {
      guard errno == ENOENT else { throw failure(errno) }
      guard !readOnly else {
        throw ProfileStoreError(.missing, path, "there is no store of profiles yet")
      }
      try makeFolder()
      try requireAccess(to: folder(of: literalPath), "its folder")
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG where status.st_size == 1:
      // SQLite takes such a file for an empty one, and would write over it.
      throw ProfileStoreError(.notAStore, path, "it is not a store of profiles")
    case S_IFREG: break
    case S_IFDIR: throw ProfileStoreError(.notAFile, path, "it is a folder")
    default: throw ProfileStoreError(.notAStore, path, "it is a device or a pipe")
    }
    if !readOnly {
      // The journal lies beside the file itself, not beside a link to it.
      guard let resolved = realpath(literalPath, nil) else { throw failure(errno) }
      defer { free(resolved) }
      let target = String(cString: resolved)
      try requireAccess(to: target, "it")
      try requireAccess(to: folder(of: target), "its folder")
    }
  }

  /// Makes the folders above the file, for this user alone, as the XDG base directory
  /// specification asks.
  private func makeFolder() throws(ProfileStoreError) {
    let bytes = Array(literalPath.utf8)
    for end in bytes.indices.dropFirst() where bytes[end] == UInt8(ascii: "/") {
      let folder = String(decoding: bytes[..<end], as: UTF8.self)
      guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw failure(errno) }
    }
  }

  private func requireAccess(to path: String, _ what: String) throws(ProfileStoreError) {
    guard faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) != 0 else { return }
    switch errno {
    case EACCES, EPERM, EROFS:
      throw ProfileStoreError(
        .readOnly, self.path, "\(what) cannot be written (\(text(of: errno)))")
    default: throw failure(errno)
    }
  }

  private func failure(_ code: Int32) -> ProfileStoreError {
    switch code {
    case ENOTDIR, EEXIST:
      ProfileStoreError(.notAFile, path, "a part of the path is a file")
    case EACCES, EPERM:
      ProfileStoreError(.permission, path, "it cannot be reached (\(text(of: code)))")
    case EROFS:
      ProfileStoreError(.readOnly, path, "its folder cannot be made (\(text(of: code)))")
    case ENOSPC, EDQUOT:
      ProfileStoreError(.diskFull, path, "its folder cannot be made (\(text(of: code)))")
    default:
      ProfileStoreError(.inputOutput, path, "it cannot be opened (\(text(of: code)))")
    }
  }

  private func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private func text(of code: Int32) -> String {
    String(cString: strerror(code))
  }
}
