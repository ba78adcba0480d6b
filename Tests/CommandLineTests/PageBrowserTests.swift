import Foundation
import TestSupport
import Testing

/// The page as a browser shows it: what is read there is what the command line prints.
@Suite(.enabled(if: Browser.path != nil, Browser.missing))
struct PageBrowserTests {
  private static let text = "Tokens & <b>ภาษาไทย</b>\n<img src=x onerror=document.title=1> 🤷🏽‍♀️"

  /// Opens a page with what the address may choose.
  private func document(_ page: PageProcess, _ chosen: [(String, String)]) throws -> String {
    var allowed = CharacterSet.alphanumerics
    allowed.insert(charactersIn: "-._")
    let fragment = chosen.compactMap { key, value in
      value.addingPercentEncoding(withAllowedCharacters: allowed).map { "\(key)=\($0)" }
    }
    return try Browser.document(at: "\(page.url)#\(fragment.joined(separator: "&"))")
  }

  /// The numbers behind what a row of a table shows.
  private func values(_ row: String) -> [Double] {
    row.matches(of: #/<data value="([^"]*)">/#).compactMap { Double($0.1) }
  }

  private func rows(_ document: String, caption: String) throws -> [String] {
    try #require(
      document.elements("table").first { $0.contains("\(caption)</caption>") },
      "no table “\(caption)” in \(document.suffix(3000))"
    ).elements("tr")
  }

  @Test func `a text is shown as its tokens cut it, and counted by script`() throws {
    let shared = try PageSamples.shared.get()
    let document = try document(try shared.page(), [("text", Self.text)])
    #expect(document.elements("title").first == "tokprof")
    #expect(!document.contains("<img"))

    let file = try shared.samples.folder.file("shown.txt", Self.text).path
    let counts = try rows(document, caption: "Counts by script")
    let counted = try [shared.samples.whole, shared.samples.short].map {
      try runTokprof(["count", "--json", "-t", $0, file]).json().number("total.tokens")
    }
    let total = try #require(counts.last.map(values))
    #expect(total[0] == Double(Self.text.utf8.count))
    #expect(total[1] == Double(Self.text.unicodeScalars.count))
    #expect(total[2] == counted[0] && total[4] == counted[1])
    #expect(agree(total[3], total[0] / total[2], to: 1e-12))
    let scripts = counts.dropFirst().dropLast().map(values)
    #expect(scripts.count == 2)
    for column in 0...2 { #expect(scripts.reduce(0) { $0 + $1[column] } == total[column]) }

    let tokens = try #require(
      document.firstMatch(of: #/(?s)<div id="tokens"[^>]*>(.*?)</div>/#).map { String($0.1) })
    // By scalars: a token may begin with what joins the end of a tag to one character.
    let tag = #/<[^>]*>/#.matchingSemantics(.unicodeScalar)
    let shown = tokens.replacing(tag, with: "").replacing("&lt;", with: "<")
      .replacing("&gt;", with: ">").replacing("&amp;", with: "&").replacing("↵\n", with: "\n")
    #expect(shown == Self.text)
    let ids = tokens.matches(of: #/title="ids? ([\d, ]+)"/#)
      .map { $0.1.replacing(",", with: "") }.joined(separator: " ")
    let encoded = try runTokprof(["encode", "-t", shared.samples.whole, file]).stdout
    #expect(ids + "\n" == encoded)
    // Neighbours differ in colour.
    let colours = tokens.matches(of: #/class="(t\d)/#).map { String($0.1) }
    #expect(zip(colours, colours.dropFirst()).allSatisfy { $0 != $1 } && colours.count > 10)
  }

  @Test func `tokens, days and bars are those of estimate and training time`() throws {
    let shared = try PageSamples.shared.get()
    let document = try document(
      try shared.page(),
      [
        ("profiles", "whole,short"), ("bytes", "1TB"), ("mix", "Latn:100"), ("params", "7B"),
        ("gpu", "H100-SXM"), ("gpus", "64"), ("mfu", "40%"), ("epochs", "2"),
      ])
    let rows = try rows(document, caption: "What it takes, by profile").dropFirst()
    let bars = document.matches(
      of: #/<rect class="bar"[^>]* width="([\d.]+)"[^>]*><title>(\w+): ([\d.]+)</title>/#)
    #expect(rows.count == 2 && bars.count == 2)
    var scales: [Double] = []
    for (row, bar) in zip(rows, bars) {
      let name = try #require(row.elements("th").first?.plainText)
      let data = ["--profile", name, "--store", shared.store, "--bytes", "1TB", "--mix", "Latn:1"]
      let estimate = try runTokprof(["estimate", "--json"] + data).json()
      let training = try runTokprof(
        ["training", "time", "--json"] + data
          + [
            "--params", "7B", "--gpu", "H100-SXM", "--gpus", "64", "--mfu", "40%", "--epochs", "2",
          ]
      ).json()
      let expected = [
        try estimate.number("tokens"), try training.number("days.median"),
        try training.number("gpuHours"), try training.number("lowerBoundDays"),
      ]
      for (shown, printed) in zip(values(row), expected) {
        #expect(agree(shown, printed, to: 1e-14), "\(name)")
      }
      #expect(values(row).count == 5)
      #expect(String(bar.2) == name)
      #expect(agree(Double(bar.3) ?? 0, expected[1], to: 1e-14))
      scales.append((Double(bar.1) ?? 0) / expected[1])
    }
    #expect(agree(scales[0], scales[1], to: 1e-9) && scales[0] > 0)
    // What is chosen can be chosen without seeing it.
    let labelled = Set(document.matches(of: #/<label[^>]* for="([^"]+)"/#).map { String($0.1) })
    for found in document.matches(of: #/<(?:input|select|textarea)\b[^>]*>/#) {
      let input = String(found.0)
      let id = input.firstMatch(of: #/ id="([^"]+)"/#).map { String($0.1) } ?? ""
      #expect(
        input.contains("aria-label") || labelled.contains(id) || input.contains("checkbox"),
        "\(input)")
    }
  }

  @Test func `what is missing is said, and names are never markup`() throws {
    let shared = try PageSamples.shared.get()
    let store = shared.samples.folder.path("odd.sqlite")
    let empty = try PageProcess(["--store", store])
    let nothing = try document(empty, [])
    #expect(nothing.contains("tokprof serve -t") && nothing.contains("makes one"))

    let name = "<i>odd & \"quoted\"</i>"
    let made = try runTokprof([
      "profile", "-t", shared.samples.short, "--name", name, "--store", store,
      shared.samples.texts,
    ])
    #expect(made.status == 0, "\(made.stderr)")
    let document = try document(empty, [("mix", "Thai:50,Armn:50")])
    #expect(!document.contains("<i>") && document.contains("&lt;i&gt;odd &amp;"))
    let fault = try rows(document, caption: "What it takes, by profile")[1]
    #expect(fault.contains("no text in Armn"))
  }
}
