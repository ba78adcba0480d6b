import ByteLevelBPE
import Foundation
import Testing

@testable import TokenizerFormats

/// The reference's answers for small models that differ in all that sets models apart: merges in any
/// order, missing bytes, unknown tokens that merge, suffixes that merges make as well.
@Suite struct ModelAnswerTests {
  @Test func everyModelEncodesAndCountsAsTheReference() throws {
    let cases = try ReferenceAnswers.models()
    var mergesOtherSymbols = 0
    for entry in cases {
      let model = try #require(entry["model"] as? [String: Any])
      let file: [String: Any] = [
        "pre_tokenizer": ["type": "ByteLevel", "add_prefix_space": false], "model": model,
      ]
      let folder = try Samples.Folder()
      let json = try JSONSerialization.data(withJSONObject: file)
      let path = try folder.write("tokenizer.json", String(decoding: json, as: UTF8.self))
      let tokenizer = try TokenizerLoader.load(path: path).tokenizer
      if tokenizer.model.mergesOtherSymbols { mergesOtherSymbols += 1 }
      var encoder = TokenEncoder(tokenizer)
      for answer in try #require(entry["answers"] as? [[String: Any]]) {
        let text = try #require(answer["text"] as? String)
        let ids = try #require(answer["ids"] as? [Int])
        #expect(encoder.encode(text).map(Int.init) == ids, "\(text.debugDescription)")
        var counter = TokenCounter(tokenizer, expectedBytes: 0)
        #expect(counter.count(text) == ids.count, "\(text.debugDescription)")
      }
    }
    #expect(mergesOtherSymbols > 5)
  }

  @Test func bytesOfTheTokensAddUpToTheText() throws {
    let cases = try ReferenceAnswers.models()
    let entry = try #require(cases.first { ($0["model"] as? [String: Any])?["unk_token"] != nil })
    let folder = try Samples.Folder()
    let json = try JSONSerialization.data(withJSONObject: [
      "pre_tokenizer": ["type": "ByteLevel", "add_prefix_space": false], "model": entry["model"],
    ])
    let path = try folder.write("tokenizer.json", String(decoding: json, as: UTF8.self))
    var counter = TokenCounter(
      try TokenizerLoader.load(path: path).tokenizer, expectedBytes: 0)
    Array("abcabébéébac".utf8).withUnsafeBufferPointer { text in
      let batch = counter.nextBatch(of: text, from: 0, readable: text.count, isFinal: true)
      var ends: [Int] = []
      counter.tokenEnds(ofPreToken: 0, in: text, into: &ends)
      #expect(ends.count == Int(batch.tokens[0]))
      #expect(ends.last == text.count && ends == ends.sorted())
    }
  }
}
