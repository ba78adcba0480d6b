import Foundation
import ProfileStore
import Testing

/// A disk of 256 KiB, for as long as a test runs. Only root may have one.
final class SmallDisk {
  private let folder: ScratchFolder
  var path: String { folder.path }

  init?() {
    guard let folder = try? ScratchFolder() else { return nil }
    self.folder = folder
    let options = ["-t", "tmpfs", "-o", "size=256k", "tmpfs", folder.path]
    guard Self.run("/bin/mount", options) else { return nil }
  }

  deinit { _ = Self.run("/bin/umount", [folder.path]) }

  private static func run(_ program: String, _ arguments: [String]) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}

@Suite(.enabled("mounting a small disk needs root") { SmallDisk() != nil })
struct `Disks that are full` {
  @Test func `what does not fit is refused whole, and fits when there is room`() throws {
    let disk = try #require(SmallDisk())
    let path = disk.path + "/profiles.sqlite"
    let store = try ProfileStore.open(path: path)
    _ = try store.add(sampleProfile("a"))
    let large = sampleProfile("b", document: [UInt8](repeating: 7, count: 150_000))
    let filler = URL(fileURLWithPath: disk.path + "/filler")
    try Data(count: 130_000).write(to: filler)

    let both = [sampleProfile("a", number: 1), large]
    let error = try #require(storeError { _ = try store.add(contentsOf: both) })
    #expect(error.code == .diskFull)
    #expect(try store.list().map(\.name) == ["a"])
    #expect(try store.history(of: "a").count == 1)

    try FileManager.default.removeItem(at: filler)
    #expect(try store.add(contentsOf: both) == [.added(revision: 2), .added(revision: 1)])
    #expect(try ProfileStore.open(path: path).profile(named: "b").document == large.document)
  }

  @Test func `a store that cannot be made is told before a run, not after it`() throws {
    let disk = try #require(SmallDisk())
    // Not atomically: that would need the room twice. The write fails when the disk is full.
    try? Data(count: 300_000).write(to: URL(fileURLWithPath: disk.path + "/filler"))
    let path = disk.path + "/profiles.sqlite"
    #expect(storeError { _ = try ProfileStore.open(path: path) }?.code == .diskFull)
  }
}
