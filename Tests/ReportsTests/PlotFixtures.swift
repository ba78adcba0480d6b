@testable import Reports

/// One of each plot, with the data and the labels that make them hard.
enum PlotFixtures {
  static let scatter: ScatterPlot = {
    var random = SplitMix64(seed: 1)
    let points = { (count: Int, slope: Double) -> [PlotPoint] in
      var points: [PlotPoint] = []
      for _ in 0..<count {
        let x = Double(1000 + random.next() % 3400)
        let noise = Double(random.next() % 1000 + random.next() % 1000) / 1000 - 1
        points.append(PlotPoint(x: x, y: 12 + slope * x + noise * 0.06 * x))
      }
      return points
    }
    let slices = stride(from: 0.0, through: 4400, by: 440).map { (x: Double) in
      ScatterPlot.Band.Slice(x: x, low: 0.2 * x - 60, high: 0.24 * x + 80)
    }
    return ScatterPlot(
      title: "Tokens on bytes, script Latn, o200k_base", summary: "Points lie close to a line.",
      xAxis: PlotAxis("Bytes per unit"), yAxis: PlotAxis("Tokens per unit"),
      series: [.init("prose", points(10_000, 0.22)), .init("code <main>", points(300, 0.31))],
      lines: [
        .init("Least squares", [PlotPoint(x: 0, y: 12), PlotPoint(x: 4400, y: 980)]),
        .init("Ratio", [PlotPoint(x: 0, y: 0), PlotPoint(x: 4400, y: 992)], isDashed: true),
      ],
      band: .init("95% prediction band", slices))
  }()

  static let residuals: ScatterPlot = {
    var random = SplitMix64(seed: 2)
    var points: [PlotPoint] = []
    for _ in 0..<400 {
      let x = Double(random.next() % 4100)
      let noise = Double(random.next() % 2000) / 1000 - 1
      points.append(PlotPoint(x: x, y: noise * (10 + x / 40)))
    }
    return .residuals(
      title: "Residuals of the line, script Hani, 残差", summary: "The spread grows with size.",
      xAxis: PlotAxis("Bytes per unit"), yAxis: PlotAxis("Residual (tokens)"),
      series: [.init("wiki", points)],
      band: .init(
        "±2 residual standard deviations",
        [.init(x: 0, low: -110, high: 110), .init(x: 4100, low: -110, high: 110)]))
  }()

  static let bars = BarChart(
    title: "Bytes per token by script", summary: "More is better.",
    axis: PlotAxis("Bytes per token"),
    series: ["gpt2", "cl100k_base", "o200k_base", "DeepSeek-V3"],
    groups: [
      .init("Latin (Latn)", [.init(3.9, interval: 3.4...4.4), .init(4.5), .init(4.6), .init(4.4)]),
      .init(
        "中文 简体 (Hani)",
        [.init(1.4), .init(2.1), .init(3.3, interval: 3.1...3.5), .init(3.9, interval: 3.2...4.9)]),
      .init("العربية (Arab)", [.init(1.1), nil, .init(3.1), .init(.nan)]),
      .init("A label that is much longer than the room there is for it", [.init(0), .init(2)]),
    ], intervalLabel: "95% interval between sources")

  static let singleBars = BarChart(
    title: "Premium over English", summary: "Burmese costs most.", axis: PlotAxis("Premium"),
    series: ["o200k_base"],
    groups: [
      .init("English", [.init(1)]), .init("हिन्दी", [.init(1.61, interval: 1.5...1.7)]),
      .init("မြန်မာ", [.init(3.42, interval: 3.0...3.8)]), .init("日本語", [.init(1.4)]),
    ])

  static let histogram: Histogram = {
    let bins = (1...32).map { (length: Int) -> Histogram.Bin in
      let count: Int = 4_000_000 * length / (1 + length * length * length / 20)
      return Histogram.Bin(length, count: UInt64(count))
    }
    return Histogram(
      title: "Length of tokens in the text", summary: "Most tokens have 1 to 6 bytes.",
      xAxis: PlotAxis("Bytes per token"), yAxis: PlotAxis("Tokens"), bins: bins)
  }()

  static let lorenz: LorenzPlot = {
    let curve = { (label: String, power: Int) -> LorenzPlot.Curve in
      let points = (0...20_000).map { (step: Int) -> PlotPoint in
        let x = Double(step) / 20_000
        var y = 1.0
        for _ in 0..<power { y *= x }
        return PlotPoint(x: x, y: y)
      }
      return LorenzPlot.Curve(label, points, gini: 1 - 2 / Double(power + 1))
    }
    return LorenzPlot(
      title: "Inequality of token use", summary: "A few tokens make most of the text.",
      membersTitle: "Share of the vocabulary, rarest first", wholeTitle: "Share of all tokens",
      curves: [
        curve("gpt2", 6), curve("cl100k_base", 12), curve("ein langer Name, 很长的名字", 25),
      ])
  }()

  static let composition = CompositionChart(
    title: "Scripts in the vocabulary", summary: "Latin is the largest part everywhere.",
    axisTitle: "Share of the vocabulary",
    parts: ["Latin", "Cyrillic", "Han", "Arabic", "Devanagari", "digits", "punctuation", "other"],
    rows: [
      .init("gpt2", [40_000, 300, 200, 50, 10, 1700, 2500, 5000]),
      .init("o200k_base", [90_000, 30_000, 20_000, 15_000, 9000, 1100, 6000, 28_000]),
      .init("空", [0, 0, .nan]),
    ])

  static let all: [(name: String, plot: any Plot)] = [
    ("scatter", scatter), ("residuals", residuals), ("bars", bars), ("single-bars", singleBars),
    ("histogram", histogram), ("lorenz", lorenz), ("composition", composition),
  ]

  static let document = HTMLDocument(
    title: "Tokenizer report: o200k_base <test> & \u{1b}[0m", language: "en",
    lead: ["o200k_base makes 4.62 bytes of a token in Latin text."],
    sections: [
      .init(
        "Summary", [.paragraph("What follows is measured, not assumed."), .table(sampleTable)]),
      .init(
        "Fits", [.figure(scatter, caption: "Each point is a unit of about 4 KiB.")],
        subsections: [
          .init("Residuals", [.figure(residuals, caption: "What the line leaves over.")]),
          .init("汉字", [.list(["一", "“two”"])]),
        ]),
      .init(
        "Comparison",
        [
          .figure(bars, caption: "Whiskers are intervals."),
          .figure(histogram, caption: "Counted in the text."), .figure(lorenz, caption: "Gini."),
          .figure(composition, caption: "By the vocabulary."),
        ]),
      .init("Summary", [.definitions([.init("fertility", "tokens per word", formula: "T / W")])]),
    ],
    provenance: [("Tokenizer", "sha256 0123456789abcdef"), ("Unicode", "16.0.0")])

  static let sampleTable = Table(
    title: "By script",
    columns: [
      .init("Script"), .number("Bytes"), .number("Tokens"), .number("Ratio", unit: "B/token"),
    ],
    rows: [
      [
        "Latn", .integer(12_345_678), .integer(2_672_225),
        .number(4.62, .significant(3)).emphasized(),
      ],
      ["Hani", .integer(2_345_678), .integer(702_225), .number(3.34, .significant(3))],
      ["Arab", .integer(0), .missing, .missing],
    ],
    totals: ["All", .integer(14_691_356), .integer(3_374_450), .number(4.35, .significant(3))],
    footnotes: ["Bytes are bytes of UTF-8 before normalization."])
}
