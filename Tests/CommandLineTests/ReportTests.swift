import Foundation
import TestSupport
import Testing

@Suite struct ReportTests {
  private static let samples = Result { try ComparedSamples() }

  @Test func `every form is written, and the picture and table files are whole`() throws {
    let samples = try Self.samples.get()
    let folder = samples.folder.url
    let path = { (name: String) in folder.appending(path: name).path }
    let result = try runTokprof(
      [
        "report", "-o", path("r.html"), "--svg", path("pictures"), "--csv", path("r.csv"),
        "--markdown", path("r.md"), "--latex", path("r.tex"),
      ] + samples.arguments)
    #expect(result.status == 0 && result.stdout.isEmpty, "\(result.stderr)")
    let text = { (name: String) in
      try String(contentsOfFile: path(name), encoding: .utf8)
    }
    #expect(try text("r.html").hasSuffix("</html>\n"))
    #expect(
      try text("r.csv") == runTokprof(["compare", "--csv"] + samples.arguments).stdout)
    #expect(
      try text("r.md") == runTokprof(["compare", "--markdown"] + samples.arguments).stdout)
    #expect(
      try text("r.tex") == runTokprof(["compare", "--latex"] + samples.arguments).stdout)
    let pictures = try FileManager.default.contentsOfDirectory(atPath: path("pictures"))
    // Overview, Lorenz, vocabulary, two histograms; for each script bars and twice two panels.
    #expect(pictures.count == 5 + 2 * 5, "\(pictures.sorted())")
    for picture in pictures {
      let svg = try text("pictures/\(picture)")
      #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n") && svg.contains("<style>"))
    }
    let again = try runTokprof(["report", "--svg", path("one.svg")] + samples.arguments)
    #expect(again.status == 0)
    #expect(try text("one.svg") == text("pictures/bytes-per-token.svg"))
  }

  @Test func `a kept profile has its vocabulary by -t alone`() throws {
    let samples = try Self.samples.get()
    let path = samples.folder.url.appending(path: "kept.json").path
    let html = samples.folder.url.appending(path: "kept.html").path
    _ = try runTokprof(
      ["profile", "-t", samples.whole, samples.texts, "--no-store", "-o", path])
    func report(_ more: [String]) throws -> (CommandResult, String) {
      let result = try runTokprof(["report", "-o", html, path] + more)
      return (result, (try? String(contentsOfFile: html, encoding: .utf8)) ?? "")
    }
    let (plain, without) = try report([])
    #expect(plain.status == 0 && !without.contains("Token lengths,"), "\(plain.stderr)")
    #expect(without.contains("profiles do not keep vocabularies"))
    let (given, with) = try report(["-t", samples.whole])
    #expect(given.status == 0 && with.contains("Token lengths,"), "\(given.stderr)")
    let (wrong, _) = try report(["-t", samples.short])
    #expect(wrong.status == 2 && wrong.stderr.contains("none of the profiles is of this tokenizer"))
  }

  @Test func `nothing to write and nowhere to write are refused`() throws {
    let samples = try Self.samples.get()
    let nothing = try runTokprof(["report"] + samples.arguments)
    #expect(nothing.status == 2 && nothing.stderr.contains("-o report.html"))
    let nowhere = try runTokprof(["report", "-o", "/no/such/folder/r.html"] + samples.arguments)
    #expect(nowhere.status == 4 && nowhere.stderr.contains("/no/such/folder/r.html"))
  }
}
