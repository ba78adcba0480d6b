import Foundation
import GRDB
import Testing

@testable import ProfileStore

@Suite struct `Several processes and one store` {
  let folder: ScratchFolder
  var path: String { folder.file("profiles.sqlite") }

  init() throws { folder = try ScratchFolder() }

  @Test func `two processes that make and fill a store at once lose nothing`() async throws {
    let path = path
    async let first: Void = fill(path, "first", runs: 25)
    async let second: Void = fill(path, "second", runs: 25)
    _ = await (first, second)
    let store = try ProfileStore.open(path: path, readOnly: true)
    #expect(try store.history(of: "first").map(\.revision) == (1...25).reversed())
    #expect(try store.history(of: "second").map(\.revision) == (1...25).reversed())
    // Both wrote to this name too; each run has a number of its own.
    #expect(try store.history(of: "shared").map(\.revision) == (1...50).reversed())
  }

  @Test func `opening an unmade store many times at once makes it once`() async throws {
    let path = path
    try await withThrowingTaskGroup { group in
      for number in 0..<8 {
        group.addTask {
          _ = try ProfileStore.open(path: path).add(sampleProfile("p\(number)"))
        }
      }
      try await group.waitForAll()
    }
    #expect(try ProfileStore.open(path: path, readOnly: true).list().count == 8)
  }

  @Test func `a lock held for too long is an error that says to try again`() throws {
    let store = try ProfileStore.open(path: path, busyTimeout: 0.1)
    _ = try store.add(sampleProfile("a"))
    let other = try connection(to: path)
    try other.inDatabase { db in
      try db.execute(sql: "BEGIN IMMEDIATE")
      #expect(try store.list().count == 1, "a writer at work does not keep readers out")
      let error = try #require(storeError { _ = try store.add(sampleProfile("b")) })
      #expect(error.code == .busy)
      #expect(error.description.contains("0.1 s"))
      try db.execute(sql: "ROLLBACK")
    }
    #expect(try store.add(sampleProfile("b")) == .added(revision: 1))
  }

  @Test func `a lock that is given up in time is waited for`() throws {
    let store = try ProfileStore.open(path: path)
    let other = try connection(to: path)
    try other.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
    // A thread of its own: tests that wait in the threads of tasks would hold it up.
    let released = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: 0.2)
      try? other.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
      released.signal()
    }
    #expect(try store.add(sampleProfile("a")) == .added(revision: 1))
    released.wait()
  }
}

@Suite struct `Processes that are killed` {
  let folder: ScratchFolder
  var path: String { folder.file("profiles.sqlite") }

  init() throws { folder = try ScratchFolder() }

  /// The child says that a run is stored by a byte in a file of its own, after `add` came back.
  @Test(arguments: [5, 20, 45, 80, 130, 200] as [UInt32])
  func `what was added before a kill is there, and nothing by halves`(
    _ milliseconds: UInt32
  ) async throws {
    let path = path
    let log = folder.file("log")
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, log = log as String, milliseconds = milliseconds as UInt32] in
      let acknowledged = try #require(fopen(log, "w"))
      setvbuf(acknowledged, nil, _IONBF, 0)
      Thread.detachNewThread {
        usleep(milliseconds * 1_000)
        kill(getpid(), SIGKILL)
      }
      for number in 0... {
        let large = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 300_000)
        _ = try ProfileStore.open(path: path).add(
          sampleProfile("a", number: number, document: large))
        fputc(1, acknowledged)
      }
    }
    let acknowledged = (try? Data(contentsOf: URL(fileURLWithPath: log)))?.count ?? 0
    let store = try ProfileStore.open(path: path)
    #expect(try integrity(of: store) == "ok")
    let runs = try store.list().first?.revision ?? 0
    #expect((acknowledged...acknowledged + 1).contains(runs))
    for revision in 1..<(runs + 1) {
      let profile = try store.profile(named: "a", revision: revision)
      #expect(profile.document.count == 300_000)
      #expect(profile.document.allSatisfy { $0 == UInt8(truncatingIfNeeded: revision - 1) })
    }
  }

  @Test func `a write that was cut off is undone, also by a reader`() async throws {
    let path = path
    _ = try ProfileStore.open(path: path).add(sampleProfile("a"))
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      try dieWhileWriting(path)
    }
    try #require(FileManager.default.fileExists(atPath: path + "-journal"))

    // Somebody who may not write cannot undo it, and is told so.
    try folder.setPermissions(0o555)
    try folder.setPermissions(0o444, of: "profiles.sqlite")
    try folder.setPermissions(0o444, of: "profiles.sqlite-journal")
    await #expect(processExitsWith: .success) { [path = path as String] in
      if geteuid() == 0 { try #require(setuid(65_534) == 0) }
      let error = try #require(storeError { _ = try ProfileStore.open(path: path, readOnly: true) })
      #expect(error.code == .interrupted)
    }
    try folder.setPermissions(0o755)
    try folder.setPermissions(0o644, of: "profiles.sqlite")

    let store = try ProfileStore.open(path: path, readOnly: true)
    #expect(try store.list().map(\.name) == ["a"])
    #expect(try store.profile(named: "a").document == sampleProfile("a").document)
  }
}

/// Ends this process within a transaction. The page cache is made so small that a half of it is in
/// the file by then: a hot journal, in SQLite's words.
private func dieWhileWriting(_ path: String) throws {
  try ProfileStore.open(path: path).queue.write { db in
    try db.execute(sql: "PRAGMA cache_size = 5")
    try db.execute(sql: "UPDATE profile SET name = 'half', document = zeroblob(1000000)")
    try db.execute(sql: "UPDATE profile SET tokens = 0")
    kill(getpid(), SIGKILL)
  }
}

/// What SQLite says of the file as a whole: `ok`, or what is wrong.
private func integrity(of store: ProfileStore) throws -> String? {
  try store.queue.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
}

/// Adds runs in a process of its own.
private func fill(_ path: String, _ name: String, runs: Int) async {
  await #expect(processExitsWith: .success) {
    [path = path as String, name = name as String, runs = runs as Int] in
    for number in 1...runs {
      let store = try ProfileStore.open(path: path)
      #expect(try store.add(sampleProfile(name, number: number)) == .added(revision: number))
      let document = Array("\(name) \(number)".utf8)
      _ = try store.add(sampleProfile("shared", document: document))
    }
  }
}

/// A connection that may hold a lock for longer than one call.
private func connection(to path: String) throws -> DatabaseQueue {
  var configuration = Configuration()
  configuration.allowsUnsafeTransactions = true
  return try DatabaseQueue(path: path, configuration: configuration)
}
