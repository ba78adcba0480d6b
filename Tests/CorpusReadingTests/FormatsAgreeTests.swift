import CorpusReading
import Testing

@Suite("The same documents in every format") struct FormatsAgreeTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  static var encodings: [(name: String, bytes: [UInt8])] {
    let texts = documentTexts
    let values = texts.map { "{\"text\": \(jsonString($0))}" }
    return [
      ("a.jsonl", Array(jsonLines(texts).utf8)),
      ("ascii.jsonl", Array(jsonLines(texts, isASCII: true).utf8)),
      ("crlf.ndjson", Array(jsonLines(texts).replacingOccurrences(of: "}\n", with: "}\r\n").utf8)),
      ("blank.jsonl", Array(("\u{FEFF}\n" + jsonLines(texts) + " \n").utf8)),
      ("array.json", Array("[\n\(values.joined(separator: ",\n"))\n]\n".utf8)),
      ("strings.json", Array("[\(texts.map { jsonString($0) }.joined(separator: ", "))]".utf8)),
      ("pretty.json", Array(values.joined(separator: "\n\n").utf8)),
      ("lines.json", Array(jsonLines(texts).utf8)),
      ("nameless", Array(jsonLines(texts).utf8)),
      (
        "values",
        Array(values.joined(separator: "\n").replacingOccurrences(of: ": ", with: ":\n").utf8)
      ),
      ("a.csv", Array(csv(texts).utf8)),
      ("marked.csv", Array(("\u{FEFF}" + csv(texts)).utf8)),
      ("a.tsv", Array(csv(texts, delimiter: "\t").utf8)),
    ]
  }

  @Test(arguments: encodings) func `agree`(_ encoding: (name: String, bytes: [UInt8])) throws {
    let path = try folder.write(encoding.name, encoding.bytes)
    #expect(try Reading([path]).texts == documentTexts)
    for (suffix, packed) in [
      (".gz", gzip(encoding.bytes)), (".zst", zstd(encoding.bytes)),
      (".2.gz", twoParts(encoding.bytes, gzip)), (".2.zst", twoParts(encoding.bytes, zstd)),
    ] {
      let path = try folder.write(encoding.name + suffix, packed)
      // A numbered part has no telling name: its format must be seen in its content.
      guard suffix.utf8.count == 3 || encoding.name.hasSuffix("jsonl") else { continue }
      #expect(try Reading([path]).texts == documentTexts, "\(suffix)")
    }
  }

  /// Two members or frames one after the other are one stream.
  private func twoParts(_ bytes: [UInt8], _ pack: ([UInt8]) -> [UInt8]) -> [UInt8] {
    pack(Array(bytes[..<(bytes.count / 2)])) + pack(Array(bytes[(bytes.count / 2)...]))
  }

  @Test(arguments: [17, 1000, 1 << 20])
  func `batches of any size give the same documents`(_ size: Int) throws {
    for encoding in Self.encodings {
      let path = try folder.write(encoding.name, encoding.bytes)
      let reading = try Reading([path], options: .init(batchBytes: size))
      #expect(reading.texts == documentTexts, "\(encoding.name)")
    }
    for (index, text) in documentTexts.enumerated() {
      let bytes = Array(text.utf8)
      let plain = try folder.write("plain\(index).txt", bytes)
      let packed = try folder.write("plain\(index).txt.gz", gzip(bytes))
      for path in [plain, packed] {
        #expect(try Reading([path], options: .init(batchBytes: size)).texts == [text])
      }
    }
  }

  @Test func `a piece ends at a line that begins with a letter where there is one`() throws {
    let lines = (0..<5000).map { "word \($0)\n \($0)\n" }.joined()
    let path = try folder.write("lines.txt", lines)
    let reading = try Reading([path], options: .init(batchBytes: 4096))
    #expect(reading.texts == [lines])
    #expect(Set(reading.endings.dropLast()) == [.lineBeforeLetter])
    #expect(reading.endings.count > 10)
    let han = try folder.write("han.txt", String(repeating: "汉字。\n", count: 5000))
    #expect(
      Set(try Reading([han], options: .init(batchBytes: 4096)).endings.dropLast()) == [.line])
    let wide = try folder.write("wide.txt", String(repeating: "汉字", count: 9000))
    #expect(
      Set(try Reading([wide], options: .init(batchBytes: 4096)).endings.dropLast()) == [.scalar])
  }

  @Test func `container ranges add up to the file`() throws {
    for encoding in Self.encodings {
      for bytes in [encoding.bytes, gzip(encoding.bytes), zstd(encoding.bytes)] {
        let name = bytes == encoding.bytes ? encoding.name : encoding.name + ".gz"
        let path = try folder.write(name, bytes)
        let reading = try Reading([path], options: .init(batchBytes: 512))
        #expect(reading.containers.first?.lowerBound == 0)
        let end = try #require(reading.containers.last?.upperBound)
        // What follows the last record is only blank or a closing bracket.
        #expect(end <= bytes.count && end > Int64(bytes.count) - 16)
      }
    }
  }

  @Test func `many small files share a batch`() throws {
    for index in 0..<300 { _ = try folder.write("many/\(index % 7)/f\(index).txt", "t\(index)") }
    let corpus = try Corpus(paths: [folder.path + "/many"])
    var batch = CorpusBatch()
    let reader = CorpusReader(corpus)
    #expect(try reader.read(into: &batch))
    #expect(batch.pieces.count == 300)
    #expect(batch.pieces.map(\.file) == Array(0..<300))
    #expect(try !reader.read(into: &batch))
  }

  @Test func `the first file of a pipe is found out from its content`() throws {
    let path = folder.path + "/pipe"
    #expect(mkfifo(path, 0o600) == 0)
    let bytes = zstd(Array(jsonLines(documentTexts).utf8))
    let writer = Thread {
      FileHandle(forWritingAtPath: path)?.write(Data(bytes))
    }
    writer.start()
    let corpus = Corpus(files: [CorpusFile(path: path, size: nil, format: nil)])
    let reader = CorpusReader(corpus)
    var batch = CorpusBatch()
    #expect(try reader.read(into: &batch))
    #expect(
      batch.pieces.map { String(decoding: batch.text(of: $0), as: UTF8.self) } == documentTexts)
  }
}

import Foundation
