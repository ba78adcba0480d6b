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
  /// Σ of the products of Han and Hangul within units. They become one script in a Korean text, and
  /// a sum's square is not the squares' sum: (a + b)² = a² + b² + 2ab.
  private var koreanCross = UnitMoments()

  mutating func add(_ unit: UnitCells) {
    var han: UnitCells.Cell?
    var hangul: UnitCells.Cell?
    for cell in unit.cells {
      moments[cell.script, default: UnitMoments()].add(
        bytes: cell.bytes, characters: cell.characters, tokens: cell.tokens)
      if cell.script == .hanGroup { han = cell }
      if cell.script == .hangul { hangul = cell }
    }
    if let han, let hangul { addCross(han, hangul) }
  }

  private mutating func addCross(_ a: UnitCells.Cell, _ b: UnitCells.Cell) {
    func product(_ left: UInt64, _ right: UInt64) -> UInt128 { UInt128(left) * UInt128(right) }
    koreanCross.count += 1
    koreanCross.bytesSquared += 2 * product(a.bytes, b.bytes)
    koreanCross.bytesTokens += product(a.bytes, b.tokens) + product(b.bytes, a.tokens)
    koreanCross.charactersSquared += 2 * product(a.characters, b.characters)
    koreanCross.charactersTokens +=
      product(a.characters, b.tokens) + product(b.characters, a.tokens)
    koreanCross.tokensSquared += 2 * product(a.tokens, b.tokens)
  }

  /// The observations by final script.
  func resolved(by document: ScriptDocumentState) -> [Script: UnitMoments] {
    var result: [Script: UnitMoments] = [:]
    for (script, moments) in moments {
      result[document.resolved(script), default: UnitMoments()] += moments
    }
    if koreanCross.count > 0, document.resolved(.hanGroup) == .korean {
      let pairs = koreanCross.count
      var joined = result[.korean] ?? UnitMoments()
      joined += koreanCross
      // Two observations of one unit have become one.
      joined.count -= 2 * pairs
      result[.korean] = joined
    }
    return result
  }

  mutating func removeAll() {
    moments.removeAll(keepingCapacity: true)
    koreanCross = UnitMoments()
  }
}
