import TestSupport
import Testing

@testable import ByteLevelBPE

/// The kernels against the automaton, and both against backtracking.
struct BoundaryKernelTests {
  /// The patterns that have a kernel, as they are published.
  static let patterns: [PatternFixture] = {
    var families = [BoundaryKernel.Rules]()
    return PatternFixture.all.filter { fixture in
      guard let pattern = try? fixture.compile(), let rules = BoundaryKernel.rules(for: pattern),
        !families.contains(rules)
      else { return false }
      families.append(rules)
      return true
    }
  }()

  @Test func everyFamilyIsTested() {
    #expect(Self.patterns.count == 4)
  }

  @Test(arguments: patterns)
  func cutsLikeBacktracking(_ fixture: PatternFixture) throws {
    let pattern = try fixture.compile()
    let reference = try PatternReferenceMatcher(pattern)
    var cutter = PreTokenCutter(pattern, usesKernel: true)
    var texts = KernelTextGenerator(seed: 11)
    for _ in 0..<300 {
      let text = texts.next(260)
      #expect(
        cutter.ends(in: text) == reference.matches(in: text).map(\.end),
        "\(String(decoding: text, as: UTF8.self).debugDescription)")
    }
  }

  /// Every alignment of a text, which decides what its windows hold and where memory ends.
  @Test(arguments: patterns)
  func cutsLikeTheAutomatonAtEveryAlignment(_ fixture: PatternFixture) throws {
    let pattern = try fixture.compile()
    var kernel = PreTokenCutter(pattern, usesKernel: true)
    var automaton = PreTokenCutter(pattern, usesKernel: false)
    var texts = KernelTextGenerator(seed: 12)
    for _ in 0..<60 {
      let text = texts.next(600)
      for alignment in 0..<64 {
        let shifted = [UInt8](repeating: UInt8(ascii: "x"), count: alignment) + text
        #expect(
          kernel.ends(in: shifted) == automaton.ends(in: shifted),
          "\(String(decoding: shifted, as: UTF8.self).debugDescription)")
      }
    }
  }

  /// A text in two pieces, cut after every character; the second begins where the first left off.
  @Test(arguments: patterns)
  func piecesGiveTheSameCuts(_ fixture: PatternFixture) throws {
    let pattern = try fixture.compile()
    var cutter = PreTokenCutter(pattern, usesKernel: true)
    var texts = KernelTextGenerator(seed: 13)
    for _ in 0..<60 {
      let text = texts.next(200)
      let whole = cutter.ends(in: text)
      for cut in KernelTextGenerator.cuts(of: text) {
        let first = cutter.ends(in: Array(text[..<cut]), isFinal: false)
        let resumed = first.last ?? 0
        let rest = cutter.ends(in: Array(text[resumed...])).map { $0 + resumed }
        #expect(
          first + rest == whole,
          "\(String(decoding: text, as: UTF8.self).debugDescription) cut at \(cut)")
      }
    }
  }
}

extension PreTokenCutter {
  /// The ends of all pre-tokens of `text` that can be decided. Singles are listed, and without
  /// listing there are as many.
  fileprivate mutating func ends(in text: [UInt8], isFinal: Bool = true) -> [Int] {
    var ends: [Int] = []
    for listingSingles in [true, false] {
      var batch = PreTokenBatch()
      var (position, hasMore, count) = (0, true, 0)
      while hasMore {
        batch.removeAll()
        (position, hasMore) = text.withUnsafeBufferPointer {
          fill(
            &batch, from: $0, at: position, readable: text.count, isFinal: isFinal,
            listingSingles: listingSingles)
        }
        count += batch.count + batch.singles
        if listingSingles { ends += (0..<batch.count).map { Int(batch.ends[$0]) } }
      }
      #expect(count == ends.count)
    }
    return ends
  }
}
