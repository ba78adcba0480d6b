import Foundation
import TestSupport
import Testing

/// The same documents have the same exact count in every format: files by pyarrow, gzip, zstd and tar.
@Suite struct FormatEqualityTests {
  private let tokenizer: TinyTokenizer
  private let folder: TemporaryFolder
  private static let fixtures = Repository.root.appendingPathComponent(
    "Tests/CorpusReadingTests/Fixtures")
  private static let lines = fixtures.appendingPathComponent("text.jsonl")

  init() throws {
    tokenizer = try TinyTokenizer()
    folder = try TemporaryFolder()
  }

  /// Documents, bytes, characters and tokens.
  private func total(_ path: String, _ options: [String] = []) throws -> [Int] {
    let result = try runTokprof(["count", "--json", path] + options + tokenizer.arguments)
    #expect(result.status == 0, "\(path): \(result.stderr)")
    let total = try result.json()["total"] as? [String: Any]
    return ["documents", "bytes", "characters", "tokens"].compactMap { total?[$0] as? Int }
  }

  /// The texts of the records that have one.
  private func texts() throws -> [String] {
    try String(contentsOf: Self.lines, encoding: .utf8).split(separator: "\n").compactMap {
      let record = try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
      return record?["text"] as? String
    }
  }

  private func quoted(_ text: String) -> String {
    "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }

  @Test func filesByPyarrowCountAsTheirRecords() throws {
    let expected = try total(Self.lines.path, ["--field", "text"])
    let texts = try texts()
    #expect(texts.count > 90)
    #expect(
      expected.dropLast() == [
        texts.count, texts.reduce(0) { $0 + $1.utf8.count },
        texts.reduce(0) { $0 + $1.unicodeScalars.count },
      ])
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.fixtures.path)
      .filter { name in
        name.hasPrefix("text-") && !["lz4", "brotli", "views"].contains { name.contains($0) }
      }
    #expect(names.count > 15)
    for name in names {
      #expect(try total(Self.fixtures.path + "/" + name) == expected, "\(name)")
    }
  }

  @Test func textualFormatsCountAsTheirRecordsPackedOrNot() throws {
    let expected = try total(Self.lines.path, ["--field", "text"])
    let texts = try texts()
    let array = try JSONSerialization.data(withJSONObject: texts.map { ["text": $0] })
    let rows = texts.map(quoted)
    // A row of one column that is empty cannot be told from a blank line.
    let files = [
      ("a.jsonl", [UInt8](try Data(contentsOf: Self.lines))), ("a.json", [UInt8](array)),
      ("a.csv", Array(("id,text\n" + rows.map { "1,\($0)\n" }.joined()).utf8)),
      ("a.tsv", Array(("id\ttext\n" + rows.map { "1\t\($0)\n" }.joined()).utf8)),
    ]
    for (name, bytes) in files {
      let path = try folder.write(name, bytes)
      #expect(try total(path, ["--field", "text"]) == expected, "\(name)")
      let packed = try shell(
        #"""
        gzip -c "$1" >"$1.gz" && zstd -q -c "$1" >"$1.zst"
        split -n 3 "$1" part. && for part in part.*; do zstd -q -c $part; done >"frames-$1.zst"
        for part in part.*; do gzip -c $part; done >"members-$1.gz"
        """#, [name], in: folder)
      #expect(packed.status == 0, "\(packed.stderr)")
      for other in ["\(name).gz", "\(name).zst", "frames-\(name).zst", "members-\(name).gz"] {
        #expect(try total(folder.path(other), ["--field", "text"]) == expected, "\(other)")
      }
    }
  }

  @Test func filesOfTextAndArchivesOfThemCountAsRecords() throws {
    let expected = try total(Self.lines.path, ["--field", "text"])
    try FileManager.default.createDirectory(
      atPath: folder.path("texts"), withIntermediateDirectories: true)
    for (index, text) in try texts().enumerated() {
      _ = try folder.write("texts/\(1000 + index).txt", Array(text.utf8))
    }
    let packed = try shell(
      """
      tar -cf all.tar texts && gzip -c all.tar >all.tar.gz && zstd -q -c all.tar >all.tar.zst
      cp -r texts packed && gzip packed/*
      """, in: folder)
    #expect(packed.status == 0, "\(packed.stderr)")
    for name in ["texts", "packed", "all.tar", "all.tar.gz", "all.tar.zst"] {
      #expect(try total(folder.path(name)) == expected, "\(name)")
    }
  }
}
