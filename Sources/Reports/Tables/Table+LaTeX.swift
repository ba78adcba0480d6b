extension Table {
  /// The table as a LaTeX `tabular` with the rules of the package `booktabs`, in a `table` when it
  /// has a title.
  ///
  /// - Complexity: O(*n*) in the size of the text.
  package func laTeXText() -> String {
    let cell = { (cell: Cell) in
      let text = VisibleText.escapedForLaTeX(cell.text)
      return cell.isEmphasized ? "\\textbf{\(text)}" : text
    }
    let row = { (texts: [String]) in "  " + texts.joined(separator: " & ") + " \\\\\n" }
    let sides = columns.map { $0.alignment == .trailing ? "r" : "l" }.joined()

    var text = "% needs \\usepackage{booktabs}\n"
    if let title {
      text += "\\begin{table}\n\\centering\n"
      text += "\\caption{\(VisibleText.escapedForLaTeX(title))}\n"
    }
    text += "\\begin{tabular}{\(sides)}\n  \\toprule\n"
    text += row(columns.map { VisibleText.escapedForLaTeX($0.heading) }) + "  \\midrule\n"
    for cells in rows { text += row(filled(cells).map(cell)) }
    if let totals { text += "  \\midrule\n" + row(filled(totals).map(cell)) }
    text += "  \\bottomrule\n\\end{tabular}\n"
    for footnote in footnotes {
      text += "\\par\\footnotesize \(VisibleText.escapedForLaTeX(footnote))\n"
    }
    if title != nil { text += "\\end{table}\n" }
    return text
  }
}
