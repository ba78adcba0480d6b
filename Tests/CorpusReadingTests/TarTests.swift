import CorpusReading
import Foundation
import Testing

@Suite("Tar archives") struct TarTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A header and the content, padded.
  private func member(_ name: String, _ bytes: [UInt8], kind: Character = "0") -> [UInt8] {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, _ at: Int) {
      header.replaceSubrange(at..<at + text.utf8.count, with: Array(text.utf8))
    }
    put(String(name.prefix(100)), 0)
    put(String(format: "%07o", 0o644), 100)
    put(String(format: "%011o", bytes.count), 124)
    put("        ", 148)
    put(String(kind), 156)
    put("ustar\u{0}00", 257)
    put(String(format: "%06o\u{0} ", header.reduce(0) { $0 + Int($1) }), 148)
    return header + bytes + [UInt8](repeating: 0, count: (512 - bytes.count % 512) % 512)
  }

  private let end = [UInt8](repeating: 0, count: 1024)

  private func archive() -> [UInt8] {
    let long = "folder/" + String(repeating: "long", count: 40) + ".jsonl"
    let record = "path=pax/b.csv\n"
    return member("folder/", [], kind: "5") + member("a.txt", Array("first\n".utf8))
      + member("image.jpg", [0xFF, 0xD8, 0, 1]) + member("empty.txt", [])
      + member("@", Array((long + "\u{0}").utf8), kind: "L")
      + member(long, Array(jsonLines(["second", "third"]).utf8))
      + member("p", Array("\(record.utf8.count + 3) \(record)".utf8), kind: "x")
      + member("b", Array(csv(["fourth"]).utf8))
      + member("c.txt.zst", zstd(Array(String(repeating: "fifth ", count: 1000).utf8)))
  }

  private var texts: [String] {
    ["first\n", "", "second", "third", "fourth", String(repeating: "fifth ", count: 1000)]
  }

  @Test(arguments: [16, 600, 1 << 20]) func `members are documents or files`(_ size: Int) throws {
    let bytes = archive() + end
    for (name, bytes) in [
      ("a.tar", bytes), ("a.tar.gz", gzip(bytes)), ("a.tgz", gzip(bytes)), ("b", zstd(bytes)),
    ] {
      let path = try folder.write(name, bytes)
      #expect(try Reading([path], options: .init(batchBytes: size)).texts == texts, "\(name)")
    }
  }

  @Test func `members that are no text are reported`() throws {
    let corpus = try Corpus(paths: [folder.write("a.tar", archive() + end)])
    let reader = CorpusReader(corpus)
    var batch = CorpusBatch()
    while try reader.read(into: &batch) {}
    #expect(reader.passedOver.count == 1)
    #expect(reader.passedOver.examples.first?.path.hasSuffix("a.tar/image.jpg") == true)
  }

  @Test func `an archive that is cut short is an error wherever it is cut`() throws {
    let bytes = archive() + end
    for length in stride(from: 263, to: bytes.count - 1024, by: 101) {
      let path = try folder.write("a.tar", Array(bytes[..<length]))
      #expect(corpusError { _ = try Reading([path]) } != nil, "\(length)")
    }
  }

  @Test func `a bad member is left out and named`() throws {
    let bytes = member("a.jsonl", Array("{\"text\": 1\n".utf8)) + member("b.txt", [0x62]) + end
    let path = try folder.write("a.tar", bytes)
    let error = try #require(corpusError { _ = try Reading([path]) })
    #expect(error.path == path + "/a.jsonl")
    let reading = try Reading([path], options: .init(onError: .skip))
    #expect(reading.texts == ["b"])
    #expect(reading.skipped.examples == [error])
  }

  @Test func `an archive inside an archive is refused`() throws {
    let inner = member("a.txt", [0x61]) + end
    let path = try folder.write("a.tar", member("inner.tar", inner) + end)
    #expect(corpusError { _ = try Reading([path]) }?.code == .unsupported)
  }

  @Test func `damaged archives never crash`() throws {
    var generator = SeededGenerator(7)
    for bytes in [archive() + end, gzip(archive() + end)] {
      for _ in 0..<damagedCopies {
        let path = try folder.write("a.tar", damaged(bytes, &generator))
        do { _ = try Reading([path]) } catch is CorpusError {}
        _ = try Reading([path], options: .init(onError: .skip))
      }
    }
  }
}
