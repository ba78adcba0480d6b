import Foundation
import FoundationXML
import Testing

@testable import Reports

@Suite struct PlotTests {
  @Test(arguments: PlotFixtures.all.indices)
  func `pictures are well-formed, named and the same every time`(index: Int) throws {
    let (name, plot) = PlotFixtures.all[index]
    let svg = plot.svg()
    try keepForLooking(svg, "\(name).svg")
    let outline = try XMLOutline(svg)
    #expect(outline.elements.prefix(3) == ["svg", "title", "desc"])
    #expect(outline.texts["title"]?.first == plot.title)
    #expect(svg == plot.svg())
    #expect(svg.utf8.count < 40_000)
    #expect(!svg.contains("NaN") && !svg.contains("inf") && !svg.contains("<script"))
    #expect(!svg.contains("http:") || svg.ranges(of: "http:").count == 1)
    #expect(plot.svg(includesStyle: false).contains("<style>") == false)
  }

  @Test(arguments: PlotFixtures.all.indices)
  func `texts of a picture stay inside and apart`(index: Int) throws {
    let plot = PlotFixtures.all[index].plot
    let canvas = plot.draw()
    let boxes = try XMLOutline(plot.svg()).textBoxes
    #expect(boxes.count > 4)
    for (index, box) in boxes.enumerated() {
      #expect(box.left >= -0.5 && box.right <= canvas.width + 0.5, "\(box.text) leaves the picture")
      #expect(box.top >= 0 && box.bottom <= canvas.height, "\(box.text) leaves the picture")
      for other in boxes[..<index] {
        let overlaps =
          box.left < other.right && other.left < box.right && box.top < other.bottom
          && other.top < box.bottom
        #expect(!overlaps, "“\(box.text)” lies on “\(other.text)”")
      }
    }
  }

  @Test func `ten thousand points are few marks, and the picture says so`() {
    let svg = PlotFixtures.scatter.svg()
    #expect(svg.ranges(of: "h0").count <= 1503)
    #expect(svg.contains("10,300 points are drawn as"))
  }

  @Test func `thinning keeps the number of points and every lone one`() {
    let points: [PlotPoint] = [
      .init(x: 10.2, y: 10.7), .init(x: 10.9, y: 10.1), .init(x: 50, y: 50),
      .init(x: 10.5, y: 10.5),
    ]
    let thinned = PointThinning(points)
    #expect(
      thinned.marks == [.init(x: 11, y: 10, count: 3), .init(x: 50, y: 50, count: 1)])
    #expect(thinned.dots(counting: 1...1) == "M50 50h0")
    let shuffled = PointThinning(points.reversed())
    #expect(shuffled.marks == thinned.marks)
  }

  @Test(
    arguments: [
      ([0, 4200], 6, ["0", "1,000", "2,000", "3,000", "4,000"]),
      ([0, 0.93], 5, ["0.0", "0.2", "0.4", "0.6", "0.8"]),
      ([0, 31_000_000], 4, ["0", "10M", "20M", "30M"]),
      ([-12, 17], 4, ["-10", "0", "10"]),
      ([0, 12_500], 6, ["0", "5K", "10K"]),
      ([0, 0.00031], 4, ["0.0000", "0.0001", "0.0002", "0.0003"]),
      ([0, 0], 2, ["0.0", "0.5", "1.0"]), ([], 2, ["0.0", "0.5", "1.0"]),
      ([.nan, .infinity, 3], 3, ["0", "1", "2", "3"]),
    ] as [([Double], Int, [String])])
  func `ticks are round numbers within reach of the data`(
    values: [Double], count: Int, labels: [String]
  ) {
    let scale = AxisScale(covering: values, PlotAxis(""), tickCount: count)
    #expect(scale.labels == labels)
    #expect(scale.ticks.count == scale.labels.count)
  }

  @Test func `any range has distinct labels and few ticks`() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<2000 {
      let size = Double("1e\(Int(random.next() % 40) - 20)") ?? 1
      let low: Double = Double(random.next() % 1000) / 1000 * size
      let range: Double = Double(random.next() % 1000 + 20) / 1000 * size
      let values = [low, low + range]
      let scale = AxisScale(covering: values, PlotAxis("", includesZero: false), tickCount: 6)
      #expect(scale.ticks.allSatisfy { scale.domain.contains($0) })
      #expect(scale.domain.lowerBound <= values[0] * (1 + 1e-6))
      #expect(scale.domain.upperBound >= values[1] * (1 - 1e-6))
      #expect((2...9).contains(scale.ticks.count))
      #expect(Set(scale.labels).count == scale.labels.count, "\(scale.labels)")
    }
  }

  @Test func `a scale that leaves zero out starts near the data`() {
    let scale = AxisScale(
      covering: [1003, 1017], PlotAxis("", includesZero: false), tickCount: 4)
    #expect(scale.labels == ["1,005", "1,010", "1,015"])
  }

  @Test func `a small plot is drawn to the pixel`() {
    let plot = CompositionChart(
      title: "A & B", summary: "Half.", axisTitle: "Share", parts: ["x", "<y>"],
      rows: [.init("r", [1, 1])], width: 300)
    let svg = plot.svg(includesStyle: false)
    #expect(
      svg == """
        <svg xmlns="http://www.w3.org/2000/svg" class="plot" role="img" width="300" \
        height="136" viewBox="0 0 300 136">
        <title>A &amp; B</title>
        <desc>Half.</desc>
        <rect class="paper" width="300" height="136"/>
        <text x="12" y="24" class="title">A &amp; B</text>
        <rect class="f1" x="12" y="33" width="12" height="12"/>
        <text x="30" y="43">x</text>
        <rect class="f2" x="53.6" y="33" width="12" height="12"/>
        <text x="71.6" y="43">&lt;y&gt;</text>
        <path class="grid" d="M25 52L25 92"/>
        <text x="25" y="106" class="soft" text-anchor="middle">0%</text>
        <path class="grid" d="M74 52L74 92"/>
        <text x="74" y="106" class="soft" text-anchor="middle">20%</text>
        <path class="grid" d="M123 52L123 92"/>
        <text x="123" y="106" class="soft" text-anchor="middle">40%</text>
        <path class="grid" d="M172 52L172 92"/>
        <text x="172" y="106" class="soft" text-anchor="middle">60%</text>
        <path class="grid" d="M221 52L221 92"/>
        <text x="221" y="106" class="soft" text-anchor="middle">80%</text>
        <path class="grid" d="M270 52L270 92"/>
        <text x="270" y="106" class="soft" text-anchor="middle">100%</text>
        <path class="axis" d="M25 88L270 88"/>
        <text x="147.5" y="126" text-anchor="middle">Share</text>
        <text x="17" y="73" text-anchor="end">r</text>
        <rect class="f1" x="25" y="57" width="121.5" height="24"><title>r, x: 50%</title></rect>
        <text x="86.3" y="73" class="o1" text-anchor="middle">50%</text>
        <rect class="f2" x="147.5" y="57" width="121.5" height="24"><title>r, &lt;y&gt;: 50%</title></rect>
        <text x="208.8" y="73" class="o2" text-anchor="middle">50%</text>
        </svg>

        """)
  }

  @Test func `tables stand in for the pictures`() {
    #expect(
      PlotFixtures.singleBars.table.csvText() == """
        Group,Series,Premium,low,high\r
        English,o200k_base,1.0,,\r
        हिन्दी,o200k_base,1.61,1.5,1.7\r
        မြန်မာ,o200k_base,3.42,3.0,3.8\r
        日本語,o200k_base,1.4,,\r

        """)
    #expect(PlotFixtures.scatter.table.rows.count == 20)
    #expect(PlotFixtures.lorenz.table.rows.last?.last?.text == "100.0%")
    #expect(PlotFixtures.composition.table.rows.last?.map(\.text).last == "0.00%")
    let counted = ScatterPlot(
      title: "", summary: "", xAxis: PlotAxis("x"), yAxis: PlotAxis("y"),
      series: [.init("s", [.init(x: 2, y: 5), .init(x: 1, y: 3), .init(x: .nan, y: 0)])],
      lines: [.init("Line", [.init(x: 0, y: 1), .init(x: 2, y: 5)])])
    #expect(
      counted.table.csvText() == """
        Points,Number,"x, from",to,"y, mean",least,greatest\r
        s,1,1.0,1.0,3.0,3.0,3.0\r
        s,1,2.0,2.0,5.0,5.0,5.0\r

        """)
    #expect(counted.table.footnotes == ["Line: 1.000 to 5.000 over 0 to 2.000."])
  }

  @Test func `a scatter plot has a form for terminals`() throws {
    let plot = ScatterPlot(
      title: "T", summary: "", xAxis: PlotAxis("bytes"), yAxis: PlotAxis("tokens"),
      series: [
        .init(
          "s", [.init(x: 10, y: 1), .init(x: 30, y: 4), .init(x: 30, y: 4), .init(x: 30, y: 4)])
      ],
      lines: [.init("Line", [.init(x: 0, y: 0), .init(x: 40, y: 4)])])
    #expect(
      plot.terminalText(columns: 30, rows: 6, usesASCII: true) == """
        T: tokens
        4 |                    o   ===
          |                   =====
          |              =====
        2 |        ======
          |   ====#
        0 |===
          ++------------+------------+
           0           20           40
           bytes

        """)
    try keepForLooking(PlotFixtures.scatter.terminalText(), "scatter.txt")
    for columns in [0, 20, 40, 120] {
      for line in PlotFixtures.scatter.terminalText(columns: columns).split(separator: "\n")
        .dropFirst()
      {
        #expect(DisplayWidth.columns(of: String(line)) <= max(columns, 20))
      }
    }
  }

  @Test(arguments: [
    [1e308, -1e308], [.leastNonzeroMagnitude, 0], [1, 1.0000000000000002],
    [-.leastNonzeroMagnitude], [1e299, -1e299],
    [.infinity, -.infinity], [0, 1e15], [1e-300, 1],
  ])
  func `extreme data is drawn without harm`(values: [Double]) throws {
    for includesZero in [true, false] {
      let axis = PlotAxis("x", includesZero: includesZero)
      let points = values.map { PlotPoint(x: $0, y: $0) }
      let scatter = ScatterPlot(
        title: "", summary: "", xAxis: axis, yAxis: axis, series: [.init("s", points)],
        lines: [.init("l", points)])
      let bars = BarChart(
        title: "", summary: "", axis: axis, series: ["s"],
        groups: values.map { .init("g", [.init($0, interval: min(0, $0)...max(0, $0))]) })
      for svg in [scatter.svg(), bars.svg()] {
        #expect(try XMLOutline(svg).elements.first == "svg")
        #expect(!svg.contains("nan") && !svg.contains("1000000 "))
      }
      #expect(scatter.terminalText(columns: 1, rows: -1).count > 20)
    }
  }

  @Test func `plots without data are empty frames`() throws {
    let axis = PlotAxis("x")
    let plots: [any Plot] = [
      ScatterPlot(title: "", summary: "", xAxis: axis, yAxis: axis, series: []),
      ScatterPlot.residuals(title: "", summary: "", xAxis: axis, yAxis: axis, series: []),
      BarChart(title: "", summary: "", axis: axis, series: [], groups: []),
      Histogram(title: "", summary: "", xAxis: axis, yAxis: axis, bins: []),
      LorenzPlot(title: "", summary: "", membersTitle: "", wholeTitle: "", curves: []),
      CompositionChart(title: "", summary: "", axisTitle: "", parts: [], rows: []),
    ]
    for plot in plots {
      #expect(try XMLOutline(plot.svg()).elements.first == "svg")
      #expect(plot.table.rows.count <= 10)
    }
  }
}

@Suite struct HTMLDocumentTests {
  @Test func `a document is well-formed and can be walked`() throws {
    let html = PlotFixtures.document.html()
    try keepForLooking(html, "report.html")
    let outline = try XMLOutline(html)
    #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\""))
    for landmark in ["header", "nav", "main", "footer"] {
      #expect(outline.elements.filter { $0 == landmark }.count == 1, "\(landmark)")
    }
    #expect(outline.elements.filter { $0 == "figure" }.count == 6)
    #expect(outline.elements.filter { $0 == "details" }.count == 6)
    #expect(outline.elements.filter { $0 == "h1" }.count == 1)
    #expect(
      outline.texts["h2"] == [
        "Summary", "Fits", "Comparison", "Summary", "Where the numbers come from",
      ])
    #expect(outline.texts["h3"] == ["Residuals", "汉字"])
    #expect(outline.texts["h1"] == [#"Tokenizer report: o200k_base <test> & \u{1b}[0m"#])
    #expect(Set(outline.identifiers).count == outline.identifiers.count)
    #expect(outline.identifiers.contains("汉字") && outline.identifiers.contains("summary-2"))
    for link in outline.links {
      #expect(
        link.hasPrefix("#") && outline.identifiers.contains(String(link.dropFirst())), "\(link)")
    }
    #expect(html.utf8.count < 150_000)
    #expect(html == PlotFixtures.document.html())
  }

  @Test func `nothing is fetched and nothing runs`() {
    let html = PlotFixtures.document.html()
    for forbidden in ["<script", "<link", "@import", "url(", " src=", "javascript:", "<iframe"] {
      #expect(!html.contains(forbidden), "\(forbidden)")
    }
  }

  @Test func `a small document is written whole`() {
    let document = HTMLDocument(
      title: "T", language: "de", sections: [.init("A b!", [.paragraph("x < y"), .list(["1"])])])
    let html = document.html()
    let body = html.split(separator: "<body>\n").last.map(String.init) ?? ""
    #expect(
      body == """
        <a class="skip" href="#main">Skip to the report</a>
        <header>
        <h1>T</h1>
        </header>
        <main id="main">
        <section id="a-b">
        <h2>A b!</h2>
        <p>x &lt; y</p>
        <ul>
        <li>1</li>
        </ul>
        </section>
        </main>
        </body>
        </html>

        """)
  }

  @Test func `anchors are readable and unique`() {
    var names = AnchorNames()
    #expect(names.name(for: "Bytes per token (B/token)") == "bytes-per-token-b-token")
    #expect(names.name(for: "Bytes, per token: B token") == "bytes-per-token-b-token-2")
    #expect(names.name(for: "***") == "section")
    #expect(names.name(for: "Main") == "main-2")
  }
}

/// Writes what was rendered into the folder named by `REPORTS_TEST_OUTPUT`, to be looked at.
private func keepForLooking(_ text: String, _ name: String) throws {
  guard let folder = ProcessInfo.processInfo.environment["REPORTS_TEST_OUTPUT"] else { return }
  try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
}
