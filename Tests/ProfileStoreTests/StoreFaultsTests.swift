import Foundation
import GRDB
import Testing

@testable import ProfileStore

@Suite struct `Stores that cannot be used` {
  let folder: ScratchFolder
  var path: String { folder.file("profiles.sqlite") }

  init() throws { folder = try ScratchFolder() }

  private func openingError(readOnly: Bool = false) -> ProfileStoreError? {
    storeError { _ = try ProfileStore.open(path: path, readOnly: readOnly) }
  }

  @Test func `reading a store that is not there makes none`() {
    #expect(openingError(readOnly: true)?.code == .missing)
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func `an empty file is a store that has yet to be made`() throws {
    try Data().write(to: URL(fileURLWithPath: path))
    #expect(openingError(readOnly: true)?.code == .missing)
    #expect(try ProfileStore.open(path: path).list().isEmpty)
  }

  @Test func `a store of a newer version is refused and left as it is`() throws {
    _ = try ProfileStore.open(path: path).add(sampleProfile("a"))
    try DatabaseQueue(path: path).write { try $0.execute(sql: "PRAGMA user_version = 99") }
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    for readOnly in [false, true] {
      let error = try #require(openingError(readOnly: readOnly))
      #expect(error.code == .newerVersion)
      #expect(error.description.contains("version 99"))
      #expect(error.description.contains("update tokprof"))
      #expect(error.description.contains(path))
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }

  @Test(arguments: [
    "PRAGMA application_id = 1", "PRAGMA user_version = 1", "CREATE TABLE profile (id INTEGER)",
  ])
  func `another program's database is refused and left as it is`(_ sql: String) throws {
    try DatabaseQueue(path: path).write { try $0.execute(sql: sql) }
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(openingError()?.code == .notAStore)
    #expect(openingError(readOnly: true)?.code == .notAStore)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }

  @Test(arguments: [1, 15, 16, 100, 5_000])
  func `a file of anything else is refused and left as it is`(_ length: Int) throws {
    let garbage = Data((0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) })
    try garbage.write(to: URL(fileURLWithPath: path))
    #expect(openingError()?.code == .notAStore)
    #expect(openingError(readOnly: true)?.code == .notAStore)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == garbage)
  }

  @Test func `a folder, a path through a file, and a FIFO are no stores`() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    #expect(openingError()?.code == .notAFile)
    try Data().write(to: URL(fileURLWithPath: folder.file("plain")))
    #expect(
      storeError { _ = try ProfileStore.open(path: folder.file("plain/x.sqlite")) }?.code
        == .notAFile)
    #expect(
      storeError { _ = try ProfileStore.open(path: folder.file("plain/x/y.sqlite")) }?.code
        == .notAFile)
    try #require(mkfifo(folder.file("fifo"), 0o600) == 0)
    #expect(
      storeError { _ = try ProfileStore.open(path: folder.file("fifo"), readOnly: true) }?.code
        == .notAStore)
  }

  @Test func `values of the wrong type in a store's tables are damage, not a crash`() throws {
    _ = try ProfileStore.open(path: path).add(sampleProfile("a"))
    try DatabaseQueue(path: path).write { db in
      try db.execute(sql: "UPDATE profile SET tokens = 'many'")
    }
    let store = try ProfileStore.open(path: path)
    #expect(storeError { _ = try store.list() }?.code == .damaged)
    try DatabaseQueue(path: path).write { db in
      try db.execute(sql: "DROP TABLE profile; CREATE TABLE profile (id, name, revision)")
      try db.execute(sql: "INSERT INTO profile VALUES (1, NULL, x'00')")
    }
    #expect(storeError { _ = try store.list() }?.code == .damaged)
    #expect(storeError { _ = try store.add(sampleProfile("b")) }?.code == .damaged)
  }

  /// Each bit flip may leave the figures as they were, change what SQLite gives back, or be found
  /// out: what it must not do is end the process.
  @Test func `a store with flipped bits or a lost end does not crash`() throws {
    let writer = try ProfileStore.open(path: path)
    for number in 0..<20 { _ = try writer.add(sampleProfile("p\(number % 3)", number: number)) }
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    var random = SplitMix64(state: 20_250_101)
    var refused = 0
    for trial in 0..<300 {
      var bytes = whole
      if trial % 3 == 0 {
        bytes = whole.prefix(Int(random.next() % UInt64(whole.count)))
      } else {
        for _ in 0..<(1 + trial % 4) {
          bytes[Int(random.next() % UInt64(whole.count))] ^= UInt8(1 << (random.next() % 8))
        }
      }
      let copy = folder.file("copy.sqlite")
      try bytes.write(to: URL(fileURLWithPath: copy))
      let error = storeError {
        let store = try ProfileStore.open(path: copy)
        for entry in try store.list() { _ = try store.profile(named: entry.name) }
        _ = try store.add(sampleProfile("new"))
      }
      if error != nil { refused += 1 }
    }
    #expect(refused > 50)
  }

  @Test func `a full disk is told as one, and leaves what was there`() throws {
    let store = try ProfileStore.open(path: path)
    _ = try store.add(sampleProfile("a"))
    // SQLite reports a database at its greatest size as it reports ENOSPC: SQLITE_FULL.
    try store.queue.write { try $0.execute(sql: "PRAGMA max_page_count = 1") }
    let large = sampleProfile("b", document: [UInt8](repeating: 1, count: 100_000))
    let error = try #require(
      storeError { _ = try store.add(contentsOf: [sampleProfile("a", number: 5), large]) })
    #expect(error.code == .diskFull)
    #expect(try ProfileStore.open(path: path, readOnly: true).list().map(\.name) == ["a"])
    #expect(try store.history(of: "a").count == 1)
  }
}

@Suite struct `Stores that can only be read` {
  let folder: ScratchFolder
  var path: String { folder.file("profiles.sqlite") }

  init() throws { folder = try ScratchFolder() }

  @Test func `nothing is written through a store opened for reading`() throws {
    _ = try ProfileStore.open(path: path).add(sampleProfile("a"))
    let store = try ProfileStore.open(path: path, readOnly: true)
    #expect(storeError { _ = try store.add(sampleProfile("b")) }?.code == .readOnly)
    #expect(storeError { try store.remove("a") }?.code == .readOnly)
    #expect(try store.list().map(\.name) == ["a"])
  }

  /// Root may write anything, so the checks run in a process of the user `nobody` then.
  @Test func `a file or folder that must not be written is told at opening`() async throws {
    _ = try ProfileStore.open(path: path).add(sampleProfile("a"))
    try folder.setPermissions(0o755)
    try folder.setPermissions(0o444, of: "profiles.sqlite")
    await expectReadOnly(path)
    try folder.setPermissions(0o555)
    try folder.setPermissions(0o666, of: "profiles.sqlite")
    await expectReadOnly(path)
    await expectReadOnly(path + " new", exists: false)
    // A link in a writable folder: the journal would lie in the other.
    let link = try ScratchFolder()
    try link.setPermissions(0o777)
    try FileManager.default.createSymbolicLink(
      atPath: link.file("link"), withDestinationPath: path)
    await expectReadOnly(link.file("link"))
    try folder.setPermissions(0o755)
  }

  @Test func `a file or folder that must not be read is told as such`() async throws {
    _ = try ProfileStore.open(path: path)
    try folder.setPermissions(0o755)
    try folder.setPermissions(0o000, of: "profiles.sqlite")
    let shut = folder.file("shut")
    try FileManager.default.createDirectory(atPath: shut, withIntermediateDirectories: true)
    try folder.setPermissions(0o000, of: "shut")
    for path in [path, shut + "/profiles.sqlite"] {
      await #expect(processExitsWith: .success) { [path = path as String] in
        if geteuid() == 0 { try #require(setuid(65_534) == 0) }
        let error = try #require(
          storeError { _ = try ProfileStore.open(path: path, readOnly: true) })
        #expect(error.code == .permission)
      }
    }
    try folder.setPermissions(0o700, of: "shut")
  }
}

/// Holds that a user who may not write the store is told so when opening it.
private func expectReadOnly(_ path: String, exists: Bool = true) async {
  await #expect(processExitsWith: .success) { [path = path as String, exists = exists as Bool] in
    if geteuid() == 0 { try #require(setuid(65_534) == 0) }
    let error = try #require(storeError { _ = try ProfileStore.open(path: path) })
    #expect(error.code == .readOnly)
    if exists { #expect(try ProfileStore.open(path: path, readOnly: true).list().count == 1) }
  }
}

/// A small generator of random numbers with a fixed seed, so that a failure can be repeated.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
