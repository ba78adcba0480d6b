#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Many points as few marks: points that fall into one cell of a fine grid become one mark that
/// knows how many they are.
///
/// Lone points keep their place, so that outliers are seen; the same points give the same marks
/// in the same order.
struct PointThinning {
  /// A mark in pixels.
  struct Mark: Hashable {
    var x: Int
    var y: Int
    var count: Int
  }

  /// The marks, by column and then by row.
  let marks: [Mark]

  /// Thins `points`, given in pixels, by the finest grid that leaves at most `limit` marks.
  ///
  /// A cell is from 1 to 8 pixels wide; at 8 the limit yields.
  ///
  /// - Complexity: O(*n* log *n*) in the number of points.
  init(_ points: [PlotPoint], limit: Int = 1500) {
    var marks: [Mark] = []
    for cell in 1...8 {
      marks = Self.marks(points, cell: Double(cell))
      if marks.count <= limit { break }
    }
    self.marks = marks
  }

  private static func marks(_ points: [PlotPoint], cell: Double) -> [Mark] {
    let keys = points.map { point in
      (x: Int((point.x / cell).rounded(.down)), y: Int((point.y / cell).rounded(.down)))
    }
    var marks: [Mark] = []
    for key in keys.sorted(by: { $0 < $1 }) {
      // The middle of the cell.
      let x = Int((Double(key.x) + 0.5) * cell)
      let y = Int((Double(key.y) + 0.5) * cell)
      if let last = marks.last, last.x == x, last.y == y {
        marks[marks.count - 1].count += 1
      } else {
        marks.append(Mark(x: x, y: y, count: 1))
      }
    }
    return marks
  }

  /// The marks that stand for a number of points in `range`, as dots of a path.
  func dots(counting range: some RangeExpression<Int>) -> String {
    marks.lazy.filter { range.contains($0.count) }.map { "M\($0.x) \($0.y)h0" }.joined()
  }
}
