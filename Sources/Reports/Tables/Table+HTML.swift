extension Table {
  /// The table as an HTML `<table>`: its title as the caption, headings with their scope, the
  /// first cell of each row as the row's heading, totals in the foot, and remarks below.
  ///
  /// Well formed as XML too.
  ///
  /// - Complexity: O(*n*) in the size of the text.
  package func htmlText() -> String {
    let escaped = VisibleText.escapedForMarkup
    let number = { (column: Int) in
      self.columns[column].alignment == .trailing ? " class=\"number\"" : ""
    }
    let row = { (cells: [Cell]) in
      var text = "<tr>"
      for (column, cell) in self.filled(cells).enumerated() {
        // A label may run from right to left; it must not turn the cells about it.
        var content = cell.isText ? "<bdi>\(escaped(cell.text))</bdi>" : escaped(cell.text)
        if cell.isEmphasized { content = "<strong>\(content)</strong>" }
        let tag = column == 0 ? "th" : "td"
        let scope = column == 0 ? " scope=\"row\"" : ""
        text += "<\(tag)\(scope)\(number(column))>\(content)</\(tag)>"
      }
      return text + "</tr>\n"
    }

    var text = "<table>\n"
    if let title { text += "<caption>\(escaped(title))</caption>\n" }
    text += "<thead>\n<tr>"
    for (index, column) in columns.enumerated() {
      let unit = column.unit.map { " <span class=\"unit\">(\(escaped($0)))</span>" } ?? ""
      text += "<th scope=\"col\"\(number(index))>\(escaped(column.title))\(unit)</th>"
    }
    text += "</tr>\n</thead>\n<tbody>\n"
    for cells in rows { text += row(cells) }
    text += "</tbody>\n"
    if let totals { text += "<tfoot>\n\(row(totals))</tfoot>\n" }
    text += "</table>\n"
    for footnote in footnotes { text += "<p class=\"footnote\">\(escaped(footnote))</p>\n" }
    return text
  }
}
