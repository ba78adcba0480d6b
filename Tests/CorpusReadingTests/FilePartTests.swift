import CorpusReading
import Foundation
import Testing

/// A byte range of JSON Lines has the records that begin in it.
@Suite("Parts of files") struct FilePartTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The texts of a part, or how reading it ended.
  private func texts(
    _ path: String, _ range: Range<Int64>?, _ options: CorpusOptions = .init()
  ) throws -> [String] {
    let found = try Corpus(paths: [path], options: options)
    let files = found.files.map { file in
      CorpusFile(
        path: file.path, size: file.size, format: file.format, compression: file.compression,
        range: range)
    }
    let reader = CorpusReader(Corpus(files: files, options: options))
    var batch = CorpusBatch()
    var texts: [String] = []
    while try reader.read(into: &batch) {
      texts += batch.pieces.map { String(decoding: batch.text(of: $0), as: UTF8.self) }
    }
    return texts
  }

  @Test func haveEachRecordOnceHoweverTheyAreCut() throws {
    var generator = SeededGenerator(77)
    for round in 0..<12 {
      var bytes: [UInt8] = round == 3 ? [0xEF, 0xBB, 0xBF] : []
      for index in 0..<20 {
        let text = String(repeating: "é", count: Int.random(in: 0...40, using: &generator))
        bytes += Array("{\"text\":\"\(index) \(text)\"}".utf8)
        bytes += Array(["\n", "\r\n", "\n\n", "\n \n"].randomElement(using: &generator)!.utf8)
      }
      if round % 2 == 0 { bytes.removeLast() }
      let path = try folder.write("a.jsonl", bytes)
      let whole = try texts(path, nil)
      #expect(whole.count == 20)
      let size = Int64(bytes.count)
      for cut in 0...bytes.count {
        let parts = [0..<Int64(cut), Int64(cut)..<size].filter { !$0.isEmpty }
        #expect(try parts.flatMap { try texts(path, $0) } == whole, "cut at \(cut)")
      }
      for step in [1, 3, 50] {
        let parts = stride(from: 0, to: size, by: step).map { $0..<min(size, $0 + Int64(step)) }
        #expect(try parts.flatMap { try texts(path, $0) } == whole, "parts of \(step)")
      }
    }
  }

  @Test func neitherRepeatNorLoseLinesThatAreTooLong() throws {
    let long = String(repeating: "x", count: 3_000_000)
    let lines = ["a", long, "b", long, "c"].map { "{\"text\":\"\($0)\"}\n" }
    let path = try folder.write("long.jsonl", Array(lines.joined().utf8))
    let options = CorpusOptions(onError: .skip, maxRecordBytes: 1_000)
    let size = Int64(lines.joined().utf8.count)
    for step in [900_000, 2_999_999, 3_000_020] as [Int64] {
      let parts = stride(from: 0, to: size, by: Int(step)).map { $0..<min(size, $0 + step) }
      #expect(try parts.flatMap { try texts(path, $0, options) } == ["a", "b", "c"])
    }
  }

  @Test func nameTheFaultsPlaceInTheFile() throws {
    let path = try folder.write("bad.jsonl", Array("{\"text\":\"ok\"}\n{\"text\":oops}\n".utf8))
    let error = try #require(corpusError { _ = try texts(path, 5..<28) })
    #expect(error.position?.byte == 22)
    #expect(error.position?.line == nil)
    #expect(try texts(path, 0..<14) == ["ok"])
  }

  @Test func areRefusedOfAnythingElse() throws {
    let record = Array("{\"text\":\"ok\"}\n".utf8)
    for (name, bytes) in [
      ("a.txt", record), ("a.csv", Array("text\nok\n".utf8)), ("a.jsonl.gz", gzip(record)),
      ("a.json", Array("[{\"text\":\"ok\"}]".utf8)),
    ] {
      let path = try folder.write(name, bytes)
      #expect(corpusError { _ = try texts(path, 0..<4) }?.code == .notSeekable, "\(name)")
    }
    let path = try folder.write("a.jsonl", record)
    #expect(corpusError { _ = try texts(path, 0..<1_000) }?.code == .shrank)
  }
}
