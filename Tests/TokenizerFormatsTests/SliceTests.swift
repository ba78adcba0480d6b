import ByteLevelBPE
import Foundation
import TestSupport
import Testing

@testable import TokenizerFormats

/// Long vocabularies and lists of merges, which are read in slices, mean what is written in them.
@Suite struct SliceTests {
  /// A model of 40,000 tokens, so spelled that guesses where an element begins are often wrong: with
  /// quotes, commas, digits, brackets and backslashes in every place.
  private struct Model {
    var tokens: [[UInt8]] = (0...255).map { [UInt8($0)] }
    var merges: [(left: [UInt8], right: [UInt8])] = []

    init(seed: UInt64) {
      var random = TestRandom(seed: seed)
      var known = Set(tokens)
      let letters = Array("\",1]\\[9 \n:é".utf8) + Array("abcdefghijklmnop".utf8)
      while tokens.count < 40_000 {
        let left = tokens[random.below(3) == 0 ? random.below(tokens.count) : 256 / 2]
        let part = random.below(2) == 0 ? left : [letters[random.below(letters.count)]]
        let other = tokens[random.below(tokens.count)]
        let (first, second) = random.below(2) == 0 ? (part, other) : (other, part)
        guard first.count + second.count < 40, known.insert(first + second).inserted else {
          continue
        }
        tokens.append(first + second)
        merges.append((first, second))
      }
    }
  }

  private enum Layout: CaseIterable {
    case compact, indented, pairs
  }

  private func text(_ model: Model, _ layout: Layout) -> String {
    let space = layout == .compact ? "" : layout == .indented ? "\n      " : " "
    func quoted(_ bytes: [UInt8]) -> String { Samples.json(Samples.spelled(bytes)) }
    let vocabulary = model.tokens.enumerated().map { "\(quoted($1)):\(space)\($0)" }
    let merges = model.merges.map { merge in
      layout == .pairs
        ? "[\(quoted(merge.left)),\(space)\(quoted(merge.right))]"
        : Samples.json(Samples.spelled(merge.left) + " " + Samples.spelled(merge.right))
    }
    return Samples.tokenizerJSON(
      model: "\"type\":\"BPE\",\"vocab\":{\(vocabulary.joined(separator: ",\(space)"))},"
        + "\"merges\":[\(merges.joined(separator: ",\(space)"))]")
  }

  /// Slices of a few bytes, so that one may begin behind any comma.
  @Test func slicesAreTheElementsInOrder() throws {
    var random = TestRandom(seed: 3)
    var sliced = 0
    for _ in 0..<2000 {
      let elements = (0..<random.below(12) + 1).map { _ in
        String((0..<random.below(6)).map { _ in Array("\"\",,]1a \\")[random.below(9)] })
      }
      let space = ["", " ", "\n  "][random.below(3)]
      let rest = ["", ",\"more\": [\"x\", \"y\"]"][random.below(2)]
      let text =
        "[" + elements.map(Samples.json).joined(separator: space + "," + space) + "]" + rest
      Array(text.utf8).withUnsafeBufferPointer { bytes in
        var reader = JSONReader(bytes, at: 1)
        let slices = JSONSlices.read(
          &reader, endings: [UInt8(ascii: "\"")], leastBytes: random.below(12) + 4
        ) { reader, limit throws(FormatFault) in
          var found: [[UInt8]] = []
          repeat {
            found.append(try reader.string().unescaped())
            guard try reader.another(until: UInt8(ascii: "]")) else { return (found, true) }
          } while reader.position < limit
          return (found, false)
        }
        guard let slices else { return }
        sliced += 1
        #expect(slices.joined().elementsEqual(elements.map { Array($0.utf8) }), "\(text)")
        #expect(reader.position == bytes.count - rest.utf8.count)
      }
    }
    #expect(sliced > 500)
  }

  @Test func nothingIsLostBetweenSlices() throws {
    let folder = try Samples.Folder()
    for (seed, layout) in Layout.allCases.enumerated() {
      let model = Model(seed: UInt64(seed))
      let file = try folder.write("\(layout).json", text(model, layout))
      let loaded = try TokenizerLoader.load(path: file).tokenizer.model
      #expect(loaded.vocabulary.count == model.tokens.count)
      var ids: [[UInt8]: TokenID] = [:]
      for (id, token) in model.tokens.enumerated() {
        ids[token] = TokenID(id)
        #expect(loaded.vocabulary.id(of: token) == TokenID(id))
      }
      guard case .listed(let table) = loaded.merges else {
        Issue.record("\(layout): no list of merges")
        continue
      }
      #expect(table.count == model.merges.count)
      for (rank, merge) in model.merges.enumerated() {
        let found = try table.merge(#require(ids[merge.left]), #require(ids[merge.right]))
        #expect(found?.rank == UInt32(rank))
        #expect(found?.product == ids[merge.left + merge.right])
      }
    }
  }

  @Test func whatIsWrongIsNamedAsIfReadInOrder() throws {
    let folder = try Samples.Folder()
    var model = Model(seed: 7)
    // Two faults in different slices: the first is the one that is told.
    for place in [30_001, 12_345] { model.merges[place].right = Array("nowhere".utf8) }
    let text = text(model, .indented)
    let path = try folder.write("tokenizer.json", text)
    let error = #expect(throws: TokenizerLoadError.self) { try TokenizerLoader.load(path: path) }
    #expect(error?.reason.contains("merge 12346,") == true, "\(error as Any)")
    let cut = try folder.write("cut.json", String(text.prefix(text.count / 2)))
    #expect(throws: TokenizerLoadError.self) { try TokenizerLoader.load(path: cut) }
    let twice = try folder.write(
      "twice.json",
      text.replacingOccurrences(of: #":      300,"#, with: #":      39000,"#)
        .replacingOccurrences(of: ":\n      300,", with: ":\n      39000,"))
    let repeated = #expect(throws: TokenizerLoadError.self) {
      try TokenizerLoader.load(path: twice)
    }
    #expect(repeated?.reason.contains("39000") == true, "\(repeated as Any)")
  }
}
