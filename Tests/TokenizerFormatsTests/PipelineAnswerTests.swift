import ByteLevelBPE
import Foundation
import Testing

@testable import TokenizerFormats

/// The reference's answers for generated texts, in a vocabulary whose ids show where each
/// pre-token ends.
@Suite struct PipelineAnswerTests {
  static let vocabulary: [String: Int] = {
    var vocabulary: [String: Int] = [:]
    for byte in 0..<256 {
      vocabulary[Samples.spelled([UInt8(byte)])] = byte
      vocabulary[Samples.spelled([UInt8(byte)]) + "</w>"] = 256 + byte
    }
    return vocabulary
  }()

  /// A `tokenizer.json` of the 256 bytes, each also with the suffix of a pre-token's end.
  static func tokenizerJSON(_ config: [String: Any]) throws -> String {
    var file = config
    file["model"] = [
      "type": "BPE", "end_of_word_suffix": "</w>", "vocab": vocabulary, "merges": [String](),
    ]
    return String(decoding: try JSONSerialization.data(withJSONObject: file), as: UTF8.self)
  }

  @Test func everyPieceIsTheReferences() throws {
    var compared = 0
    for entry in try ReferenceAnswers.pipelines() {
      let config = try #require(entry["config"] as? [String: Any])
      let folder = try Samples.Folder()
      let path = try folder.write("tokenizer.json", try Self.tokenizerJSON(config))
      let tokenizer = try TokenizerLoader.load(path: path).tokenizer
      let pipeline = TextPipeline(tokenizer)
      for answer in try #require(entry["answers"] as? [[String: Any]]) {
        let text = try #require(answer["text"] as? String)
        var ids: [Int] = []
        Array(text.utf8).withUnsafeBufferPointer { text in
          pipeline.forEachPiece(of: text) { piece in
            switch piece {
            case .token(let id): ids.append(Int(id))
            case .preToken(let bytes):
              ids += bytes.map(Int.init)
              ids[ids.count - 1] += 256
            }
          }
        }
        #expect(ids == answer["ids"] as? [Int], "\(text.debugDescription) with \(config)")
        compared += 1
      }
    }
    #expect(compared > 2000)
  }

  @Test func everyTextCountsAsTheReferencesInPartsToo() throws {
    for entry in try ReferenceAnswers.pipelines() {
      let config = try #require(entry["config"] as? [String: Any])
      let folder = try Samples.Folder()
      let path = try folder.write("tokenizer.json", try Self.tokenizerJSON(config))
      var counter = TokenCounter(try TokenizerLoader.load(path: path).tokenizer, expectedBytes: 0)
      for answer in try #require(entry["answers"] as? [[String: Any]]).prefix(8) {
        let text = try #require(answer["text"] as? String)
        let expected = try #require(answer["ids"] as? [Int]).count
        #expect(counter.count(text) == expected, "\(text.debugDescription) with \(config)")
        for cut in 0..<text.unicodeScalars.count {
          let index = text.unicodeScalars.index(text.startIndex, offsetBy: cut)
          let counted = Self.count(Array(text.utf8), cutAt: text[..<index].utf8.count, &counter)
          #expect(counted == expected, "\(text.debugDescription) cut at \(cut) with \(config)")
        }
      }
    }
  }

  /// Counts a text that comes in two parts, of which the first is counted as far as it is decided.
  private static func count(
    _ text: [UInt8], cutAt cut: Int, _ counter: inout TokenCounter
  ) -> Int {
    text.withUnsafeBufferPointer { text in
      let first = counter.count(
        UnsafeBufferPointer(rebasing: text[..<cut]), readable: cut, isFinal: false)
      let rest = UnsafeBufferPointer(rebasing: text[first.used...])
      return first.tokens + counter.count(rest, readable: rest.count, isFinal: true).tokens
    }
  }

  @Test(arguments: ["NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents"])
  func everyScalarIsNormalizedAsTheReferenceDoes(name: String) throws {
    let expected = try #require(try ReferenceAnswers.digests()[name])
    let normalizer: any Normalizer =
      switch name {
      case "Lowercase": LowercaseNormalizer()
      case "StripAccents": StripAccentsNormalizer()
      default: UnicodeNormalizer(try #require(NormalizationForm(rawValue: name)))
      }
    for (index, digest) in expected.enumerated() {
      var text = ""
      for value in (index * 0x1000)..<((index + 1) * 0x1000) {
        guard let c = Unicode.Scalar(UInt32(value)) else { continue }
        text += "\(c)\na\(c)\u{323}\(c)\u{301}\u{5B0}\n\(c)\(c)\u{9BE}\u{1161}\n"
      }
      let normalized = normalizer.normalized(Array(text.utf8))
      #expect(CRC32.checksum(normalized) == digest, "U+\(String(index, radix: 16))000")
      let isNormalized = Array(text.utf8).withUnsafeBufferPointer { normalizer.isNormalized($0) }
      #expect(!isNormalized || normalized == Array(text.utf8))
    }
  }
}

/// The checksum of zlib, which costs a debug build a tenth of what SHA-256 costs it.
enum CRC32 {
  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
    }
  }

  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    table.withUnsafeBufferPointer { table in
      ~bytes.reduce(~UInt32(0)) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ ($0 >> 8) }
    }
  }
}
