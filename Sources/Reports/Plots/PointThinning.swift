#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Many points as few marks: points that fall into one cell of a fine grid become one mark that
/// knows how many they are.
///
/// Lone points keep their place to the pixel, so that outliers are seen; the same points give the
/// same marks, in whatever order they come.
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
    let sorted = points.map { point in
      (
        column: Int((point.x / cell).rounded(.down)), row: Int((point.y / cell).rounded(.down)),
        point: point
      )
    }.sorted { first, second in
      (first.column, first.row, first.point.x, first.point.y)
        < (second.column, second.row, second.point.x, second.point.y)
    }
    // A mark lies at the mean of its points: the middle of the cell would draw the grid.
    var marks: [Mark] = []
    var start = 0
    for end in 1...max(1, sorted.count) where !sorted.isEmpty {
      if end < sorted.count, sorted[end].column == sorted[start].column,
        sorted[end].row == sorted[start].row
      {
        continue
      }
      let cell = sorted[start..<end]
      let x = cell.reduce(0) { $0 + $1.point.x } / Double(cell.count)
      let y = cell.reduce(0) { $0 + $1.point.y } / Double(cell.count)
      marks.append(Mark(x: Int(x.rounded()), y: Int(y.rounded()), count: cell.count))
      start = end
    }
    return marks
  }

  /// The marks that stand for a number of points in `range`, as dots of a path.
  func dots(counting range: some RangeExpression<Int>) -> String {
    marks.lazy.filter { range.contains($0.count) }.map { "M\($0.x) \($0.y)h0" }.joined()
  }
}
