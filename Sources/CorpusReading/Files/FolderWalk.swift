#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a path names, symbolic links followed.
enum PathKind {
  case file(device: UInt64, inode: UInt64)
  case folder(device: UInt64, inode: UInt64)
  case special
  case danglingLink
  case missing

  init(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      self = lstat(path, &status) == 0 ? .danglingLink : .missing
      return
    }
    let (device, inode) = (UInt64(status.st_dev), UInt64(status.st_ino))
    switch status.st_mode & S_IFMT {
    case S_IFREG: self = .file(device: device, inode: inode)
    case S_IFDIR: self = .folder(device: device, inode: inode)
    default: self = .special
    }
  }
}

/// Collects the regular files below a folder.
struct FolderWalk {
  private(set) var files: [String] = []
  private(set) var passedOver: [PassedOver] = []
  private(set) var errors: [CorpusError] = []
  /// Every folder is entered once. Cutting only at ancestors would end too, but a few folders that
  /// link to each other have exponentially many paths.
  private var visited: Set<[UInt64]> = []

  mutating func visit(_ root: String) {
    // A stack of our own: the depth of a folder tree is not ours to trust.
    var pending = [root]
    while let folder = pending.popLast() {
      if case .folder(let device, let inode) = PathKind(folder),
        !visited.insert([device, inode]).inserted
      {
        passedOver.append(PassedOver(path: folder, reason: .visitedFolder))
        continue
      }
      var folders: [String] = []
      for name in list(folder).sorted(by: byteOrder) {
        let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
        if name.utf8.first == UInt8(ascii: ".") {
          passedOver.append(PassedOver(path: path, reason: .hidden))
          continue
        }
        switch PathKind(path) {
        case .file: files.append(path)
        case .folder: folders.append(path)
        case .special: passedOver.append(PassedOver(path: path, reason: .notRegular))
        case .danglingLink: passedOver.append(PassedOver(path: path, reason: .danglingLink))
        case .missing: break  // deleted since it was listed
        }
      }
      pending += folders.reversed()
    }
  }

  private mutating func list(_ folder: String) -> [String] {
    guard let stream = opendir(folder) else {
      errors.append(
        CorpusError(
          .unreadable, path: folder, reason: "cannot be listed: \(OpenFile.message(errno))"))
      return []
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard let name else {
        errors.append(
          CorpusError(
            .unreadable, path: folder, reason: "holds a name that is not UTF-8",
            remedy: "rename the file"))
        continue
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}

/// The paths that match a shell pattern, in byte order.
func expandPattern(_ pattern: String) -> [String] {
  var result = glob_t()
  defer { globfree(&result) }
  guard glob(pattern, GLOB_NOSORT, nil, &result) == 0 else { return [] }
  return (0..<Int(result.gl_pathc))
    .compactMap { result.gl_pathv?[$0].flatMap { String(validatingCString: $0) } }
    .sorted(by: byteOrder)
}
