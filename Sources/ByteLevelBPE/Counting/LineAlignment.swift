/// Which place of a raw text a place in its normalized form stands for.
///
/// Line by line, what is equal at the line's start and end stands for itself; between the first
/// and the last difference, places keep their proportion. It decides to which script a token
/// counts, never how many tokens there are.
struct LineAlignment {
  private let raw: [UInt8]
  private let rewritten: [UInt8]
  private let rawLines: [Int]
  private let lines: [Int]

  init(raw: [UInt8] = [], rewritten: [UInt8] = []) {
    self.raw = raw
    self.rewritten = rewritten
    let rawLines = Self.lineStarts(raw)
    let lines = Self.lineStarts(rewritten)
    isByLines = rawLines.count == lines.count
    self.rawLines = isByLines ? rawLines : [0, raw.count]
    self.lines = isByLines ? lines : [0, rewritten.count]
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

  /// - Complexity: O(log lines + the line's length).
  func rawOffset(_ offset: Int) -> Int {
    var low = 0
    var high = lines.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if lines[middle] <= offset { low = middle } else { high = middle }
    }
    guard high > low else { return offset }
    let line = rewritten[lines[low]..<lines[high]]
    let rawLine = raw[rawLines[low]..<rawLines[high]]
    let place = offset - line.startIndex
    let prefix = zip(line, rawLine).prefix { $0 == $1 }.count
    if place <= prefix { return rawLine.startIndex + place }
    let most = min(line.count, rawLine.count) - prefix
    let suffix = zip(line.reversed(), rawLine.reversed()).prefix(most).prefix { $0 == $1 }.count
    if line.count - place <= suffix { return rawLine.endIndex - (line.count - place) }
    let inside = (place - prefix) * (rawLine.count - prefix - suffix)
    return rawLine.startIndex + prefix + inside / max(1, line.count - prefix - suffix)
  }
}
