import CorpusReading
import Foundation
import Testing

/// The files that `Fixtures/generate.py` has written with pyarrow.
enum Fixture {
  static let folder =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Fixtures/"

  static func names(_ prefix: String, without refused: [String]) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().filter { name in
      name.hasPrefix(prefix) && !name.hasSuffix(".jsonl") && !refused.contains { name.contains($0) }
    }
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: folder + name)))
  }
}

@Suite("Parquet and Arrow") struct ColumnarTests {
  static let refused = ["lz4", "brotli", "views"]

  @Test func `all fixtures are there`() {
    #expect(Fixture.names("text-", without: Self.refused).count == 18)
    #expect(Fixture.names("chat-", without: Self.refused).count == 5)
  }

  @Test(arguments: Fixture.names("text-", without: refused))
  func `hold the documents of the JSON Lines file`(_ name: String) throws {
    let expected = try Reading([Fixture.folder + "text.jsonl"])
    #expect(expected.texts.count > 100)
    for size in [16, 300, 1 << 20] {
      let reading = try Reading([Fixture.folder + name], options: .init(batchBytes: size))
      #expect(reading.texts == expected.texts)
      #expect(reading.nullRecords == expected.nullRecords)
    }
  }

  @Test(arguments: Fixture.names("chat-", without: refused))
  func `hold the chat records of the JSON Lines file`(_ name: String) throws {
    let expected = try Reading([Fixture.folder + "chat.jsonl"])
    #expect(expected.documents.count > 20)
    for size in [16, 1 << 20] {
      let reading = try Reading([Fixture.folder + name], options: .init(batchBytes: size))
      #expect(reading.documents == expected.documents)
    }
  }

  @Test func `a nested column by either spelling of its path`() throws {
    let path = Fixture.folder + "chat-plain.parquet"
    let full = try Reading([path], options: .init(field: "messages.list.element.content"))
    let short = try Reading([path], options: .init(field: "messages.content"))
    #expect(full.texts == short.texts)
    #expect(full.texts.contains("message 3.0 你好\nmessage 3.2 你好"))
    let arrow = Fixture.folder + "chat-stream.arrow"
    #expect(try Reading([arrow], options: .init(field: "messages.content")).texts == full.texts)
  }

  @Test func `a required column has no levels`() throws {
    let expected = try Reading([Fixture.folder + "text.jsonl"])
    let reading = try Reading([Fixture.folder + "required.parquet"])
    #expect(reading.nullRecords == 0)
    #expect(reading.texts.filter { !$0.isEmpty } == expected.texts.filter { !$0.isEmpty })
  }

  @Test(arguments: [
    ("text-lz4.parquet", "LZ4"), ("text-brotli.parquet", "Brotli"), ("text-lz4.arrow", "LZ4"),
    ("text-views.arrow", "views"),
  ]) func `what is not read is refused by name`(_ name: String, _ said: String) throws {
    let error = try #require(corpusError { _ = try Reading([Fixture.folder + name]) })
    #expect(error.code == .unsupported)
    #expect(error.reason.contains(said))
  }

  @Test func `container ranges cover the file without overlap`() throws {
    for name in Fixture.names("text-", without: Self.refused) {
      let size = try Fixture.bytes(name).count
      let reading = try Reading([Fixture.folder + name], options: .init(batchBytes: 300))
      let covered = reading.containers.reduce(0) { $0 + $1.count }
      #expect(covered > size / 4 && covered <= size, "\(name)")
    }
  }

  @Test func `damaged files never crash, and checksums find every flip in a page`() throws {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(99)
    let names =
      Fixture.names("text-", without: []) + Fixture.names("chat-", without: [])
    for name in names {
      let bytes = try Fixture.bytes(name)
      for _ in 0..<damagedCopies {
        let path = try folder.write(name, damaged(bytes, &generator))
        do { _ = try Reading([path]) } catch is CorpusError {}
        _ = try Reading([path], options: .init(onError: .skip))
      }
    }
    let bytes = try Fixture.bytes("text-checksum.parquet")
    let expected = try Reading([Fixture.folder + "text.jsonl"]).texts
    for index in stride(from: 4, to: bytes.count, by: 23) {
      var copy = bytes
      copy[index] ^= 0x10
      let path = try folder.write("flip.parquet", copy)
      guard let reading = try? Reading([path]) else { continue }
      #expect(reading.texts == expected, "byte \(index)")
    }
  }

  @Test func `a file cut anywhere is an error`() throws {
    let folder = try TemporaryFolder()
    for name in ["text-zstd.parquet", "text-file.arrow"] {
      let bytes = try Fixture.bytes(name)
      for length in stride(from: 8, to: bytes.count - 600, by: 37) {
        let path = try folder.write(name, Array(bytes[..<length]))
        #expect(corpusError { _ = try Reading([path]) } != nil, "\(name) \(length)")
      }
    }
  }
}
