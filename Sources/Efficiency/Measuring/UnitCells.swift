import Scripts

/// What one unit has in each script, while it is being counted.
struct UnitCells {
  struct Cell {
    var script: Script
    var bytes: UInt64 = 0
    var characters: UInt64 = 0
    var tokens: UInt64 = 0
  }

  /// Most units have one script and few more than three: a list beats a dictionary.
  private(set) var cells: [Cell] = []

  @inline(__always)
  mutating func withCell(_ script: Script, _ body: (inout Cell) -> Void) {
    for index in cells.indices where cells[index].script == script {
      body(&cells[index])
      return
    }
    var cell = Cell(script: script)
    body(&cell)
    cells.append(cell)
  }

  /// Joins what has no script before the first one of its document to that one.
  mutating func settleCommon(_ first: Script) {
    guard first != .common, let index = cells.firstIndex(where: { $0.script == .common }) else {
      return
    }
    let common = cells.remove(at: index)
    withCell(first) { cell in
      cell.bytes += common.bytes
      cell.characters += common.characters
      cell.tokens += common.tokens
    }
  }

  mutating func removeAll() { cells.removeAll(keepingCapacity: true) }
}

/// The observations of one document by script, until its end tells how its Han is to be called.
struct DocumentCells {
  private var moments: [Script: UnitMoments] = [:]
  /// Han and Hangul of each unit taken together, which is what a Korean text has.
  private var korean = UnitMoments()

  mutating func add(_ unit: UnitCells) {
    var joined = Observation(bytes: 0, characters: 0, tokens: 0)
    var isKorean = false
    for cell in unit.cells {
      let observation = Observation(
        bytes: cell.bytes, characters: cell.characters, tokens: cell.tokens)
      moments[cell.script, default: UnitMoments()].add(observation)
      guard cell.script == .hanGroup || cell.script == .hangul else { continue }
      isKorean = true
      joined.bytes += cell.bytes
      joined.characters += cell.characters
      joined.tokens += cell.tokens
    }
    if isKorean { korean.add(joined) }
  }

  /// The observations by final script.
  func resolved(by document: ScriptDocumentState) -> [Script: UnitMoments] {
    var result: [Script: UnitMoments] = [:]
    let hanIsKorean = document.resolved(.hanGroup) == .korean
    for (script, moments) in moments {
      if hanIsKorean, script == .hanGroup || script == .hangul { continue }
      result[document.resolved(script), default: UnitMoments()] += moments
    }
    if hanIsKorean, korean.count > 0 { result[.korean, default: UnitMoments()] += korean }
    return result
  }

  mutating func removeAll() {
    moments.removeAll(keepingCapacity: true)
    korean = UnitMoments()
  }
}
