import ByteLevelBPE
import CorpusReading
import Efficiency
import Foundation
import TestSupport
import Testing
import TokenizerFormats

/// Counting a document piece by piece gives the references' tokens, whatever the tokenizer.
@Suite struct StreamingTests {
  @Test func countsEqualTheEncoderInPiecesAndWhole() throws {
    for (name, loaded) in try TokenizerVariants.all() {
      var documents = try GeneratedDocuments(seed: 7)
      var encoder = TokenEncoder(loaded.tokenizer)
      var whole = TokenCounter(loaded.tokenizer, expectedBytes: 1 << 16)
      var counter = DocumentCounter(TokenCounter(loaded.tokenizer, expectedBytes: 1 << 16))
      for round in 0..<25 {
        let text = documents.next(lines: round)
        let expected = encoder.encode(text).count
        #expect(whole.count(text) == expected, "\(name), round \(round): \(text.debugDescription)")
        for piece in documents.pieces(of: text) {
          piece.withUnsafeBytes { counter.append($0, endsDocument: false) }
        }
        counter.append(UnsafeRawBufferPointer(start: nil, count: 0), endsDocument: true)
        let counts = counter.finishFile().counts
        #expect(Int(counts.tokens) == expected, "\(name), round \(round), in pieces")
        #expect(Int(counts.bytes) == text.utf8.count)
        #expect(Int(counts.characters) == text.unicodeScalars.count)
      }
    }
  }

  /// A long text that several threads count in parts comes to what it comes to in one.
  @Test func aTextInPartsCountsLikeTheWhole() async throws {
    let folder = try TemporaryFolder()
    for (name, loaded) in try TokenizerVariants.all() {
      var documents = try GeneratedDocuments(seed: 9)
      var text = Array((0..<12).map { documents.next(lines: $0 * 4) }.joined().utf8)
      // Text that is not UTF-8 lies in a part of its own.
      text.insert(contentsOf: [0x2E, 0x0A, 0xFF, 0x61, 0xE2, 0x82, 0x0A], at: text.count / 2)
      try Data(text).write(to: folder.url.appendingPathComponent("text.txt"))
      var said: Set<String> = []
      for (bytes, threads) in [(Int64.max, 1), (100, 1), (333, 2), (1000, 3)] {
        var pass = CorpusPass(
          try Corpus(paths: [folder.url.appendingPathComponent("text.txt").path]), threads: threads)
        pass.partBytes = bytes
        let counts = try await CorpusCounter.count(pass, with: loaded.tokenizer)
        #expect(counts.count == 1)
        #expect(counts.first?.reading.file.range == nil)
        said.formUnion(counts.map { "\($0.counts) \($0.reading.illFormed)" })
      }
      #expect(said.count == 1, "\(name): \(said)")
    }
  }

  @Test func decodingInvertsEncoding() throws {
    let tokenizer = try TokenizerVariants.plain().tokenizer
    var documents = try GeneratedDocuments(seed: 8)
    for round in 0..<20 {
      let text = documents.next(lines: round)
      #expect(try tokenizer.decodedBytes(tokenizer.encode(text)) == Array(text.utf8))
    }
    #expect(throws: UnknownTokenID.self) {
      try tokenizer.decodedBytes([0, 4_000_000])
    }
  }
}
