/// Which place of a raw text a place in its normalized form stands for.
///
/// Line by line, what is equal at the line's start and end stands for itself; between the first
/// and the last difference, places keep their proportion. It decides to which script a token
/// counts, never how many tokens there are.
struct LineAlignment {
  /// Where lines begin in either text, and the texts' ends.
  private let rawStarts: [Int]
  private let starts: [Int]
  /// How many bytes at a line's start and at its end are equal. Found once: a line of normalized text
  /// has many pre-tokens, and comparing for each took a third of the time of profiling.
  private let equalEnds: [(prefix: Int, suffix: Int)]

  init(raw: [UInt8] = [], rewritten: [UInt8] = []) {
    let rawLines = Self.lineStarts(raw)
    let lines = Self.lineStarts(rewritten)
    isByLines = rawLines.count == lines.count
    rawStarts = isByLines ? rawLines : [0, raw.count]
    starts = isByLines ? lines : [0, rewritten.count]
    var equalEnds: [(prefix: Int, suffix: Int)] = []
    for index in starts.indices.dropLast() {
      let rawLine = raw[rawStarts[index]..<rawStarts[index + 1]]
      let line = rewritten[starts[index]..<starts[index + 1]]
      equalEnds.append(Self.equalEnds(rawLine, line))
    }
    self.equalEnds = equalEnds
  }

  /// Whether every line has kept its newline.
  let isByLines: Bool

  /// Where lines begin, and the text's end.
  private static func lineStarts(_ text: [UInt8]) -> [Int] {
    var starts = [0]
    for (index, byte) in text.enumerated() where byte == 0x0A { starts.append(index + 1) }
    if starts.last != text.count { starts.append(text.count) }
    return starts
  }

  private static func equalEnds(
    _ rawLine: ArraySlice<UInt8>, _ line: ArraySlice<UInt8>
  ) -> (prefix: Int, suffix: Int) {
    let prefix = zip(line, rawLine).prefix { $0 == $1 }.count
    let most = min(line.count, rawLine.count) - prefix
    let suffix = zip(line.reversed(), rawLine.reversed()).prefix(most).prefix { $0 == $1 }.count
    return (prefix, suffix)
  }

  /// - Complexity: O(log lines).
  func rawOffset(_ offset: Int) -> Int {
    var low = 0
    var high = starts.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    guard high > low else { return offset }
    let (prefix, suffix) = equalEnds[low]
    let place = offset - starts[low]
    let count = starts[high] - starts[low]
    let rawCount = rawStarts[high] - rawStarts[low]
    if place <= prefix { return rawStarts[low] + place }
    if count - place <= suffix { return rawStarts[high] - (count - place) }
    let inside = (place - prefix) * (rawCount - prefix - suffix)
    return rawStarts[low] + prefix + inside / max(1, count - prefix - suffix)
  }
}
