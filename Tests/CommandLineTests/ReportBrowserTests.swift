import Foundation
import TestSupport
import Testing

/// The report as a browser shows it: what is read there is what JSON says.
@Suite(.enabled(if: Browser.path != nil, Browser.missing))
struct ReportBrowserTests {
  private struct Opened {
    var document: String
    var comparison: CommandResult
    var profile: CommandResult

    var scripts: [[String: Any]] {
      get throws { try #require(try comparison.json()["scripts"] as? [[String: Any]]) }
    }
  }

  private static let opened = Result {
    let samples = try ComparedSamples()
    let file = samples.folder.url.appending(path: "report.html").path
    let made = try runTokprof(["report", "-o", file] + samples.arguments)
    #expect(made.status == 0, "\(made.stderr)")
    return Opened(
      document: try Browser.document(of: file),
      comparison: try runTokprof(["compare", "--json"] + samples.arguments),
      profile: try runTokprof(
        ["profile", "--json", "--no-store", "-t", samples.whole, samples.texts]))
  }

  /// The part of the document about one script.
  private func section(_ script: [String: Any], _ document: String) throws -> String {
    let code = try #require(script["script"] as? String)
    let parts = document.components(separatedBy: "<section id=\"")
    return try #require(parts.first { $0.hasPrefix("script-\(code.lowercased())\"") })
  }

  @Test func `the browser reads the whole document and meets no script`() throws {
    let document = try Self.opened.get().document
    #expect(document.elements("h1").map(\.plainText) == ["Tokenizer efficiency"])
    #expect(document.elements("h2").last?.plainText == "Where the numbers come from")
    #expect(!document.contains("<script") && document.elements("footer").count == 1)
    for figure in document.elements("figure") {
      // Whoever does not see a picture has its title, what it shows, and its numbers.
      for svg in figure.elements("svg") {
        #expect(svg.elements("title").first?.isEmpty == false)
        #expect(svg.elements("desc").first?.isEmpty == false)
      }
      #expect(figure.elements("table").count == 1 && figure.elements("figcaption").count == 1)
    }
    for table in document.elements("table") { #expect(table.contains("<th scope=\"col\"")) }
  }

  @Test func `the tables show the numbers of JSON`() throws {
    let opened = try Self.opened.get()
    let table = try #require(
      opened.document.elements("table").first { $0.contains("Bytes per token by script</caption>") }
    )
    let rows = table.elements("tr").map { row in
      row.elements("t[hd]").isEmpty
        ? [] : (row.elements("th") + row.elements("td")).map(\.plainText)
    }
    for script in try opened.scripts {
      let code = try #require(script["script"] as? String)
      let row = try #require(rows.first { $0.first == code })
      #expect(writtenNumber(row[1]) == (try script.number("bytes")))
      for (column, cell) in (script["tokenizers"] as? [[String: Any]] ?? []).enumerated() {
        for (offset, key) in ["bytesPerToken", "interval.low", "interval.high"].enumerated() {
          let shown = writtenNumber(row[2 + 3 * column + offset]) ?? 0
          #expect(abs(shown - (try cell.number(key))) <= 0.0051, "\(code) \(key): \(shown)")
        }
      }
    }
  }

  @Test func `bars are as long as their values`() throws {
    let opened = try Self.opened.get()
    for script in try opened.scripts {
      let bars = try section(script, opened.document)
        .matches(of: #/<rect class="f1"[^>]* width="([\d.]+)"[^>]*><title>(.*?): ([\d.]+)</title>/#)
      let cells = try #require(script["tokenizers"] as? [[String: Any]])
      #expect(bars.count == cells.count)
      let scales = try zip(bars, cells).map { bar, cell in
        let value = try cell.number("bytesPerToken")
        #expect(
          agree(Double(bar.3) ?? 0, value, to: 1e-3) && bar.2 == cell["name"] as? String ?? "")
        return (Double(bar.1) ?? 0) / value
      }
      // Pixels for a byte per token are the same for both, to the tenth of a pixel drawn.
      #expect(agree(scales[0], scales[1], to: 2e-3), "\(scales)")
    }
  }

  @Test func `every dot is an observation and every observation a dot`() throws {
    let opened = try Self.opened.get()
    let cells = try #require(try opened.profile.json()["cells"] as? [[String: Any]])
    for script in try opened.scripts {
      let observations = cells.filter { $0["script"] as? String == script["script"] as? String }
        .flatMap { $0["observations"] as? [[Int]] ?? [] }
      #expect(observations.count == Int(try script.firstUnits))
      let panel = try #require(
        try section(script, opened.document).elements("div", class: "panels").first)
      let svg = try #require(panel.elements("svg").first)
      let x = try #require(Axis(svg, anchor: "middle"))
      let y = try #require(Axis(svg, anchor: "end"))
      let places = observations.map { (x.pixel(Double($0[0])), y.pixel(Double($0[2]))) }
      let dots = svg.matches(of: #/<path class="dots s1 d\d" d="([^"]*)"/#).flatMap { path in
        path.1.matches(of: #/M([\d.]+) ([\d.]+)h0/#).map {
          (Double($0.1) ?? 0, Double($0.2) ?? 0)
        }
      }
      #expect(!dots.isEmpty)
      func isNear(_ a: (Double, Double), _ b: (Double, Double)) -> Bool {
        abs(a.0 - b.0) <= 1.6 && abs(a.1 - b.1) <= 1.6
      }
      #expect(dots.allSatisfy { dot in places.contains { isNear($0, dot) } })
      #expect(places.allSatisfy { place in dots.contains { isNear($0, place) } })
    }
  }

  /// What an axis's ticks tell of its scale.
  private struct Axis {
    private let first: (pixel: Double, value: Double)
    private let perUnit: Double

    init?(_ svg: String, anchor: String) {
      let isVertical = anchor == "end"
      let ticks = svg.matches(
        of: #/<text x="([\d.]+)" y="([\d.]+)" class="soft" text-anchor="(\w+)">([\d.,]+)</text>/#
      ).filter { $0.3 == anchor }.compactMap { tick -> (pixel: Double, value: Double)? in
        guard let x = Double(tick.1), let y = Double(tick.2),
          let value = Double(tick.4.replacing(",", with: ""))
        else { return nil }
        // A label stands four pixels below its tick.
        return (isVertical ? y - 4 : x, value)
      }
      guard let first = ticks.first, let last = ticks.last, first.value != last.value else {
        return nil
      }
      self.first = first
      perUnit = (last.pixel - first.pixel) / (last.value - first.value)
    }

    func pixel(_ value: Double) -> Double { first.pixel + (value - first.value) * perUnit }
  }
}

extension [String: Any] {
  /// The units of a script with the first tokenizer.
  fileprivate var firstUnits: Double {
    get throws { try ((self["tokenizers"] as? [[String: Any]])?.first ?? [:]).number("units") }
  }
}
