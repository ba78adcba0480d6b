/// Rows and columns of plain data, and how each is to be shown; renderers turn it into text.
package struct Table: Sendable, Hashable {
  /// What the table is about, as its caption.
  package var title: String?

  /// The columns, in order. The first names its row.
  package var columns: [Column]

  /// The rows; a row that is shorter than the columns is filled with missing cells.
  package var rows: [[Cell]]

  /// A row of totals, set apart below the others.
  package var totals: [Cell]?

  /// What a reader must know to read the table, one remark each.
  package var footnotes: [String]

  package init(
    title: String? = nil, columns: [Column], rows: [[Cell]] = [], totals: [Cell]? = nil,
    footnotes: [String] = []
  ) {
    self.title = title
    self.columns = columns
    self.rows = rows
    self.totals = totals
    self.footnotes = footnotes
  }

  /// The table without columns in which nothing is known.
  package func withoutEmptyColumns() -> Table {
    let kept = columns.indices.filter { column in
      (rows + [totals ?? []]).contains { column < $0.count && $0[column] != .missing }
    }
    var table = self
    table.columns = kept.map { columns[$0] }
    let narrowed = { (row: [Cell]) in kept.map { $0 < row.count ? row[$0] : .missing } }
    table.rows = rows.map(narrowed)
    table.totals = totals.map(narrowed)
    return table
  }

  /// The cells of `row`, as many as there are columns.
  func filled(_ row: [Cell]) -> [Cell] {
    columns.indices.map { $0 < row.count ? row[$0] : .missing }
  }
}

extension Table {
  /// A column: what it holds, and what may be done to it where room is short.
  package struct Column: Sendable, Hashable {
    /// The heading.
    package var title: String

    /// The unit of every number in the column.
    package var unit: String?

    /// The side that its cells keep to.
    package var alignment: Alignment

    /// The columns of a terminal below which text in it is of no use; numbers are never cut.
    package var minimumWidth: Int

    /// When to leave the column out where room is short: 1 goes first; `nil` never goes.
    package var dropOrder: Int?

    package init(
      _ title: String, unit: String? = nil, _ alignment: Alignment = .leading,
      minimumWidth: Int = 8, dropOrder: Int? = nil
    ) {
      self.title = title
      self.unit = unit
      self.alignment = alignment
      self.minimumWidth = minimumWidth
      self.dropOrder = dropOrder
    }

    /// A column of numbers.
    package static func number(
      _ title: String, unit: String? = nil, dropOrder: Int? = nil
    ) -> Column {
      Column(title, unit: unit, .trailing, dropOrder: dropOrder)
    }

    /// The heading with its unit, for forms that have one line for both.
    var heading: String { unit.map { "\(title) (\($0))" } ?? title }
  }

  /// A cell: a value, and whether it stands out.
  package struct Cell: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// What a cell holds.
    package enum Value: Sendable, Hashable {
      /// Words.
      case text(String)
      /// A number and how it is written.
      case number(Double, NumberFormat)
      /// A whole number and how it is written.
      case integer(Int128, NumberFormat)
      /// Nothing: it was not or could not be measured.
      case missing
    }

    /// What the cell holds.
    package var value: Value

    /// Whether the cell stands out, as the best of its row.
    package var isEmphasized = false

    package init(stringLiteral value: String) { self.value = .text(value) }

    init(_ value: Value) { self.value = value }

    /// A cell of words.
    package static func text(_ text: String) -> Cell { Cell(.text(text)) }

    /// A cell with a number, missing if it is `nil` or not a number.
    package static func number(_ number: Double?, _ format: NumberFormat) -> Cell {
      guard let number, !number.isNaN else { return .missing }
      return Cell(.number(number, format))
    }

    /// A cell with a whole number, missing if it is `nil`.
    package static func integer(
      _ integer: (some BinaryInteger)?, _ format: NumberFormat = .decimals(0)
    ) -> Cell {
      integer.map { Cell(.integer(Int128(clamping: $0), format)) } ?? .missing
    }

    /// A cell without a value.
    package static var missing: Cell { Cell(.missing) }

    /// The cell, standing out.
    package func emphasized(_ isEmphasized: Bool = true) -> Cell {
      var cell = self
      cell.isEmphasized = isEmphasized
      return cell
    }

    /// The cell as people read it, not yet escaped for any form.
    var text: String {
      switch value {
      case .text(let text): text
      case .number(let number, let format): format.text(of: number)
      case .integer(let integer, let format): format.text(of: integer)
      case .missing: "–"
      }
    }

    var isText: Bool {
      if case .text = value { true } else { false }
    }
  }
}
