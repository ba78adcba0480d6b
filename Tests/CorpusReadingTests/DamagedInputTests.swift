import CorpusReading
import Foundation
import Testing

@Suite("Damaged input") struct DamagedInputTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `is an error or text, and never a crash`() throws {
    var generator = SeededGenerator(2024)
    for encoding in FormatsAgreeTests.encodings {
      for (suffix, bytes) in [
        ("", encoding.bytes), (".gz", gzip(encoding.bytes)), (".zst", zstd(encoding.bytes)),
      ] {
        var errors = 0
        for _ in 0..<damagedCopies {
          let path = try folder.write(encoding.name + suffix, damaged(bytes, &generator))
          let size = [64, 1 << 20].randomElement(using: &generator) ?? 64
          do {
            _ = try Reading([path], options: .init(batchBytes: size))
          } catch is CorpusError {
            errors += 1
          }
          _ = try Reading([path], options: .init(onError: .skip, batchBytes: size))
        }
        // gzip and zstd notice nearly all: by their end, their structure or gzip's CRC.
        if suffix == ".gz" { #expect(errors * 10 >= damagedCopies * 9) }
      }
    }
  }

  @Test(arguments: ["gz", "zst"]) func `every cut of a compressed file is noticed`(
    _ suffix: String
  ) throws {
    let text = documentTexts.joined(separator: "\n")
    let packed = suffix == "gz" ? gzip(Array(text.utf8)) : zstd(Array(text.utf8))
    for length in stride(from: 5, to: packed.count - 1, by: 7) {
      let path = try folder.write("a.txt.\(suffix)", Array(packed[..<length]))
      let error = try #require(corpusError { _ = try Reading([path]) }, "\(length)")
      #expect(error.code == .truncated)
      #expect(error.position?.byte == Int64(length))
      let reading = try Reading([path], options: .init(onError: .skip))
      #expect(reading.skipped.count == 1)
    }
  }

  @Test func `bytes behind a gzip member are an error, padding is not`() throws {
    let packed = gzip(Array("text\n".utf8))
    let junk = try folder.write("junk.txt.gz", packed + Array("junk".utf8))
    #expect(corpusError { _ = try Reading([junk]) }?.code == .corrupt)
    let padded = try folder.write("padded.txt.gz", packed + [UInt8](repeating: 0, count: 512))
    #expect(try Reading([padded]).texts == ["text\n"])
  }

  @Test(arguments: ["a.txt.gz", "a.jsonl.zst", "A.TGZ"])
  func `what is named as compressed begins so`(_ name: String) throws {
    for (bytes, code) in [("", CorpusError.Code.truncated), ("{\"text\": \"a\"}\n", .corrupt)] {
      let path = try folder.write(name, Array(bytes.utf8))
      let error = try #require(corpusError { _ = try Reading([path]) })
      #expect(error.code == code && error.path == path)
      #expect(error.remedy?.contains("take that ending off") == true)
    }
  }

  @Test(arguments: ["gz", "zst"]) func `a zip bomb ends with a message`(_ suffix: String) throws {
    let zeros = [UInt8](repeating: 0x61, count: 100 << 20)
    let path = try folder.write("bomb.txt.\(suffix)", suffix == "gz" ? gzip(zeros) : zstd(zeros))
    let error = try #require(corpusError { _ = try Reading([path]) })
    #expect(error.code == .expansion)
    #expect(error.remedy?.contains("--max-expansion") == true)
    let trusting = CorpusOptions(maxExpansion: 1_000_000)
    #expect(try Reading([path], options: trusting).texts.map(\.utf8.count) == [zeros.count])
  }

  @Test func `a quote that is not closed is named`() throws {
    let path = try folder.write("a.csv", "text,id\n\"good\",1\n\"open,2\nmore")
    let error = try #require(corpusError { _ = try Reading([path]) })
    #expect(error.position?.line == 3)
  }

  @Test func `a missing column lists those that are there`() throws {
    let path = try folder.write("a.csv", "name,size\nx,1\n")
    let error = try #require(corpusError { _ = try Reading([path]) })
    #expect(error.code == .unknownField)
    #expect(error.reason.contains("name, size"))
    #expect(try Reading([path], options: .init(field: "name")).texts == ["x"])
  }
}
