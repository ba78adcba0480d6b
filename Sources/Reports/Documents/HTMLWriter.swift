/// Turns a document into HTML.
struct HTMLWriter {
  private let source: HTMLDocument
  private var anchors = AnchorNames()

  init(_ source: HTMLDocument) { self.source = source }

  mutating func document() -> String {
    let body = source.sections.map { section($0, level: 2) }
    let contents = Self.contents(body)
    let title = escaped(source.title)
    let lead = source.lead.map { "<p class=\"lead\">\(escaped($0))</p>\n" }.joined()
    return """
      <!DOCTYPE html>
      <html lang="\(escaped(source.language))" xmlns="http://www.w3.org/1999/xhtml">
      <head>
      <meta charset="utf-8" />
      <title>\(title)</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta http-equiv="Content-Security-Policy" \
      content="default-src 'none'; style-src 'unsafe-inline'" />
      <style>
      \(HTMLStyle.css)\(PlotStyle.css)</style>
      </head>
      <body>
      <a class="skip" href="#main">Skip to the report</a>
      <header>
      <h1>\(title)</h1>
      \(lead)</header>
      \(contents)<main id="main">
      \(body.map { $0.html }.joined())</main>
      \(provenance)</body>
      </html>

      """
  }

  /// A section that is written, and what the contents need of it.
  private struct Written {
    var title: String
    var anchor: String
    var html: String
  }

  private mutating func section(_ section: HTMLDocument.Section, level: Int) -> Written {
    let anchor = anchors.name(for: section.title)
    let heading = min(level, 6)
    var html = "<section id=\"\(anchor)\">\n"
    html += "<h\(heading)>\(escaped(section.title))</h\(heading)>\n"
    for block in section.blocks { html += Self.html(of: block) }
    for subsection in section.subsections {
      html += self.section(subsection, level: level + 1).html
    }
    return Written(title: section.title, anchor: anchor, html: html + "</section>\n")
  }

  private static func contents(_ sections: [Written]) -> String {
    if sections.count < 2 { return "" }
    let links = sections.map { "<li><a href=\"#\($0.anchor)\">\(escaped($0.title))</a></li>\n" }
    return "<nav aria-label=\"Contents\">\n<ol>\n\(links.joined())</ol>\n</nav>\n"
  }

  private static func html(of block: HTMLDocument.Block) -> String {
    switch block {
    case .paragraph(let text): return "<p>\(escaped(text))</p>\n"
    case .list(let items):
      return "<ul>\n\(items.map { "<li>\(escaped($0))</li>\n" }.joined())</ul>\n"
    case .table(let table): return scrollable(table, label: table.title)
    case .figure(let plot, let caption):
      return figure(
        plot.svg(includesStyle: false), caption, scrollable(plot.table, label: plot.title))
    case .panels(let plots, let caption, let table):
      let pictures = plots.map { $0.svg(includesStyle: false) }.joined()
      return figure(
        "<div class=\"panels\">\n\(pictures)</div>\n", caption,
        scrollable(table, label: plots.first?.title))
    case .definitions(let definitions):
      let items = definitions.map { definition in
        let formula = definition.formula.map { " <code>\(escaped($0))</code>" } ?? ""
        return "<dt>\(escaped(definition.term))</dt>\n"
          + "<dd>\(escaped(definition.meaning))\(formula)</dd>\n"
      }
      return "<dl>\n\(items.joined())</dl>\n"
    }
  }

  private static func figure(_ pictures: String, _ caption: String, _ table: String) -> String {
    """
    <figure>
    \(pictures)<figcaption>\(escaped(caption))</figcaption>
    <details>
    <summary>The numbers of this figure</summary>
    \(table)</details>
    </figure>

    """
  }

  /// A table that scrolls by itself where it is wider than the page, by keyboard too.
  private static func scrollable(_ table: Table, label: String?) -> String {
    let label = label ?? table.columns.map { $0.title }.joined(separator: ", ")
    return """
      <div class="table" role="region" tabindex="0" aria-label="\(escaped(label))">
      \(table.htmlText())</div>

      """
  }

  private var provenance: String {
    if source.provenance.isEmpty { return "" }
    let items = source.provenance.map { name, value in
      "<dt>\(escaped(name))</dt>\n<dd>\(escaped(value))</dd>\n"
    }
    return """
      <footer aria-labelledby="provenance-title">
      <h2 id="provenance-title">Where the numbers come from</h2>
      <dl class="provenance">
      \(items.joined())</dl>
      </footer>

      """
  }
}

private func escaped(_ text: String) -> String { VisibleText.escapedForMarkup(text) }

/// Names for places in a document: readable, and each given once.
struct AnchorNames {
  private var used: Set<String> = ["main", "provenance"]

  /// A name made of the letters and digits of a title, of any script.
  mutating func name(for title: String) -> String {
    var name = ""
    for scalar in title.lowercased().unicodeScalars {
      if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        name.unicodeScalars.append(scalar)
      } else if name.last != "-" {
        name += "-"
      }
    }
    while name.first == "-" { name.removeFirst() }
    while name.last == "-" { name.removeLast() }
    if name.isEmpty { name = "section" }
    var unique = name
    var number = 2
    while !used.insert(unique).inserted {
      unique = "\(name)-\(number)"
      number += 1
    }
    return unique
  }
}
