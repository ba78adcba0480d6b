import ByteLevelBPE
import Efficiency
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
