import CorpusReading
import Foundation
import Testing

@Suite("Files and folders") struct FolderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func names(_ corpus: Corpus) -> [String] {
    corpus.files.map { String($0.path.dropFirst(folder.path.count + 1)) }
  }

  @Test func `a folder is read whole, in byte order of the paths`() throws {
    for name in ["b.txt", "a/z.txt", "a.txt", "a/b/c.md", "é.txt", "e\u{301}.txt", "Z.txt"] {
      _ = try folder.write(name, "x")
    }
    let corpus = try Corpus(paths: [folder.path])
    #expect(
      names(corpus).map { Array($0.utf8) }
        == ["Z.txt", "a.txt", "a/b/c.md", "a/z.txt", "b.txt", "e\u{301}.txt", "é.txt"]
        .map { Array($0.utf8) })
    #expect(corpus.files.map(\.size) == Array(repeating: 1, count: 7))
  }

  @Test func `loops, pipes, hidden and binary files are passed over and reported`() throws {
    _ = try folder.write("d/a.txt", "x")
    _ = try folder.write(".git/b.txt", "x")
    _ = try folder.write("image.png", [0x89, 0x50, 0, 0, 1])
    let files = FileManager.default
    try files.createSymbolicLink(atPath: folder.path + "/d/up", withDestinationPath: folder.path)
    try files.createSymbolicLink(atPath: folder.path + "/gone", withDestinationPath: "nowhere")
    try files.createSymbolicLink(
      atPath: folder.path + "/link.txt", withDestinationPath: folder.path + "/d/a.txt")
    #expect(mkfifo(folder.path + "/pipe", 0o600) == 0)
    let corpus = try Corpus(paths: [folder.path])
    #expect(names(corpus) == ["d/a.txt", "link.txt"])
    #expect(
      Set(corpus.passedOver.map(\.reason))
        == [.hidden, .notText, .visitedFolder, .danglingLink, .notRegular])
  }

  @Test func `folders that all link to each other end`() throws {
    for index in 0..<12 {
      _ = try folder.write("\(index)/f.txt", "x")
      for other in 0..<12 {
        try FileManager.default.createSymbolicLink(
          atPath: folder.path + "/\(index)/to\(other)",
          withDestinationPath: folder.path + "/\(other)")
      }
    }
    #expect(try Corpus(paths: [folder.path]).files.count == 12)
  }

  @Test func `patterns`() throws {
    for name in ["a1.txt", "a2.txt", "b1.txt", "x[1].txt"] { _ = try folder.write(name, "x") }
    #expect(try names(Corpus(paths: [folder.path + "/a?.txt"])) == ["a1.txt", "a2.txt"])
    #expect(try names(Corpus(paths: [folder.path + "/[b-x]*"])) == ["b1.txt", "x[1].txt"])
    #expect(try names(Corpus(paths: [folder.path + "/x[1].txt"])) == ["x[1].txt"])
  }

  @Test func `what cannot be read is named`() throws {
    let missing = corpusError { _ = try Corpus(paths: [folder.path + "/none"]) }
    #expect(missing?.code == .notFound)
    let both = [folder.path + "/none", try folder.write("a.txt", "x")]
    let corpus = try Corpus(paths: both, options: .init(onError: .skip))
    #expect(corpus.files.count == 1)
    #expect(corpus.unreadable.map(\.code) == [.notFound])
    for (name, head, said) in [
      ("a.bz2", Array("BZh91AY".utf8), "bzip2"), ("a.zip", [0x50, 0x4B, 3, 4], "ZIP"),
      ("a.txt", [0xFF, 0xFE, 0x41, 0], "UTF-16"), ("a.bin", [1, 2, 0, 4], "NUL"),
    ] as [(String, [UInt8], String)] {
      let path = try folder.write(name, head)
      let error = corpusError { _ = try Corpus(paths: [path]) }
      #expect(error?.reason.contains(said) == true)
    }
  }

  @Test func `a name cannot steer the terminal`() {
    let error = CorpusError(.notFound, path: "a\u{1B}[2J\n.txt", reason: "no")
    #expect(error.description == "a\\u{1b}[2J\\u{a}.txt: no")
  }

  @Test func `a file that shrinks is an error and no crash`() throws {
    let path = try folder.write("a.txt", String(repeating: "line\n", count: 100_000))
    let reader = CorpusReader(try Corpus(paths: [path], options: .init(batchBytes: 4096)))
    var batch = CorpusBatch()
    #expect(try reader.read(into: &batch))
    #expect(truncate(path, 10_000) == 0)
    let error = corpusError { while try reader.read(into: &batch) {} }
    #expect(error?.code == .shrank)
    #expect(error?.position?.byte == 10_000)
  }
}
