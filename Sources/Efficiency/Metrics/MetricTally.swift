import ByteLevelBPE
import Scripts

/// Counts one text: as a whole and, if it is divided, by group.
struct MetricTally {
  private let runs: TextRuns
  private let divides: Bool
  private(set) var total = MetricCounts()
  private(set) var groups: [UInt8: MetricCounts] = [:]

  init(runs: TextRuns, divides: Bool) {
    self.runs = runs
    self.divides = divides
  }

  private mutating func add(_ group: UInt8, _ body: (inout MetricCounts) -> Void) {
    body(&total)
    if divides { body(&groups[group, default: MetricCounts()]) }
  }

  /// Adds bytes, characters and lines. A group has a line if it has a byte of it.
  mutating func addText(_ text: UnsafeBufferPointer<UInt8>) {
    let newline = UInt8(ascii: "\n")
    var start = 0
    var line: UInt64 = 0
    var lastLine: [UInt8: UInt64] = [:]
    for run in runs.runs {
      let part = UnsafeBufferPointer(rebasing: text[start..<run.end])
      let newlines = part.reduce(into: 0 as UInt64) { $0 += $1 == newline ? 1 : 0 }
      let touched = newlines + (part.last == newline ? 0 : 1)
      let isKnown = lastLine[run.group] == line
      let characters = UInt64(characterCount(part))
      if divides {
        groups[run.group, default: MetricCounts()].lines += touched - (isKnown ? 1 : 0)
        lastLine[run.group] = line + touched - 1
      }
      add(run.group) { counts in
        counts.bytes += UInt64(part.count)
        counts.characters += characters
      }
      line += newlines
      start = run.end
    }
    total.lines += line + (text.last == newline ? 0 : 1)
  }

  /// Adds tokens and the characters that they split.
  mutating func addTokens(
    _ ids: [TokenID], _ ends: [Int], of text: UnsafeBufferPointer<UInt8>
  ) {
    var start = 0
    var run = 0
    var splitRun = 0
    var lastSplit = -1
    for (id, end) in zip(ids, ends) {
      add(runs.owner(start, end, from: &run)) { counts in
        counts.tokens += 1
        counts.occurrences[id, default: 0] += 1
      }
      if end < text.count, text[end] & 0xC0 == 0x80 {
        var first = end
        while first > 0, text[first] & 0xC0 == 0x80 { first -= 1 }
        if first > lastSplit {
          add(runs.owner(first, first + 1, from: &splitRun)) { $0.splitCharacters += 1 }
          lastSplit = first
        }
      }
      start = max(start, end)
    }
  }

  /// Adds words, and of each the tokens that have a byte of it.
  mutating func addWords(_ words: [WordSegment], _ ends: [Int]) {
    var start = 0
    var token = 0
    var run = 0
    for word in words {
      defer { start = word.end }
      guard word.isWord else { continue }
      while token < ends.count, ends[token] <= start { token += 1 }
      var last = token
      while last < ends.count, ends[last] < word.end { last += 1 }
      let count = UInt64(min(last, ends.count - 1) - token + 1)
      add(runs.owner(start, word.end, from: &run)) { counts in
        counts.words += 1
        counts.wordTokens += count
        if count == 1 { counts.singleTokenWords += 1 }
        if count > 1 { counts.continuedWords += 1 }
      }
    }
  }

  /// Adds the tokens of another tokenizer.
  mutating func addOtherTokens(_ ends: [Int]) {
    var start = 0
    var run = 0
    for end in ends {
      add(runs.owner(start, end, from: &run)) { $0.otherTokens += 1 }
      start = max(start, end)
    }
  }
}
