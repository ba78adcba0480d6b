import Foundation
import ProfileStore

/// A folder of its own for one test, removed with all that is in it.
final class ScratchFolder: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "tokprof store \(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a file in the folder.
  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Sets the permissions of the folder or of a file in it.
  func setPermissions(_ mode: Int, of name: String = ".") throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file(name))
  }
}

/// A profile whose document and figures follow from a number.
func sampleProfile(
  _ name: String, number: Int = 0, document: [UInt8]? = nil
) -> StoredProfile {
  StoredProfile(
    entry: ProfileEntry(
      name: name, documentSHA256: String(repeating: "\(number % 10)", count: 64),
      tokenizerID: "gpt2", tokenizerSHA256: String(repeating: "b", count: 64),
      toolVersion: "0.1.0", createdAt: 1_700_000_000 + Int64(number),
      bytes: 4_096 * Int128(number + 1), tokens: 1_024 * Int128(number + 1), scripts: 3),
    document: document ?? Array("{\"number\":\(number)}".utf8))
}

/// The error that work ends with, if it ends with one of the store's.
func storeError(_ work: () throws -> Void) -> ProfileStoreError? {
  do {
    try work()
    return nil
  } catch {
    return error as? ProfileStoreError
  }
}
