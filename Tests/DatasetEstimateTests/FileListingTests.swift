@testable import DatasetEstimate
import Testing

@Suite("Listings of object stores") struct FileListingTests {
  private func entries(_ text: String) throws -> [String] {
    try FileListing(text).entries.map { "\($0.bytes) \($0.name)" }
  }

  @Test func `aws s3 ls`() throws {
    let listing = try FileListing(
      """
      2024-01-15 10:23:45   12345678 corpus/en/part-000.jsonl.gz
      2024-01-15 10:23:46          0 corpus/en/_SUCCESS
      2024-01-15 10:23:47        900 corpus/a name  with spaces.txt

      Total Objects: 3
         Total Size: 12346578

      """)
    #expect(listing.totalBytes == 12_346_578)
    #expect(listing.entries.last?.name == "corpus/a name  with spaces.txt")
    #expect(
      try entries(
        """
        2024-01-15 10:23:45    1.5 KiB a.txt
        2024-01-15 10:23:45  512 Bytes b.txt
        2024-01-15 10:23:45    2.0 TiB c.txt
        2024-01-15 10:23:45   77 KiB of notes.txt
        """)
        == ["1536 a.txt", "512 b.txt", "2199023255552 c.txt", "77 KiB of notes.txt"])
  }

  @Test func `gsutil ls -l`() throws {
    #expect(
      try entries(
        """
        gs://bucket/data/:
             2048  2024-01-15T10:23:45Z  gs://bucket/data/a b.jsonl
             1024  2024-01-15T10:23:45Z  gs://bucket/c.jsonl#1700000000000001  metageneration=1

        TOTAL: 2 objects, 3072 bytes (3 KiB)
        """) == ["2048 gs://bucket/data/a b.jsonl", "1024 gs://bucket/c.jsonl#1700000000000001"])
  }

  @Test func `du counts a folder's parts with the folder`() throws {
    let all = "100\t./a/x.txt\n50\t./a/b/y.txt\n4146\t./a/b\n8342\t./a\r\n12438\t.\n"
    let listing = try FileListing(all)
    #expect(listing.totalBytes == 12438)
    #expect(listing.entries.map(\.bytes) == [100, 50, 4096, 4096, 4096])
    #expect(try FileListing("60\ta/b\n40\ta/c\n100\ta\n").totalBytes == 100)
    // No folder: an object whose name is the beginning of another's.
    #expect(try FileListing("60\ta/b\n10\ta\n").totalBytes == 70)
  }

  @Test func `groups by ending and folder`() throws {
    let listing = try FileListing(
      """
      10\tx/a.jsonl.gz
      20\tx/b.JSONL.GZ
      5\ty/c.txt
      7\ty/z/d.parquet
      1\tREADME
      """)
    #expect(
      listing.groups(by: .fileExtension).map { "\($0.label) \($0.files) \($0.bytes)" }
        == ["jsonl.gz 2 30", "parquet 1 7", "txt 1 5", " 1 1"])
    #expect(listing.groups(by: .fileExtension).map(\.isCompressed) == [true, true, false, false])
    #expect(
      listing.groups(by: .folder).map { "\($0.label) \($0.files) \($0.bytes)" }
        == ["x 2 30", "y/z 1 7", "y 1 5", " 1 1"])
  }

  @Test(arguments: [
    ("1\ta\nabc\n", 2, "abc"), ("12", 1, "12"), ("2024-01-15 10:23:45 12", 1, "12"),
    ("2024-01-15 10:23:45 -12 a", 1, "-12 a"), ("-5\ta", 1, "-5"), ("0x10\ta", 1, "0x10"),
    ("1e3\ta", 1, "1e3"), ("gs://bucket/a", 1, "gs"),
  ])
  func `lines of no known form are named`(_ text: String, _ line: Int, _ part: String) throws {
    let error = try #require(throws: ListingError.self) { try FileListing(text) }
    #expect(error.line == line)
    guard case .unknownForm(let shown) = error.reason else {
      Issue.record("\(error)")
      return
    }
    #expect(shown.contains(part))
  }

  @Test func `folders without a size and sizes beyond 64 bits are refused`() throws {
    #expect(throws: ListingError(line: 2, reason: .folder("sub folder/"))) {
      try FileListing("2024-01-15 10:23:45 1 a\n                PRE sub folder/\n")
    }
    #expect(throws: ListingError(line: 1, reason: .folder("    gs://bucket/sub/"))) {
      try FileListing("    gs://bucket/sub/\n")
    }
    #expect(throws: ListingError(line: 1, reason: .tooLarge)) {
      try FileListing("18446744073709551616\ta")
    }
    #expect(throws: ListingError(line: 2, reason: .tooLarge)) {
      try FileListing("18446744073709551615\ta\n1\tb\n")
    }
    #expect(try FileListing("18446744073709551615\ta\n").totalBytes == .max)
    let hostile = ListingError(line: 1, reason: .unknownForm("\u{1B}[2J"))
    #expect(!hostile.description.contains("\u{1B}"))
  }

  @Test func `an empty listing has nothing`() throws {
    #expect(try FileListing("").totalBytes == 0)
    #expect(try FileListing("\n\n").entries.isEmpty)
  }
}
