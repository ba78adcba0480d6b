import Scripts

/// A text in runs of one group each: all of it, its scripts, or its classes of characters.
struct TextRuns {
  struct Run {
    var end: Int
    var group: UInt8
  }

  /// The runs, in order, without gaps.
  private(set) var runs: [Run] = []
  private var scriptRuns: [ScriptRun] = []

  /// One run without a group.
  mutating func setWhole(_ count: Int) { runs = [Run(end: count, group: 0)] }

  /// Runs of scripts; the group is the number of the script.
  mutating func setScripts(
    _ text: UnsafeBufferPointer<UInt8>, _ scanner: inout ScriptScanner
  ) {
    scanner.scan(text, into: &scriptRuns)
    runs.removeAll(keepingCapacity: true)
    for (index, run) in scriptRuns.enumerated() {
      let end = index + 1 < scriptRuns.count ? scriptRuns[index + 1].start : text.count
      append(end, scanner.document.resolved(run.script).rawValue)
    }
  }

  /// Runs of ``CharacterClass``.
  mutating func setClasses(_ text: UnsafeBufferPointer<UInt8>) {
    let classes = CharacterClass.byScalar
    runs.removeAll(keepingCapacity: true)
    var position = 0
    while position < text.count {
      let (scalar, length) = Self.scalar(text, position)
      position += length
      append(position, classes[Int(scalar)])
    }
  }

  private mutating func append(_ end: Int, _ group: UInt8) {
    if let last = runs.last, last.group == group {
      runs[runs.count - 1].end = end
    } else {
      runs.append(Run(end: end, group: group))
    }
  }

  /// The scalar at `i` of well-formed text, and how many bytes it has.
  @inline(__always)
  private static func scalar(
    _ text: UnsafeBufferPointer<UInt8>, _ i: Int
  ) -> (scalar: UInt32, length: Int) {
    let first = UInt32(text[i])
    if first < 0x80 { return (first, 1) }
    let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    var scalar = first & (0x7F >> UInt32(length))
    for place in i + 1..<i + length { scalar = scalar << 6 | UInt32(text[place] & 0x3F) }
    return (scalar, length)
  }

  /// The group that owns most bytes of `start..<end`; of two with the same number, the one that
  /// begins first. `index` is a run at or before the one with `start`, and becomes that.
  func owner(_ start: Int, _ end: Int, from index: inout Int) -> UInt8 {
    while index + 1 < runs.count, runs[index].end <= start { index += 1 }
    if runs[index].end >= end { return runs[index].group }
    var shares: [(group: UInt8, bytes: Int)] = []
    var place = index
    var from = start
    while place < runs.count, from < end {
      let bytes = min(end, runs[place].end) - from
      let group = runs[place].group
      if let known = shares.firstIndex(where: { $0.group == group }) {
        shares[known].bytes += bytes
      } else {
        shares.append((group, bytes))
      }
      from = runs[place].end
      place += 1
    }
    var best = (group: runs[index].group, bytes: 0)
    for share in shares where share.bytes > best.bytes { best = share }
    return best.group
  }
}
