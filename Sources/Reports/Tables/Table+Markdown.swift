extension Table {
  /// The table as GitHub Flavored Markdown, padded so that its source can be read as well.
  ///
  /// The title stands above in bold, remarks stand below as paragraphs, totals are in bold.
  ///
  /// - Complexity: O(*n*) in the size of the text.
  package func markdownText() -> String {
    let cell = { (cell: Cell) in
      let text = VisibleText.escapedForMarkdown(cell.text)
      return cell.isEmphasized && !text.isEmpty ? "**\(text)**" : text
    }
    var lines = [columns.map { VisibleText.escapedForMarkdown($0.heading) }]
    lines += rows.map { filled($0).map(cell) }
    if let totals { lines.append(filled(totals).map { cell($0.emphasized($0.text != "")) }) }

    let widths = columns.indices.map { column in
      max(3, lines.lazy.map { DisplayWidth.columns(of: $0[column]) }.max() ?? 0)
    }
    let row = { (texts: [String]) in
      let padded = texts.indices.map {
        DisplayWidth.padded(texts[$0], to: widths[$0], columns[$0].alignment)
      }
      return "| " + padded.joined(separator: " | ") + " |\n"
    }
    let rule = columns.indices.map { column in
      let dashes = String(repeating: "-", count: widths[column] - 1)
      return columns[column].alignment == .trailing ? dashes + ":" : dashes + "-"
    }
    var text = title.map { "**\(VisibleText.escapedForMarkdown($0))**\n\n" } ?? ""
    text += row(lines[0]) + row(rule)
    for line in lines.dropFirst() { text += row(line) }
    for footnote in footnotes { text += "\n\(VisibleText.escapedForMarkdown(footnote))\n" }
    return text
  }
}
