import Foundation
import ProfileStore
import Testing

@Suite struct `Keeping profiles` {
  let folder: ScratchFolder
  var path: String { folder.file("profiles.sqlite") }

  init() throws { folder = try ScratchFolder() }

  @Test func `a profile comes back to the byte, also from a second opening`() throws {
    let document = (0...255).map { UInt8($0) } + [0, 0]
    var profile = sampleProfile("gpt2 on news", number: 7, document: document)
    profile.entry.bytes = 10_000_000_000_000_000_000  // 10 EB: more than 63 bits
    let store = try ProfileStore.open(path: path)
    #expect(try store.add(profile) == .added(revision: 1))

    profile.entry.revision = 1
    #expect(try store.profile(named: "gpt2 on news") == profile)
    #expect(try ProfileStore.open(path: path, readOnly: true).list() == [profile.entry])
  }

  @Test func `the newest run is the profile and the older ones stay`() throws {
    let store = try ProfileStore.open(path: path)
    // The clock of the second run is behind: the order is that of the runs.
    for number in [5, 2, 9] {
      #expect(try store.add(sampleProfile("a", number: number)) != .unchanged(revision: 1))
    }
    _ = try store.add(sampleProfile("b", number: 1))

    #expect(try store.history(of: "a").map(\.revision) == [3, 2, 1])
    #expect(try store.history(of: "a").map(\.createdAt) == [9, 2, 5].map { 1_700_000_000 + $0 })
    #expect(try store.profile(named: "a").document == Array("{\"number\":9}".utf8))
    #expect(try store.profile(named: "a", revision: 1).document == Array("{\"number\":5}".utf8))
  }

  @Test func `the list has each name once, the last run first`() throws {
    let store = try ProfileStore.open(path: path)
    for (name, number) in [("a", 1), ("b", 2), ("c", 3), ("a", 4)] {
      _ = try store.add(sampleProfile(name, number: number))
    }
    #expect(try store.list().map { "\($0.name)\($0.revision)" } == ["a2", "c1", "b1"])
  }

  @Test func `the same document again adds nothing and says so`() throws {
    let store = try ProfileStore.open(path: path)
    #expect(try store.add(sampleProfile("a", number: 1)) == .added(revision: 1))
    #expect(try store.add(sampleProfile("a", number: 1)) == .unchanged(revision: 1))
    #expect(try store.add(sampleProfile("b", number: 1)) == .added(revision: 1))
    #expect(try store.history(of: "a").count == 1)
  }

  @Test func `a document that was the profile before becomes it again`() throws {
    let store = try ProfileStore.open(path: path)
    _ = try store.add(sampleProfile("a", number: 1))
    _ = try store.add(sampleProfile("a", number: 2))
    #expect(try store.add(sampleProfile("a", number: 1)) == .added(revision: 3))
    #expect(try store.profile(named: "a").document == Array("{\"number\":1}".utf8))
  }

  @Test func `names that Unicode calls equivalent are different names`() throws {
    let store = try ProfileStore.open(path: path)
    _ = try store.add(sampleProfile("caf\u{E9}", number: 1))
    _ = try store.add(sampleProfile("cafe\u{301}", number: 2))
    #expect(try store.list().count == 2)
    #expect(try store.profile(named: "caf\u{E9}").document == Array("{\"number\":1}".utf8))
  }

  @Test func `removing takes the whole history of one name`() throws {
    let store = try ProfileStore.open(path: path)
    for number in 1...3 { _ = try store.add(sampleProfile("a", number: number)) }
    _ = try store.add(sampleProfile("b", number: 4))
    #expect(try store.remove("a") == 3)
    #expect(try store.list().map(\.name) == ["b"])
    #expect(storeError { try store.remove("a") }?.code == .unknownProfile)
    #expect(try store.add(sampleProfile("a", number: 9)) == .added(revision: 1))
  }

  @Test func `what is not there is an error that names it`() throws {
    let store = try ProfileStore.open(path: path)
    _ = try store.add(sampleProfile("a"))
    #expect(storeError { _ = try store.profile(named: "z") }?.code == .unknownProfile)
    #expect(storeError { _ = try store.history(of: "z") }?.code == .unknownProfile)
    let error = try #require(storeError { _ = try store.profile(named: "a", revision: 2) })
    #expect(error.description.contains("no revision 2 of a profile named “a”"))
    #expect(error.path == path)
  }

  @Test func `an import adds all or nothing`() throws {
    let store = try ProfileStore.open(path: path)
    let good = [sampleProfile("a", number: 1), sampleProfile("a", number: 2)]
    let bad = sampleProfile("line\nbreak")
    #expect(storeError { _ = try store.add(contentsOf: good + [bad]) }?.code == .invalidName)
    #expect(try store.list().isEmpty)
    let again = try store.add(contentsOf: good + [good[1]])
    #expect(again == [.added(revision: 1), .added(revision: 2), .unchanged(revision: 2)])
  }

  @Test(arguments: ["", "a\u{1B}[2Jb", "\u{7F}", "\u{9B}", String(repeating: "x", count: 256)])
  func `a name that is no name is refused, and shown harmless`(_ name: String) throws {
    let store = try ProfileStore.open(path: path)
    let error = try #require(storeError { _ = try store.add(sampleProfile(name)) })
    #expect(error.code == .invalidName)
    #expect(
      error.description.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
    #expect(try store.list().isEmpty)
  }
}

@Suite struct `Where the store lies` {
  @Test func `the default is under the XDG data folder, or under the home folder`() throws {
    #expect(
      try ProfileStore.defaultPath(environment: ["XDG_DATA_HOME": "/data", "HOME": "/home/a"])
        == "/data/tokprof/profiles.sqlite")
    // The specification has relative paths ignored.
    for xdg in ["", "data"] {
      #expect(
        try ProfileStore.defaultPath(environment: ["XDG_DATA_HOME": xdg, "HOME": "/home/a"])
          == "/home/a/.local/share/tokprof/profiles.sqlite")
    }
    #expect(
      storeError { _ = try ProfileStore.defaultPath(environment: [:]) }?.code == .noDataFolder)
  }

  @Test func `missing folders are made, for their owner alone`() throws {
    let folder = try ScratchFolder()
    _ = try ProfileStore.open(path: folder.file("x/y z/profiles.sqlite"))
    for made in ["x", "x/y z"] {
      let attributes = try FileManager.default.attributesOfItem(atPath: folder.file(made))
      #expect(attributes[.posixPermissions] as? Int == 0o700)
    }
  }

  @Test func `a name that SQLite would take for an URI is a file`() throws {
    let folder = try ScratchFolder()
    let path = folder.file("file:x?mode=memory")
    _ = try ProfileStore.open(path: path).add(sampleProfile("a"))
    #expect(try ProfileStore.open(path: path, readOnly: true).list().count == 1)
    #expect(storeError { _ = try ProfileStore.open(path: "") }?.code == .notAFile)
  }
}
