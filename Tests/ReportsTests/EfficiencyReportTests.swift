import Foundation
import Scripts
import Testing

@testable import Reports

@Suite struct EfficiencyReportTests {
  private static let hostile = "<script>alert(1)</script>&\u{1b}[31m\u{202e}"
  private let report = EfficiencyReport(
    title: "Tokenizers & \u{7}text",
    comparison: ProfileComparison(
      [
        .init(name: hostile, profile: ProfileFixtures.mixed(hostile, latin: 250, han: 400)),
        .init(name: "other", profile: ProfileFixtures.mixed("other", latin: 300, han: 200)),
      ], referenceScript: .latin))

  @Test func `the report is well-formed, has all parts and fetches nothing`() throws {
    let html = report.document.html()
    let outline = try XMLOutline(html)
    #expect(
      outline.texts["h2"] == [
        "Side by side", "Vocabulary", "Evenness over scripts", "Script Latn", "Script Hani",
        "Definitions", "The text", "Where the numbers come from",
      ])
    // An overview, a Lorenz curve, and for each script bars and a scatter with its residuals for
    // each tokenizer.
    #expect(outline.elements.filter { $0 == "svg" }.count == 2 + 2 * (1 + 2 * 2))
    #expect(
      outline.elements.filter { $0 == "figure" }.count
        == outline.elements.filter { $0 == "details" }.count)
    #expect(Set(outline.identifiers).count == outline.identifiers.count)
    for forbidden in ["<script", "<link", "url(", " src=", "\u{1b}", "\u{7}", "\u{202e}"] {
      #expect(!html.contains(forbidden), "\(forbidden.debugDescription)")
    }
    #expect(html.contains("&lt;script&gt;alert(1)"))
    #expect(html.contains("are left out: profiles do not keep vocabularies"))
  }

  @Test func `names of pictures are fit for files and differ`() {
    let names = report.pictures.map(\.name)
    #expect(names.count == 12 && Set(names).count == names.count)
    for name in names {
      #expect(!name.contains { "/.\\<> ".contains($0) }, "\(name)")
    }
    #expect(names.first == "bytes-per-token")
  }

  @Test func `a script with a trace of text has figures but no pictures`() {
    let trace = ProfileFixtures.profile(
      "t",
      [
        (
          "a",
          [
            ("Latn", (1...20).map { ProfileFixtures.unit(1000 + $0 * 10, 250 + $0) }),
            ("Thai", [ProfileFixtures.unit(9, 5)]),
          ]
        )
      ])
    let report = EfficiencyReport(
      title: "T", comparison: ProfileComparison([.init(name: "t", profile: trace)]))
    let titles = report.document.sections.map(\.title)
    #expect(titles.contains("Other scripts") && !titles.contains("Script Thai"))
    #expect(report.comparison.rows.map { $0.script?.code } == ["Latn", "Thai"])
  }

  @Test func `the band is narrowest at the mean and holds the line`() throws {
    let figures = ScriptFigures(report.comparison.rows[0], of: report.comparison)
    let panels = try #require(figures.panels.first)
    let line = try #require(panels.scatter.lines.first)
    let slices = try #require(panels.scatter.band?.slices)
    let widths = slices.map { $0.high - $0.low }
    #expect(widths.allSatisfy { $0 > 0 })
    #expect((widths.min() ?? 0) < widths[0] && (widths.min() ?? 0) < (widths.last ?? 0))
    #expect(slices[0].low < line.points[0].y && line.points[0].y < slices[0].high)
    // Σ of the residuals of all units is zero, and here all of them are drawn.
    let sum = panels.residuals.series[0].points.reduce(0) { $0 + $1.y }
    #expect(abs(sum) < 1e-6)
  }

  @Test func `a token's script is that of most of its characters`() {
    let kinds: [(String, VocabularyFigures.Kind)] = [
      (" the", .script(.latin)), ("中文", .script(.han)), (" 12,", .common), ("x²", .script(.latin)),
    ]
    for (text, kind) in kinds { #expect(VocabularyFigures.kind(of: Array(text.utf8)) == kind) }
    #expect(VocabularyFigures.kind(of: [0xE4, 0xB8]) == .partial)
    #expect(
      VocabularyFigures.kind(of: Array("abбвг".utf8)) == Script(code: "Cyrl").map { .script($0) })
  }
}
