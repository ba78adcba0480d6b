/// Case folding of Unicode 16.0, for patterns that ignore case.
///
/// Simple folding maps scalar to scalar: U+017F (ſ) equals s, U+212A (Kelvin) equals k, and
/// U+0130 (İ) and U+0131 (ı), which only Turkic folding touches, equal nothing else.
struct CaseFolding {
  /// The smallest scalar equal to the key; scalars that are their own are left out.
  private var representatives: [UInt32: UInt32] = [:]
  /// All scalars equal to the key, a smallest one.
  private var equals: [UInt32: [UInt32]] = [:]
  /// Full foldings to several scalars, such as ß → ss.
  private(set) var expansions: [(scalar: UInt32, folded: [UInt32])] = []

  init() {
    var reader = UnicodeTableReader(UnicodeTables.simpleFolding)
    var scalar: UInt32 = 0
    while let distance = reader.next(), let offset = reader.nextSigned() {
      scalar += distance
      let target = UInt32(Int32(scalar) + offset)
      representatives[scalar] = target
      equals[target, default: [target]].append(scalar)
    }
    reader = UnicodeTableReader(UnicodeTables.foldingExpansions)
    while let scalar = reader.next(), let length = reader.next() {
      var folded: [UInt32] = []
      for _ in 0..<length {
        if let next = reader.next() { folded.append(representative(of: next)) }
      }
      expansions.append((scalar, folded))
    }
  }

  func representative(of scalar: UInt32) -> UInt32 {
    representatives[scalar] ?? scalar
  }

  /// The set with every scalar that simple folding makes equal to one in it.
  func closure(of set: ScalarSet) -> ScalarSet {
    var added: [ClosedRange<UInt32>] = []
    for scalars in equals.values where scalars.contains(where: set.contains) {
      added.append(contentsOf: scalars.map { $0...$0 })
    }
    return added.isEmpty ? set : set.union(ScalarSet(added))
  }
}
