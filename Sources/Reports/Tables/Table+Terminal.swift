extension Table {
  /// How a table is drawn on a terminal.
  package struct TerminalStyle: Sendable, Hashable {
    /// The columns there are, or `nil` for as many as the table likes.
    package var width: Int?
    /// Whether escape sequences may make headings bold and set cells off.
    package var usesColor: Bool
    /// Whether rules and ellipses keep to ASCII.
    package var usesASCII: Bool

    package init(width: Int? = nil, usesColor: Bool = false, usesASCII: Bool = false) {
      self.width = width
      self.usesColor = usesColor
      self.usesASCII = usesASCII
    }
  }

  /// The table for a terminal: columns aligned by display width, two spaces apart, a rule below
  /// the heading, and every line ended by a newline.
  ///
  /// A table wider than the terminal first loses the columns that may go, until the rest fits
  /// with its words cut to their least widths; then words are cut as far as needed. Numbers are
  /// never cut: half a number is a wrong number. A last line says what was left out.
  ///
  /// - Complexity: O(*n*) in the size of the text.
  package func terminalText(_ style: TerminalStyle = TerminalStyle()) -> String {
    TerminalTable(self, style).text
  }
}

/// A table laid out in columns of a terminal.
private struct TerminalTable {
  private let table: Table
  private let style: Table.TerminalStyle
  private let titles: [String]
  private let units: [String]
  private let rows: [[String]]
  private let totals: [String]?
  private var shown: [Int]
  private var widths: [Int]
  private let gap = 2

  init(_ table: Table, _ style: Table.TerminalStyle) {
    self.table = table
    self.style = style
    titles = table.columns.map { VisibleText.escapingControls($0.title) }
    units = table.columns.map { VisibleText.escapingControls($0.unit ?? "") }
    let visible = { (row: [Table.Cell]) in
      table.filled(row).map { cell in
        style.usesASCII && cell.value == .missing
          ? "-" : VisibleText.escapingControls(cell.text)
      }
    }
    rows = table.rows.map(visible)
    totals = table.totals.map(visible)
    shown = Array(table.columns.indices)
    widths = shown.map { _ in 0 }
    for lines in [titles, units] + rows + (totals.map { [$0] } ?? []) {
      for (column, text) in lines.enumerated() {
        widths[column] = max(widths[column], DisplayWidth.columns(of: text))
      }
    }
    fit()
  }

  private mutating func fit() {
    guard let limit = style.width else { return }
    let least = widths.indices.map { column in
      isCuttable(column) ? min(widths[column], table.columns[column].minimumWidth) : widths[column]
    }
    let total = { (widths: [Int], shown: [Int], gap: Int) in
      shown.reduce(0) { $0 + widths[$1] } + gap * max(0, shown.count - 1)
    }
    let droppable = shown.compactMap { column in
      table.columns[column].dropOrder.map { (order: $0, column: column) }
    }
    // Of equals, the rightmost goes first.
    for (_, column) in droppable.sorted(by: { ($0.order, -$0.column) < ($1.order, -$1.column) }) {
      if total(least, shown, gap) <= limit { break }
      shown.removeAll { $0 == column }
    }
    for floor in [least, widths.map { min($0, 1) }] {
      var excess = total(widths, shown, gap) - limit
      while excess > 0 {
        // The widest column of words gives way first, and of equals the rightmost, since the
        // leftmost names the row.
        let candidates = shown.reversed().filter { isCuttable($0) && widths[$0] > floor[$0] }
        guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
        widths[widest] -= 1
        excess -= 1
      }
    }
  }

  /// Whether a column holds words alone, which may be cut.
  private func isCuttable(_ column: Int) -> Bool {
    let cells = (table.rows + (table.totals.map { [$0] } ?? [])).map { table.filled($0)[column] }
    return cells.contains { $0.isText } && cells.allSatisfy { $0.isText || $0.value == .missing }
  }

  var text: String {
    var lines: [String] = []
    let rule = shown.map { String(repeating: style.usesASCII ? "-" : "─", count: widths[$0]) }
    if let title = table.title {
      lines += [painted(VisibleText.escapingControls(title), "1"), ""]
    }
    lines.append(line(titles) { _ in "1" })
    if shown.contains(where: { !units[$0].isEmpty }) { lines.append(line(units) { _ in "2" }) }
    lines.append(painted(rule.joined(separator: spaces), "2"))
    for (texts, cells) in zip(rows, table.rows) {
      let cells = table.filled(cells)
      lines.append(line(texts) { cells[$0].isEmphasized ? "1;32" : nil })
    }
    if let totals {
      lines.append(painted(rule.joined(separator: spaces), "2"))
      lines.append(line(totals) { _ in "1" })
    }
    let remarks = table.footnotes.map(VisibleText.escapingControls) + leftOut
    if !remarks.isEmpty { lines += [""] + remarks.flatMap(wrapped) }
    return lines.reduce(into: "") { $0 += $1 + "\n" }
  }

  private var spaces: String { String(repeating: " ", count: gap) }

  /// One line of cells; the spaces that would end it are left out, inside of any colour.
  private func line(_ texts: [String], _ color: (Int) -> String?) -> String {
    var line = ""
    var pending = ""
    for column in shown {
      let ellipsis = style.usesASCII ? "~" : "…"
      let text = DisplayWidth.truncated(
        texts[column], toColumns: widths[column], ellipsis: ellipsis)
      let fill = String(
        repeating: " ", count: max(0, widths[column] - DisplayWidth.columns(of: text)))
      let isTrailing = table.columns[column].alignment == .trailing
      if isTrailing { pending += fill }
      if !text.isEmpty {
        line += pending + (color(column).map { painted(text, $0) } ?? text)
        pending = ""
      }
      pending += isTrailing ? spaces : fill + spaces
    }
    return line
  }

  private func painted(_ text: String, _ code: String) -> String {
    style.usesColor ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
  }

  private var leftOut: [String] {
    let dropped = table.columns.indices.filter { !shown.contains($0) }.map { titles[$0] }
    return dropped.isEmpty
      ? [] : ["Left out for want of room: \(dropped.joined(separator: ", "))."]
  }

  /// A remark in lines that fit, broken at spaces.
  private func wrapped(_ remark: String) -> [String] {
    guard let limit = style.width else { return [remark] }
    var lines = [""]
    for word in remark.split(separator: " ") {
      let candidate = (lines.last ?? "").isEmpty ? String(word) : "\(lines.last ?? "") \(word)"
      if DisplayWidth.columns(of: candidate) <= limit || (lines.last ?? "").isEmpty {
        lines[lines.count - 1] = candidate
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
