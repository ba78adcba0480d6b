import CZlib
import CorpusReading
import Foundation
import Testing

@Suite("Sampling by byte offset") struct SamplingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The units of a file in order: all offsets, or a stride of them, and the texts of each unit.
  private func units(
    _ path: String, stride step: Int64 = 1
  ) throws -> [(range: Range<Int64>, texts: [String])] {
    let corpus = try Corpus(paths: [path])
    let sampler = try CorpusSampler(corpus.files[0])
    var batch = CorpusBatch()
    var units: [(range: Range<Int64>, texts: [String])] = []
    var offset: Int64 = 0
    while offset < sampler.size {
      let range = try sampler.read(containing: offset, into: &batch)
      #expect(range.contains(offset))
      #expect(batch.pieces.allSatisfy { $0.container == range })
      let texts = batch.pieces.map { String(decoding: batch.text(of: $0), as: UTF8.self) }
      if let last = units.last, last.range == range {
        #expect(last.texts == texts)
      } else {
        #expect(range.lowerBound == units.last?.range.upperBound ?? 0)
        units.append((range, texts))
      }
      // A stride never steps over a unit, and always visits its first byte.
      offset = min(offset + step, range.upperBound)
    }
    #expect(units.last?.range.upperBound == sampler.size)
    return units
  }

  @Test func `every offset of a JSON Lines file gives the line that contains it`() throws {
    let texts = documentTexts.filter { $0.utf8.count < 1000 }
    let lines = jsonLines(texts).split(separator: "\n", omittingEmptySubsequences: false)
    let text = lines.joined(separator: "\n") + "\n{\"text\": null}\n{\"text\": \"no newline\"}"
    let found = try units(folder.write("a.jsonl", text))
    #expect(found.flatMap(\.texts) == texts + ["no newline"])
    // One unit for each line, the blank and the null one included.
    #expect(found.count == texts.count + 3)
  }

  @Test func `windows of plain text are about 4 KiB, between lines, and together the text`() throws
  {
    let texts = [
      (0..<900).map { "line \($0) of some text, é\n" }.joined(),
      String(repeating: "汉字没有行", count: 2000), "short", "\n",
      String(repeating: "a", count: 4096) + "\n" + String(repeating: "b", count: 4095) + "\n",
    ]
    for text in texts {
      let found = try units(folder.write("a.txt", text), stride: text.utf8.count > 1000 ? 97 : 1)
      #expect(found.flatMap(\.texts).joined() == text)
      for unit in found.dropLast() {
        #expect(unit.range.count < 2 * 4096)
        let hasLines = text.hasPrefix("line")
        #expect(!hasLines || unit.texts.last?.hasSuffix("\n") == true)
        // A cut inside a scalar would have been decoded as U+FFFD.
        #expect(!unit.texts.joined().contains("\u{FFFD}"))
      }
    }
  }

  @Test(arguments: [false, true]) func `a long line is divided at the lines of its text`(
    _ isASCII: Bool
  ) throws {
    let lines = (0..<6000).map { "№ \($0) 🙂 \\n \"q\"\n" }.joined()
    let wall = String(repeating: "汉🙂\\", count: 9000)
    for text in [lines, wall] {
      let json = "{\"text\": \"a\"}\n" + jsonLines([text], isASCII: isASCII) + "{\"text\": \"b\"}\n"
      let found = try units(folder.write("a.jsonl", json), stride: 4999)
      let inside = found.dropFirst().dropLast().flatMap(\.texts)
      #expect(inside.joined() == text)
      #expect(found.count > json.utf8.count / 32768 + 2)
      if text == lines {
        #expect(inside.dropLast().allSatisfy { $0.hasSuffix("\n") || $0.isEmpty })
      }
    }
  }

  @Test func `lines belong to the frame in which they begin`() throws {
    let texts = (0..<400).map { "document \($0) " + String(repeating: "é", count: $0 % 90) }
    let bytes = Array(jsonLines(texts).utf8)
    let frames = stride(from: 0, to: bytes.count, by: 1500).map {
      Array(bytes[$0..<min($0 + 1500, bytes.count)])
    }
    // With a skippable frame at the end, as the seekable format has it.
    let seekable = frames.flatMap(zstd) + [0x5E, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
    let blocks = frames.flatMap(bgzfBlock) + bgzfBlock([])
    for (name, packed) in [("a.jsonl.zst", seekable), ("a.jsonl.gz", blocks)] {
      let path = try folder.write(name, packed)
      #expect(try Reading([path]).texts == texts)
      let found = try units(path, stride: 37)
      #expect(found.flatMap(\.texts) == texts)
      #expect(found.count == frames.count)
    }
    let text = try folder.write("a.txt.zst", seekable)
    #expect(try units(text, stride: 37).flatMap(\.texts).joined() == jsonLines(texts))
  }

  /// A gzip member with its own size in an extra field (SAM specification, section 4.1).
  private func bgzfBlock(_ bytes: [UInt8]) -> [UInt8] {
    let member = gzip(bytes)
    let size = member.count + 8 - 1
    let header: [UInt8] =
      [0x1F, 0x8B, 8, 4, 0, 0, 0, 0, 0, 0xFF, 6, 0, 0x42, 0x43, 2, 0]
      + [UInt8(size & 0xFF), UInt8(size >> 8)]
    return header + member[10...]
  }

  @Test func `row groups are the parts of a Parquet file`() throws {
    let found = try units(Fixture.folder + "text-groups.parquet", stride: 101)
    #expect(found.count == 8)
    #expect(found.flatMap(\.texts) == (try Reading([Fixture.folder + "text.jsonl"]).texts))
  }

  @Test func `what must be read from its start says so`() throws {
    let bytes = Array(jsonLines(documentTexts).utf8)
    for (name, content) in [
      ("a.jsonl.gz", gzip(bytes)), ("a.jsonl.zst", zstd(bytes)), ("a.csv", Array("text\na\n".utf8)),
    ] {
      let corpus = try Corpus(paths: [folder.write(name, content)])
      #expect(corpusError { _ = try CorpusSampler(corpus.files[0]) }?.code == .notSeekable)
    }
  }

  @Test func `damaged files never crash`() throws {
    var generator = SeededGenerator(31)
    let bytes = Array(jsonLines(documentTexts).utf8)
    let frames = zstd(Array(bytes[..<900])) + zstd(Array(bytes[900...]))
    for (name, content) in [("a.jsonl", bytes), ("a.jsonl.zst", frames)] {
      for _ in 0..<damagedCopies {
        let path = try folder.write(name, damaged(content, &generator))
        do {
          let sampler = try CorpusSampler(Corpus(paths: [path]).files[0])
          guard sampler.size > 0 else { continue }
          var batch = CorpusBatch()
          let offset = Int64.random(in: 0..<sampler.size, using: &generator)
          _ = try sampler.read(containing: offset, into: &batch)
        } catch {}
      }
    }
  }
}
